-- A page of a queue is read from its index alone.
DROP INDEX request_queue_all;
DROP INDEX request_queue_county;
CREATE INDEX request_queue_all ON request
    (waits, due, id, division, code, channel, state, title, place, received, supervised)
    WHERE waits IS NOT NULL;
CREATE INDEX request_queue_county ON request
    (county, waits, due, id, division, code, channel, state, title, place, received, supervised)
    WHERE waits IS NOT NULL;
