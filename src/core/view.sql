-- use: core/view.h

-- view_of: many view (account_id int, path text, max int)
SELECT id, path, name, query
  FROM saved_view
 WHERE account_id = :account_id AND (:path IS NULL OR path = :path)
 ORDER BY path, name
 LIMIT :max;

-- view_count: value (account_id int)
SELECT COUNT(*) FROM saved_view WHERE account_id = :account_id;

-- view_put: count (account_id int, path text, name text, query text, now instant)
INSERT INTO saved_view (account_id, path, name, query, made_at)
VALUES (:account_id, :path, :name, :query, :now)
    ON CONFLICT (account_id, path, name)
    DO UPDATE SET query = excluded.query, made_at = excluded.made_at;

-- view_taken: value (id int, account_id int, name text)
-- Another view of the same list has the name.
SELECT COUNT(*)
  FROM saved_view AS v JOIN saved_view AS o
    ON o.account_id = v.account_id AND o.path = v.path AND o.id <> v.id AND o.name = :name
 WHERE v.id = :id AND v.account_id = :account_id;

-- view_name: count (id int, account_id int, name text)
UPDATE saved_view SET name = :name WHERE id = :id AND account_id = :account_id;

-- view_drop: count (id int, account_id int)
DELETE FROM saved_view WHERE id = :id AND account_id = :account_id;
