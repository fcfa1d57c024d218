-- use: core/deadline.h

-- clock_add: count (kind text, object text, object_id int, division text, org_id int, period text, rule_version int, calendar_version int, started date, due date, provisional bool, next_step date)
INSERT INTO clock (kind, object, object_id, division, org_id, period, rule_version,
                   calendar_version, started, due, first_due, provisional, state, paused_days,
                   overdue_written, told, next_step)
VALUES (:kind, :object, :object_id, :division, :org_id, :period, :rule_version,
        :calendar_version, :started, :due, :due, :provisional, 'running', 0, 0, 0, :next_step);

-- clock_save: count (id int, due date, provisional bool, state clock_state, paused_days int, paused_since date, ended instant, extended text, overdue_written bool, told int, next_step date, calendar_version int)
UPDATE clock
   SET due = :due, provisional = :provisional, state = :state, paused_days = :paused_days,
       paused_since = :paused_since, ended = :ended, extended = :extended,
       overdue_written = :overdue_written, told = :told, next_step = :next_step,
       calendar_version = :calendar_version
 WHERE id = :id;

-- clock_open: many clock (object text, object_id int)
-- bounded: one running clock per record and kind
SELECT id, kind, object, object_id, division, org_id, period, rule_version,
       calendar_version, started, due, first_due, provisional, state, paused_days,
       paused_since, ended, extended, overdue_written, told, next_step
  FROM clock
 WHERE object = :object AND object_id = :object_id
   AND state IN ('running', 'paused', 'overdue')
 ORDER BY id;

-- clock_of: many clock (object text, object_id int)
-- bounded: a clock for each step of one record
SELECT id, kind, object, object_id, division, org_id, period, rule_version,
       calendar_version, started, due, first_due, provisional, state, paused_days,
       paused_since, ended, extended, overdue_written, told, next_step
  FROM clock
 WHERE object = :object AND object_id = :object_id
 ORDER BY id;

-- clock_past: many clock (today date, max int)
SELECT id, kind, object, object_id, division, org_id, period, rule_version,
       calendar_version, started, due, first_due, provisional, state, paused_days,
       paused_since, ended, extended, overdue_written, told, next_step
  FROM clock
 WHERE state = 'running' AND due < :today
 ORDER BY due, id
 LIMIT :max;

-- clock_steps: many clock (today date, max int)
SELECT id, kind, object, object_id, division, org_id, period, rule_version,
       calendar_version, started, due, first_due, provisional, state, paused_days,
       paused_since, ended, extended, overdue_written, told, next_step
  FROM clock
 WHERE state IN ('running', 'overdue') AND next_step <= :today
 ORDER BY next_step, id
 LIMIT :max;

-- clock_waiting: value (today date)
SELECT (SELECT COUNT(*) FROM (SELECT id FROM clock
          WHERE state = 'running' AND due < :today LIMIT 1) AS past)
     + (SELECT COUNT(*) FROM (SELECT id FROM clock
          WHERE state IN ('running', 'overdue') AND next_step <= :today LIMIT 1) AS steps);

-- clock_provisional: many clock ()
-- bounded: what runs into a year without a notice
SELECT id, kind, object, object_id, division, org_id, period, rule_version,
       calendar_version, started, due, first_due, provisional, state, paused_days,
       paused_since, ended, extended, overdue_written, told, next_step
  FROM clock
 WHERE provisional = 1 AND state IN ('running', 'paused')
 ORDER BY due, id;

-- clock_log_add: count (clock_id int, what text, day date, written_at instant, old_due date, new_due date, account_id int)
INSERT INTO clock_log (clock_id, what, day, written_at, old_due, new_due, account_id)
VALUES (:clock_id, :what, :day, :written_at, :old_due, :new_due, :account_id);

-- clock_log_started: count (object text, object_id int, day date, written_at instant, due date, account_id int)
-- The clock just added is the newest of its record: so nobody waits to hear its number.
INSERT INTO clock_log (clock_id, what, day, written_at, new_due, account_id)
SELECT MAX(id), 'started', :day, :written_at, :due, :account_id
  FROM clock
 WHERE object = :object AND object_id = :object_id;

-- clock_log_of: many clock_log (clock_id int)
-- bounded: the life of one clock
SELECT id, clock_id, what, day, written_at, old_due, new_due, account_id
  FROM clock_log
 WHERE clock_id = :clock_id
 ORDER BY id;
