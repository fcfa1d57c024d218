-- use: feature/activity/activity.h
-- use: core/ledger.h

-- activity_insert: value (uid text, code text, kind text, title text, day date, until date,
--   division text, county text, town text, place text, station_id int, people int,
--   person_times int, summary text, source text, source_id int, account_id int, made instant,
--   idem text, digest text)
INSERT INTO activity (uid, code, kind, state, title, day, until, division, county, town, place,
    station_id, people, person_times, summary, source, source_id, account_id, made, idem,
    digest, version)
VALUES (:uid, :code, :kind, 'stands', :title, :day, :until, :division, :county, :town, :place,
    :station_id, :people, :person_times, :summary, :source, :source_id, :account_id, :made,
    :idem, :digest, 1)
RETURNING id;

-- activity_update: count (id int, version int, title text, day date, until date,
--   division text, county text, town text, place text, station_id int, people int,
--   person_times int, summary text)
UPDATE activity
   SET title = :title, day = :day, until = :until, division = :division, county = :county,
       town = :town, place = :place, station_id = :station_id, people = :people,
       person_times = :person_times, summary = :summary, version = version + 1
 WHERE id = :id AND version = :version AND state = 'stands';

-- activity_set_state: count (id int, version int, state activity_state)
UPDATE activity SET state = :state, version = version + 1
 WHERE id = :id AND version = :version;

