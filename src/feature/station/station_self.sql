-- use: feature/station/station_self.h

-- visit_door_put: count (station_id int, token text, opened instant, account_id int)
INSERT INTO visit_door (station_id, token, opened, account_id)
VALUES (:station_id, :token, :opened, :account_id)
ON CONFLICT (station_id) DO UPDATE
   SET token = excluded.token, opened = excluded.opened, account_id = excluded.account_id;

-- visit_door_drop: count (station_id int)
DELETE FROM visit_door WHERE station_id = :station_id;

-- visit_door_of: maybe station_door (station_id int)
SELECT station_id, token, opened FROM visit_door WHERE station_id = :station_id;

-- visit_door_by_token: maybe station_door (token text)
SELECT station_id, token, opened FROM visit_door WHERE token = :token;

-- self_visit_add: count (uid text, station_id int, day date, persons int, name_sealed bytes,
--   phone_sealed bytes, matter_sealed bytes, entry_index text, made instant, idem text)
INSERT INTO visit_self (uid, station_id, day, persons, name_sealed, phone_sealed, matter_sealed,
    entry_index, state, visit_id, made, idem, version)
VALUES (:uid, :station_id, :day, :persons, :name_sealed, :phone_sealed, :matter_sealed,
    :entry_index, 'waiting', 0, :made, :idem, 1)
ON CONFLICT DO NOTHING;

-- self_visit_by_id: one self_visit (id int)
SELECT id, uid, station_id, day, persons, name_sealed, phone_sealed, matter_sealed, state,
       visit_id, made, version
  FROM visit_self
 WHERE id = :id;

-- self_visits_waiting: many self_visit (station_id int)
SELECT id, uid, station_id, day, persons, name_sealed, phone_sealed, matter_sealed, state,
       visit_id, made, version
  FROM visit_self
 WHERE station_id = :station_id AND state = 'waiting'
 ORDER BY id
 LIMIT 200;

-- self_visits_day: many self_visit (station_id int, day date)
SELECT id, uid, station_id, day, persons, name_sealed, phone_sealed, matter_sealed, state,
       visit_id, made, version
  FROM visit_self
 WHERE station_id = :station_id AND day = :day AND name_sealed IS NOT NULL
 ORDER BY id DESC
 LIMIT 1000;

-- self_visits_wait: value (station_id int)
SELECT COUNT(*) FROM visit_self WHERE station_id = :station_id AND state = 'waiting';

-- self_visit_set: count (id int, version int, state self_state, visit_id int)
UPDATE visit_self
   SET state = :state, visit_id = :visit_id, version = version + 1
 WHERE id = :id AND version = :version AND state = 'waiting';

-- self_visits_old: value (before instant)
SELECT COUNT(*) FROM visit_self WHERE made < :before AND name_sealed IS NOT NULL;

-- self_visits_forget: count (before instant)
UPDATE visit_self
   SET name_sealed = NULL, phone_sealed = NULL, matter_sealed = NULL,
       entry_index = uid,
       state = CASE WHEN state = 'waiting' THEN 'dropped' ELSE state END
 WHERE made < :before AND name_sealed IS NOT NULL;

-- self_visits_lost: value ()
SELECT COUNT(*)
  FROM visit_self AS e
 WHERE e.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM visit AS v WHERE v.id = e.visit_id);
