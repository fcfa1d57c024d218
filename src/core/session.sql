-- use: core/session_rows.h

-- session_by_hash: many session_row (hash text)
-- One row for each grant and extra range of its division; at least one when the session is there.
SELECT s.id, s.kind, COALESCE(s.account_id, 0) AS account_id, s.case_id, s.seen, s.expires,
       a.name, COALESCE(a.person_id, 0) AS person_id,
       CASE WHEN a.state = 'closed' THEN 1 ELSE 0 END AS closed,
       COALESCE(g.id, 0) AS grant_id, g.role, g.division, COALESCE(g.org_id, 0) AS org_id,
       r.code_from AS extra_from, r.code_to AS extra_to,
       COALESCE(r.sign, 0) AS extra_sign
  FROM session s
  LEFT JOIN account a ON a.id = s.account_id
  LEFT JOIN account_grant g ON g.account_id = s.account_id AND s.kind = 'full'
  LEFT JOIN division_range r ON r.division = g.division
 WHERE s.hash = :hash
 LIMIT 1000;

-- session_add: value (hash text, kind session_kind, account_id int, case_id int, device text,
--     now instant, expires instant)
INSERT INTO session (hash, kind, account_id, case_id, device, started, seen, expires)
VALUES (:hash, :kind, NULLIF(:account_id, 0), :case_id, :device, :now, :now, :expires)
RETURNING id;

-- session_seen: count (id int, now instant)
UPDATE session SET seen = :now WHERE id = :id AND seen < :now;

-- session_drop: count (hash text)
DELETE FROM session WHERE hash = :hash;

-- session_drop_own: count (id int, account_id int)
DELETE FROM session WHERE id = :id AND account_id = :account_id;

-- session_drop_all: count (account_id int)
DELETE FROM session WHERE account_id = :account_id;

-- session_drop_others: count (account_id int, id int)
DELETE FROM session WHERE account_id = :account_id AND id <> :id;

-- session_drop_old: count (now instant, seen_before instant)
DELETE FROM session WHERE expires <= :now OR seen < :seen_before;

-- session_of: many session (account_id int, now instant, seen_after instant)
SELECT id, device, started, seen, expires
  FROM session
 WHERE account_id = :account_id AND kind = 'full' AND expires > :now AND seen > :seen_after
 ORDER BY id DESC
 LIMIT 50;
