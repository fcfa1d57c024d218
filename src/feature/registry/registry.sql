-- use: feature/registry/registry.h
-- use: core/subtree.h

-- registry_division_by_code: one division (code text)
SELECT code, name, kind, parent, valid_from, valid_to, successor, pinyin, version
  FROM division
 WHERE code = :code;

-- registry_division_find: maybe division (code text)
SELECT code, name, kind, parent, valid_from, valid_to, successor, pinyin, version
  FROM division
 WHERE code = :code;

-- registry_division_children: many division (parent text, hidden bool, today date)
-- bounded: children of one division
SELECT code, name, kind
  FROM division
 WHERE parent = :parent
   AND (valid_to IS NULL OR valid_to >= :today)
   AND (:hidden = 1 OR (kind <> 'zone' AND kind <> 'pseudo'))
 ORDER BY code;

-- registry_division_line: many division (a text, b text, c text, d text, e text, f text, g text)
-- The divisions whose codes begin the code, in any order: seven look-ups without a sort.
-- bounded: seven codes
SELECT code, name, kind, parent FROM division WHERE code = :a
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :b
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :c
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :d
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :e
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :f
UNION ALL
SELECT code, name, kind, parent FROM division WHERE code = :g;

-- registry_division_path: many division (code text)
WITH RECURSIVE up (code, depth) AS (
    SELECT code, 0 FROM division WHERE code = :code
    UNION ALL
    SELECT d.parent, up.depth + 1
      FROM up JOIN division d ON d.code = up.code
     WHERE d.parent IS NOT NULL AND up.depth < 12)
SELECT d.code, d.name, d.kind, d.parent
  FROM up JOIN division d ON d.code = up.code
 ORDER BY up.depth DESC
 LIMIT 13;

-- registry_division_add: count (code text, name text, kind division_kind, parent text,
--     valid_from date, valid_to date, successor text, pinyin text, folded text, brief text)
INSERT INTO division (code, name, kind, parent, valid_from, valid_to, successor, pinyin,
    folded, brief, version)
VALUES (:code, :name, :kind, :parent, :valid_from, :valid_to, :successor, :pinyin, :folded,
    :brief, 1);

-- registry_division_set: count (code text, name text, kind division_kind, parent text,
--     valid_from date, valid_to date, successor text, pinyin text, folded text, brief text)
UPDATE division
   SET name = :name, kind = :kind, parent = :parent, valid_from = :valid_from,
       valid_to = :valid_to, successor = :successor, pinyin = :pinyin, folded = :folded,
       brief = :brief, version = version + 1
 WHERE code = :code;

-- registry_division_name_add: count (division text, name text, valid_from date,
--     valid_to date)
INSERT INTO division_name (division, name, valid_from, valid_to)
VALUES (:division, :name, :valid_from, :valid_to);

-- registry_division_names: many old_name (division text)
SELECT name, CAST(0 AS BIGINT) AS alias, valid_from, valid_to
  FROM division_name
 WHERE division = :division
 ORDER BY id DESC
 LIMIT 50;

-- registry_range_add: count (division text, code_from text, code_to text, sign int)
INSERT INTO division_range (division, code_from, code_to, sign)
VALUES (:division, :code_from, :code_to, :sign)
    ON CONFLICT (division, code_from) DO UPDATE SET code_to = excluded.code_to,
        sign = excluded.sign;

-- registry_range_drop: count (code_from text)
DELETE FROM division_range WHERE code_from = :code_from;

-- registry_range_near: many subtree_part (code_from text, code_to text)
-- bounded: parts that lie in a division's codes, or were given to one of those
SELECT DISTINCT '' AS division, code_from, code_to, 0 AS sign
  FROM division_range
 WHERE (code_from >= :code_from AND code_from < :code_to)
    OR (division >= :code_from AND division < :code_to);

-- registry_division_count: value ()
SELECT COUNT(*) FROM division;

-- registry_place_begins: many registry_place (low text, high text, today date)
-- Names, without their suffix, that begin in a range.
SELECT code, parent, folded, brief
  FROM division
 WHERE brief >= :low AND brief < :high
   AND kind <> 'zone' AND kind <> 'pseudo' AND kind <> 'country'
   AND (valid_to IS NULL OR valid_to >= :today)
 ORDER BY brief, code
 LIMIT 400;

