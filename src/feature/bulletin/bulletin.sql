-- use: feature/bulletin/bulletin.h

-- bulletin_masthead_on: many bulletin_masthead (division text, on_day date)
-- bounded: one
SELECT id, division, name, latin, publisher, editors, contact, approval_no, distribution,
       valid_from
  FROM bulletin_masthead
 WHERE division = :division AND valid_from <= :on_day
 ORDER BY valid_from DESC
 LIMIT 1;

-- bulletin_mastheads: many bulletin_masthead (division text)
SELECT id, division, name, latin, publisher, editors, contact, approval_no, distribution,
       valid_from
  FROM bulletin_masthead
 WHERE division = :division
 ORDER BY valid_from DESC
 LIMIT 50;

-- bulletin_masthead_add: value (division text, name text, latin text, publisher text,
--     editors text, contact text, approval_no text, distribution text, valid_from date,
--     account_id int, made instant)
INSERT INTO bulletin_masthead (division, name, latin, publisher, editors, contact, approval_no,
    distribution, valid_from, account_id, made)
VALUES (:division, :name, :latin, :publisher, :editors, :contact, :approval_no, :distribution,
    :valid_from, :account_id, :made)
RETURNING id;

-- bulletin_issue_add: value (public_id text, division text, kind bulletin_kind, year int,
--     number int, serial int, day date, name text, latin text, publisher text, editors text,
--     contact text, approval_no text, distribution text, note text, corrects_id int,
--     state bulletin_state, is_public bool, account_id int, made instant)
INSERT INTO bulletin_issue (public_id, division, kind, year, number, serial, day, name, latin,
    publisher, editors, contact, approval_no, distribution, series, note, reason, corrects_id,
    state, is_public, cutoff, account_id, made, version)
VALUES (:public_id, :division, :kind, :year, :number, :serial, :day, :name, :latin, :publisher,
    :editors, :contact, :approval_no, :distribution, '', :note, '', :corrects_id, :state,
    :is_public, NULL, :account_id, :made, 1)
RETURNING id;

-- bulletin_issue_set: count (id int, version int, distribution text, series text, note text,
--     is_public bool, state bulletin_state)
UPDATE bulletin_issue
   SET distribution = :distribution, series = :series, note = :note, is_public = :is_public,
       state = :state, version = version + 1
 WHERE id = :id AND version = :version;

-- bulletin_issue_move: count (id int, version int, state bulletin_state, day date, year int,
--     number int, serial int, reason text, cutoff instant)
UPDATE bulletin_issue
   SET state = :state, day = :day, year = :year, number = :number, serial = :serial,
       reason = :reason, cutoff = :cutoff, version = version + 1
 WHERE id = :id AND version = :version;

-- bulletin_issue_by_id: one bulletin_issue (id int)
SELECT id, public_id, division, kind, year, number, serial, day, name, latin, publisher,
       editors, contact, approval_no, distribution, series, note, reason, corrects_id, state,
       is_public, cutoff, version
  FROM bulletin_issue
 WHERE id = :id;

-- bulletin_issue_by_public: one bulletin_issue (public_id text)
SELECT id, public_id, division, kind, year, number, serial, day, name, latin, publisher,
       editors, contact, approval_no, distribution, series, note, reason, corrects_id, state,
       is_public, cutoff, version
  FROM bulletin_issue
 WHERE public_id = :public_id;

-- bulletin_issue_by_number: many bulletin_issue (year int, number int)
SELECT id, public_id, division, kind, year, number, serial, day, name, latin, publisher,
       editors, contact, approval_no, distribution, series, note, reason, corrects_id, state,
       is_public, cutoff, version
  FROM bulletin_issue
 WHERE year = :year AND number = :number
 ORDER BY kind DESC, id
 LIMIT 10;

-- bulletin_issue_public: many bulletin_issue (max int)
SELECT id, public_id, division, kind, year, number, serial, day, name, latin, publisher,
       editors, contact, approval_no, distribution, series, note, reason, corrects_id, state,
       is_public, cutoff, version
  FROM bulletin_issue
 WHERE is_public = 1 AND state IN ('sent', 'archived')
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- bulletin_issue_below: many bulletin_issue (code_from text, code_to text, max int)
SELECT id, public_id, division, kind, year, number, serial, day, name, latin, publisher,
       editors, contact, approval_no, distribution, series, note, reason, corrects_id, state,
       is_public, cutoff, version
  FROM bulletin_issue
 WHERE division >= :code_from AND division < :code_to
 ORDER BY id DESC
 LIMIT :max;

-- bulletin_number_last: value (division text, kind bulletin_kind, year int)
SELECT COALESCE(MAX(number), 0) FROM bulletin_issue
 WHERE division = :division AND kind = :kind AND year = :year;

