-- use: feature/request/request.h
-- use: core/ledger.h

-- request_insert: value (uid text, code text, channel request_channel, state request_state,
--   title text, body text, division text, county text, town text, place text, coords text,
--   anonymity request_anonymity, station_id int, deputy_id int, deputy_person int, kind text,
--   received instant, due date, provisional bool, waits text, idem text, digest text)
INSERT INTO request (uid, code, channel, state, round, title, body, division, county, town,
    place, coords, anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind,
    ask_days, received, due, overdue, extended, supervised, provisional, waits, idem, digest,
    version)
VALUES (:uid, :code, :channel, :state, 1, :title, :body, :division, :county, :town, :place,
    :coords, :anonymity, :station_id, :deputy_id, :deputy_person, 0, 0, :kind, 0, :received,
    :due, 0, 0, 0, :provisional, :waits, :idem, :digest, 1)
ON CONFLICT (idem) DO NOTHING
RETURNING id;

-- request_set_due: count (id int, due date, provisional bool)
UPDATE request SET due = :due, provisional = :provisional WHERE id = :id;

-- request_by_code: maybe request (code text)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE code = :code;

-- request_by_id: one request (id int)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE id = :id;

-- The request that an event tells of.
-- request_of_event: value (id int)
SELECT object_id FROM event WHERE id = :id AND object = 'request';

-- request_of_evaluation: value (id int)
SELECT request_id FROM request_evaluation WHERE id = :id;

-- request_by_idem: maybe request (idem text)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE idem = :idem;

-- request_by_code_hash: maybe request (code_hash text)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE id = (SELECT request_id FROM request_party WHERE code_hash = :code_hash);

-- request_update: count (id int, version int, state request_state, round int,
--   deputy_id int, deputy_person int, unit_id int, parent_id int, reason text, outcome text,
--   ask_days int, due date, overdue bool, extended bool, supervised bool, provisional bool,
--   waits text, closed instant, class_ text)
UPDATE request
   SET state = :state, round = :round, deputy_id = :deputy_id, deputy_person = :deputy_person,
       unit_id = :unit_id, parent_id = :parent_id, reason = :reason, outcome = :outcome,
       ask_days = :ask_days, due = :due, overdue = :overdue, extended = :extended,
       supervised = :supervised, provisional = :provisional, waits = :waits, closed = :closed,
       class_ = :class_, version = version + 1
 WHERE id = :id AND version = :version;

-- request_set_anonymity: count (id int, version int, anonymity request_anonymity)
UPDATE request SET anonymity = :anonymity, version = version + 1
 WHERE id = :id AND version = :version;

-- request_set_overdue: count (id int, today date)
UPDATE request SET overdue = 1
 WHERE id = :id AND overdue = 0 AND waits IS NOT NULL AND due < :today;

-- request_step_insert: count (request_id int, round int, event text, from_state request_state,
--   to_state request_state, role text, actor text, account_id int, note text, answer text,
--   reason text, unit_id int, at instant, due_before date, due date, is_public bool)
INSERT INTO request_step (request_id, round, event, from_state, to_state, role, actor,
    account_id, note, answer, reason, unit_id, at, due_before, due, is_public)
VALUES (:request_id, :round, :event, :from_state, :to_state, :role, :actor, :account_id, :note,
    :answer, :reason, :unit_id, :at, :due_before, :due, :is_public);

-- request_order_add: count (request_id int, org_id int, deputy_person int, first bool,
--   at instant)
INSERT INTO request_order (request_id, org_id, deputy_person, first, at)
VALUES (:request_id, :org_id, :deputy_person, :first, :at);

-- request_orders_of: value (request_id int)
SELECT COUNT(*) FROM request_order WHERE request_id = :request_id;

-- request_orders_by: value (deputy_person int)
SELECT COUNT(*) FROM request_order WHERE deputy_person = :deputy_person;

-- request_scan_place: value (town text)
-- Is this town among those where something sent by scan was accepted?
SELECT COUNT(*)
  FROM ledger_fact
 WHERE measure = 'request.scan.places' AND day >= '' AND division = :town;

