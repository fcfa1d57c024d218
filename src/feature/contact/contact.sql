-- use: feature/contact/contact.h

-- contact_holder_by_code: maybe contact_holder (code text)
SELECT id, public_id, code, name, pinyin, office, post, person_id, division, valid_from,
       valid_to, version
  FROM contact_holder
 WHERE code = :code;

-- contact_holder_by_public: one contact_holder (public_id text)
SELECT id, public_id, code, name, pinyin, office, post, person_id, division, valid_from,
       valid_to, version
  FROM contact_holder
 WHERE public_id = :public_id;

-- contact_holder_by_id: one contact_holder (id int)
SELECT id, public_id, code, name, pinyin, office, post, person_id, division, valid_from,
       valid_to, version
  FROM contact_holder
 WHERE id = :id;

-- contact_holders_of: many contact_holder (division text, day date)
SELECT id, public_id, code, name, pinyin, office, post, person_id, division, valid_from,
       valid_to, version
  FROM contact_holder
 WHERE division = :division AND office <> 'deputy'
   AND valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
 ORDER BY CASE office WHEN 'director' THEN 0 WHEN 'vice_director' THEN 1
       WHEN 'secretary_general' THEN 2 WHEN 'member' THEN 3 ELSE 4 END, pinyin, id
 LIMIT 1000;

-- contact_holders_person: many contact_holder (person_id int, day date)
SELECT id, public_id, code, name, pinyin, office, post, person_id, division, valid_from,
       valid_to, version
  FROM contact_holder
 WHERE person_id = :person_id AND person_id > 0
   AND valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
 ORDER BY office, id
 LIMIT 20;

-- contact_holders_voters: many contact_holder (code_from text, code_to text, division text,
--     day date)
-- Deputies of the division's own congress who keep contact with voters.
SELECT h.id, h.public_id, h.code, h.name, h.pinyin, h.office, h.post, h.person_id, h.division,
       h.valid_from, h.valid_to, h.version
  FROM contact_holder h
 WHERE h.division >= :code_from AND h.division < :code_to AND h.office = 'deputy'
   AND (h.valid_to IS NULL OR h.valid_to >= :day)
   AND EXISTS (SELECT 1 FROM contact_link l
                WHERE l.holder_id = h.id AND l.kind = 'voter'
                  AND (l.valid_to IS NULL OR l.valid_to >= :day))
   AND EXISTS (SELECT 1 FROM tenure t JOIN congress c ON c.id = t.congress_id
                WHERE t.person_id = h.person_id AND t.state = 'active'
                  AND c.division = :division)
 ORDER BY h.pinyin, h.id
 LIMIT 2000;

-- contact_holder_add: value (public_id text, code text, name text, pinyin text,
--     office contact_office, post text, person_id int, division text, valid_from date,
--     valid_to date)
INSERT INTO contact_holder (public_id, code, name, pinyin, office, post, person_id, division,
    valid_from, valid_to, version)
VALUES (:public_id, :code, :name, :pinyin, :office, :post, :person_id, :division, :valid_from,
    :valid_to, 1)
RETURNING id;

-- contact_holder_set: count (id int, version int, name text, pinyin text,
--     office contact_office, post text, person_id int, valid_from date, valid_to date)
UPDATE contact_holder
   SET name = :name, pinyin = :pinyin, office = :office, post = :post, person_id = :person_id,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- contact_links_of: many contact_link (holder_id int, day date)
SELECT l.id, l.public_id, l.kind, l.holder_id, l.division, l.person_id, l.tenure_id, l.place,
       l.voter_sealed, l.voter_index, l.about, l.valid_from, l.valid_to, l.reason, l.version,
       COALESCE(p.name, d.name) AS name, t.public_id AS seat,
       CASE WHEN l.kind = 'deputy' AND t.state <> 'active' THEN 1 ELSE 0 END AS gone
  FROM contact_link l
  LEFT JOIN person p ON p.id = l.person_id
  LEFT JOIN tenure t ON t.id = l.tenure_id
  LEFT JOIN division d ON d.code = l.place
 WHERE l.holder_id = :holder_id
   AND (:day IS NULL OR (l.valid_from <= :day AND (l.valid_to IS NULL OR l.valid_to >= :day)))
 ORDER BY l.kind, p.pinyin, l.place, l.id
 LIMIT 500;

-- contact_links_person: many contact_link (person_id int, day date)
SELECT l.id, l.public_id, l.kind, l.holder_id, l.division, l.person_id, l.tenure_id, l.place,
       l.about, l.valid_from, l.valid_to, l.reason, l.version
  FROM contact_link l
  JOIN contact_holder h ON h.id = l.holder_id AND h.valid_from <= :day
       AND (h.valid_to IS NULL OR h.valid_to >= :day)
 WHERE l.person_id = :person_id AND l.person_id > 0 AND l.kind = 'deputy'
   AND l.valid_from <= :day AND (l.valid_to IS NULL OR l.valid_to >= :day)
 ORDER BY l.id
 LIMIT 50;