-- activity_by_id: one activity (id int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE id = :id;

-- activity_by_code: maybe activity (code text)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE code = :code;

-- activity_by_idem: maybe activity (idem text)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE idem = :idem;

-- activity_by_source: many activity (source text, source_id int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE source = :source AND source_id = :source_id
 ORDER BY day, id
 LIMIT 1000;

-- activity_person_insert: count (uid text, activity_id int, role activity_role,
--   tenure_id int, person_id int, voter_id int, name_sealed bytes, name_index text, day date)
INSERT INTO activity_person (uid, activity_id, role, tenure_id, person_id, voter_id,
    name_sealed, name_index, day)
VALUES (:uid, :activity_id, :role, :tenure_id, :person_id, :voter_id, :name_sealed,
    :name_index, :day);

-- activity_persons_of: many activity_person (activity_id int)
SELECT p.id, p.activity_id, p.uid, p.role, p.tenure_id, p.person_id, p.voter_id,
       p.name_sealed, COALESCE(r.name, '') AS name, t.public_id, t.constituency
  FROM activity_person AS p
  LEFT JOIN person AS r ON r.id = p.person_id
  LEFT JOIN tenure AS t ON t.id = p.tenure_id
 WHERE p.activity_id = :activity_id
 ORDER BY p.id
 LIMIT 500;

-- activity_is_person: value (activity_id int, person_id int)
SELECT COALESCE(MAX(CASE role WHEN 'met' THEN 1 WHEN 'invited' THEN 1 ELSE 2 END), 0)
  FROM activity_person
 WHERE activity_id = :activity_id AND person_id = :person_id;

-- activity_persons_drop: count (activity_id int)
DELETE FROM activity_person WHERE activity_id = :activity_id AND name_sealed IS NULL;

-- activity_person_drop: count (id int)
DELETE FROM activity_person WHERE id = :id;

-- activity_persons_day: count (activity_id int, day date)
UPDATE activity_person SET day = :day WHERE activity_id = :activity_id;

-- activity_quantity_insert: count (activity_id int, name text, unit text, amount int)
INSERT INTO activity_quantity (activity_id, name, unit, amount)
VALUES (:activity_id, :name, :unit, :amount);

-- activity_quantities_of: many activity_quantity (activity_id int)
SELECT name, unit, amount
  FROM activity_quantity
 WHERE activity_id = :activity_id
 ORDER BY name, unit
 LIMIT 20;

-- activity_quantities_drop: count (activity_id int)
DELETE FROM activity_quantity WHERE activity_id = :activity_id;

-- activity_field_insert: count (activity_id int, name text, value text)
INSERT INTO activity_field (activity_id, name, value) VALUES (:activity_id, :name, :value);

-- activity_fields_of: many activity_field (activity_id int)
SELECT name, value
  FROM activity_field
 WHERE activity_id = :activity_id
 ORDER BY name
 LIMIT 20;

-- activity_fields_drop: count (activity_id int)
DELETE FROM activity_field WHERE activity_id = :activity_id;

-- activity_group_insert: count (activity_id int, group_id int, day date)
INSERT INTO activity_group (activity_id, group_id, day) VALUES (:activity_id, :group_id, :day)
ON CONFLICT (activity_id, group_id) DO NOTHING;

-- activity_groups_of: many activity_link (activity_id int)
SELECT group_id AS id, '' AS word
  FROM activity_group
 WHERE activity_id = :activity_id
 ORDER BY group_id
 LIMIT 100;

-- activity_groups_drop: count (activity_id int)
DELETE FROM activity_group WHERE activity_id = :activity_id;

-- activity_area_insert: count (activity_id int, division text, county text, town text)
INSERT INTO activity_area (activity_id, division, county, town)
VALUES (:activity_id, :division, :county, :town)
ON CONFLICT (activity_id, division) DO NOTHING;

-- activity_areas_of: many activity_link (activity_id int)
SELECT 0 AS id, division AS word
  FROM activity_area
 WHERE activity_id = :activity_id
 ORDER BY division
 LIMIT 200;

-- activity_areas_drop: count (activity_id int)
DELETE FROM activity_area WHERE activity_id = :activity_id;

-- activity_tag_insert: count (activity_id int, word text, folded text, day date)
INSERT INTO activity_tag (activity_id, word, folded, day)
VALUES (:activity_id, :word, :folded, :day)
ON CONFLICT (activity_id, folded) DO NOTHING;

-- activity_tags_of: many activity_link (activity_id int)
SELECT 0 AS id, word
  FROM activity_tag
 WHERE activity_id = :activity_id
 ORDER BY folded
 LIMIT 50;

-- activity_tags_drop: count (activity_id int)
DELETE FROM activity_tag WHERE activity_id = :activity_id;

-- activity_themed_insert: count (activity_id int, theme_id int, day date)
INSERT INTO activity_themed (activity_id, theme_id, day) VALUES (:activity_id, :theme_id, :day)
ON CONFLICT (activity_id, theme_id) DO NOTHING;

-- activity_themed_of: many activity_link (activity_id int)
SELECT theme_id AS id, '' AS word
  FROM activity_themed
 WHERE activity_id = :activity_id
 ORDER BY theme_id
 LIMIT 50;

-- activity_themed_drop: count (activity_id int)
DELETE FROM activity_themed WHERE activity_id = :activity_id;

-- activity_step_insert: count (activity_id int, event text, why text, was text,
--   account_id int, actor text, at instant)
INSERT INTO activity_step (activity_id, event, why, was, account_id, actor, at)
VALUES (:activity_id, :event, :why, :was, :account_id, :actor, :at);

-- activity_steps_of: many activity_step (activity_id int)
SELECT id, event, why, was, actor, at
  FROM activity_step
 WHERE activity_id = :activity_id
 ORDER BY id
 LIMIT 500;

-- activity_request_insert: count (request_id int, activity_id int, on_spot bool)
INSERT INTO activity_request (request_id, activity_id, on_spot)
VALUES (:request_id, :activity_id, :on_spot)
ON CONFLICT (request_id) DO NOTHING;

-- activity_requests_of: many activity_raised (activity_id int)
SELECT request_id, on_spot
  FROM activity_request
 WHERE activity_id = :activity_id
 ORDER BY request_id
 LIMIT 500;

-- activity_by_request: maybe activity (request_id int)
SELECT a.id, a.uid, a.code, a.kind, a.state, a.title, a.day, a.until, a.division, a.county,
       a.town, a.place, a.station_id, a.people, a.person_times, a.summary, a.source,
       a.source_id, a.account_id, a.made, a.digest, a.version
  FROM activity_request AS r JOIN activity AS a ON a.id = r.activity_id
 WHERE r.request_id = :request_id;

-- activity_list_range: many activity (code_from text, code_to text, kind text, since date,
--   upto date, station_id int, state activity_state, before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE division >= :code_from AND division < :code_to AND (:kind = '' OR kind = :kind)
   AND day >= :since AND day <= :upto AND (:station_id = 0 OR station_id = :station_id)
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_kind: many activity (kind text, code_from text, code_to text, since date,
--   upto date, station_id int, state activity_state, before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE kind = :kind AND division >= :code_from AND division < :code_to
   AND day >= :since AND day <= :upto AND (:station_id = 0 OR station_id = :station_id)
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_county: many activity (county text, code_from text, code_to text, kind text,
--   since date, upto date, station_id int, state activity_state, before date, before_id int,
--   max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE county = :county AND division >= :code_from AND division < :code_to
   AND (:kind = '' OR kind = :kind)
   AND day >= :since AND day <= :upto AND (:station_id = 0 OR station_id = :station_id)
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_town: many activity (town text, code_from text, code_to text, kind text,
--   since date, upto date, station_id int, state activity_state, before date, before_id int,
--   max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE town = :town AND division >= :code_from AND division < :code_to
   AND (:kind = '' OR kind = :kind)
   AND day >= :since AND day <= :upto AND (:station_id = 0 OR station_id = :station_id)
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_beyond_county: many activity (county text, code_from text, code_to text, kind text,
--   since date, upto date, state activity_state, before date, before_id int, max int)
-- Those of other counties that covered a place of this one.
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE id IN (SELECT x.activity_id FROM activity_area AS x
               WHERE x.county = :county AND x.division >= :code_from AND x.division < :code_to)
   AND (:kind = '' OR kind = :kind) AND day >= :since AND day <= :upto
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_beyond_town: many activity (town text, code_from text, code_to text, kind text,
--   since date, upto date, state activity_state, before date, before_id int, max int)
-- Those of other townships that covered a place of this one.
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE id IN (SELECT x.activity_id FROM activity_area AS x
               WHERE x.town = :town AND x.division >= :code_from AND x.division < :code_to)
   AND (:kind = '' OR kind = :kind) AND day >= :since AND day <= :upto
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_station: many activity (station_id int, code_from text, code_to text,
--   kind text, since date, upto date, tag text, theme int, state activity_state,
--   before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE station_id = :station_id AND division >= :code_from AND division < :code_to
   AND (:kind = '' OR kind = :kind)
   AND day >= :since AND day <= :upto
   AND (:tag = '' OR EXISTS (SELECT 1 FROM activity_tag AS t
                              WHERE t.activity_id = activity.id AND t.folded = :tag))
   AND (:theme = 0 OR EXISTS (SELECT 1 FROM activity_themed AS h
                               WHERE h.activity_id = activity.id AND h.theme_id = :theme))
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_person: many activity (person_id int, code_from text, code_to text,
--   kind text, since date, upto date, station_id int, tag text, theme int,
--   state activity_state, before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE id IN (SELECT p.activity_id FROM activity_person AS p
               WHERE p.person_id = :person_id AND p.day >= :since AND p.day <= :upto)
   AND division >= :code_from AND division < :code_to AND (:kind = '' OR kind = :kind)
   AND (:station_id = 0 OR station_id = :station_id)
   AND (:tag = '' OR EXISTS (SELECT 1 FROM activity_tag AS t
                              WHERE t.activity_id = activity.id AND t.folded = :tag))
   AND (:theme = 0 OR EXISTS (SELECT 1 FROM activity_themed AS h
                               WHERE h.activity_id = activity.id AND h.theme_id = :theme))
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_account: many activity (account_id int, code_from text, code_to text,
--   kind text, since date, upto date, station_id int, tag text, theme int,
--   state activity_state, before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE account_id = :account_id
   AND division >= :code_from AND division < :code_to AND (:kind = '' OR kind = :kind)
   AND day >= :since AND day <= :upto AND (:station_id = 0 OR station_id = :station_id)
   AND (:tag = '' OR EXISTS (SELECT 1 FROM activity_tag AS t
                              WHERE t.activity_id = activity.id AND t.folded = :tag))
   AND (:theme = 0 OR EXISTS (SELECT 1 FROM activity_themed AS h
                               WHERE h.activity_id = activity.id AND h.theme_id = :theme))
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_group: many activity (group_id int, code_from text, code_to text, kind text,
--   since date, upto date, station_id int, tag text, theme int, state activity_state,
--   before date, before_id int, max int)
SELECT id, uid, code, kind, state, title, day, until, division, county, town, place,
       station_id, people, person_times, summary, source, source_id, account_id, made, digest,
       version
  FROM activity
 WHERE id IN (SELECT g.activity_id FROM activity_group AS g
               WHERE g.group_id = :group_id AND g.day >= :since AND g.day <= :upto)
   AND division >= :code_from AND division < :code_to AND (:kind = '' OR kind = :kind)
   AND (:station_id = 0 OR station_id = :station_id)
   AND (:tag = '' OR EXISTS (SELECT 1 FROM activity_tag AS t
                              WHERE t.activity_id = activity.id AND t.folded = :tag))
   AND (:theme = 0 OR EXISTS (SELECT 1 FROM activity_themed AS h
                               WHERE h.activity_id = activity.id AND h.theme_id = :theme))
   AND state = :state AND (day, id) < (:before, :before_id)
 ORDER BY day DESC, id DESC
 LIMIT :max;

-- activity_list_theme: many activity (theme int, code_from text, code_to text, kind text,
--   since date, upto date, tag text, state activity_state, before date, before_id int,
--   max int)
SELECT a.id, a.uid, a.code, a.kind, a.state, a.title, a.day, a.until, a.division, a.county,
       a.town, a.place, a.station_id, a.people, a.person_times, a.summary, a.source,
       a.source_id, a.account_id, a.made, a.digest, a.version
  FROM activity_themed AS h JOIN activity AS a ON a.id = h.activity_id
 WHERE h.theme_id = :theme AND h.day >= :since AND h.day <= :upto
   AND (h.day, h.activity_id) < (:before, :before_id)
   AND a.division >= :code_from AND a.division < :code_to AND (:kind = '' OR a.kind = :kind)
   AND (:tag = '' OR EXISTS (SELECT 1 FROM activity_tag AS t
                              WHERE t.activity_id = a.id AND t.folded = :tag))
   AND a.state = :state
 ORDER BY h.day DESC, h.activity_id DESC
 LIMIT :max;

-- activity_list_tag: many activity (tag text, code_from text, code_to text, kind text,
--   since date, upto date, state activity_state, before date, before_id int, max int)
SELECT a.id, a.uid, a.code, a.kind, a.state, a.title, a.day, a.until, a.division, a.county,
       a.town, a.place, a.station_id, a.people, a.person_times, a.summary, a.source,
       a.source_id, a.account_id, a.made, a.digest, a.version
  FROM activity_tag AS h JOIN activity AS a ON a.id = h.activity_id
 WHERE h.folded = :tag AND h.day >= :since AND h.day <= :upto
   AND (h.day, h.activity_id) < (:before, :before_id)
   AND a.division >= :code_from AND a.division < :code_to AND (:kind = '' OR a.kind = :kind)
   AND a.state = :state
 ORDER BY h.day DESC, h.activity_id DESC
 LIMIT :max;

-- activity_pairs_by: many activity_pair (by_person int, since date, upto date)
-- bounded: whom one person met in a period
SELECT b.person_id AS by_person, m.person_id AS met_person, m.voter_id,
       COUNT(DISTINCT m.activity_id) AS times, MIN(m.day) AS first, MAX(m.day) AS last
  FROM activity_person AS b
  JOIN activity_person AS m ON m.activity_id = b.activity_id AND m.role = 'met'
  JOIN activity AS a ON a.id = b.activity_id AND a.state = 'stands'
 WHERE b.person_id = :by_person AND b.role IN ('host', 'took_part')
   AND b.day >= :since AND b.day <= :upto
   AND m.person_id <> b.person_id AND m.person_id + m.voter_id > 0
 GROUP BY b.person_id, m.person_id, m.voter_id
 ORDER BY m.person_id, m.voter_id
 LIMIT 5000;

-- activity_pairs_met: many activity_pair (met_person int, since date, upto date)
-- bounded: who met one person in a period
SELECT b.person_id AS by_person, m.person_id AS met_person, m.voter_id,
       COUNT(DISTINCT m.activity_id) AS times, MIN(m.day) AS first, MAX(m.day) AS last
  FROM activity_person AS m
  JOIN activity_person AS b
    ON b.activity_id = m.activity_id AND b.role IN ('host', 'took_part')
  JOIN activity AS a ON a.id = m.activity_id AND a.state = 'stands'
 WHERE m.person_id = :met_person AND m.role = 'met' AND m.day >= :since AND m.day <= :upto
   AND b.person_id > 0 AND b.person_id <> m.person_id
 GROUP BY b.person_id, m.person_id, m.voter_id
 ORDER BY b.person_id
 LIMIT 5000;

-- activity_pairs: each activity_pair (code_from text, code_to text, since date, upto date)
SELECT b.person_id AS by_person, m.person_id AS met_person, m.voter_id,
       COUNT(DISTINCT m.activity_id) AS times, MIN(m.day) AS first, MAX(m.day) AS last
  FROM activity AS a
  JOIN activity_person AS m ON m.activity_id = a.id AND m.role = 'met'
  JOIN activity_person AS b
    ON b.activity_id = a.id AND b.role IN ('host', 'took_part')
 WHERE a.state = 'stands' AND a.day >= :since AND a.day <= :upto
   AND a.division >= :code_from AND a.division < :code_to
   AND b.person_id > 0 AND m.person_id <> b.person_id AND m.person_id + m.voter_id > 0
 GROUP BY b.person_id, m.person_id, m.voter_id
 ORDER BY b.person_id, m.person_id, m.voter_id;

-- activity_sums_person: many activity_sum (person_id int, since date, upto date)
-- bounded: one row for each kind
SELECT kind, COUNT(*) AS times, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(person_times) AS BIGINT) AS person_times, MAX(day) AS last
  FROM activity
 WHERE state = 'stands'
   AND id IN (SELECT p.activity_id FROM activity_person AS p
               WHERE p.person_id = :person_id AND p.role IN ('host', 'took_part')
                 AND p.day >= :since AND p.day <= :upto)
 GROUP BY kind
 ORDER BY kind
 LIMIT 100;

-- activity_sums_account: many activity_sum (account_id int, since date, upto date)
-- bounded: one row for each kind
SELECT kind, COUNT(*) AS times, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(person_times) AS BIGINT) AS person_times, MAX(day) AS last
  FROM activity
 WHERE state = 'stands' AND account_id = :account_id AND day >= :since AND day <= :upto
 GROUP BY kind
 ORDER BY kind
 LIMIT 100;

-- activity_sums_group: many activity_sum (group_id int, since date, upto date)
-- bounded: one row for each kind
SELECT kind, COUNT(*) AS times, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(person_times) AS BIGINT) AS person_times, MAX(day) AS last
  FROM activity
 WHERE state = 'stands'
   AND id IN (SELECT g.activity_id FROM activity_group AS g
               WHERE g.group_id = :group_id AND g.day >= :since AND g.day <= :upto)
 GROUP BY kind
 ORDER BY kind
 LIMIT 100;

-- activity_sums_station: many activity_sum (station_id int, since date, upto date)
-- bounded: one row for each kind
SELECT kind, COUNT(*) AS times, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(person_times) AS BIGINT) AS person_times, MAX(day) AS last
  FROM activity
 WHERE state = 'stands' AND station_id = :station_id AND day >= :since AND day <= :upto
 GROUP BY kind
 ORDER BY kind
 LIMIT 100;

-- activity_sums_all: many activity_sum ()
-- bounded: one row for each kind
SELECT kind, COUNT(*) AS times, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(CASE WHEN person_times > 0 THEN person_times ELSE people END) AS BIGINT)
           AS person_times, MAX(day) AS last
  FROM activity
 WHERE state = 'stands'
 GROUP BY kind
 ORDER BY kind
 LIMIT 100;

-- What the records themselves say was to be booked.
-- activity_count_kinds: each ledger_count ()
SELECT 'activity.' || kind AS measure, division, day, 1 AS quantity
  FROM activity
 WHERE state = 'stands';

-- activity_count_times: each ledger_count ()
SELECT 'activity.' || kind || '.times' AS measure, division, day,
       CASE WHEN person_times > 0 THEN person_times ELSE people END AS quantity
  FROM activity
 WHERE state = 'stands';

-- activity_count_quantities: each ledger_count ()
SELECT 'activity.' || a.kind || '.' || q.name AS measure, a.division, a.day,
       q.amount AS quantity
  FROM activity_quantity AS q JOIN activity AS a ON a.id = q.activity_id
 WHERE a.state = 'stands' AND q.name NOT IN ('material', 'material2', 'material3');

-- activity_count_goods: each ledger_count ()
SELECT 'activity.' || a.kind || '.goods.' || q.unit AS measure, a.division, a.day,
       q.amount AS quantity
  FROM activity_quantity AS q JOIN activity AS a ON a.id = q.activity_id
 WHERE a.state = 'stands' AND q.name IN ('material', 'material2', 'material3')
   AND q.unit IN ('each', 'item', 'set', 'kilogram', 'cubic_metre', 'metre', 'plant', 'place');

-- activity_count_asked: each ledger_count ()
SELECT 'activity.' || a.kind || '.' || f.name || '.' || f.value AS measure, a.division, a.day,
       1 AS quantity
  FROM activity_field AS f JOIN activity AS a ON a.id = f.activity_id
 WHERE a.state = 'stands'
   AND ((a.kind = 'outreach' AND f.name = 'venue') OR (a.kind = 'service' AND f.name = 'service'))
UNION ALL
SELECT 'activity.' || a.kind || '.' || f.name AS measure, a.division, a.day, 1 AS quantity
  FROM activity_field AS f JOIN activity AS a ON a.id = f.activity_id
 WHERE a.state = 'stands' AND a.kind = 'station_visit'
   AND f.name IN ('publicise', 'inform', 'hear', 'duty', 'difficulty', 'other_matter');

-- activity_count_raised: each ledger_count ()
SELECT 'activity.opinions' AS measure, a.division, a.day, COUNT(*) AS quantity
  FROM activity_request AS r JOIN activity AS a ON a.id = r.activity_id
 WHERE a.state = 'stands'
 GROUP BY a.division, a.day
UNION ALL
SELECT 'activity.opinions.on_spot' AS measure, a.division, a.day, COUNT(*) AS quantity
  FROM activity_request AS r JOIN activity AS a ON a.id = r.activity_id
 WHERE a.state = 'stands' AND r.on_spot = 1
 GROUP BY a.division, a.day;

-- activity_count_verified: each ledger_count ()
SELECT 'activity.good_deed.verified' AS measure, a.division, a.day, 1 AS quantity
  FROM activity_verified AS v JOIN activity AS a ON a.id = v.activity_id
 WHERE a.state = 'stands' AND v.version = a.version;

-- activity_count_deputies: each ledger_count ()
SELECT 'activity.deputies' AS measure, division, day, COUNT(*) AS quantity
  FROM (SELECT DISTINCT a.id, a.division, a.day, p.person_id
          FROM activity_person AS p JOIN activity AS a ON a.id = p.activity_id
         WHERE a.state = 'stands' AND p.tenure_id > 0 AND p.role IN ('host', 'took_part'))
       AS d
 GROUP BY division, day;

-- activity_words_used: many activity_link (code_from text, code_to text, county text)
SELECT COUNT(*) AS id, MIN(t.word) AS word
  FROM activity_tag AS t
 WHERE t.activity_id IN (SELECT a.id FROM activity AS a
                          WHERE (:county = '' OR a.county = :county)
                            AND a.division >= :code_from AND a.division < :code_to
                            AND a.state = 'stands'
                          ORDER BY a.day DESC, a.id DESC
                          LIMIT 300)
 GROUP BY t.folded
 ORDER BY COUNT(*) DESC, t.folded
 LIMIT 12;
