-- use: feature/roster/roster.h

-- duty_by_id: one duty (id int)
SELECT id, station_id, division, day, planned, time_from, time_to, notice_day, deputy_id, told,
       told_how, cancelled, reason, held, recorded, record, filed, version
  FROM duty
 WHERE id = :id;

-- duty_came: one duty (station_id int, day date)
SELECT (SELECT CAST(COALESCE(SUM(v.persons), 0) AS BIGINT) FROM visit v
         WHERE v.station_id = :station_id AND v.day = :day) AS persons,
       (SELECT COUNT(*) FROM activity a
         WHERE a.station_id = :station_id AND a.day = :day AND a.kind = 'reception'
           AND a.state = 'stands') AS met,
       COUNT(*) AS items,
       COALESCE(SUM(CASE WHEN r.closed IS NULL THEN 1 ELSE 0 END), 0) AS open
  FROM request r
 WHERE r.id IN (
        SELECT v.request_id FROM visit v
         WHERE v.station_id = :station_id AND v.day = :day
         UNION
        SELECT x.request_id FROM activity a
          JOIN activity_request x ON x.activity_id = a.id
         WHERE a.station_id = :station_id AND a.day = :day AND a.kind = 'reception'
           AND a.state = 'stands');

-- duty_add: maybe duty (station_id int, division text, day date, planned date, time_from text,
--     time_to text, notice_day date, deputy_id int)
INSERT INTO duty (station_id, division, day, planned, time_from, time_to, notice_day, deputy_id,
    version)
VALUES (:station_id, :division, :day, :planned, :time_from, :time_to, :notice_day, :deputy_id, 1)
ON CONFLICT (station_id, planned) DO NOTHING
RETURNING id, station_id, division, day, planned, time_from, time_to, notice_day, deputy_id,
    told, told_how, version;

-- duty_there: value (station_id int, planned date)
SELECT COUNT(*) FROM duty WHERE station_id = :station_id AND planned = :planned;

-- duty_of_station: many duty (station_id int, day_from date, day_to date)
SELECT id, station_id, division, day, planned, time_from, time_to, notice_day, deputy_id, told,
       told_how, cancelled, reason, held, recorded, record, filed, version
  FROM duty
 WHERE station_id = :station_id AND day >= :day_from AND day <= :day_to
 ORDER BY day, id
 LIMIT 500;

-- duty_page: many duty (code_from text, code_to text, day_from date, day_to date, open bool,
--     after date, after_id int, max int)
SELECT id, station_id, division, day, planned, time_from, time_to, notice_day, deputy_id, told,
       told_how, cancelled, reason, held, recorded, record, filed, version
  FROM duty
 WHERE division >= :code_from AND division < :code_to AND day >= :day_from AND day <= :day_to
   AND (:open = 0 OR (cancelled IS NULL AND (deputy_id = 0 OR told IS NULL)))
   AND (:after IS NULL OR (day, id) > (:after, :after_id))
 ORDER BY day, id
 LIMIT :max;

-- duty_of_person: many duty (person_id int, day_from date)
SELECT d.id, d.station_id, d.division, d.day, d.planned, d.time_from, d.time_to, d.notice_day,
       d.deputy_id, d.told, d.told_how, d.cancelled, d.reason, d.held, d.recorded, d.record,
       d.filed, d.version
  FROM tenure t
  JOIN duty d ON d.deputy_id = t.id
 WHERE t.person_id = :person_id AND d.day >= :day_from
 ORDER BY d.day, d.id
 LIMIT 100;

-- duty_untold: many duty (today date, after_id int)
SELECT id, station_id, division, day, planned, time_from, time_to, notice_day, deputy_id, told,
       told_how, version
  FROM duty
 WHERE cancelled IS NULL AND told IS NULL AND notice_day <= :today AND day >= :today AND deputy_id > 0
   AND id > :after_id
 ORDER BY id
 LIMIT 500;

-- duty_untold_count: value (today date)
SELECT COUNT(*)
  FROM duty d
  JOIN tenure t ON t.id = d.deputy_id
 WHERE d.cancelled IS NULL AND d.told IS NULL AND d.notice_day <= :today AND d.day >= :today
   AND EXISTS (SELECT 1 FROM account a WHERE a.person_id = t.person_id AND a.person_id > 0
                  AND a.state = 'open');

