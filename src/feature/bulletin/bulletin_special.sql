-- use: feature/bulletin/bulletin_special.h
-- use: core/ledger.h

-- special_next: value (division text, year int)
SELECT COALESCE(MAX(number), 0) + 1 FROM special_report
 WHERE division = :division AND year = :year;

-- special_add: value (public_id text, division text, year int, number int, title text,
--     body text, account_id int, made instant)
INSERT INTO special_report (public_id, division, year, number, title, body, addressee, state,
    instruction, leader, instructed, org_id, result, account_id, made, version)
VALUES (:public_id, :division, :year, :number, :title, :body, '', 'selected', '', '', NULL, 0,
    '', :account_id, :made, 1)
RETURNING id;

-- special_set: count (id int, version int, title text, body text, addressee text,
--     state special_state, instruction text, leader text, instructed date, org_id int,
--     result text)
UPDATE special_report
   SET title = :title, body = :body, addressee = :addressee, state = :state,
       instruction = :instruction, leader = :leader, instructed = :instructed,
       org_id = :org_id, result = :result, version = version + 1
 WHERE id = :id AND version = :version;

-- special_by_public: one special_report (public_id text)
SELECT id, public_id, division, year, number, title, body, addressee, state, instruction,
       leader, instructed, org_id, result, version
  FROM special_report
 WHERE public_id = :public_id;

-- special_below: many special_report (code_from text, code_to text)
SELECT id, public_id, division, year, number, title, body, addressee, state, instruction,
       leader, instructed, org_id, result, version
  FROM special_report
 WHERE division >= :code_from AND division < :code_to
 ORDER BY id DESC
 LIMIT 200;

-- special_source_add: count (report_id int, request_id int)
INSERT INTO special_source (report_id, request_id) VALUES (:report_id, :request_id)
ON CONFLICT (report_id, request_id) DO NOTHING;

-- special_sources: many special_source (report_id int)
SELECT s.request_id, r.code, r.division
  FROM special_source AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.report_id = :report_id
 ORDER BY s.id
 LIMIT 40;

-- special_step_add: count (report_id int, event text, to_state text, note text,
--     account_id int, at instant)
INSERT INTO special_step (report_id, event, to_state, note, account_id, at)
VALUES (:report_id, :event, :to_state, :note, :account_id, :at);

-- special_steps: many special_step (report_id int)
SELECT id, event, to_state, note, at FROM special_step
 WHERE report_id = :report_id
 ORDER BY id DESC
 LIMIT 200;

-- media_add: value (division text, day date, outlet text, level media_level, title text,
--     place text, folded text, account_id int, made instant)
INSERT INTO media_hit (division, day, outlet, level, title, place, folded, account_id, made)
VALUES (:division, :day, :outlet, :level, :title, :place, :folded, :account_id, :made)
RETURNING id;

-- media_by_id: one media_hit (id int)
SELECT id, division, day, outlet, level, title, place FROM media_hit WHERE id = :id;

-- media_below: many media_hit (code_from text, code_to text)
SELECT id, division, day, outlet, level, title, place
  FROM media_hit
 WHERE division >= :code_from AND division < :code_to
 ORDER BY day DESC, id DESC
 LIMIT 200;

-- special_cut_add: count (report_id int, request_id int, kind special_cut_kind, masked text,
--     became text)
INSERT INTO special_cut (report_id, request_id, kind, masked, became)
VALUES (:report_id, :request_id, :kind, :masked, :became);

-- special_cuts: many special_cut (report_id int)
SELECT request_id, kind, masked, became
  FROM special_cut
 WHERE report_id = :report_id
 ORDER BY id
 LIMIT 400;

-- media_counts: each ledger_count ()
SELECT 'media.hits' AS measure, division, day, 1 AS quantity FROM media_hit;

-- special_kept_add: count (report_id int, words text, account_id int, at instant)
INSERT INTO special_kept (report_id, words, account_id, at)
VALUES (:report_id, :words, :account_id, :at)
ON CONFLICT (report_id, words) DO NOTHING;

-- special_kept_is: value (report_id int, words text)
SELECT COUNT(*) FROM special_kept WHERE report_id = :report_id AND words = :words;
