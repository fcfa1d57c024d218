-- use: core/token_rows.h

-- token_by_hash: many token_row (hash text)
-- One row for each grant and extra range of its division; at least one when the token is there.
SELECT t.id, t.account_id, t.rights, t.seen, t.expires, a.name, a.person_id,
       CASE WHEN a.state = 'closed' THEN 1 ELSE 0 END AS closed,
       COALESCE(g.id, 0) AS grant_id, g.role, g.division, COALESCE(g.org_id, 0) AS org_id,
       r.code_from AS extra_from, r.code_to AS extra_to,
       COALESCE(r.sign, 0) AS extra_sign
  FROM api_token t
  JOIN account a ON a.id = t.account_id
  LEFT JOIN account_grant g ON g.account_id = t.account_id
  LEFT JOIN division_range r ON r.division = g.division
 WHERE t.hash = :hash
 ORDER BY g.id
 LIMIT 1000;

-- token_add: value (account_id int, hash text, name text, rights text, now instant,
--     expires instant)
INSERT INTO api_token (account_id, hash, name, rights, made_at, expires, seen)
VALUES (:account_id, :hash, :name, :rights, :now, :expires, 0)
RETURNING id;

-- token_count: value (account_id int, now instant)
SELECT COUNT(*) FROM api_token WHERE account_id = :account_id AND expires > :now;

-- token_of: many token (account_id int, now instant)
SELECT id, name, rights, made_at, expires, seen
  FROM api_token
 WHERE account_id = :account_id AND expires > :now
 ORDER BY id DESC
 LIMIT 50;

-- token_drop: count (id int, account_id int)
DELETE FROM api_token WHERE id = :id AND account_id = :account_id;

-- token_drop_all: count (account_id int)
DELETE FROM api_token WHERE account_id = :account_id;

-- token_seen: count (id int, now instant)
UPDATE api_token SET seen = :now WHERE id = :id AND seen < :now;

-- token_sweep: count (now instant)
DELETE FROM api_token WHERE expires <= :now;
