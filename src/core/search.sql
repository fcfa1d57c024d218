-- use: core/search.h

-- The index is derived: its tables are made when it is opened and are no part of the steps.

-- search_make_parts: count ()
-- only: sqlite
CREATE VIRTUAL TABLE IF NOT EXISTS d_search_part
 USING fts5(terms, division UNINDEXED, tokenize = 'ascii');

-- search_make_parts: count ()
-- only: postgres
CREATE TABLE IF NOT EXISTS d_search_part (
    id BIGINT CONSTRAINT d_search_part_pk PRIMARY KEY, division TEXT NOT NULL,
    terms tsvector NOT NULL);

-- search_make_state: count ()
CREATE TABLE IF NOT EXISTS d_search_state (last BIGINT NOT NULL);

-- search_make_index: count ()
-- only: sqlite
CREATE UNIQUE INDEX IF NOT EXISTS d_search_state_one ON d_search_state (last);

-- search_make_index: count ()
-- only: postgres
CREATE INDEX IF NOT EXISTS d_search_part_terms ON d_search_part USING gin (terms);

-- search_state_start: count ()
INSERT INTO d_search_state (last) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM d_search_state);

-- search_note: value (kind text, object_id int)
INSERT INTO search_feed (kind, object_id, fed) VALUES (:kind, :object_id, 0) RETURNING id;

-- search_note_first: count (kind text, object_id int)
INSERT INTO search_feed (kind, object_id, fed) VALUES (:kind, :object_id, 0);

-- search_note_clear: count (kind text, object_id int, id int)
DELETE FROM search_feed WHERE kind = :kind AND object_id = :object_id AND id < :id;

-- search_feed_after: many search_item (after int, max int)
SELECT id, kind, object_id FROM search_feed WHERE id > :after ORDER BY id LIMIT :max;

-- search_feed_waiting: many search_item (max int)
SELECT id, kind, object_id FROM search_feed WHERE fed = 0 ORDER BY id LIMIT :max;

-- search_feed_mark: count (id int)
UPDATE search_feed SET fed = 1 WHERE id = :id;

-- search_feed_unmark: count ()
UPDATE search_feed SET fed = 0 WHERE fed = 1;

-- search_feed_last: value ()
SELECT COALESCE(MAX(id), 0) FROM search_feed;

-- search_last: value ()
SELECT last FROM d_search_state;

-- search_last_set: count (last int)
UPDATE d_search_state SET last = :last;

-- search_clear: count ()
DELETE FROM d_search_part;

-- search_has: value (low int, high int)
-- only: sqlite
SELECT COUNT(*)
  FROM (SELECT 1 FROM d_search_part WHERE rowid >= :low AND rowid <= :high LIMIT 1) AS part;

-- search_has: value (low int, high int)
-- only: postgres
SELECT COUNT(*)
  FROM (SELECT 1 FROM d_search_part WHERE id >= :low AND id <= :high LIMIT 1) AS part;

-- search_drop: count (low int, high int)
-- only: sqlite
DELETE FROM d_search_part WHERE rowid >= :low AND rowid <= :high;

-- search_drop: count (low int, high int)
-- only: postgres
DELETE FROM d_search_part WHERE id >= :low AND id <= :high;

-- search_put: count (id int, division text, terms text)
-- only: sqlite
INSERT INTO d_search_part (rowid, division, terms) VALUES (:id, :division, :terms);

-- search_put: count (id int, division text, terms text)
-- only: postgres
INSERT INTO d_search_part (id, division, terms)
VALUES (:id, :division, CAST(CAST(:terms AS TEXT) AS tsvector));

-- How many parts hold it, counted up to max; the index alone is read.
-- search_common: value (query text, low int, high int, max int)
-- only: sqlite
SELECT COUNT(*)
  FROM (SELECT 1 FROM d_search_part
         WHERE d_search_part MATCH :query AND rowid >= :low AND rowid <= :high
         LIMIT :max) AS part;

-- search_common: value (query text, low int, high int, max int)
-- only: postgres
SELECT COUNT(*)
  FROM (SELECT 1 FROM d_search_part
         WHERE terms @@ CAST(CAST(:query AS TEXT) AS tsquery) AND id >= :low AND id <= :high
         LIMIT :max) AS part;

-- search_hits: many search_hit (query text, exact text, low int, high int, division_from text, division_to text, max int)
-- only: sqlite
SELECT rowid AS id FROM d_search_part
 WHERE d_search_part MATCH :query AND rowid >= :low AND rowid <= :high
   AND (:division_to = '~' OR (division >= :division_from AND division < :division_to))
   AND (:exact = '' OR instr(' ' || terms, :exact) > 0)
 ORDER BY rowid DESC
 LIMIT :max;

-- search_hits: many search_hit (query text, exact text, low int, high int, division_from text, division_to text, max int)
-- only: postgres
SELECT id FROM d_search_part
 WHERE terms @@ CAST(CAST(:query AS TEXT) AS tsquery) AND id >= :low AND id <= :high
   AND CAST(:exact AS TEXT) = ''
   AND division >= :division_from AND division < :division_to
 ORDER BY id DESC
 LIMIT :max;