-- duty_cancel: count (id int, version int, cancelled instant, reason text)
UPDATE duty
   SET cancelled = :cancelled, reason = :reason, version = version + 1
 WHERE id = :id AND version = :version AND cancelled IS NULL;

-- duty_revive: count (station_id int, planned date)
-- A day that the rule gave up and now has again.
UPDATE duty
   SET cancelled = NULL, reason = NULL, told = NULL, told_how = NULL, version = version + 1
 WHERE station_id = :station_id AND planned = :planned AND reason = '@rule';

-- duty_move: count (id int, version int, day date, time_from text, time_to text,
--     notice_day date)
UPDATE duty
   SET day = :day, time_from = :time_from, time_to = :time_to, notice_day = :notice_day,
       told = NULL, told_how = NULL, version = version + 1
 WHERE id = :id AND version = :version;

-- duty_held: count (id int, version int, held instant)
UPDATE duty SET held = :held, version = version + 1 WHERE id = :id AND version = :version;

-- duty_recorded: count (id int, version int, recorded instant, record text)
UPDATE duty
   SET recorded = :recorded, record = :record, version = version + 1
 WHERE id = :id AND version = :version;

-- duty_filed: count (id int, version int, filed instant)
UPDATE duty SET filed = :filed, version = version + 1 WHERE id = :id AND version = :version;

-- duty_orphans: many duty (today date)
-- Days ahead of stations that receive nobody any more.
SELECT d.id, d.station_id, d.division, d.day, d.planned, d.time_from, d.time_to, d.notice_day,
       d.deputy_id, d.told, d.told_how, d.version
  FROM station s
  JOIN duty d ON d.station_id = s.id
 WHERE d.cancelled IS NULL AND d.day >= :today
   AND (s.state IN ('merged', 'closed') OR (s.state = 'suspended' AND d.notice_day <= :today))
 ORDER BY d.id
 LIMIT 500;

-- duty_lines: many duty_line (station_id int, day date)
-- What was raised on a day, out of the register and out of records of receptions.
SELECT r.id, r.code, r.title, r.state, r.closed
  FROM request r
 WHERE r.id IN (
        SELECT v.request_id FROM visit v WHERE v.station_id = :station_id AND v.day = :day
         UNION
        SELECT x.request_id FROM activity a
          JOIN activity_request x ON x.activity_id = a.id
         WHERE a.station_id = :station_id AND a.day = :day AND a.kind = 'reception'
           AND a.state = 'stands')
 ORDER BY r.id
 LIMIT 200;

-- register_page: many register_row (station_id int, day_from date, day_to date, after date,
--     after_id int)
-- The visitor register in the order of days, with what came of each line.
SELECT v.id, v.day, v.persons, p.name AS deputy, v.summary, v.idem, r.code, r.class_, r.reason
  FROM visit v
  LEFT JOIN tenure t ON t.id = v.deputy_id
  LEFT JOIN person p ON p.id = t.person_id
  LEFT JOIN request r ON r.id = v.request_id
 WHERE v.station_id = :station_id AND v.day >= :day_from AND v.day <= :day_to
   AND (v.day, v.id) > (:after, :after_id)
 ORDER BY v.day, v.id
 LIMIT 500;

-- duty_deputy_set: count (id int, version int, deputy_id int, told instant, told_how text)
UPDATE duty
   SET deputy_id = :deputy_id, told = :told, told_how = :told_how, version = version + 1
 WHERE id = :id AND version = :version;

-- duty_shares: many duty_share (station_id int, since date)
SELECT t.id AS deputy_id, COUNT(d.id) AS times, MAX(d.day) AS last
  FROM tenure t
  LEFT JOIN duty d ON d.deputy_id = t.id AND d.day >= :since AND d.cancelled IS NULL
 WHERE t.station_id = :station_id AND t.state = 'active'
 GROUP BY t.id
 ORDER BY COUNT(d.id), COALESCE(MAX(d.day), ''), t.id
 LIMIT 300;

-- duty_swap_add: value (duty_id int, from_id int, to_id int, note text, asked instant,
--     account_id int)
INSERT INTO duty_swap (duty_id, from_id, to_id, note, state, asked, account_id)
VALUES (:duty_id, :from_id, :to_id, :note, 'asked', :asked, :account_id)
RETURNING id;