-- contact_voter_links: many contact_link (person_id int, voter_index text, day date)
SELECT l.id, l.public_id, l.kind, l.holder_id, l.division, l.person_id, l.tenure_id, l.place,
       l.about, l.valid_from, l.valid_to, l.reason, l.version
  FROM contact_holder h
  JOIN contact_link l ON l.holder_id = h.id AND l.kind = 'voter'
       AND l.voter_index = :voter_index
 WHERE h.person_id = :person_id AND h.person_id > 0 AND h.office = 'deputy'
   AND (l.valid_to IS NULL OR l.valid_to >= :day)
 ORDER BY l.id
 LIMIT 5;

-- contact_link_by_public: one contact_link (public_id text)
SELECT l.id, l.public_id, l.kind, l.holder_id, l.division, l.person_id, l.tenure_id, l.place,
       l.voter_sealed, l.voter_index, l.about, l.valid_from, l.valid_to, l.reason, l.version
  FROM contact_link l
 WHERE l.public_id = :public_id;

-- contact_link_same: value (holder_id int, kind contact_kind, person_id int, place text,
--     voter_index text, day date)
SELECT COUNT(*)
  FROM contact_link
 WHERE holder_id = :holder_id AND kind = :kind AND (valid_to IS NULL OR valid_to >= :day)
   AND ((kind = 'deputy' AND person_id = :person_id) OR (kind = 'township' AND place = :place)
        OR (kind = 'voter' AND voter_index = :voter_index));

-- contact_link_count: value (holder_id int, kind contact_kind, day date)
SELECT COUNT(*)
  FROM contact_link
 WHERE holder_id = :holder_id AND kind = :kind AND (valid_to IS NULL OR valid_to >= :day);

-- contact_link_add: value (public_id text, kind contact_kind, holder_id int, division text,
--     person_id int, tenure_id int, place text, voter_sealed bytes, voter_index text,
--     about text, valid_from date, account_id int, made instant)
INSERT INTO contact_link (public_id, kind, holder_id, division, person_id, tenure_id, place,
    voter_sealed, voter_index, about, valid_from, valid_to, reason, account_id, made, version)
VALUES (:public_id, :kind, :holder_id, :division, :person_id, :tenure_id, :place,
    :voter_sealed, :voter_index, :about, :valid_from, NULL, NULL, :account_id, :made, 1)
RETURNING id;

-- contact_link_close: count (id int, version int, valid_to date, reason text)
UPDATE contact_link
   SET valid_to = :valid_to, reason = :reason, version = version + 1
 WHERE id = :id AND version = :version AND valid_to IS NULL;

-- contact_meets_of: many contact_meet (person_id int, day_from date, day_to date)
SELECT a.id AS activity_id, a.day AS day, a.division AS division,
       COALESCE(m.person_id, 0) AS person_id, COALESCE(m.voter_id, 0) AS voter_id
  FROM activity_person p
  JOIN activity a ON a.id = p.activity_id AND a.state = 'stands'
  LEFT JOIN activity_person m ON m.activity_id = a.id AND m.role = 'met'
 WHERE p.person_id = :person_id AND p.person_id > 0 AND p.role IN ('host', 'took_part')
   AND p.day >= :day_from AND p.day <= :day_to
UNION ALL
SELECT 0 AS activity_id, v.day AS day, v.division AS division, 0 AS person_id, 0 AS voter_id
  FROM tenure t
  JOIN visit v ON v.deputy_id = t.id
 WHERE t.person_id = :person_id AND t.person_id > 0 AND v.day >= :day_from AND v.day <= :day_to
 ORDER BY 2, 1, 4, 5
 LIMIT 5000;

-- contact_bare_of: many deputy (division text, day date, max int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
  JOIN person p ON p.id = t.person_id
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day)
   AND (c.valid_to IS NULL OR c.valid_to >= :day)
   AND NOT EXISTS (SELECT 1 FROM contact_link l
                     JOIN contact_holder k ON k.id = l.holder_id AND k.valid_from <= :day
                          AND (k.valid_to IS NULL OR k.valid_to >= :day)
                    WHERE l.person_id = t.person_id AND l.kind = 'deputy'
                      AND l.valid_from <= :day
                      AND (l.valid_to IS NULL OR l.valid_to >= :day))
   AND NOT EXISTS (SELECT 1 FROM contact_holder h
                    WHERE h.person_id = t.person_id AND h.division = :division
                      AND h.office <> 'deputy' AND (h.valid_to IS NULL OR h.valid_to >= :day))
 ORDER BY t.division, p.pinyin, t.id
 LIMIT :max;

