-- use: feature/stats/stats_grid.h
-- use: feature/stats/stats_ask.h
-- use: feature/stats/stats_public.h

-- stats_places: many stats_sum (measure text, parent text, month_from text, month_to text, head date, head_to date, head_sign int, tail date, tail_to date, tail_sign int)
-- bounded: children of one division
SELECT code AS key, CAST(SUM(quantity) AS BIGINT) AS quantity,
       CAST(SUM(records) AS BIGINT) AS records
  FROM (SELECT d.code, s.quantity, s.records
          FROM division AS d JOIN d_ledger_month AS s
            ON s.measure = :measure AND s.division = d.code
           AND s.month >= :month_from AND s.month < :month_to
         WHERE d.parent = :parent
        UNION ALL
        SELECT d.code, s.quantity * :head_sign, s.records * :head_sign
          FROM division AS d JOIN d_ledger_day AS s
            ON s.measure = :measure AND s.division = d.code
           AND s.day >= :head AND s.day < :head_to
         WHERE d.parent = :parent
        UNION ALL
        SELECT d.code, s.quantity * :tail_sign, s.records * :tail_sign
          FROM division AS d JOIN d_ledger_day AS s
            ON s.measure = :measure AND s.division = d.code
           AND s.day >= :tail AND s.day < :tail_to
         WHERE d.parent = :parent) AS parts
 GROUP BY code
 ORDER BY code;

-- stats_whole: many stats_sum (measure text, division text, month_from text, month_to text, head date, head_to date, head_sign int, tail date, tail_to date, tail_sign int)
-- bounded: one row
SELECT CAST(:division AS TEXT) AS key, CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS quantity,
       CAST(COALESCE(SUM(records), 0) AS BIGINT) AS records
  FROM (SELECT quantity, records FROM d_ledger_month
         WHERE measure = :measure AND division = :division
           AND month >= :month_from AND month < :month_to
        UNION ALL
        SELECT quantity * :head_sign, records * :head_sign FROM d_ledger_day
         WHERE measure = :measure AND division = :division
           AND day >= :head AND day < :head_to
        UNION ALL
        SELECT quantity * :tail_sign, records * :tail_sign FROM d_ledger_day
         WHERE measure = :measure AND division = :division
           AND day >= :tail AND day < :tail_to) AS parts;

-- stats_months: many stats_sum (measure text, division text, month_from text, month_to text)
-- bounded: months of a period
SELECT month AS key, quantity, records
  FROM d_ledger_month
 WHERE measure = :measure AND division = :division
   AND month >= :month_from AND month <= :month_to
 ORDER BY month;

-- stats_days: many stats_sum (measure text, division text, day_from date, day_to date)
-- bounded: days of a period
SELECT day AS key, quantity, records
  FROM d_ledger_day
 WHERE measure = :measure AND division = :division
   AND day >= :day_from AND day <= :day_to
 ORDER BY day;

-- stats_tail: many ledger_entry (low text, high text, day_to date)
-- bounded: what the job has not folded yet, some seconds' worth
SELECT id, measure, division, day, quantity, source, COALESCE(corrects, 0) AS source_id, at
  FROM ledger_fact
 WHERE folded = 0 AND division >= :low AND division < :high AND day <= :day_to;

-- The first month in which anything of the measure was booked there.
-- stats_since: maybe stats_sum (measure text, division text)
SELECT month AS key, quantity, records
  FROM d_ledger_month
 WHERE measure = :measure AND division = :division
 ORDER BY month
 LIMIT 1;

-- All that lie right below, those of former times too.
-- stats_members: many division (parent text)
-- bounded: children of one division
SELECT code, kind FROM division WHERE parent = :parent ORDER BY code;

-- stats_family: each stats_month (measure text, parent text, month_from text, month_to text)
SELECT s.division AS place, s.month, s.quantity, s.records
  FROM (SELECT code FROM division WHERE parent = :parent) AS d
 CROSS JOIN d_ledger_month AS s
 WHERE s.measure = :measure AND s.division = d.code
   AND s.month >= :month_from AND s.month <= :month_to;

-- stats_own_months: each stats_month (measure text, division text, month_from text, month_to text)
SELECT division AS place, month, quantity, records
  FROM d_ledger_month
 WHERE measure = :measure AND division = :division
   AND month >= :month_from AND month <= :month_to;

-- The first month of the oldest of these measures; one look-up each.
-- stats_first_month: maybe stats_sum (division text)
SELECT month AS key, quantity, records
  FROM d_ledger_month
 WHERE measure IN ('request.received.scan', 'request.received.station',
                   'request.received.deputy', 'request.received.telephone',
                   'request.received.letter')
   AND division = :division
 ORDER BY month
 LIMIT 1;

-- Where anything of the measure was booked, below a division: the first two.
-- stats_used: many stats_word (measure text, parent text)
SELECT d.code AS word
  FROM division AS d
 WHERE d.parent = :parent
   AND EXISTS (SELECT 1 FROM d_ledger_month AS s
                WHERE s.measure = :measure AND s.division = d.code)
 ORDER BY d.code
 LIMIT 2;

