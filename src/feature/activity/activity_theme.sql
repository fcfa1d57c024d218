-- use: feature/activity/activity_theme.h

-- activity_theme_near: many activity_theme (a text, b text, c text, d text, e text, f text,
--   g text, day date)
SELECT id, code, kind, name, name_en, division, valid_from, valid_to, 0 AS activities, version
  FROM activity_theme
 WHERE division IN (:a, :b, :c, :d, :e, :f, :g)
   AND valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
 ORDER BY kind, division DESC, valid_from DESC, id
 LIMIT 100;

-- activity_theme_area: many activity_theme (code_from text, code_to text, a text, b text, c text,
--   d text, e text, f text, g text)
SELECT t.id, t.code, t.kind, t.name, t.name_en, t.division, t.valid_from, t.valid_to,
       (SELECT COUNT(*)
          FROM activity_themed AS h JOIN activity AS x ON x.id = h.activity_id
         WHERE h.theme_id = t.id AND x.state = 'stands'
           AND x.division >= :code_from AND x.division < :code_to) AS activities,
       t.version
  FROM activity_theme AS t
 WHERE (t.division >= :code_from AND t.division < :code_to)
    OR t.division IN (:a, :b, :c, :d, :e, :f, :g)
 ORDER BY t.kind, t.valid_from DESC, t.division, t.id
 LIMIT 500;

-- activity_theme_once: value (code_from text, code_to text)
SELECT COUNT(DISTINCT h.activity_id)
  FROM activity_themed AS h JOIN activity AS x ON x.id = h.activity_id
 WHERE x.state = 'stands' AND x.division >= :code_from AND x.division < :code_to;

-- activity_theme_of: many activity_theme (activity_id int)
SELECT t.id, t.code, t.kind, t.name, t.name_en, t.division, t.valid_from, t.valid_to,
       0 AS activities, t.version
  FROM activity_themed AS h JOIN activity_theme AS t ON t.id = h.theme_id
 WHERE h.activity_id = :activity_id
 ORDER BY t.kind, t.division DESC, t.id
 LIMIT 50;

-- activity_theme_by_id: one activity_theme (id int)
SELECT id, code, kind, name, name_en, division, valid_from, valid_to, 0 AS activities, version
  FROM activity_theme
 WHERE id = :id;

-- activity_theme_by_code: maybe activity_theme (code text)
SELECT id, code, kind, name, name_en, division, valid_from, valid_to, 0 AS activities, version
  FROM activity_theme
 WHERE code = :code;

-- activity_theme_typed: many activity_theme (folded text, code text)
SELECT id, code, kind, name, name_en, division, valid_from, valid_to, 0 AS activities, version
  FROM activity_theme
 WHERE folded = :folded OR (folded_en = :folded AND folded_en <> '') OR code = :code
 ORDER BY division, id
 LIMIT 1;

-- activity_theme_add: value (code text, kind activity_theme_kind, name text, name_en text,
--   folded text, folded_en text, division text, valid_from date, valid_to date)
INSERT INTO activity_theme (code, kind, name, name_en, folded, folded_en, division, valid_from,
    valid_to, version)
VALUES (:code, :kind, :name, :name_en, :folded, :folded_en, :division, :valid_from, :valid_to,
    1)
RETURNING id;

-- activity_theme_set: count (id int, version int, name text, name_en text, folded text,
--   folded_en text, valid_from date, valid_to date)
UPDATE activity_theme
   SET name = :name, name_en = :name_en, folded = :folded, folded_en = :folded_en,
       valid_from = :valid_from, valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- activity_theme_named: value (id int, division text, kind activity_theme_kind, folded text)
SELECT COUNT(*)
  FROM activity_theme
 WHERE division = :division AND kind = :kind AND folded = :folded AND id <> :id;

-- activity_theme_outside: value (id int, valid_from date, valid_to date)
SELECT COUNT(*)
  FROM activity_themed
 WHERE theme_id = :id AND (day < :valid_from OR day > :valid_to);

-- activity_theme_sums: many activity_sum (theme_id int, code_from text, code_to text)
-- bounded: one row for each kind
SELECT a.kind, COUNT(*) AS times, CAST(SUM(a.people) AS BIGINT) AS people,
       CAST(SUM(CASE WHEN a.person_times > 0 THEN a.person_times ELSE a.people END) AS BIGINT)
           AS person_times, MAX(a.day) AS last
  FROM activity_themed AS h JOIN activity AS a ON a.id = h.activity_id
 WHERE h.theme_id = :theme_id AND a.state = 'stands'
   AND a.division >= :code_from AND a.division < :code_to
 GROUP BY a.kind
 ORDER BY a.kind
 LIMIT 100;
