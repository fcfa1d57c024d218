-- use: feature/station/station.h
-- use: core/ledger.h

-- station_by_id: one station (id int)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE id = :id;

-- station_by_public: one station (public_id text)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE public_id = :public_id;

-- station_by_code: maybe station (code text)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE code = :code;

-- station_below: many station (code_from text, code_to text, max int)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE division >= :code_from AND division < :code_to AND state = 'open'
 ORDER BY rank, division, pinyin, id
 LIMIT :max;

-- station_like: many station (like text)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE state = 'open' AND folded LIKE :like ESCAPE '!'
 ORDER BY pinyin, id
 LIMIT 50;

-- station_points: many station (centre_id int)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE centre_id = :centre_id AND centre_id > 0 AND state = 'open'
 ORDER BY pinyin, id
 LIMIT 300;

-- station_page: many station (code_from text, code_to text, kind text, state text, like text,
--     after text, after_id int, max int)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE division >= :code_from AND division < :code_to
   AND (:kind IS NULL OR kind = :kind)
   AND (:state IS NULL OR state = :state)
   AND (:like IS NULL OR folded LIKE :like ESCAPE '!')
   AND (:after IS NULL OR (pinyin, id) > (:after, :after_id))
 ORDER BY pinyin, id
 LIMIT :max;

-- station_add: value (public_id text, code text, name text, alias text, folded text,
--     pinyin text, kind station_kind, rank station_rank, state station_state, centre_id int,
--     division text, address text, phone text, hours text, reception text, valid_from date,
--     valid_to date)
INSERT INTO station (public_id, code, name, alias, folded, pinyin, kind, rank, state, centre_id,
    successor_id, division, address, phone, hours, reception, valid_from, valid_to, version)
VALUES (:public_id, :code, :name, :alias, :folded, :pinyin, :kind, :rank, :state, :centre_id,
    0, :division, :address, :phone, :hours, :reception, :valid_from, :valid_to, 1)
RETURNING id;

-- station_set: count (id int, version int, name text, alias text, folded text, pinyin text,
--     kind station_kind, rank station_rank, centre_id int, division text, address text,
--     phone text, hours text, reception text, valid_from date)
UPDATE station
   SET name = :name, alias = :alias, folded = :folded, pinyin = :pinyin, kind = :kind,
       rank = :rank, centre_id = :centre_id, division = :division, address = :address,
       phone = :phone, hours = :hours, reception = :reception, valid_from = :valid_from,
       version = version + 1
 WHERE id = :id AND version = :version;

-- station_state_set: count (id int, version int, state station_state, successor_id int,
--     valid_from date, valid_to date)
UPDATE station
   SET state = :state, successor_id = :successor_id, valid_from = :valid_from,
       valid_to = :valid_to, version = version + 1
 WHERE id = :id AND version = :version;

-- station_points_hand: count (from_id int, to_id int)
UPDATE station SET centre_id = :to_id, version = version + 1 WHERE centre_id = :from_id;

-- station_name_add: count (station_id int, name text, valid_to date)
INSERT INTO station_name (station_id, name, valid_to) VALUES (:station_id, :name, :valid_to);

-- station_names: many old_name (station_id int)
SELECT name, CAST(0 AS BIGINT) AS alias, valid_to
  FROM station_name
 WHERE station_id = :station_id
 ORDER BY id DESC
 LIMIT 50;

-- station_step_add: count (station_id int, event text, from_state station_state,
--     to_state station_state, note text, successor_id int, account_id int, at instant)
INSERT INTO station_step (station_id, event, from_state, to_state, note, successor_id,
    account_id, at)
VALUES (:station_id, :event, :from_state, :to_state, :note, :successor_id, :account_id, :at);

-- station_steps: many station_past (station_id int)
SELECT id, event, from_state, to_state, note, successor_id, at
  FROM station_step
 WHERE station_id = :station_id
 ORDER BY id DESC
 LIMIT 100;

-- station_bare_townships: many division (code_from text, code_to text, today date)
-- The character ':' comes right after '9'.
SELECT d.code, d.name, d.kind, d.parent, d.valid_from, d.valid_to, d.successor, d.pinyin,
       d.version
  FROM division d
 WHERE d.code >= :code_from AND d.code < :code_to
   AND d.kind IN ('town', 'subdistrict')
   AND (d.valid_to IS NULL OR d.valid_to >= :today)
   AND NOT EXISTS (SELECT 1 FROM station s
                    WHERE s.state = 'open' AND s.division >= SUBSTR(d.code, 1, 9)
                      AND s.division < SUBSTR(d.code, 1, 9) || ':')
 ORDER BY d.code
 LIMIT 2000;

-- station_seats_without: many deputy (code_from text, code_to text, after_id int)
SELECT t.id, t.person_id, t.code, t.public_id, p.name, p.pinyin, p.strokes, t.congress_id,
       c.level, t.constituency, t.division, t.office_holding, t.post, t.state, t.end_cause,
       t.valid_from, t.valid_to, t.station_id, t.group_code, t.version
  FROM tenure t
  JOIN person p ON p.id = t.person_id
  JOIN congress c ON c.id = t.congress_id
 WHERE t.division >= :code_from AND t.division < :code_to AND t.station_id = 0
   AND t.state = 'active' AND t.id > :after_id
 ORDER BY t.id
 LIMIT 1000;

-- station_seats_hand: count (from_id int, to_id int)
UPDATE tenure
   SET station_id = :to_id, version = version + 1
 WHERE station_id = :from_id AND state <> 'ended';