-- request_late_drop: count (event_id int)
DELETE FROM request_late WHERE event_id = :event_id;

-- request_late_add: count (event_id int, request_id int, at instant, reply bool, response bool)
INSERT INTO request_late (event_id, request_id, at, reply, response)
VALUES (:event_id, :request_id, :at, :reply, :response);

-- request_steps_of: many request_step (request_id int, from_public bool)
-- bounded: one record's own timeline
SELECT id, request_id, round, event, from_state, to_state, role, actor, account_id, note,
    answer,
       reason, unit_id, at, due, is_public
  FROM request_step
 WHERE request_id = :request_id AND is_public >= :from_public
 ORDER BY id;

-- request_party_insert: count (request_id int, uid text, code_hash text,
--   anonymity request_anonymity, name_sealed bytes, contact_sealed bytes, contact_index text,
--   lang text, joined instant)
INSERT INTO request_party (request_id, uid, code_hash, anonymity, name_sealed, contact_sealed,
    contact_index, lang, joined)
VALUES (:request_id, :uid, :code_hash, :anonymity, :name_sealed, :contact_sealed,
    :contact_index,
    :lang, :joined);

-- request_party_of: one request_party (request_id int)
SELECT id, request_id, uid, code_hash, anonymity, name_sealed, contact_sealed, contact_index,
    lang,
       joined
  FROM request_party
 WHERE request_id = :request_id
 ORDER BY id
 LIMIT 1;

-- request_parties_of: many request_party (request_id int)
SELECT id, request_id, uid, code_hash, anonymity, name_sealed, contact_sealed, contact_index,
    lang,
       joined
  FROM request_party
 WHERE request_id = :request_id
    OR request_id IN (SELECT id FROM request WHERE parent_id = :request_id AND parent_id > 0)
 ORDER BY id
 LIMIT 1000;

-- request_party_forget: count (request_id int)
UPDATE request_party
   SET name_sealed = NULL, contact_sealed = NULL, contact_index = NULL, anonymity = 'none'
 WHERE request_id = :request_id;

-- request_party_anonymity: count (request_id int, anonymity request_anonymity)
UPDATE request_party SET anonymity = :anonymity WHERE request_id = :request_id;

-- request_evaluation_put: value (request_id int, round int, reply_satisfaction text,
--   result_satisfaction text, solved text, reason text, role text, at instant)
INSERT INTO request_evaluation (request_id, round, reply_satisfaction, result_satisfaction,
    solved,
    reason, role, at, published)
VALUES (:request_id, :round, :reply_satisfaction, :result_satisfaction, :solved, :reason, :role,
    :at, 0)
ON CONFLICT (request_id, round) DO UPDATE
   SET reply_satisfaction = excluded.reply_satisfaction,
       result_satisfaction = excluded.result_satisfaction, solved = excluded.solved,
       reason = excluded.reason, role = excluded.role, at = excluded.at
RETURNING id;

-- request_evaluation_of: maybe request_evaluation (request_id int, round int)
SELECT id, request_id, round, reply_satisfaction, result_satisfaction, solved, reason, role, at,
       published
  FROM request_evaluation
 WHERE request_id = :request_id AND round = :round;

-- request_evaluations_of: many request_evaluation (request_id int, from_published bool)
SELECT id, request_id, round, reply_satisfaction, result_satisfaction, solved, reason, role, at,
       published
  FROM request_evaluation
 WHERE published >= :from_published
   AND (request_id = :request_id
        OR request_id IN (SELECT id FROM request WHERE parent_id = :request_id
           AND parent_id > 0))
 ORDER BY id
 LIMIT 1000;

-- request_evaluation_publish: count (request_id int)
UPDATE request_evaluation SET published = 1
 WHERE published = 0
   AND (request_id = :request_id
        OR request_id IN (SELECT id FROM request WHERE parent_id = :request_id
           AND parent_id > 0));

-- request_link_insert: count (request_id int, round int, token_hash text, expires instant)
INSERT INTO request_link (request_id, round, token_hash, expires)
VALUES (:request_id, :round, :token_hash, :expires);

