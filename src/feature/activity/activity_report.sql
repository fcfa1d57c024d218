-- use: feature/activity/activity_report.h
-- use: core/ledger.h

-- activity_report_insert: value (uid text, activity_id int, org_id int, title text, points text,
--   division text, day date, due date, account_id int, actor text, made instant)
INSERT INTO activity_report (uid, activity_id, org_id, title, points, division, day, due,
    account_id, actor, made, answer_account_id)
VALUES (:uid, :activity_id, :org_id, :title, :points, :division, :day, :due, :account_id,
    :actor, :made, 0)
RETURNING id;

-- activity_report_has: value (activity_id int, org_id int)
SELECT COUNT(*) FROM activity_report WHERE activity_id = :activity_id AND org_id = :org_id;

-- activity_report_answered: count (id int, answered date, answer text, account_id int,
--   actor text, at instant)
UPDATE activity_report
   SET answered = :answered, answer = :answer, answer_account_id = :account_id,
       answer_actor = :actor, answered_at = :at
 WHERE id = :id AND answered IS NULL;

-- activity_report_by_uid: maybe activity_report (uid text)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.uid = :uid;

-- activity_report_by_id: one activity_report (id int)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.id = :id;

-- activity_reports_of: many activity_report (activity_id int)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.activity_id = :activity_id
 ORDER BY r.id
 LIMIT 100;

-- activity_reports_org: many activity_report (org_id int, max int)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.org_id = :org_id AND r.answered IS NULL
 ORDER BY r.due, r.id
 LIMIT :max;

-- activity_reports_area: many activity_report (code_from text, code_to text, max int)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.answered IS NULL AND r.division >= :code_from AND r.division < :code_to
 ORDER BY r.due, r.id
 LIMIT :max;

-- activity_reports_person: many activity_report (person_id int, since date, upto date, max int)
SELECT r.id, r.uid, r.activity_id, r.org_id, r.title, r.points, r.division, r.day, r.due,
       r.actor, r.answered, r.answer, r.answer_actor, o.name AS org
  FROM activity_report AS r JOIN org AS o ON o.id = r.org_id
 WHERE r.activity_id IN (SELECT p.activity_id FROM activity_person AS p
                          WHERE p.person_id = :person_id AND p.role IN ('host', 'took_part')
                            AND p.day >= :since AND p.day <= :upto)
 ORDER BY r.id DESC
 LIMIT :max;

-- activity_report_counts: each ledger_count ()
SELECT 'activity.reports.forwarded' AS measure, division, day, 1 AS quantity
  FROM activity_report
UNION ALL
SELECT 'activity.reports.answered' AS measure, division, answered AS day, 1 AS quantity
  FROM activity_report
 WHERE answered IS NOT NULL;

-- activity_verified_insert: count (activity_id int, version int, note text, account_id int,
--   actor text, at instant)
INSERT INTO activity_verified (activity_id, version, note, account_id, actor, at)
VALUES (:activity_id, :version, :note, :account_id, :actor, :at)
ON CONFLICT (activity_id, version) DO NOTHING;

-- activity_verified_of: many activity_verified (activity_id int)
SELECT actor, note, at, version
  FROM activity_verified
 WHERE activity_id = :activity_id
 ORDER BY version
 LIMIT 100;

-- activity_claimed: many activity (code_from text, code_to text, account_id int, since date,
--   max int)
SELECT a.id, a.uid, a.code, a.kind, a.state, a.title, a.day, a.until, a.division, a.county,
       a.town, a.place, a.station_id, a.people, a.person_times, a.summary, a.source,
       a.source_id, a.account_id, a.made, a.digest, a.version
  FROM activity AS a
 WHERE a.kind = 'good_deed' AND a.state = 'stands' AND a.day >= :since
   AND a.division >= :code_from AND a.division < :code_to
   AND (a.account_id = 0 OR a.account_id <> :account_id)
   AND NOT EXISTS (SELECT 1 FROM activity_verified AS v
                    WHERE v.activity_id = a.id AND v.version = a.version)
 ORDER BY a.day DESC, a.id DESC
 LIMIT :max;
