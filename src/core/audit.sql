-- use: core/audit_rows.h

-- audit_entry_add: count (at instant, account_id int, roles text, session_id int, action text,
--     object text, object_id int, division text, note text, trace text)
INSERT INTO audit_entry (at, account_id, roles, session_id, action, object, object_id, division,
    note, trace)
VALUES (:at, :account_id, :roles, :session_id, :action, :object, :object_id, :division, :note,
    :trace);

-- audit_entry_unsealed: many audit_entry (after int)
SELECT e.id, e.at, e.account_id, e.roles, e.session_id, e.action, e.object, e.object_id,
       e.division, e.note, e.trace
  FROM audit_entry e
 WHERE e.id > :after
   AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id)
 ORDER BY e.id
 LIMIT 1000;

-- audit_entry_waiting: value (after int)
SELECT COUNT(*)
  FROM audit_entry e
 WHERE e.id > :after
   AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id);

-- audit_entry_settled: value (after int, before instant)
SELECT COALESCE(MAX(id), :after) FROM audit_entry WHERE id > :after AND at < :before;

-- audit_entry_newest: many audit_entry (action text, before int, max int)
SELECT id, at, account_id, roles, session_id, action, object, object_id, division, note, trace
  FROM audit_entry
 WHERE (:action IS NULL OR action = :action) AND (:before = 0 OR id < :before)
 ORDER BY id DESC
 LIMIT :max;

-- audit_seal_last: maybe audit_head ()
SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1;

-- audit_seal_add: count (seq int, entry_id int, hash bytes)
INSERT INTO audit_seal (seq, entry_id, hash) VALUES (:seq, :entry_id, :hash);

-- audit_seal_each: each audit_link (after int)
SELECT s.seq, s.entry_id, s.hash, CASE WHEN e.id IS NULL THEN 0 ELSE 1 END AS found,
       COALESCE(e.id, 0) AS id, e.at, COALESCE(e.account_id, 0) AS account_id, e.roles,
       COALESCE(e.session_id, 0) AS session_id, e.action, e.object,
       COALESCE(e.object_id, 0) AS object_id, e.division, e.note, e.trace
  FROM audit_seal s
  LEFT JOIN audit_entry e ON e.id = s.entry_id
 WHERE s.seq > :after
 ORDER BY s.seq;

-- audit_missed: value (before instant)
-- Entries below the newest sealed one that were never sealed though long committed.
SELECT COUNT(*)
  FROM audit_entry e
 WHERE e.at < :before
   AND e.id < (SELECT COALESCE(MAX(s.entry_id), 0) FROM audit_seal s)
   AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id);

-- audit_checkpoint_last: maybe audit_checkpoint ()
SELECT size, prior, hash, at, signature, origin, tree
  FROM audit_checkpoint
 ORDER BY size DESC
 LIMIT 1;

-- audit_checkpoint_after: many audit_checkpoint (size int)
SELECT size, prior, hash, at, signature, origin, tree
  FROM audit_checkpoint
 WHERE size > :size
 ORDER BY size
 LIMIT 1000;

-- audit_checkpoint_add: count (size int, prior int, hash bytes, at instant, signature bytes, origin text, tree bytes)
INSERT INTO audit_checkpoint (size, prior, hash, at, signature, origin, tree)
VALUES (:size, :prior, :hash, :at, :signature, :origin, :tree);
