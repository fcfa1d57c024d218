-- use: core/job.h

-- job_add: count (kind text, payload text, run_at instant, once text)
INSERT INTO job (kind, payload, run_at, lease_until, attempts, parked, once)
VALUES (:kind, :payload, :run_at, 0, 0, 0, :once)
ON CONFLICT (once) DO NOTHING;

-- The condition stands outside the subquery again: at read-committed an unguarded claim hands the
-- same job out twice.

-- job_claim: maybe job (now instant, until instant) at read-committed
UPDATE job
   SET lease_until = :until, attempts = attempts + 1
 WHERE lease_until < :now AND parked = 0
   AND id = (SELECT id FROM job
              WHERE run_at <= :now AND lease_until < :now AND parked = 0
                AND (once IS NULL OR once < 'schedule:' OR once > 'schedule;')
              ORDER BY run_at, id LIMIT 1)
RETURNING id, kind, payload, run_at, lease_until, attempts, parked, why;

-- job_claim_kind: maybe job (kind text, now instant, until instant) at read-committed
UPDATE job
   SET lease_until = :until, attempts = attempts + 1
 WHERE lease_until < :now AND parked = 0
   AND id = (SELECT id FROM job
              WHERE kind = :kind AND run_at <= :now AND lease_until < :now AND parked = 0
              ORDER BY run_at, id LIMIT 1)
RETURNING id, kind, payload, run_at, lease_until, attempts, parked, why;

-- job_waiting: value (now instant)
SELECT COUNT(*) FROM (SELECT id FROM job
   WHERE run_at <= :now AND lease_until < :now AND parked = 0
     AND (once IS NULL OR once < 'schedule:' OR once > 'schedule;') LIMIT 1) AS w;

-- job_drop: count (id int, mine instant)
DELETE FROM job WHERE id = :id AND lease_until = :mine;

-- job_again: count (id int, mine instant, run_at instant)
UPDATE job SET run_at = :run_at, lease_until = 0, attempts = 0, why = NULL
 WHERE id = :id AND lease_until = :mine;

-- job_failed: count (id int, mine instant, run_at instant, parked bool, why text)
UPDATE job SET run_at = :run_at, lease_until = 0, parked = :parked, why = :why
 WHERE id = :id AND lease_until = :mine;

-- job_parked: many job ()
SELECT id, kind, payload, run_at, lease_until, attempts, parked, why
  FROM job
 WHERE parked = 1
 ORDER BY id
 LIMIT 200;

-- job_unpark: count (id int, now instant)
UPDATE job SET parked = 0, attempts = 0, lease_until = 0, run_at = :now
 WHERE id = :id AND parked = 1;