-- request_link_open: value (token_hash text, at instant)
SELECT l.request_id
  FROM request_link l
  JOIN request r ON r.id = l.request_id
  LEFT JOIN request p ON p.id = r.parent_id
 WHERE l.token_hash = :token_hash AND l.used IS NULL AND l.expires > :at
   AND COALESCE(p.round, r.round) = l.round AND COALESCE(p.state, r.state) = 'confirm';

-- request_link_use: count (token_hash text, at instant)
UPDATE request_link SET used = :at
 WHERE token_hash = :token_hash AND used IS NULL AND expires > :at;

-- request_list_all: many request (low text, high text, state text, channel text, kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- request_list_county: many request (county text, low text, high text, state text,
--   channel text, kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE county = :county AND division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- request_list_town: many request (town text, low text, high text, state text, channel text,
--   kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE town = :town AND division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- request_list_unit: many request (unit_id int, low text, high text, state text,
--   channel text, kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE unit_id = :unit_id AND unit_id > 0 AND division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- request_list_station: many request (station_id int, low text, high text, state text,
--   channel text, kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE station_id = :station_id AND station_id > 0 AND division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- request_list_deputy: many request (deputy_person int, low text, high text, state text,
--   channel text, kind text,
--   waits text, since instant, until instant, today text, before int, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE deputy_person = :deputy_person AND deputy_person > 0
   AND division >= :low AND division < :high
   AND (:state = '' OR state = :state) AND (:channel = '' OR channel = :channel)
   AND (:kind = '' OR kind = :kind) AND (:waits = '' OR waits = :waits)
   AND received >= :since AND received < :until
   AND (:today = '' OR (waits IS NOT NULL AND due < :today))
   AND id < :before
 ORDER BY id DESC
 LIMIT :max;

-- A queue holds what waits for somebody: no row of it has a class, and all wait for the same.

-- request_queue_all: many request (waits text, low text, high text, due text,
--   after int, max int)
SELECT id, code, channel, state, title, place, received, due, supervised, :waits AS waits
  FROM request
 WHERE waits = :waits AND division >= :low AND division < :high
   AND (due, id) > (:due, :after)
 ORDER BY due, id
 LIMIT :max;

-- request_queue_county: many request (county text, waits text, low text, high text, due text,
--   after int, max int)
SELECT id, code, channel, state, title, place, received, due, supervised, :waits AS waits
  FROM request
 WHERE county = :county AND waits = :waits AND division >= :low AND division < :high
   AND (due, id) > (:due, :after)
 ORDER BY due, id
 LIMIT :max;

-- request_queue_unit: many request (unit_id int, due text,
--   after int, max int)
SELECT id, code, channel, state, title, place, received, due, supervised, 'unit' AS waits
  FROM request
 WHERE unit_id = :unit_id AND waits = 'unit'
   AND (due, id) > (:due, :after)
 ORDER BY due, id
 LIMIT :max;

-- request_queue_deputy: many request (deputy_person int, due text,
--   after int, max int)
SELECT id, code, channel, state, title, place, received, due, supervised,
       'deputy' AS waits
  FROM request
 WHERE deputy_person = :deputy_person AND waits = 'deputy'
   AND (due, id) > (:due, :after)
 ORDER BY due, id
 LIMIT :max;

-- request_watch_late: many request (low text, high text, today date, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE waits IN ('clerk', 'deputy', 'unit',
     'office') AND due < :today AND division >= :low AND division < :high
 ORDER BY due, id
 LIMIT :max;

-- request_watch_supervised: many request (low text, high text, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE supervised = 1 AND waits IS NOT NULL AND division >= :low AND division < :high
 ORDER BY due, id
 LIMIT :max;

-- request_watch_asking: many request (low text, high text, max int)
SELECT id, code, channel, state, round, title, division, county, town, place, anonymity,
       station_id, deputy_id, deputy_person, unit_id, kind, outcome, ask_days, received, due,
       overdue, extended, supervised, provisional, waits, closed, class_, version
  FROM request
 WHERE ask_days > 0 AND waits IS NOT NULL AND division >= :low AND division < :high
 ORDER BY due, id
 LIMIT :max;

-- request_recent_station: many request (station_id int, max int)
SELECT id, code, state, received, closed, class_, waits, due
  FROM request
 WHERE station_id = :station_id AND station_id > 0
 ORDER BY id DESC
 LIMIT :max;

-- request_recent_deputy: many request (deputy_person int, max int)
SELECT id, code, state, received, closed, class_, waits, due
  FROM request
 WHERE deputy_person = :deputy_person AND deputy_person > 0
 ORDER BY id DESC
 LIMIT :max;

-- request_near: many request (town text, since instant, self int, max int)
SELECT id, code, state, title, body, place, division, received, parent_id, version
  FROM request
 WHERE town = :town AND received >= :since AND id <> :self AND state <> 'merged'
   AND state <> 'withdrawn'
 ORDER BY id DESC
 LIMIT :max;

-- request_to_lapse: many request (waits text, today text, max int)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE waits = :waits AND due < :today
 ORDER BY due, id
 LIMIT :max;

-- request_sum_of: one request_sums (low text, high text, since instant, until instant,
--   today text)
SELECT COUNT(*) FILTER (WHERE class_ = 'handled') AS handled,
       COUNT(*) FILTER (WHERE class_ = 'converted') AS converted,
       COUNT(*) FILTER (WHERE class_ = 'cannot') AS cannot,
       COUNT(*) FILTER (WHERE class_ IS NULL) AS open,
       COUNT(*) FILTER (WHERE state = 'closed_solved') AS solved,
       COUNT(*) FILTER (WHERE state = 'closed_explained') AS explained,
       COUNT(*) FILTER (WHERE state = 'closed_silent' AND class_ = 'handled') AS silent,
       COUNT(*) FILTER (WHERE class_ = 'outside') AS outside,
       COUNT(*) FILTER (WHERE waits IS NOT NULL AND due < :today) AS overdue
  FROM request
 WHERE division >= :low AND division < :high AND received >= :since AND received < :until;

-- request_check_rows: each request
SELECT id, code, state, round, unit_id, parent_id, reason, outcome, due, waits, closed, class_,
       deputy_person, supervised, version
  FROM request
 ORDER BY id;

-- request_check_parties: value
SELECT COUNT(*)
  FROM request r
 WHERE NOT EXISTS (SELECT 1 FROM request_party p WHERE p.request_id = r.id);

-- request_check_steps: value
SELECT COUNT(*)
  FROM request r
 WHERE r.state IS DISTINCT FROM
       (SELECT s.to_state FROM request_step s WHERE s.request_id = r.id
          ORDER BY s.id DESC LIMIT 1);

-- request_check_parents: value
SELECT COUNT(*)
  FROM request r
  LEFT JOIN request p ON p.id = r.parent_id
 WHERE r.state = 'merged' AND (p.id IS NULL OR p.state = 'merged');

-- request_check_unaudited: value
-- Each step wrote an entry of the audit log in its own transaction.
SELECT COUNT(*)
  FROM (SELECT request_id, COUNT(*) AS n FROM request_step GROUP BY request_id) s
  LEFT JOIN (SELECT object_id, COUNT(*) AS n FROM audit_entry WHERE object = 'request'
              GROUP BY object_id) e ON e.object_id = s.request_id
 WHERE COALESCE(e.n, 0) < s.n;

-- request_check_anonymous: value
SELECT COUNT(*)
  FROM request_party
 WHERE anonymity = 'none' AND (name_sealed IS NOT NULL OR contact_sealed IS NOT NULL);

-- request_deputy_account: value (person_id int)
SELECT COALESCE(MIN(id), 0)
  FROM account
 WHERE person_id = :person_id AND state = 'open';

-- request_waits_lapse: value (today text)
SELECT COUNT(*)
  FROM request
 WHERE waits = 'citizen' AND due < :today;

-- request_same_add: count (request_id int, twin_id int)
INSERT INTO request_same (request_id, twin_id) VALUES (:request_id, :twin_id)
ON CONFLICT (request_id) DO NOTHING;

-- request_same_find: maybe request (request_id int)
SELECT r.id, r.code
  FROM request_same s
  JOIN request r ON r.id = s.twin_id
 WHERE s.request_id = :request_id;

-- request_same_others: value (id int)
-- How many more said this one: merged into it, or waiting to be.
SELECT (SELECT COUNT(*) FROM request WHERE parent_id = :id AND parent_id > 0)
     + (SELECT COUNT(*) FROM request_same s JOIN request r ON r.id = s.request_id
         WHERE s.twin_id = :id AND r.parent_id = 0 AND r.waits IS NOT NULL);

-- request_children_to: count (id int, parent_id int)
UPDATE request SET parent_id = :parent_id, version = version + 1
 WHERE parent_id = :id AND parent_id > 0;

-- Each request is counted once as received (with the one it joined when it was merged), and
-- once as closed when it has ended inside.
-- request_wrongly_booked: value ()
SELECT COUNT(*)
  FROM request AS r
 WHERE (SELECT COALESCE(SUM(f.quantity), 0) FROM ledger_fact AS f
         WHERE f.source = 'request' AND f.source_id = r.id
           AND f.measure >= 'request.received.' AND f.measure < 'request.received/')
       <> CASE WHEN r.state = 'merged' THEN 0 ELSE 1 END
    OR (SELECT COALESCE(SUM(f.quantity), 0) FROM ledger_fact AS f
         WHERE f.source = 'request' AND f.source_id = r.id
           AND f.measure >= 'request.closed.' AND f.measure < 'request.closed/')
       <> CASE WHEN r.class_ IN ('handled', 'converted', 'cannot') THEN 1 ELSE 0 END;

-- What the records themselves say was to be booked.
-- request_count_received: each ledger_count ()
SELECT 'request.received.' || channel AS measure, division, received AS at, 1 AS quantity
  FROM request
 WHERE state <> 'merged';

-- request_count_steps: each ledger_count ()
SELECT CASE s.event
            WHEN 'accept' THEN 'request.accepted' WHEN 'decline' THEN 'request.not_accepted'
            WHEN 'withdraw' THEN 'request.withdrawn' WHEN 'expire' THEN 'request.expired'
            WHEN 'explain' THEN 'request.explained' WHEN 'forward' THEN 'request.forwarded'
            WHEN 'return' THEN 'request.returned' WHEN 'extend' THEN 'request.extended'
            WHEN 'reply' THEN 'request.replied' WHEN 'convert' THEN 'request.converted'
            WHEN 'relapse' THEN 'request.relapsed' WHEN 'unsolved' THEN 'request.redone'
            ELSE 'request.supervised' END AS measure,
       r.division, s.at, 1 AS quantity
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.event IN ('accept', 'decline', 'withdraw', 'expire', 'explain', 'forward', 'return',
                   'extend', 'reply', 'convert', 'relapse', 'unsolved', 'supervise',
                   'unsolved_again');

-- How it ended, unless it was opened again; merged, unless it was split off.
-- request_count_ends: each ledger_count ()
SELECT CASE s.event
            WHEN 'solved' THEN 'request.solved' WHEN 'accept_explained' THEN 'request.agreed'
            WHEN 'lapse' THEN 'request.silent' WHEN 'merge' THEN 'request.merged'
            ELSE 'request.cannot' END AS measure,
       r.division, s.at, 1 AS quantity
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.event IN ('solved', 'accept_explained', 'accept_cannot', 'cannot', 'lapse', 'merge')
   AND NOT EXISTS (SELECT 1 FROM request_step AS l
                    WHERE l.request_id = s.request_id AND l.id > s.id
                      AND l.event IN ('relapse', 'split'));

-- request_count_closed: each ledger_count ()
SELECT 'request.closed.' || r.channel AS measure, r.division, s.at, 1 AS quantity
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.event IN ('solved', 'accept_explained', 'accept_cannot', 'cannot', 'lapse', 'convert')
   AND NOT EXISTS (SELECT 1 FROM request_step AS l
                    WHERE l.request_id = s.request_id AND l.id > s.id AND l.event = 'relapse');

-- request_count_answers: each ledger_count ()
SELECT 'request.' || w.what || '.' || w.word AS measure, r.division, w.at, 1 AS quantity
  FROM (SELECT request_id, at, 'reply' AS what, reply_satisfaction AS word
          FROM request_evaluation
        UNION ALL
        SELECT request_id, at, 'result', result_satisfaction FROM request_evaluation
        UNION ALL
        SELECT request_id, at, 'verdict', solved FROM request_evaluation) AS w
  JOIN request AS r ON r.id = w.request_id
 WHERE w.word IS NOT NULL;

-- Whether the day due was kept is told by the caller, who knows the day of the moment.
-- request_count_in_time: each request_in_time ()
SELECT CASE s.event WHEN 'reply' THEN 'request.on_time' ELSE 'request.responded' END AS measure,
       r.division, s.at, s.due_before
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.due_before IS NOT NULL
   AND (s.event = 'reply'
        OR (s.from_state = 'new' AND s.to_state NOT IN ('new', 'withdrawn')));

-- request_count_late: each ledger_count ()
SELECT 'request.overdue' AS measure, r.division, l.at, 1 AS quantity
  FROM request_late AS l JOIN request AS r ON r.id = l.request_id
UNION ALL
SELECT 'request.overdue.reply', r.division, l.at, 1
  FROM request_late AS l JOIN request AS r ON r.id = l.request_id
 WHERE l.reply = 1
UNION ALL
SELECT 'request.overdue.response', r.division, l.at, 1
  FROM request_late AS l JOIN request AS r ON r.id = l.request_id
 WHERE l.response = 1;

-- request_count_orders: each ledger_count ()
SELECT 'request.hotline' AS measure, r.division, o.at, 1 AS quantity
  FROM request_order AS o JOIN request AS r ON r.id = o.request_id
UNION ALL
SELECT 'request.hotline.deputies', r.division, o.at, 1
  FROM request_order AS o JOIN request AS r ON r.id = o.request_id
 WHERE o.first = 1
UNION ALL
SELECT 'request.hotline.solved', r.division, s.at, 1
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE s.event = 'solved'
   AND EXISTS (SELECT 1 FROM request_order AS o WHERE o.request_id = s.request_id)
   AND NOT EXISTS (SELECT 1 FROM request_step AS l
                    WHERE l.request_id = s.request_id AND l.id > s.id AND l.event = 'relapse');

-- request_count_scan_places: each ledger_count ()
SELECT 'request.scan.places' AS measure, r.town AS division, MIN(s.at) AS at, 1 AS quantity
  FROM request_step AS s JOIN request AS r ON r.id = s.request_id
 WHERE r.channel = 'scan' AND r.town IS NOT NULL AND r.town <> '' AND s.event = 'accept'
 GROUP BY r.town;

-- What one account did in a period, each request once.
-- request_did: many request_did (account_id int, since instant, upto instant)
-- bounded: one row for each event
SELECT event, COUNT(DISTINCT request_id) AS requests
  FROM request_step
 WHERE account_id = :account_id AND account_id > 0 AND at >= :since AND at < :upto
 GROUP BY event
 ORDER BY COUNT(DISTINCT request_id) DESC, event
 LIMIT 60;

-- request_handled: many request (account_id int, since instant, upto instant, max int)
SELECT id, uid, code, channel, state, round, title, body, division, county, town, place, coords,
       anonymity, station_id, deputy_id, deputy_person, unit_id, parent_id, kind, reason,
       outcome, ask_days, received, due, overdue, extended, supervised, provisional, waits,
       closed, class_, digest, version
  FROM request
 WHERE id IN (SELECT s.request_id FROM request_step AS s
               WHERE s.account_id = :account_id AND s.account_id > 0 AND s.at >= :since
                 AND s.at < :upto AND s.event <> 'note')
   AND closed IS NOT NULL
 ORDER BY closed DESC, id DESC
 LIMIT :max;