-- duty_swap_by_id: one duty_swap (id int)
SELECT id, duty_id, from_id, to_id, note, state, asked, answered, account_id
  FROM duty_swap
 WHERE id = :id;

-- duty_swap_end: count (id int, state duty_swap_state, note text, answered instant)
UPDATE duty_swap
   SET state = :state, note = :note, answered = :answered
 WHERE id = :id AND state = 'asked';

-- duty_swap_drop: count (duty_id int, answered instant)
UPDATE duty_swap
   SET state = 'withdrawn', answered = :answered
 WHERE duty_id = :duty_id AND state = 'asked';

-- duty_swaps: many duty_swap (duty_id int)
SELECT id, duty_id, from_id, to_id, note, state, asked, answered, account_id
  FROM duty_swap
 WHERE duty_id = :duty_id
 ORDER BY id DESC
 LIMIT 50;

-- duty_swaps_for: many duty_swap (person_id int)
SELECT s.id, s.duty_id, s.from_id, s.to_id, s.note, s.state, s.asked, s.answered, s.account_id
  FROM tenure t
  JOIN duty_swap s ON s.to_id = t.id AND s.state = 'asked'
 WHERE t.person_id = :person_id
 ORDER BY s.id
 LIMIT 50;

-- station_people: many station_person (station_id int)
SELECT id, station_id, name, post, valid_from, valid_to, version
  FROM station_person
 WHERE station_id = :station_id
 ORDER BY CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END, post, id DESC
 LIMIT 100;

-- station_person_by_id: one station_person (id int)
SELECT id, station_id, name, post, valid_from, valid_to, version
  FROM station_person
 WHERE id = :id;

-- station_person_add: value (station_id int, name text, post station_post, valid_from date,
--     valid_to date)
INSERT INTO station_person (station_id, name, post, valid_from, valid_to, version)
VALUES (:station_id, :name, :post, :valid_from, :valid_to, 1)
RETURNING id;

-- station_person_set: count (id int, version int, name text, post station_post,
--     valid_from date, valid_to date)
UPDATE station_person
   SET name = :name, post = :post, valid_from = :valid_from, valid_to = :valid_to,
       version = version + 1
 WHERE id = :id AND version = :version;

-- station_person_later: value (station_id int, post station_post, id int, first date)
SELECT COUNT(*) FROM station_person
 WHERE station_id = :station_id AND post = :post AND id <> :id AND valid_to IS NULL
   AND valid_from > :first;

-- station_person_follow: count (station_id int, post station_post, id int, last date)
UPDATE station_person
   SET valid_to = :last, version = version + 1
 WHERE station_id = :station_id AND post = :post AND id <> :id AND valid_to IS NULL;

-- station_change_add: count (station_id int, person_id int, deputy_id int, told instant,
--     told_how text)
INSERT INTO station_change (station_id, person_id, deputy_id, told, told_how)
VALUES (:station_id, :person_id, :deputy_id, :told, :told_how)
ON CONFLICT (person_id, deputy_id) DO UPDATE SET told = excluded.told,
    told_how = excluded.told_how;

-- station_untold: many station_change (station_id int)
SELECT id, station_id, person_id, deputy_id, told, told_how
  FROM station_change
 WHERE station_id = :station_id AND told IS NULL
 ORDER BY id
 LIMIT 300;

-- station_change_told: count (id int, station_id int, told instant)
UPDATE station_change
   SET told = :told, told_how = 'phone'
 WHERE id = :id AND station_id = :station_id AND told IS NULL;

-- station_tasks: many station_task (station_id int)
SELECT id, station_id, name, action, standard, post, lead, lead_id, helpers, version
  FROM station_task
 WHERE station_id = :station_id
 ORDER BY id
 LIMIT 100;

-- station_task_by_id: one station_task (id int)
SELECT id, station_id, name, action, standard, post, lead, lead_id, helpers, version
  FROM station_task
 WHERE id = :id;

-- station_task_add: value (station_id int, name text, action text, standard text, post text,
--     lead text, lead_id int, helpers text)
INSERT INTO station_task (station_id, name, action, standard, post, lead, lead_id, helpers,
    version)