-- contact_deputies_count: value (division text, day date)
-- Without the members themselves.
SELECT COUNT(*)
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day)
   AND (c.valid_to IS NULL OR c.valid_to >= :day)
   AND NOT EXISTS (SELECT 1 FROM contact_holder h
                    WHERE h.person_id = t.person_id AND h.division = :division
                      AND h.office <> 'deputy' AND (h.valid_to IS NULL OR h.valid_to >= :day));

-- contact_covered_count: value (division text, day date)
SELECT COUNT(*)
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day)
   AND (c.valid_to IS NULL OR c.valid_to >= :day)
   AND NOT EXISTS (SELECT 1 FROM contact_holder h
                    WHERE h.person_id = t.person_id AND h.division = :division
                      AND h.office <> 'deputy' AND (h.valid_to IS NULL OR h.valid_to >= :day))
   AND EXISTS (SELECT 1 FROM contact_link l
                 JOIN contact_holder k ON k.id = l.holder_id AND k.valid_from <= :day
                      AND (k.valid_to IS NULL OR k.valid_to >= :day)
                WHERE l.person_id = t.person_id AND l.kind = 'deputy'
                  AND l.valid_from <= :day AND (l.valid_to IS NULL OR l.valid_to >= :day));

-- contact_holder_seats: value (person_id int, division text)
SELECT COUNT(*)
  FROM tenure t
  JOIN congress c ON c.id = t.congress_id AND c.division = :division
 WHERE t.person_id = :person_id AND t.state = 'active';

-- collection_by_public: one collection_run (public_id text)
SELECT id, public_id, division, year, half, state, day_from, day_to, due, opened, closed,
       reported, meeting, version
  FROM collection_run
 WHERE public_id = :public_id;

-- collection_by_id: one collection_run (id int)
SELECT id, public_id, division, year, half, state, day_from, day_to, due, opened, closed,
       reported, meeting, version
  FROM collection_run
 WHERE id = :id;

-- collection_of: many collection_run (code_from text, code_to text)
SELECT id, public_id, division, year, half, state, day_from, day_to, due, opened, closed,
       reported, meeting, version
  FROM collection_run
 WHERE division >= :code_from AND division < :code_to
 ORDER BY year DESC, half DESC, division
 LIMIT 200;

-- collection_same: value (division text, year int, half int)
SELECT COUNT(*)
  FROM collection_run
 WHERE division = :division AND year = :year AND half = :half;

-- collection_add: value (public_id text, division text, year int, half int, day_from date,
--     day_to date, due date, opened instant)
INSERT INTO collection_run (public_id, division, year, half, state, day_from, day_to, due,
    opened, closed, reported, meeting, version)
VALUES (:public_id, :division, :year, :half, 'open', :day_from, :day_to, :due, :opened, NULL,
    NULL, NULL, 1)
RETURNING id;

-- collection_set: count (id int, version int, state collection_state, closed instant,
--     reported instant, meeting text)
UPDATE collection_run
   SET state = :state, closed = :closed, reported = :reported, meeting = :meeting,
       version = version + 1
 WHERE id = :id AND version = :version;

-- collection_part_add: count (run_id int, holder_id int, person_id int, links int, met int,
--     contacts int, opinions int, settled int)
INSERT INTO collection_part (run_id, holder_id, person_id, state, links, met, contacts,
    opinions, settled, note, at, version)
VALUES (:run_id, :holder_id, :person_id, 'waiting', :links, :met, :contacts, :opinions,
    :settled, '', NULL, 1);

-- collection_parts_of: many collection_part (run_id int)
SELECT c.id, c.run_id, c.holder_id, c.person_id, c.state, c.links, c.met, c.contacts,
       c.opinions, c.settled, c.note, c.at, c.version, h.name, h.office
  FROM collection_part c
  JOIN contact_holder h ON h.id = c.holder_id
 WHERE c.run_id = :run_id
 ORDER BY CASE h.office WHEN 'director' THEN 0 WHEN 'vice_director' THEN 1
       WHEN 'secretary_general' THEN 2 WHEN 'member' THEN 3 WHEN 'deputy' THEN 5 ELSE 4 END,
       h.pinyin, c.id
 LIMIT 3000;

-- collection_parts_person: many collection_part (person_id int)
SELECT c.id, c.run_id, c.holder_id, c.person_id, c.state, c.links, c.met, c.contacts,
       c.opinions, c.settled, c.note, c.at, c.version, h.name, h.office
  FROM collection_part c
  JOIN contact_holder h ON h.id = c.holder_id
  JOIN collection_run r ON r.id = c.run_id AND r.state = 'open'
 WHERE c.person_id = :person_id AND c.person_id > 0 AND c.state = 'waiting'
 ORDER BY c.id
 LIMIT 20;