-- visit_by_id: one visit (id int)
SELECT id, station_id, division, day, persons, deputy_id, request_id, summary, idem, version
  FROM visit
 WHERE id = :id;

-- visit_by_idem: maybe visit (idem text)
SELECT id, station_id, division, day, persons, deputy_id, request_id, summary, idem, version
  FROM visit
 WHERE idem = :idem;

-- visit_page: many visit (station_id int, day_from date, day_to date, before int)
SELECT id, station_id, division, day, persons, deputy_id, request_id, summary, idem, version,
       (SELECT r.code FROM request r WHERE r.id = visit.request_id) AS request_code
  FROM visit
 WHERE station_id = :station_id AND day >= :day_from AND day <= :day_to
   AND (:before = 0 OR id < :before)
 ORDER BY id DESC
 LIMIT 200;

-- visit_add: value (station_id int, division text, day date, persons int, deputy_id int,
--     request_id int, summary text, account_id int, made instant, idem text)
INSERT INTO visit (station_id, division, day, persons, deputy_id, request_id, summary,
    account_id, made, idem, version)
VALUES (:station_id, :division, :day, :persons, :deputy_id, :request_id, :summary, :account_id,
    :made, :idem, 1)
RETURNING id;

-- visit_set: count (id int, version int, day date, persons int, deputy_id int, summary text)
UPDATE visit
   SET day = :day, persons = :persons, deputy_id = :deputy_id, summary = :summary,
       version = version + 1
 WHERE id = :id AND version = :version;

-- visit_request_set: count (id int, request_id int)
UPDATE visit SET request_id = :request_id, version = version + 1 WHERE id = :id AND request_id = 0;

-- plate_code_by_token: maybe plate_code (token text)
SELECT id, token, object AS of, object_id, division, issued, retired
  FROM plate_code
 WHERE token = :token;

-- plate_code_all: many plate_code (object code_of, object_id int, division text)
SELECT id, token, object AS of, object_id, division, issued, retired
  FROM plate_code
 WHERE object = :object AND object_id = :object_id
   AND (object_id > 0 OR division = :division)
 ORDER BY id DESC
 LIMIT 50;

-- plate_code_retire: count (object code_of, object_id int, division text, at instant)
UPDATE plate_code SET retired = :at
 WHERE object = :object AND object_id = :object_id AND retired IS NULL
   AND (object_id > 0 OR division = :division);

-- plate_code_add: value (token text, object code_of, object_id int, division text,
--     issued instant)
INSERT INTO plate_code (token, object, object_id, division, issued)
VALUES (:token, :object, :object_id, :division, :issued)
RETURNING id;

-- station_wrong_centres: value ()
-- A point whose centre is no centre, or a merged station without a successor.
SELECT COUNT(*)
  FROM station s
 WHERE (s.centre_id > 0 AND NOT EXISTS (SELECT 1 FROM station c WHERE c.id = s.centre_id
                                           AND c.rank = 'centre'))
    OR (s.state = 'merged' AND s.successor_id = 0);

-- visit_persons: value ()
SELECT CAST(COALESCE(SUM(persons), 0) AS BIGINT) FROM visit;

-- station_receiving: many station (after int, max int)
SELECT id, public_id, code, name, alias, kind, rank, state, centre_id, successor_id, division,
       address, phone, hours, reception, pinyin, valid_from, valid_to, version
  FROM station
 WHERE id > :after AND state = 'open' AND reception IS NOT NULL
 ORDER BY id
 LIMIT :max;

-- station_seats: many station_seat (station_id int)
SELECT a.id AS account_id
  FROM tenure t
  JOIN account a ON a.person_id = t.person_id AND a.state = 'open'
 WHERE t.station_id = :station_id AND t.state = 'active' AND t.person_id > 0
 ORDER BY a.id
 LIMIT 50;

-- station_in_use: value ()
SELECT COUNT(*) FROM station WHERE state IN ('open', 'suspended');

-- visit_counts: each ledger_count ()
SELECT 'station.visitors' AS measure, division, day, persons AS quantity FROM visit;

-- station_rostered: many station_day (station_id int, day_from date, max int)
-- The days of the roster with who receives.
SELECT d.id AS duty_id, d.day, d.planned, d.time_from, d.time_to, d.notice_day AS notice,
       d.cancelled, d.reason, t.public_id AS deputy_public, p.name AS deputy
  FROM duty d
  LEFT JOIN tenure t ON t.id = d.deputy_id
  LEFT JOIN person p ON p.id = t.person_id
 WHERE d.station_id = :station_id AND d.day >= :day_from
 ORDER BY d.day, d.id
 LIMIT :max;

-- plate_log: many plate_line (code_from text, code_to text, before int, max int)
-- Codes as they were given out, newest first, with who gave them out.
SELECT c.id, c.token, c.object AS of, c.division, c.issued, c.retired,
       COALESCE(s.name, p.name) AS name, s.public_id AS station, t.public_id AS deputy,
       (SELECT a.account_id FROM audit_entry a
         WHERE a.object = 'plate_code' AND a.object_id = c.id
         ORDER BY a.id LIMIT 1) AS account_id
  FROM plate_code c
  LEFT JOIN station s ON c.object = 'station' AND s.id = c.object_id
  LEFT JOIN tenure t ON c.object = 'deputy' AND t.id = c.object_id
  LEFT JOIN person p ON p.id = t.person_id
 WHERE c.division >= :code_from AND c.division < :code_to AND (:before = 0 OR c.id < :before)
 ORDER BY c.id DESC
 LIMIT :max;