VALUES (:station_id, :name, :action, :standard, :post, :lead, :lead_id, :helpers, 1)
RETURNING id;

-- station_task_set: count (id int, version int, name text, action text, standard text,
--     post text, lead text, lead_id int, helpers text)
UPDATE station_task
   SET name = :name, action = :action, standard = :standard, post = :post, lead = :lead,
       lead_id = :lead_id, helpers = :helpers, version = version + 1
 WHERE id = :id AND version = :version;

-- station_task_drop: count (id int, version int)
DELETE FROM station_task WHERE id = :id AND version = :version;

-- station_standard_by_id: one station_standard (id int)
SELECT id, division, name, edition, source, valid_from, valid_to, version
  FROM station_standard
 WHERE id = :id;

-- station_standards: many station_standard (a text, b text, c text, d text, e text, f text,
--     code_from text, code_to text)
SELECT id, division, name, edition, source, valid_from, valid_to, version
  FROM station_standard
 WHERE division IN (:a, :b, :c, :d, :e, :f)
    OR (division >= :code_from AND division < :code_to)
 ORDER BY valid_from DESC, id DESC
 LIMIT 100;

-- station_standard_for: maybe station_standard (a text, b text, c text, d text, e text, f text,
--     day date)
SELECT id, division, name, edition, source, valid_from, valid_to, version
  FROM station_standard
 WHERE division IN (:a, :b, :c, :d, :e, :f)
   AND valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
 ORDER BY division DESC, valid_from DESC, id DESC
 LIMIT 1;

-- station_standard_add: value (division text, name text, edition text, source text,
--     valid_from date)
INSERT INTO station_standard (division, name, edition, source, valid_from, version)
VALUES (:division, :name, :edition, :source, :valid_from, 1)
RETURNING id;

-- station_standard_follow: count (division text, name text, id int, last date)
UPDATE station_standard
   SET valid_to = :last, version = version + 1
 WHERE division = :division AND name = :name AND id <> :id AND valid_to IS NULL;

-- station_item_add: count (standard_id int, place int, words text, fact station_fact)
INSERT INTO station_item (standard_id, place, words, fact)
VALUES (:standard_id, :place, :words, :fact);

-- station_items: many station_item (standard_id int)
SELECT id, standard_id, place, words, fact
  FROM station_item
 WHERE standard_id = :standard_id
 ORDER BY place
 LIMIT 100;

-- station_audit_by_id: one station_audit (id int)
SELECT a.id, a.station_id, a.division, a.standard_id, a.day, a.note, a.account_id, a.idem,
       (SELECT COUNT(*) FROM station_finding f WHERE f.audit_id = a.id) AS findings,
       (SELECT COUNT(*) FROM station_finding f
         WHERE f.audit_id = a.id AND f.fixed IS NULL) AS open,
       (SELECT MIN(f.due) FROM station_finding f
         WHERE f.audit_id = a.id AND f.fixed IS NULL) AS due
  FROM station_audit a
 WHERE a.id = :id;

-- station_audit_by_idem: maybe station_audit (idem text)
SELECT a.id, a.station_id, a.division, a.standard_id, a.day, a.note, a.account_id, a.idem,
       CAST(0 AS BIGINT) AS findings, CAST(0 AS BIGINT) AS open, CAST(NULL AS TEXT) AS due
  FROM station_audit a
 WHERE a.idem = :idem;

-- station_audits: many station_audit (station_id int)
SELECT a.id, a.station_id, a.division, a.standard_id, a.day, a.note, a.account_id, a.idem,
       (SELECT COUNT(*) FROM station_finding f WHERE f.audit_id = a.id) AS findings,
       (SELECT COUNT(*) FROM station_finding f
         WHERE f.audit_id = a.id AND f.fixed IS NULL) AS open,
       (SELECT MIN(f.due) FROM station_finding f
         WHERE f.audit_id = a.id AND f.fixed IS NULL) AS due
  FROM station_audit a
 WHERE a.station_id = :station_id
 ORDER BY a.day DESC, a.id DESC
 LIMIT 100;

-- station_audit_add: value (station_id int, division text, standard_id int, day date,
--     note text, account_id int, made instant, idem text)
INSERT INTO station_audit (station_id, division, standard_id, day, note, account_id, made, idem)
VALUES (:station_id, :division, :standard_id, :day, :note, :account_id, :made, :idem)
RETURNING id;

