-- use: feature/contact/contact_group.h

-- group_by_code: maybe deputy_group (code text)
SELECT id, public_id, code, name, pinyin, kind, field, division, convenor_id, valid_from,
       valid_to, version
  FROM deputy_group
 WHERE code = :code;

-- group_by_public: one deputy_group (public_id text, day_from date, day_to date, last_from date,
--     last_to date, today date)
SELECT g.id, g.public_id, g.code, g.name, g.pinyin, g.kind, g.field, g.division, g.convenor_id,
       g.valid_from, g.valid_to, g.version, p.name AS convenor,
       (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id
           AND (m.valid_to IS NULL OR m.valid_to >= :today)) AS members,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS held,
       (SELECT MAX(k.day) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS last,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :last_from
           AND k.day <= :last_to) AS held_last
  FROM deputy_group g
  LEFT JOIN person p ON p.id = g.convenor_id
 WHERE g.public_id = :public_id;

-- group_page: many deputy_group (code_from text, code_to text, kind text, gone int, idle int,
--     least int, each int, after text, after_id int, day_from date, day_to date, last_from date,
--     last_to date, today date, max int)
SELECT g.id, g.public_id, g.code, g.name, g.pinyin, g.kind, g.field, g.division, g.convenor_id,
       g.valid_from, g.valid_to, g.version, p.name AS convenor,
       (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id
           AND (m.valid_to IS NULL OR m.valid_to >= :today)) AS members,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS held,
       (SELECT MAX(k.day) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS last,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :last_from
           AND k.day <= :last_to) AS held_last
  FROM deputy_group g
  LEFT JOIN person p ON p.id = g.convenor_id
 WHERE g.division >= :code_from AND g.division < :code_to
   AND (:kind IS NULL OR g.kind = :kind)
   AND ((:gone = 0 AND (g.valid_to IS NULL OR g.valid_to >= :today))
        OR (:gone = 1 AND g.valid_to < :today))
   AND (:idle = 0 OR (SELECT COUNT(*) FROM activity_group k JOIN activity a
         ON a.id = k.activity_id WHERE k.group_id = g.id AND a.state = 'stands'
         AND k.day >= :day_from AND k.day <= :day_to) < :least
        OR (:each = 1 AND g.valid_from <= :last_from AND NOT EXISTS (SELECT 1
         FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands'
         AND k.day >= :last_from AND k.day <= :last_to)))
   AND (:after IS NULL OR (g.pinyin, g.id) > (:after, :after_id))
 ORDER BY g.pinyin, g.id
 LIMIT :max;

-- groups_of_person: many deputy_group (person_id int, day_from date, day_to date, last_from date,
--     last_to date, today date)
SELECT g.id, g.public_id, g.code, g.name, g.pinyin, g.kind, g.field, g.division, g.convenor_id,
       g.valid_from, g.valid_to, g.version, p.name AS convenor,
       (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id
           AND (m.valid_to IS NULL OR m.valid_to >= :today)) AS members,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS held,
       (SELECT MAX(k.day) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :day_from
           AND k.day <= :day_to) AS last,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.id AND a.state = 'stands' AND k.day >= :last_from
           AND k.day <= :last_to) AS held_last
  FROM group_member i
  JOIN deputy_group g ON g.id = i.group_id
  LEFT JOIN person p ON p.id = g.convenor_id
 WHERE i.person_id = :person_id AND (i.valid_to IS NULL OR i.valid_to >= :today)
   AND (g.valid_to IS NULL OR g.valid_to >= :today)
 ORDER BY g.kind, g.pinyin, g.id
 LIMIT 20;

-- groups_professional: many deputy_group (division text, division_up text, today date)
SELECT id, public_id, code, name, pinyin, kind, field, division, convenor_id, valid_from,
       valid_to, version
  FROM deputy_group
 WHERE kind = 'professional' AND (division = :division OR division = :division_up)
   AND (valid_to IS NULL OR valid_to >= :today)
 ORDER BY pinyin, id
 LIMIT 200;

-- group_add: value (public_id text, code text, name text, pinyin text, kind group_kind,
--     field text, division text, convenor_id int, valid_from date, valid_to date)
INSERT INTO deputy_group (public_id, code, name, pinyin, kind, field, division, convenor_id,
    valid_from, valid_to, version)
VALUES (:public_id, :code, :name, :pinyin, :kind, :field, :division, :convenor_id, :valid_from,
    :valid_to, 1)
RETURNING id;

-- group_set: count (id int, version int, name text, pinyin text, field text, convenor_id int,
--     valid_from date, valid_to date)
UPDATE deputy_group
   SET name = :name, pinyin = :pinyin, field = :field, convenor_id = :convenor_id,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- group_members_of: many group_member (group_id int, today date)