-- registry_org_by_id: one org (id int)
SELECT id, code, name, kind, division, level, handles, matters, valid_from, valid_to, successor,
       pinyin, version
  FROM org
 WHERE id = :id;

-- registry_org_by_code: maybe org (code text)
SELECT id, code, name, kind, division, level, handles, matters, valid_from, valid_to, successor,
       pinyin, version
  FROM org
 WHERE code = :code;

-- registry_units: many org (a0 text, a1 text, a2 text, a3 text, a4 text, a5 text, a6 text,
--     today date)
SELECT id, code, name, kind, division, level, handles, matters, valid_from, valid_to, successor,
       pinyin, version
  FROM org
 WHERE division IN (:a0, :a1, :a2, :a3, :a4, :a5, :a6)
   AND handles = 1
   AND (valid_to IS NULL OR valid_to >= :today)
 ORDER BY division DESC, pinyin, id
 LIMIT 500;

-- registry_org_page: many org (code_from text, code_to text, kind text, like text,
--     after text, after_id int, max int)
SELECT id, code, name, kind, division, level, handles, matters, valid_from, valid_to, successor,
       pinyin, version
  FROM org
 WHERE division >= :code_from AND division < :code_to
   AND (:kind IS NULL OR kind = :kind)
   AND (:like IS NULL OR folded LIKE :like ESCAPE '!'
        OR EXISTS (SELECT 1 FROM org_name n
                    WHERE n.org_id = org.id AND n.folded LIKE :like ESCAPE '!'))
   AND (:after IS NULL OR (pinyin, id) > (:after, :after_id))
 ORDER BY pinyin, id
 LIMIT :max;

-- registry_org_add: value (code text, name text, kind org_kind, division text,
--     level congress_level, handles bool, matters text, folded text, pinyin text,
--     valid_from date, valid_to date, successor text)
INSERT INTO org (code, name, kind, division, level, handles, matters, folded, pinyin,
    valid_from, valid_to, successor, version)
VALUES (:code, :name, :kind, :division, :level, :handles, :matters, :folded, :pinyin,
    :valid_from, :valid_to, :successor, 1)
RETURNING id;

-- registry_org_set: count (id int, name text, kind org_kind, division text,
--     level congress_level, handles bool, matters text, folded text, pinyin text,
--     valid_from date, valid_to date, successor text)
UPDATE org
   SET name = :name, kind = :kind, division = :division, level = :level, handles = :handles,
       matters = :matters, folded = :folded, pinyin = :pinyin, valid_from = :valid_from,
       valid_to = :valid_to, successor = :successor, version = version + 1
 WHERE id = :id;

-- registry_org_name_add: count (org_id int, name text, folded text, alias bool,
--     valid_from date, valid_to date)
INSERT INTO org_name (org_id, name, folded, alias, valid_from, valid_to)
VALUES (:org_id, :name, :folded, :alias, :valid_from, :valid_to)
    ON CONFLICT (org_id, name, alias) DO NOTHING;

-- registry_org_names: many old_name (org_id int)
SELECT name, alias, valid_from, valid_to
  FROM org_name
 WHERE org_id = :org_id
 ORDER BY alias, id DESC
 LIMIT 50;

-- registry_congress_by_code: maybe congress (code text)
SELECT c.id, c.code, c.name, c.division, c.level, c.term, c.seats, c.valid_from, c.valid_to,
       c.version,
       (SELECT COUNT(*) FROM tenure t WHERE t.congress_id = c.id AND t.state <> 'ended')
       AS filled
  FROM congress c
 WHERE c.code = :code;

-- registry_congress_by_id: one congress (id int)
SELECT id, code, name, division, level, term, seats, valid_from, valid_to, version
  FROM congress
 WHERE id = :id;

