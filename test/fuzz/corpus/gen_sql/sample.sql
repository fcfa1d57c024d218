-- use: feature/request/request.h

-- Remarks between statements are for readers only.
-- request_by_code: one request (code text)
SELECT id, code, title FROM request WHERE code = :code; -- and after them

-- request_due: many request (division_from text,
--     division_to text, before instant, max int)
SELECT id, 'it''s :no parameter; -- no remark' AS title
  FROM request -- a remark
 WHERE division >= :division_from AND division < :division_to AND due < :before
 ORDER BY due, id
 LIMIT :max;

-- request_kinds: many request
-- bounded: there are five kinds
SELECT kind FROM request_kind;

-- request_walk: each request (state request_state)
WITH open AS (SELECT id FROM request WHERE state = :state) SELECT id FROM open;

-- request_number: value (division text)
SELECT COUNT(*) FROM request WHERE division = :division;

-- request_claim: maybe request (now instant) at read-committed
UPDATE request SET lease = :now WHERE lease < :now RETURNING id;

-- request_put: count (id int, body bytes, day date, cost money, open bool, phone priv)
-- only: sqlite
INSERT INTO r VALUES (:id, :body, :day, :cost, :open, :phone);

-- request_put: count (id int, body bytes, day date, cost money, open bool, phone priv)
-- only: postgres
INSERT INTO r VALUES (:id, :body, :day, :cost, :open, :phone) ON CONFLICT DO NOTHING;
