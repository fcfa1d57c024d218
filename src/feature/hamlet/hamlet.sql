-- use: feature/hamlet/hamlet.h
-- use: core/ledger.h

-- hamlet_group_by_id: one hamlet_group (id int)
SELECT g.id, g.name, g.division, g.pinyin, g.convenor_id, g.valid_from, g.valid_to, g.version,
       (SELECT COUNT(*) FROM hamlet_place p WHERE p.group_id = g.id) AS hamlets,
       (SELECT COUNT(*) FROM council_member m
         WHERE m.group_id = g.id AND m.valid_to IS NULL) AS members,
       (SELECT COUNT(*) FROM council_member m
         WHERE m.group_id = g.id AND m.valid_to IS NULL
           AND (m.person_id > 0 OR m.status = 'former')) AS deputies,
       (SELECT COUNT(*) FROM mediation c
         WHERE c.group_id = g.id
           AND c.state IN ('registered', 'mediating', 'agreed', 'failed', 'follow_up'))
           AS open_cases
  FROM hamlet_group g
 WHERE g.id = :id;

-- hamlet_group_page: many hamlet_group (code_from text, code_to text, like text, after text,
--     after_id int, max int)
SELECT g.id, g.name, g.division, g.pinyin, g.convenor_id, g.valid_from, g.valid_to, g.version,
       (SELECT COUNT(*) FROM hamlet_place p WHERE p.group_id = g.id) AS hamlets,
       (SELECT COUNT(*) FROM council_member m
         WHERE m.group_id = g.id AND m.valid_to IS NULL) AS members,
       (SELECT COUNT(*) FROM council_member m
         WHERE m.group_id = g.id AND m.valid_to IS NULL
           AND (m.person_id > 0 OR m.status = 'former')) AS deputies,
       (SELECT COUNT(*) FROM mediation c
         WHERE c.group_id = g.id
           AND c.state IN ('registered', 'mediating', 'agreed', 'failed', 'follow_up'))
           AS open_cases
  FROM hamlet_group g
 WHERE g.division >= :code_from AND g.division < :code_to
   AND (:like IS NULL OR g.folded LIKE :like ESCAPE '!'
        OR EXISTS (SELECT 1 FROM hamlet_place p JOIN division d ON d.code = p.division
                    WHERE p.group_id = g.id AND d.folded LIKE :like ESCAPE '!'))
   AND (:after IS NULL OR (g.pinyin, g.id) > (:after, :after_id))
 ORDER BY g.pinyin, g.id
 LIMIT :max;

-- hamlet_group_named: value (division text, name text, id int)
SELECT COUNT(*) FROM hamlet_group
 WHERE division = :division AND name = :name AND id <> :id;

-- council_sitting: value (group_id int, person_id int, name text, id int)
-- Who sits there already: the same deputy, or the same name of somebody who is in no roster.
SELECT COUNT(*) FROM council_member m
 WHERE m.group_id = :group_id AND m.id <> :id AND m.valid_to IS NULL
   AND m.person_id = :person_id AND (:person_id > 0 OR m.name = :name);

-- hamlet_group_add: value (name text, folded text, pinyin text, division text,
--     convenor_id int, valid_from date, valid_to date)
INSERT INTO hamlet_group (name, folded, pinyin, division, convenor_id, valid_from, valid_to,
    version)
VALUES (:name, :folded, :pinyin, :division, :convenor_id, :valid_from, :valid_to, 1)
RETURNING id;

-- hamlet_group_set: count (id int, version int, name text, folded text, pinyin text,
--     convenor_id int, valid_from date, valid_to date)
UPDATE hamlet_group
   SET name = :name, folded = :folded, pinyin = :pinyin, convenor_id = :convenor_id,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- hamlet_places: many division (group_id int)
SELECT d.code, d.name, d.kind, d.parent, d.valid_from, d.valid_to, d.successor, d.pinyin,
       d.version
  FROM hamlet_place p
  JOIN division d ON d.code = p.division
 WHERE p.group_id = :group_id
 ORDER BY d.code
 LIMIT 200;

-- hamlet_of: value (division text)
SELECT COALESCE(MAX(group_id), 0) FROM hamlet_place WHERE division = :division;

-- hamlet_place_add: count (group_id int, division text)
INSERT INTO hamlet_place (group_id, division) VALUES (:group_id, :division);

-- hamlet_place_drop: count (group_id int, division text)
DELETE FROM hamlet_place WHERE group_id = :group_id AND division = :division;

-- council_members: many council_member (group_id int)
SELECT m.id, m.group_id, m.name, m.person_id, m.duty, m.valid_from, m.valid_to, m.version,
       CASE WHEN m.person_id = 0 THEN m.status
            WHEN EXISTS (SELECT 1 FROM tenure t
                          WHERE t.person_id = m.person_id AND t.state IN ('active', 'suspended'))
            THEN 'now' ELSE 'former' END AS status
  FROM council_member m
 WHERE m.group_id = :group_id
 ORDER BY CASE WHEN m.valid_to IS NULL THEN 0 ELSE 1 END, m.duty, m.id
 LIMIT 200;

