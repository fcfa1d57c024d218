-- use: core/file.h

-- file_count: value (object text, object_id int)
SELECT COUNT(*) FROM file WHERE object = :object AND object_id = :object_id;

-- file_add: value (hash text, type text, size int, width int, height int, name text, object text, object_id int, is_public bool, at instant)
INSERT INTO file (hash, type, size, width, height, name, object, object_id, is_public, at)
VALUES (:hash, :type, :size, :width, :height, :name, :object, :object_id, :is_public, :at)
RETURNING id;

-- file_of: many file (object text, object_id int)
-- bounded: a handful to a record
SELECT id, hash, type, size, width, height, name, object, object_id, is_public
  FROM file
 WHERE object = :object AND object_id = :object_id
 ORDER BY id;

-- file_get: maybe file (id int)
SELECT id, hash, type, size, width, height, name, object, object_id, is_public
  FROM file
 WHERE id = :id;

-- file_named: value (hash text)
SELECT COUNT(*) FROM (SELECT id FROM file WHERE hash = :hash LIMIT 1) AS f;

-- file_after: many file (id int)
SELECT id, hash, type, size, width, height, name, object, object_id, is_public
  FROM file
 WHERE id > :id
 ORDER BY id
 LIMIT 500;

-- file_under_others: many file (key_id text)
-- The same content may hang on many records: one row stands for it.
SELECT id, hash, type, size, width, height, name, object, object_id, is_public
  FROM file AS f
 WHERE SUBSTR(hash, 1, 8) <> :key_id
   AND id = (SELECT MIN(same.id) FROM file AS same WHERE same.hash = f.hash)
 ORDER BY id
 LIMIT 8;

-- file_renamed: count (hash text, name text)
UPDATE file SET hash = :name WHERE hash = :hash;

-- file_keyed: value (key_id text)
SELECT COUNT(*) FROM file WHERE SUBSTR(hash, 1, 8) = :key_id;
