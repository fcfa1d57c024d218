-- A page of the whole queue is read from its index alone.
DROP INDEX request_queue_all;
CREATE INDEX request_queue_all ON request
    (waits, due, id, division, code, channel, state, title, place, received, supervised)
    WHERE waits IS NOT NULL;