-- council_member_by_id: one council_member (id int)
SELECT m.id, m.group_id, m.name, m.person_id, m.duty, m.valid_from, m.valid_to, m.version,
       CASE WHEN m.person_id = 0 THEN m.status
            WHEN EXISTS (SELECT 1 FROM tenure t
                          WHERE t.person_id = m.person_id AND t.state IN ('active', 'suspended'))
            THEN 'now' ELSE 'former' END AS status
  FROM council_member m
 WHERE m.id = :id;

-- council_member_add: value (group_id int, name text, person_id int, status text,
--     duty council_duty, valid_from date, valid_to date)
INSERT INTO council_member (group_id, name, person_id, status, duty, valid_from, valid_to,
    version)
VALUES (:group_id, :name, :person_id, :status, :duty, :valid_from, :valid_to, 1)
RETURNING id;

-- council_member_set: count (id int, version int, name text, person_id int, status text,
--     duty council_duty, valid_from date, valid_to date)
UPDATE council_member
   SET name = :name, person_id = :person_id, status = :status, duty = :duty,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- mediation_by_id: one mediation (id int)
SELECT id, uid, group_id, division, kind, title, parties_sealed, member_id, state, result,
       opened, ended, idem, version
  FROM mediation
 WHERE id = :id;

-- mediation_by_idem: maybe mediation (idem text)
SELECT id, uid, group_id, division, kind, title, parties_sealed, member_id, state, result,
       opened, ended, idem, version
  FROM mediation
 WHERE idem = :idem;

-- mediation_page: many mediation (code_from text, code_to text, kind text, state text,
--     group_id int, before int, max int)
SELECT id, uid, group_id, division, kind, title, parties_sealed, member_id, state, result,
       opened, ended, idem, version
  FROM mediation
 WHERE division >= :code_from AND division < :code_to
   AND (:kind IS NULL OR kind = :kind)
   AND (:state IS NULL OR state = :state)
   AND (:group_id = 0 OR group_id = :group_id)
   AND (:before = 0 OR id < :before)
 ORDER BY id DESC
 LIMIT :max;

-- mediation_add: value (uid text, group_id int, division text, kind mediation_kind, title text,
--     parties_sealed bytes, member_id int, opened date, idem text)
INSERT INTO mediation (uid, group_id, division, kind, title, parties_sealed, member_id, state,
    opened, idem, version)
VALUES (:uid, :group_id, :division, :kind, :title, :parties_sealed, :member_id, 'registered',
    :opened, :idem, 1)
RETURNING id;

-- mediation_set: count (id int, version int, state mediation_state, member_id int, result text,
--     ended date)
UPDATE mediation
   SET state = :state, member_id = :member_id, result = :result, ended = :ended,
       version = version + 1
 WHERE id = :id AND version = :version;

-- mediation_step_add: count (mediation_id int, event text, from_state mediation_state,
--     to_state mediation_state, note text, account_id int, at instant)
INSERT INTO mediation_step (mediation_id, event, from_state, to_state, note, account_id, at)
VALUES (:mediation_id, :event, :from_state, :to_state, :note, :account_id, :at);

-- mediation_steps: many mediation_past (mediation_id int)
SELECT id, event, from_state, to_state, note, account_id, at
  FROM mediation_step
 WHERE mediation_id = :mediation_id
 ORDER BY id DESC
 LIMIT 100;

-- mediation_count: value ()
SELECT COUNT(*) FROM mediation;

-- hamlet_strange: value ()
-- Hamlets of a group that lie outside its area, and cases outside their group's.
SELECT (SELECT COUNT(*) FROM hamlet_place p JOIN hamlet_group g ON g.id = p.group_id
         WHERE SUBSTR(p.division, 1, 9) <> SUBSTR(g.division, 1, 9))
     + (SELECT COUNT(*) FROM mediation m JOIN hamlet_group g ON g.id = m.group_id
         WHERE SUBSTR(m.division, 1, 9) <> SUBSTR(g.division, 1, 9));

-- hamlet_count_groups: value (on_day date)
SELECT COUNT(*) FROM hamlet_group
 WHERE (valid_from IS NULL OR valid_from <= :on_day)
   AND (valid_to IS NULL OR valid_to >= :on_day);

-- hamlet_count_places: value (on_day date)
SELECT COUNT(*) FROM hamlet_place AS p JOIN hamlet_group AS g ON g.id = p.group_id
 WHERE (g.valid_from IS NULL OR g.valid_from <= :on_day)
   AND (g.valid_to IS NULL OR g.valid_to >= :on_day);

-- hamlet_count_members: value (on_day date)
SELECT COUNT(*) FROM council_member
 WHERE (valid_from IS NULL OR valid_from <= :on_day)
   AND (valid_to IS NULL OR valid_to >= :on_day);

-- mediation_counts: each ledger_count ()
SELECT 'mediation.registered' AS measure, division, opened AS day, 1 AS quantity
  FROM mediation;