-- registry_congress_page: many congress (code_from text, code_to text)
SELECT c.id, c.code, c.name, c.division, c.level, c.term, c.seats, c.valid_from, c.valid_to,
       c.version,
       (SELECT COUNT(*) FROM tenure t WHERE t.congress_id = c.id AND t.state <> 'ended')
       AS filled
  FROM congress c
 WHERE c.division >= :code_from AND c.division < :code_to
 ORDER BY c.division, c.term DESC, c.id
 LIMIT 3000;

-- registry_congress_add: value (code text, name text, division text, level congress_level,
--     term int, seats int, valid_from date, valid_to date)
INSERT INTO congress (code, name, division, level, term, seats, valid_from, valid_to, version)
VALUES (:code, :name, :division, :level, :term, :seats, :valid_from, :valid_to, 1)
RETURNING id;

-- registry_congress_set: count (id int, name text, division text, level congress_level,
--     term int, seats int, valid_from date, valid_to date)
UPDATE congress
   SET name = :name, division = :division, level = :level, term = :term, seats = :seats,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id;

-- registry_person_by_code: maybe registry_person (code text)
SELECT id, code, name, version FROM person WHERE code = :code;

-- registry_person_add: value (code text, name text, folded text, pinyin text, strokes text)
INSERT INTO person (code, name, folded, pinyin, strokes, version)
VALUES (:code, :name, :folded, :pinyin, :strokes, 1)
RETURNING id;

-- registry_person_set: count (id int, name text, folded text, pinyin text, strokes text)
UPDATE person
   SET name = :name, folded = :folded, pinyin = :pinyin, strokes = :strokes,
       version = version + 1
 WHERE id = :id;