SELECT m.id, m.group_id, m.person_id, m.tenure_id, m.reason, m.valid_from, m.valid_to, p.name,
       t.public_id AS seat, t.post,
       CASE WHEN EXISTS (SELECT 1 FROM tenure x WHERE x.person_id = m.person_id
                            AND x.state = 'active') THEN 0 ELSE 1 END AS gone
  FROM group_member m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN tenure t ON t.id = m.tenure_id
 WHERE m.group_id = :group_id AND (m.valid_to IS NULL OR m.valid_to >= :today)
 ORDER BY p.pinyin, m.id
 LIMIT 500;

-- group_member_has: value (group_id int, person_id int, today date)
SELECT COUNT(*)
  FROM group_member
 WHERE group_id = :group_id AND person_id = :person_id AND person_id > 0
   AND (valid_to IS NULL OR valid_to >= :today);

-- group_professional_has: value (person_id int, today date)
SELECT COUNT(*)
  FROM group_member m
  JOIN deputy_group g ON g.id = m.group_id AND g.kind = 'professional'
       AND (g.valid_to IS NULL OR g.valid_to >= :today)
 WHERE m.person_id = :person_id AND (m.valid_to IS NULL OR m.valid_to >= :today);

-- group_member_add: count (group_id int, person_id int, tenure_id int, reason text,
--     valid_from date)
INSERT INTO group_member (group_id, person_id, tenure_id, reason, valid_from, valid_to)
VALUES (:group_id, :person_id, :tenure_id, :reason, :valid_from, NULL);

-- group_member_end: count (group_id int, person_id int, valid_to date)
UPDATE group_member
   SET valid_to = :valid_to
 WHERE group_id = :group_id AND person_id = :person_id AND valid_to IS NULL;

-- group_plans_of: many group_plan (group_id int, year int, year_text text)
SELECT g.id, g.group_id, g.year, g.month, g.title,
       (SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
         WHERE k.group_id = g.group_id AND a.state = 'stands'
           AND SUBSTR(k.day, 1, 7) = :year_text || '-' ||
               CASE WHEN g.month < 10 THEN '0' ELSE '' END || CAST(g.month AS TEXT)) AS held
  FROM group_plan g
 WHERE g.group_id = :group_id AND g.year = :year
 ORDER BY g.month, g.id
 LIMIT 60;

-- group_plan_add: count (group_id int, year int, month int, title text)
INSERT INTO group_plan (group_id, year, month, title) VALUES (:group_id, :year, :month, :title);

-- group_plan_drop: count (id int, group_id int)
DELETE FROM group_plan WHERE id = :id AND group_id = :group_id;

-- bent_of: maybe deputy_bent (person_id int)
SELECT person_id, speciality, wish FROM deputy_bent WHERE person_id = :person_id;

-- bent_put: count (person_id int, speciality text, wish text, made instant)
INSERT INTO deputy_bent (person_id, speciality, wish, made)
VALUES (:person_id, :speciality, :wish, :made)
ON CONFLICT (person_id) DO UPDATE
   SET speciality = excluded.speciality, wish = excluded.wish, made = excluded.made;

-- group_free_deputies: many deputy (division text, today date)
-- Deputies of the congress in no professional group; no congress below the nation has more seats.
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
  JOIN person p ON p.id = t.person_id
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :today)
   AND (c.valid_to IS NULL OR c.valid_to >= :today)
   AND NOT EXISTS (SELECT 1 FROM group_member m
                     JOIN deputy_group g ON g.id = m.group_id AND g.kind = 'professional'
                          AND (g.valid_to IS NULL OR g.valid_to >= :today)
                    WHERE m.person_id = t.person_id
                      AND (m.valid_to IS NULL OR m.valid_to >= :today))
 ORDER BY p.pinyin, t.id
 LIMIT 1000;

-- bents_of: many deputy_bent (division text)
SELECT b.person_id, b.speciality, b.wish
  FROM deputy_bent b
 WHERE EXISTS (SELECT 1 FROM tenure t JOIN congress c ON c.id = t.congress_id
                WHERE t.person_id = b.person_id AND t.state = 'active' AND c.division = :division)
 ORDER BY b.person_id
 LIMIT 2000;

-- team_by_public: one visit_team (public_id text)
SELECT id, public_id, division, place, day, purpose, state, note, version
  FROM visit_team
 WHERE public_id = :public_id;

-- team_page: many visit_team (code_from text, code_to text, before date, before_id int,
--     max int)
SELECT t.id, t.public_id, t.division, t.place, t.day, t.purpose, t.state, t.note, t.version,
       (SELECT MIN(m.name) FROM visit_team_member m
         WHERE m.team_id = t.id AND m.role = 'lead') AS lead,
       (SELECT COUNT(*) FROM visit_team_member m WHERE m.team_id = t.id) AS size
  FROM visit_team t
 WHERE t.division >= :code_from AND t.division < :code_to
   AND (:before IS NULL OR (t.day, t.id) < (:before, :before_id))
 ORDER BY t.day DESC, t.id DESC
 LIMIT :max;