-- collection_part_own: maybe collection_part (run_id int, person_id int)
SELECT c.id, c.run_id, c.holder_id, c.person_id, c.state, c.links, c.met, c.contacts,
       c.opinions, c.settled, c.note, c.at, c.version, h.name, h.office
  FROM collection_part c
  JOIN contact_holder h ON h.id = c.holder_id
 WHERE c.run_id = :run_id AND c.person_id = :person_id AND c.person_id > 0
 ORDER BY c.id
 LIMIT 1;

-- collection_part_set: count (id int, version int, state part_state, links int, met int,
--     contacts int, opinions int, settled int, note text, at instant)
UPDATE collection_part
   SET state = :state, links = :links, met = :met, contacts = :contacts, opinions = :opinions,
       settled = :settled, note = :note, at = :at, version = version + 1
 WHERE id = :id AND version = :version;

-- collection_opinions: value (person_id int, at_from instant, at_to instant)
SELECT COUNT(*)
  FROM request
 WHERE deputy_person = :person_id AND deputy_person > 0 AND received >= :at_from
   AND received <= :at_to;

-- collection_settled: value (person_id int, at_from instant, at_to instant)
SELECT COUNT(*)
  FROM request
 WHERE deputy_person = :person_id AND deputy_person > 0 AND received >= :at_from
   AND received <= :at_to AND closed IS NOT NULL;

-- collection_units_make: count (run_id int, code_from text, code_to text, division text,
--     at_from instant, at_to instant, sent instant)
-- Requests of the period that came through a deputy of the division's own congress.
INSERT INTO collection_unit (run_id, public_id, org_id, opinions, settled, sent, reply, replied,
    account_id, version)
SELECT :run_id, 'u' || CAST(:run_id AS TEXT) || '-' || CAST(r.unit_id AS TEXT), r.unit_id,
       COUNT(*), COUNT(r.closed), :sent, NULL, NULL, 0, 1
  FROM request r
 WHERE r.division >= :code_from AND r.division < :code_to AND r.unit_id > 0
   AND r.received >= :at_from AND r.received <= :at_to
   AND EXISTS (SELECT 1 FROM tenure t JOIN congress c ON c.id = t.congress_id
                WHERE t.person_id = r.deputy_person AND c.division = :division)
 GROUP BY r.unit_id
ON CONFLICT (run_id, org_id) DO UPDATE
   SET opinions = collection_unit.opinions + excluded.opinions,
       settled = collection_unit.settled + excluded.settled;

-- collection_units_of: many collection_unit (run_id int)
SELECT u.id, u.run_id, u.public_id, u.org_id, u.opinions, u.settled, u.sent, u.reply, u.replied,
       u.version, o.name
  FROM collection_unit u
  JOIN org o ON o.id = u.org_id
 WHERE u.run_id = :run_id
 ORDER BY u.opinions DESC, u.org_id
 LIMIT 500;

-- collection_units_org: many collection_unit (org_id int)
SELECT u.id, u.run_id, u.public_id, u.org_id, u.opinions, u.settled, u.sent, u.reply, u.replied,
       u.version, o.name
  FROM collection_unit u
  JOIN org o ON o.id = u.org_id
 WHERE u.org_id = :org_id
 ORDER BY u.id DESC
 LIMIT 40;

-- collection_unit_by_public: one collection_unit (public_id text)
SELECT u.id, u.run_id, u.public_id, u.org_id, u.opinions, u.settled, u.sent, u.reply, u.replied,
       u.version, o.name
  FROM collection_unit u
  JOIN org o ON o.id = u.org_id
 WHERE u.public_id = :public_id;

-- collection_unit_set: count (id int, version int, reply text, replied instant,
--     account_id int)
UPDATE collection_unit
   SET reply = :reply, replied = :replied, account_id = :account_id, version = version + 1
 WHERE id = :id AND version = :version;

-- contact_check_links: value ()
-- Links of a kind without what the kind needs.
SELECT COUNT(*)
  FROM contact_link
 WHERE (kind = 'deputy' AND person_id = 0) OR (kind = 'township' AND place IS NULL)
    OR (kind = 'voter' AND (voter_sealed IS NULL OR voter_index IS NULL));

-- contact_check_runs: value ()
-- Closed collections in which somebody still waits.
SELECT COUNT(*)
  FROM collection_run r
  JOIN collection_part p ON p.run_id = r.id AND p.state = 'waiting'
 WHERE r.state <> 'open';
