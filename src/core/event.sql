-- use: core/event.h

-- event_add: count (object text, object_id int, name text, at instant, account_id int)
INSERT INTO event (object, object_id, name, at, account_id, done, attempts, run_at)
VALUES (:object, :object_id, :name, :at, :account_id, 0, 0, :at);

-- event_waiting: value (now instant)
SELECT COUNT(*) FROM (SELECT id FROM event WHERE done = 0 AND run_at <= :now LIMIT 1) AS w;

-- event_due: many event (now instant, max int)
SELECT id, object, object_id, name, at, account_id, attempts
  FROM event
 WHERE done = 0 AND run_at <= :now
 ORDER BY run_at, id
 LIMIT :max;

-- event_done: count (id int, now instant)
UPDATE event SET done = 1, done_at = :now WHERE id = :id AND done = 0;

-- event_failed: count (id int, again instant, tries int, why text)
UPDATE event
   SET attempts = attempts + 1, run_at = :again, why = :why,
       done = CASE WHEN attempts + 1 >= :tries THEN 2 ELSE 0 END
 WHERE id = :id;

-- event_parked: value ()
SELECT COUNT(*) FROM event WHERE done = 2;

-- event_retry: count (now instant)
UPDATE event SET done = 0, attempts = 0, run_at = :now WHERE done = 2;

-- event_skip: count (now instant)
UPDATE event SET done = 1, done_at = :now WHERE done = 0;