-- teams_of_person: many visit_team (person_id int, day_from date)
SELECT t.id, t.public_id, t.division, t.place, t.day, t.purpose, t.state, t.note, t.version
  FROM visit_team_member m
  JOIN visit_team t ON t.id = m.team_id AND t.state IN ('confirmed', 'done')
 WHERE m.person_id = :person_id AND m.person_id > 0 AND t.day >= :day_from
 ORDER BY t.day, t.id
 LIMIT 20;

-- team_has_person: value (team_id int, person_id int)
SELECT COUNT(*)
  FROM visit_team_member
 WHERE team_id = :team_id AND person_id = :person_id AND person_id > 0;

-- team_add: value (public_id text, division text, place text, day date, purpose text)
INSERT INTO visit_team (public_id, division, place, day, purpose, state, note, version)
VALUES (:public_id, :division, :place, :day, :purpose, 'planned', NULL, 1)
RETURNING id;

-- team_state_set: count (id int, version int, state team_state, note text)
UPDATE visit_team
   SET state = :state, note = :note, version = version + 1
 WHERE id = :id AND version = :version;

-- team_members_of: many team_member (team_id int)
SELECT id, team_id, role, person_id, tenure_id, name, folded, post
  FROM visit_team_member
 WHERE team_id = :team_id
 ORDER BY CASE role WHEN 'lead' THEN 0 WHEN 'officer' THEN 1 WHEN 'deputy' THEN 2 ELSE 3 END, id
 LIMIT 50;

-- team_member_add: value (team_id int, role team_role, person_id int, tenure_id int,
--     name text, folded text, post text)
INSERT INTO visit_team_member (team_id, role, person_id, tenure_id, name, folded, post)
VALUES (:team_id, :role, :person_id, :tenure_id, :name, :folded, :post)
RETURNING id;

-- team_member_drop: count (id int, team_id int)
DELETE FROM visit_team_member WHERE id = :id AND team_id = :team_id;

-- team_others: many visit_team (team_id int, day date, person_id int, folded text)
-- Other teams of the day with the same person: by seat's person, staff by name and post.
SELECT DISTINCT t.id, t.public_id, t.division, t.place, t.day, t.purpose, t.state, t.note,
       t.version
  FROM visit_team t
  JOIN visit_team_member m ON m.team_id = t.id
 WHERE t.day = :day AND t.id <> :team_id AND t.state <> 'cancelled'
   AND ((:person_id > 0 AND m.person_id = :person_id)
        OR (:person_id = 0 AND m.person_id = 0 AND m.folded = :folded))
 ORDER BY t.id
 LIMIT 20;

-- team_check_confirmed: value ()
-- Confirmed teams without exactly one city deputy and one officer.
SELECT COUNT(*)
  FROM visit_team t
 WHERE t.state IN ('confirmed', 'done')
   AND ((SELECT COUNT(*) FROM visit_team_member m
          WHERE m.team_id = t.id AND m.role = 'officer') <> 1
     OR (SELECT COUNT(*) FROM visit_team_member m
          WHERE m.team_id = t.id AND m.role = 'lead') <> 1);

-- groups_below: many deputy_group (code_from text, code_to text, today date, max int)
SELECT id, public_id, code, name, pinyin, kind, field, division, convenor_id, valid_from,
       valid_to, version
  FROM deputy_group
 WHERE division >= :code_from AND division < :code_to
   AND (valid_to IS NULL OR valid_to >= :today)
 ORDER BY kind, pinyin, id
 LIMIT :max;

-- group_by_id: maybe deputy_group (id int)
SELECT id, public_id, code, name, pinyin, kind, field, division, convenor_id, valid_from,
       valid_to, version
  FROM deputy_group
 WHERE id = :id;

-- group_holding: value (division text, day_from date, day_to date, took int)
-- Office-holding deputies of the congress; took 1: only those in a group activity of the days.
SELECT COUNT(*)
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active' AND t.office_holding = 1
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day_to)
   AND (c.valid_to IS NULL OR c.valid_to >= :day_from)
   AND (:took = 0 OR EXISTS (SELECT 1
          FROM activity_person p
          JOIN activity a ON a.id = p.activity_id AND a.state = 'stands'
          JOIN activity_group g ON g.activity_id = a.id
         WHERE p.person_id = t.person_id AND p.role IN ('host', 'took_part')
           AND p.day >= :day_from AND p.day <= :day_to));