-- stats_ask_add: value (public_id text, title text, note text, division text, day_from date,
--     day_to date, due date, made_at instant, made_by int)
INSERT INTO stats_ask (public_id, title, note, division, day_from, day_to, due, made_at,
                       made_by, finished_at, version)
VALUES (:public_id, :title, :note, :division, :day_from, :day_to, :due, :made_at,
        :made_by, NULL, 1)
RETURNING id;

-- stats_ask_row_add: count (ask_id int, place int, measure text)
INSERT INTO stats_ask_row (ask_id, place, measure) VALUES (:ask_id, :place, :measure);

-- stats_ask_place_add: count (ask_id int, division text)
INSERT INTO stats_ask_place (ask_id, division, confirmed_at, confirmed_by, confirmer, note,
                             version)
VALUES (:ask_id, :division, NULL, 0, NULL, NULL, 1);

-- stats_ask_get: one stats_ask (public_id text)
SELECT a.id, a.public_id, a.title, a.note, a.division, a.day_from, a.day_to, a.due, a.made_at,
       a.made_by, a.finished_at, a.version,
       (SELECT COUNT(*) FROM stats_ask_place AS p WHERE p.ask_id = a.id) AS places,
       (SELECT COUNT(*) FROM stats_ask_place AS p
         WHERE p.ask_id = a.id AND p.confirmed_at IS NOT NULL) AS confirmed
  FROM stats_ask AS a
 WHERE a.public_id = :public_id;

-- stats_ask_made: many stats_ask (low text, high text, before int, max int)
SELECT a.id, a.public_id, a.title, a.note, a.division, a.day_from, a.day_to, a.due, a.made_at,
       a.made_by, a.finished_at, a.version,
       (SELECT COUNT(*) FROM stats_ask_place AS p WHERE p.ask_id = a.id) AS places,
       (SELECT COUNT(*) FROM stats_ask_place AS p
         WHERE p.ask_id = a.id AND p.confirmed_at IS NOT NULL) AS confirmed
  FROM stats_ask AS a
 WHERE a.division >= :low AND a.division < :high AND a.id < :before
 ORDER BY a.id DESC
 LIMIT :max;

-- stats_ask_got: many stats_ask (low text, high text, before int, max int)
SELECT a.id, a.public_id, a.title, a.note, a.division, a.day_from, a.day_to, a.due, a.made_at,
       a.made_by, a.finished_at, a.version,
       (SELECT COUNT(*) FROM stats_ask_place AS p
         WHERE p.ask_id = a.id AND p.division >= :low AND p.division < :high) AS places,
       (SELECT COUNT(*) FROM stats_ask_place AS p
         WHERE p.ask_id = a.id AND p.division >= :low AND p.division < :high
           AND p.confirmed_at IS NOT NULL) AS confirmed
  FROM stats_ask AS a
 WHERE a.id < :before
   AND EXISTS (SELECT 1 FROM stats_ask_place AS p
                WHERE p.ask_id = a.id AND p.division >= :low AND p.division < :high)
 ORDER BY a.id DESC
 LIMIT :max;

-- stats_ask_rows: many stats_word (ask_id int)
-- bounded: the rows of one sheet
SELECT measure AS word FROM stats_ask_row WHERE ask_id = :ask_id ORDER BY place;

-- stats_ask_places: many stats_place (ask_id int)
-- bounded: the places of one sheet
SELECT p.division, d.name, p.confirmed_at, p.confirmed_by, p.confirmer, p.note, p.version
  FROM stats_ask_place AS p JOIN division AS d ON d.code = p.division
 WHERE p.ask_id = :ask_id
 ORDER BY p.division;

-- stats_ask_place_set: count (ask_id int, division text, version int, confirmed_at instant,
--     confirmed_by int, confirmer text, note text)
UPDATE stats_ask_place
   SET confirmed_at = :confirmed_at, confirmed_by = :confirmed_by, confirmer = :confirmer,
       note = :note, version = version + 1
 WHERE ask_id = :ask_id AND division = :division AND version = :version;

-- stats_ask_cell_put: count (ask_id int, division text, measure text, value int, base int,
--     silent int, records int)
INSERT INTO stats_ask_cell (ask_id, division, measure, value, base, silent, records)
VALUES (:ask_id, :division, :measure, :value, :base, :silent, :records)
ON CONFLICT (ask_id, division, measure) DO UPDATE
   SET value = excluded.value, base = excluded.base, silent = excluded.silent,
       records = excluded.records;

-- stats_ask_cells: many stats_cell (ask_id int)
-- bounded: rows by places of one sheet
SELECT division, measure, value, base, silent, records
  FROM stats_ask_cell
 WHERE ask_id = :ask_id
 ORDER BY division, measure;

-- stats_ask_finish: count (id int, version int, at instant)
UPDATE stats_ask SET finished_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND finished_at IS NULL;