-- station_finding_add: value (audit_id int, item_id int, words text, due date)
INSERT INTO station_finding (audit_id, item_id, words, due, version)
VALUES (:audit_id, :item_id, :words, :due, 1)
RETURNING id;

-- station_findings: many station_finding (audit_id int)
SELECT id, audit_id, item_id, words, due, fixed, fixed_words, version
  FROM station_finding
 WHERE audit_id = :audit_id
 ORDER BY id
 LIMIT 100;

-- station_finding_by_id: one station_finding (id int)
SELECT id, audit_id, item_id, words, due, fixed, fixed_words, version
  FROM station_finding
 WHERE id = :id;

-- station_finding_fix: count (id int, version int, fixed date, fixed_words text)
UPDATE station_finding
   SET fixed = :fixed, fixed_words = :fixed_words, version = version + 1
 WHERE id = :id AND version = :version AND fixed IS NULL;

-- rating_round_by_id: one rating_round (id int)
SELECT r.id, r.division, r.name, r.standard_id, r.opens, r.self_until, r.star_until, r.closed,
       r.version,
       (SELECT COUNT(*) FROM rating_entry e WHERE e.round_id = r.id) AS entries,
       (SELECT COUNT(*) FROM rating_entry e
         WHERE e.round_id = r.id AND e.state IN ('county_review', 'site_check', 'publicised',
             'objected')) AS open
  FROM rating_round r
 WHERE r.id = :id;

-- rating_rounds: many rating_round (a text, b text, c text, d text, e text, f text,
--     code_from text, code_to text)
SELECT r.id, r.division, r.name, r.standard_id, r.opens, r.self_until, r.star_until, r.closed,
       r.version,
       (SELECT COUNT(*) FROM rating_entry e WHERE e.round_id = r.id) AS entries,
       (SELECT COUNT(*) FROM rating_entry e
         WHERE e.round_id = r.id AND e.state IN ('county_review', 'site_check', 'publicised',
             'objected')) AS open
  FROM rating_round r
 WHERE r.division IN (:a, :b, :c, :d, :e, :f)
    OR (r.division >= :code_from AND r.division < :code_to)
 ORDER BY r.opens DESC, r.id DESC
 LIMIT 100;

-- rating_round_add: value (division text, name text, standard_id int, opens date,
--     self_until date, star_until date)
INSERT INTO rating_round (division, name, standard_id, opens, self_until, star_until, version)
VALUES (:division, :name, :standard_id, :opens, :self_until, :star_until, 1)
RETURNING id;

-- rating_round_close: count (id int, version int, closed date)
UPDATE rating_round
   SET closed = :closed, version = version + 1
 WHERE id = :id AND version = :version AND closed IS NULL;

-- rating_entry_by_id: one rating_entry (id int)
SELECT id, round_id, station_id, division, state, stars, reason, version
  FROM rating_entry
 WHERE id = :id;

-- rating_entry_there: maybe rating_entry (round_id int, station_id int)
SELECT id, round_id, station_id, division, state, stars, reason, version
  FROM rating_entry
 WHERE round_id = :round_id AND station_id = :station_id;

-- rating_entries: many rating_entry (round_id int, code_from text, code_to text, after_id int,
--     max int)
SELECT id, round_id, station_id, division, state, stars, reason, version
  FROM rating_entry
 WHERE round_id = :round_id AND division >= :code_from AND division < :code_to
   AND id > :after_id
 ORDER BY id
 LIMIT :max;

-- rating_entry_add: value (round_id int, station_id int, division text)
INSERT INTO rating_entry (round_id, station_id, division, state, stars, version)
VALUES (:round_id, :station_id, :division, 'self_apply', 0, 1)
RETURNING id;

-- rating_entry_set: count (id int, version int, state rating_state, stars int, reason text)
UPDATE rating_entry
   SET state = :state, stars = :stars, reason = :reason, version = version + 1
 WHERE id = :id AND version = :version;

-- rating_mark_add: count (entry_id int, item_id int, record text, self rating_view)
INSERT INTO rating_mark (entry_id, item_id, record, self, review)
VALUES (:entry_id, :item_id, :record, :self, 'open');