-- registry_deputy_by_id: one deputy (id int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.id = :id;

-- registry_deputy_by_public: one deputy (public_id text)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.public_id = :public_id;

-- registry_deputy_by_code: maybe deputy (code text)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.code = :code;

-- registry_deputies_place: many deputy (code_from text, code_to text, place text, broad bool,
--     a0 text, a1 text, a2 text, a3 text, a4 text, a5 text, a6 text, max int)
-- Twice, so that each half walks its own index.  For a broad place those who stand for all of it
-- come before those elected in a part of it.
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM (SELECT id, 0 AS part FROM tenure
         WHERE state = 'active' AND division IN (:a0, :a1, :a2, :a3, :a4, :a5, :a6)
        UNION ALL
        SELECT id, CASE WHEN :broad = 1 THEN 1 ELSE 0 END AS part FROM tenure
         WHERE state = 'active' AND division >= :code_from AND division < :code_to
           AND division <> :place) near
  JOIN tenure t ON t.id = near.id
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 ORDER BY near.part, CASE c.level WHEN 'township' THEN 0 WHEN 'county' THEN 1 WHEN 'city' THEN 2
               WHEN 'province' THEN 3 ELSE 4 END, p.pinyin, t.id
 LIMIT :max;

-- registry_deputies_below: value (code_from text, code_to text)
SELECT COUNT(*) FROM tenure
 WHERE state = 'active' AND division >= :code_from AND division < :code_to;

-- registry_deputies_station: many deputy (station_id int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.station_id = :station_id AND t.state = 'active'
 ORDER BY CASE c.level WHEN 'township' THEN 0 WHEN 'county' THEN 1 WHEN 'city' THEN 2
               WHEN 'province' THEN 3 ELSE 4 END, p.pinyin, t.id
 LIMIT 500;

-- registry_deputies_person: many deputy (person_id int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.person_id = :person_id
 ORDER BY CASE t.state WHEN 'ended' THEN 1 ELSE 0 END, t.id DESC
 LIMIT 20;

-- registry_deputies_like: many deputy (like text, low text, high text)
-- What two or more characters of a name can begin with: its first, second or third character, and
-- in the few names of more than four characters anything.
WITH named (id) AS (
    SELECT id FROM person WHERE folded >= :low AND folded < :high
    UNION
    SELECT id FROM person WHERE SUBSTR(folded, 2) >= :low AND SUBSTR(folded, 2) < :high
    UNION
    SELECT id FROM person WHERE SUBSTR(folded, 3) >= :low AND SUBSTR(folded, 3) < :high
    UNION
    SELECT id FROM person WHERE LENGTH(folded) > 4 AND folded LIKE :like ESCAPE '!')
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM named
  JOIN person p ON p.id = named.id
  JOIN tenure t ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.state = 'active'
 ORDER BY p.pinyin, t.id
 LIMIT 50;

-- registry_deputy_page_pinyin: many deputy (code_from text, code_to text, level text,
--     state text, like text, station_id int, after text, after_id int, max int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.division >= :code_from AND t.division < :code_to
   AND (:level IS NULL OR c.level = :level)
   AND (:state IS NULL OR t.state = :state)
   AND (:like IS NULL OR p.folded LIKE :like ESCAPE '!')
   AND (:station_id < 0 OR t.station_id = :station_id)
   AND (:after IS NULL OR (p.pinyin, t.id) > (:after, :after_id))
 ORDER BY p.pinyin, t.id
 LIMIT :max;

-- registry_deputy_page_strokes: many deputy (code_from text, code_to text, level text,
--     state text, like text, station_id int, after text, after_id int, max int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.division >= :code_from AND t.division < :code_to
   AND (:level IS NULL OR c.level = :level)
   AND (:state IS NULL OR t.state = :state)
   AND (:like IS NULL OR p.folded LIKE :like ESCAPE '!')
   AND (:station_id < 0 OR t.station_id = :station_id)
   AND (:after IS NULL OR (p.strokes, t.id) > (:after, :after_id))
 ORDER BY p.strokes, t.id
 LIMIT :max;

-- registry_tenure_add: value (code text, public_id text, person_id int, congress_id int,
--     constituency text, division text, office_holding bool, post text, state tenure_state,
--     end_cause text, valid_from date, valid_to date, station_id int, group_code text)
INSERT INTO tenure (code, public_id, person_id, congress_id, constituency, division,
    office_holding, post, state, end_cause, valid_from, valid_to, station_id, group_code,
    version)
VALUES (:code, :public_id, :person_id, :congress_id, :constituency, :division,
    :office_holding, :post, :state, :end_cause, :valid_from, :valid_to, :station_id,
    :group_code, 1)
RETURNING id;

-- registry_tenure_set: count (id int, person_id int, congress_id int, constituency text,
--     division text, office_holding bool, post text, valid_from date, station_id int,
--     group_code text)
UPDATE tenure
   SET person_id = :person_id, congress_id = :congress_id, constituency = :constituency,
       division = :division, office_holding = :office_holding, post = :post,
       valid_from = :valid_from, station_id = :station_id, group_code = :group_code,
       version = version + 1
 WHERE id = :id;

-- registry_tenure_state_set: count (id int, version int, state tenure_state, end_cause text,
--     valid_to date)
UPDATE tenure
   SET state = :state, end_cause = :end_cause, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- registry_tenure_station_set: count (id int, station_id int)
UPDATE tenure SET station_id = :station_id, version = version + 1 WHERE id = :id;

-- registry_tenure_step_add: count (tenure_id int, event text, from_state tenure_state,
--     to_state tenure_state, cause text, note text, day date, account_id int, at instant)
INSERT INTO tenure_step (tenure_id, event, from_state, to_state, cause, note, day, account_id,
    at)
VALUES (:tenure_id, :event, :from_state, :to_state, :cause, :note, :day, :account_id, :at);

-- registry_tenure_steps: many tenure_past (tenure_id int)
SELECT id, event, from_state, to_state, cause, note, day, at
  FROM tenure_step
 WHERE tenure_id = :tenure_id
 ORDER BY id DESC
 LIMIT 100;

-- registry_split_tenures: value ()
-- An ended or suspended seat without its cause, or another with one.
SELECT COUNT(*)
  FROM tenure
 WHERE (state IN ('suspended', 'ended') AND end_cause IS NULL)
    OR (state NOT IN ('suspended', 'ended') AND end_cause IS NOT NULL);

-- registry_loose_divisions: value ()
SELECT COUNT(*) FROM division WHERE parent IS NULL AND kind <> 'country';

-- registry_seat_keys: one registry_keys (id int)
SELECT p.code AS person, c.code AS congress
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.id = :id;