-- bulletin_serial_last: value (division text)
SELECT COALESCE(MAX(serial), 0) FROM bulletin_issue
 WHERE division = :division AND kind = 'regular';

-- bulletin_imported_same: value (division text, year int, number int)
SELECT COUNT(*) FROM bulletin_issue
 WHERE division = :division AND kind = 'imported' AND year = :year AND number = :number;

-- bulletin_step_add: count (issue_id int, event text, to_state text, note text,
--     account_id int, at instant)
INSERT INTO bulletin_step (issue_id, event, to_state, note, account_id, at)
VALUES (:issue_id, :event, :to_state, :note, :account_id, :at);

-- bulletin_steps: many bulletin_step (issue_id int)
SELECT id, event, to_state, note, at FROM bulletin_step
 WHERE issue_id = :issue_id
 ORDER BY id DESC
 LIMIT 200;

-- bulletin_article_add: value (public_id text, issue_id int, place int, division text,
--     org_id int, title text, subtitle text, credit text, body text,
--     state bulletin_article_state, account_id int, made instant)
INSERT INTO bulletin_article (public_id, issue_id, place, division, org_id, title, subtitle,
    credit, body, state, note, account_id, made, version)
VALUES (:public_id, :issue_id, :place, :division, :org_id, :title, :subtitle, :credit, :body,
    :state, '', :account_id, :made, 1)
RETURNING id;

-- bulletin_article_set: count (id int, version int, issue_id int, place int, title text,
--     subtitle text, credit text, body text, state bulletin_article_state, note text)
UPDATE bulletin_article
   SET issue_id = :issue_id, place = :place, title = :title, subtitle = :subtitle,
       credit = :credit, body = :body, state = :state, note = :note, version = version + 1
 WHERE id = :id AND version = :version;

-- bulletin_article_by_public: one bulletin_article (public_id text)
SELECT id, public_id, issue_id, place, division, org_id, title, subtitle, credit, body, state,
       note, account_id, version
  FROM bulletin_article
 WHERE public_id = :public_id;

-- bulletin_articles_of: many bulletin_article (issue_id int)
SELECT id, public_id, issue_id, place, division, org_id, title, subtitle, credit, body, state,
       note, account_id, version
  FROM bulletin_article
 WHERE issue_id = :issue_id
 ORDER BY place, id
 LIMIT 50;

-- bulletin_articles_sent: many bulletin_article (code_from text, code_to text)
SELECT id, public_id, issue_id, place, division, org_id, title, subtitle, credit, body, state,
       note, account_id, version
  FROM bulletin_article
 WHERE state = 'sent' AND division >= :code_from AND division < :code_to
 ORDER BY id DESC
 LIMIT 100;

-- bulletin_articles_by: many bulletin_article (account_id int)
SELECT id, public_id, issue_id, place, division, org_id, title, subtitle, credit, body, state,
       note, account_id, version
  FROM bulletin_article
 WHERE account_id = :account_id AND account_id > 0
 ORDER BY id DESC
 LIMIT 100;

-- bulletin_article_place: value (issue_id int)
SELECT COALESCE(MAX(place), 0) + 1 FROM bulletin_article WHERE issue_id = :issue_id;

-- bulletin_figure_add: count (issue_id int, article_id int, place int, code text,
--     division text, day_from date, day_to date, wording text, digits int, scale int,
--     base int, qualifier text, unit text, counts text, source text, records int,
--     cutoff instant)
INSERT INTO bulletin_figure (issue_id, article_id, place, code, division, day_from, day_to,
    wording, digits, scale, base, qualifier, unit, counts, source, records, cutoff)
VALUES (:issue_id, :article_id, :place, :code, :division, :day_from, :day_to, :wording,
    :digits, :scale, :base, :qualifier, :unit, :counts, :source, :records, :cutoff);

-- bulletin_figures: many bulletin_figure (issue_id int)
SELECT id, issue_id, article_id, place, code, division, day_from, day_to, wording, digits,
       scale, base, qualifier, unit, counts, source, records, cutoff
  FROM bulletin_figure
 WHERE issue_id = :issue_id
 ORDER BY place
 LIMIT 2000;

-- bulletin_unfrozen: value ()
SELECT COUNT(*) FROM bulletin_issue
 WHERE state IN ('signed', 'numbered', 'typeset', 'sent', 'archived') AND kind <> 'imported'
   AND cutoff IS NULL;

-- bulletin_serials_twice: value ()
SELECT COUNT(*) FROM (SELECT division, serial FROM bulletin_issue
                       WHERE serial > 0 AND kind = 'regular' AND reason = ''
                       GROUP BY division, serial HAVING COUNT(*) > 1) AS twice;