-- rating_marks: many rating_mark (entry_id int)
SELECT m.id, m.entry_id, m.item_id, m.record, m.self, m.review
  FROM rating_mark m
  JOIN station_item i ON i.id = m.item_id
 WHERE m.entry_id = :entry_id
 ORDER BY i.place
 LIMIT 100;

-- rating_mark_self: count (id int, self rating_view)
UPDATE rating_mark SET self = :self WHERE id = :id;

-- rating_mark_review: count (id int, review rating_view)
UPDATE rating_mark SET review = :review WHERE id = :id;

-- rating_step_add: count (entry_id int, event text, from_state rating_state,
--     to_state rating_state, stars int, note text, account_id int, at instant)
INSERT INTO rating_step (entry_id, event, from_state, to_state, stars, note, account_id, at)
VALUES (:entry_id, :event, :from_state, :to_state, :stars, :note, :account_id, :at);

-- rating_steps: many rating_past (entry_id int)
SELECT id, event, from_state, to_state, stars, note, account_id, at
  FROM rating_step
 WHERE entry_id = :entry_id
 ORDER BY id DESC
 LIMIT 100;

-- rating_stars: value (station_id int, today date)
SELECT CAST(COALESCE(MAX(e.stars), 0) AS BIGINT)
  FROM rating_entry e
  JOIN rating_round r ON r.id = e.round_id
 WHERE e.station_id = :station_id AND e.state IN ('awarded', 'monitored', 'downgraded')
   AND r.star_until >= :today
   AND r.id = (SELECT MAX(e2.round_id) FROM rating_entry e2
                WHERE e2.station_id = :station_id
                  AND e2.state IN ('awarded', 'monitored', 'downgraded', 'removed'));

-- station_lasts: many station_last (after_id int)
SELECT s.id, s.name, s.division, s.public_id, s.valid_from AS opened,
       (SELECT MAX(v.day) FROM visit v WHERE v.station_id = s.id) AS visit,
       (SELECT MAX(a.day) FROM activity a
         WHERE a.station_id = s.id AND a.state = 'stands') AS activity
  FROM station s
 WHERE s.state = 'open' AND s.id > :after_id
 ORDER BY s.id
 LIMIT 500;

-- station_idle_now: maybe station_idle (station_id int)
SELECT id, station_id, division, since, told_station, told_area, ended
  FROM station_idle
 WHERE station_id = :station_id AND ended IS NULL;

-- station_idle_list: many station_idle (code_from text, code_to text, all bool)
SELECT id, station_id, division, since, told_station, told_area, ended
  FROM station_idle
 WHERE ended IS NULL AND division >= :code_from AND division < :code_to
   AND (:all = 1 OR told_area IS NOT NULL)
 ORDER BY since, id
 LIMIT 500;

-- station_idle_add: value (station_id int, division text, since date, told_station instant)
INSERT INTO station_idle (station_id, division, since, told_station)
VALUES (:station_id, :division, :since, :told_station)
ON CONFLICT (station_id, since) DO UPDATE SET ended = NULL
RETURNING id;

-- station_idle_area: count (id int, told_area instant)
UPDATE station_idle SET told_area = :told_area WHERE id = :id;

-- station_idle_end: count (id int, ended date)
UPDATE station_idle SET ended = :ended WHERE id = :id;

-- home_bookings: many home_booking (station_id int, day_from date)
SELECT id, station_id, day, time_from, time_to, purpose
  FROM home_booking
 WHERE station_id = :station_id AND day >= :day_from AND dropped IS NULL
 ORDER BY day, time_from, id
 LIMIT 100;

-- home_crossing: value (station_id int, day date, time_from text, time_to text)
SELECT COUNT(*)
  FROM home_booking
 WHERE station_id = :station_id AND day = :day AND dropped IS NULL
   AND time_from < :time_to AND time_to > :time_from;

-- home_booking_add: value (station_id int, day date, time_from text, time_to text,
--     purpose text, account_id int)
INSERT INTO home_booking (station_id, day, time_from, time_to, purpose, account_id)
VALUES (:station_id, :day, :time_from, :time_to, :purpose, :account_id)
RETURNING id;

-- home_booking_by_id: one home_booking (id int)
SELECT id, station_id, day, time_from, time_to, purpose
  FROM home_booking
 WHERE id = :id;

-- home_booking_drop: count (id int, station_id int, dropped instant)
UPDATE home_booking
   SET dropped = :dropped
 WHERE id = :id AND station_id = :station_id AND dropped IS NULL;

-- station_said: maybe station_said (station_id int)
SELECT station_id, intro, rules, version FROM station_words WHERE station_id = :station_id;

-- station_say: count (station_id int, version int, intro text, rules text)
INSERT INTO station_words (station_id, intro, rules, version)
VALUES (:station_id, :intro, :rules, 1)
ON CONFLICT (station_id) DO UPDATE SET intro = excluded.intro, rules = excluded.rules,
    version = station_words.version + 1
 WHERE station_words.version = :version;

-- station_doings: many station_doing (station_id int)
SELECT a.id, a.kind, a.day, a.person_times
  FROM activity a
 WHERE a.station_id = :station_id AND a.state = 'stands'
 ORDER BY a.day DESC, a.id DESC
 LIMIT 8;

-- rating_shown: maybe rating_entry (station_id int)
-- Where a result is shown to anyone before it holds.
SELECT id, round_id, station_id, division, state, stars, reason, version
  FROM rating_entry
 WHERE station_id = :station_id AND state IN ('publicised', 'objected')
 ORDER BY id DESC
 LIMIT 1;

-- roster_facts: one station_facts (station_id int, since date, today date)
SELECT (SELECT COUNT(*) FROM duty d
         WHERE d.station_id = :station_id AND d.day >= :since AND d.day <= :today
           AND d.cancelled IS NULL) AS duties,
       (SELECT COUNT(*) FROM duty d
         WHERE d.station_id = :station_id AND d.day >= :since AND d.day <= :today
           AND d.cancelled IS NULL
           AND d.deputy_id > 0) AS given,
       (SELECT COUNT(*) FROM duty d
         WHERE d.station_id = :station_id AND d.day >= :since AND d.day <= :today
           AND d.cancelled IS NULL
           AND d.told IS NOT NULL) AS told,
       (SELECT COUNT(*) FROM tenure t
         WHERE t.station_id = :station_id AND t.state = 'active') AS deputies,
       (SELECT CAST(COALESCE(SUM(v.persons), 0) AS BIGINT) FROM visit v
         WHERE v.station_id = :station_id AND v.day >= :since) AS persons,
       (SELECT COUNT(*) FROM plate_code c
         WHERE c.object = 'station' AND c.object_id = :station_id AND c.retired IS NULL)
           AS plates,
       (SELECT COUNT(*) FROM station_person p
         WHERE p.station_id = :station_id AND p.valid_to IS NULL AND p.post = 'head') AS heads,
       (SELECT COUNT(*) FROM station_person p
         WHERE p.station_id = :station_id AND p.valid_to IS NULL AND p.post = 'liaison')
           AS liaisons,
       (SELECT COUNT(*) FROM station_task k WHERE k.station_id = :station_id) AS tasks,
       (SELECT COUNT(*) FROM station_task k
         WHERE k.station_id = :station_id
           AND NOT EXISTS (SELECT 1 FROM station_person p
                            WHERE k.lead = 'staff' AND p.id = k.lead_id
                              AND (p.valid_to IS NULL OR p.valid_to >= :today))
           AND NOT EXISTS (SELECT 1 FROM tenure t
                            WHERE k.lead = 'deputy' AND t.id = k.lead_id AND t.state = 'active')
           AND NOT EXISTS (SELECT 1 FROM station_person p
                            WHERE p.station_id = k.station_id AND p.post = k.post
                              AND (p.valid_from IS NULL OR p.valid_from <= :today)
                              AND (p.valid_to IS NULL OR p.valid_to >= :today))) AS gaps;

-- roster_strange: value ()
-- Duties of deputies who never sat at a station, and closed rounds with open entries.
SELECT (SELECT COUNT(*) FROM duty d
         WHERE d.deputy_id > 0
           AND NOT EXISTS (SELECT 1 FROM tenure t WHERE t.id = d.deputy_id))
     + (SELECT COUNT(*) FROM rating_round r JOIN rating_entry e ON e.round_id = r.id
         WHERE r.closed IS NOT NULL
           AND e.state IN ('county_review', 'site_check', 'publicised', 'objected'));
