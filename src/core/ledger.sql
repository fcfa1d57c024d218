-- use: core/ledger.h

-- ledger_add: count (measure text, division text, day date, quantity int, source text, source_id int, account_id int, at instant)
INSERT INTO ledger_fact (measure, division, day, quantity, source, source_id, corrects,
                         account_id, at, folded)
VALUES (:measure, :division, :day, :quantity, :source, :source_id, NULL, :account_id, :at, 0);

-- ledger_standing: many ledger_fact (measure text, source text, source_id int)
-- bounded: what one record booked under one measure
SELECT f.id, f.division, f.day, f.quantity
  FROM ledger_fact AS f
 WHERE f.source = :source AND f.source_id = :source_id AND f.measure = :measure
   AND f.corrects IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_fact AS c WHERE c.corrects = f.id)
 ORDER BY f.id;

-- ledger_counter: count (id int, account_id int, at instant)
INSERT INTO ledger_fact (measure, division, day, quantity, source, source_id, corrects,
                         account_id, at, folded)
SELECT measure, division, day, -quantity, source, source_id, id, :account_id, :at, 0
  FROM ledger_fact
 WHERE id = :id;

-- ledger_waiting: value ()
SELECT COUNT(*) FROM (SELECT id FROM ledger_fact WHERE folded = 0 LIMIT 1) AS w;

-- ledger_upto: value (max int)
SELECT COALESCE(MAX(id), 0)
  FROM (SELECT id FROM ledger_fact WHERE folded = 0 ORDER BY id LIMIT :max) AS tail;

-- ledger_fold_days: count (upto int)
INSERT INTO d_ledger_day (measure, division, day, quantity, records)
SELECT measure, ancestor, day, CAST(SUM(quantity) AS BIGINT) AS quantity,
       CAST(SUM(records) AS BIGINT) AS records
  FROM (SELECT DISTINCT g.measure, g.division, g.day, g.quantity, g.records,
               SUBSTR(g.division, 1, v.n) || v.pad AS ancestor
          FROM (SELECT measure, division, SUBSTR(day, 1, 10) AS day,
                       SUM(quantity) AS quantity,
                       SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END) AS records
                  FROM ledger_fact
                 WHERE folded = 0 AND id <= :upto
                 GROUP BY measure, division, SUBSTR(day, 1, 10)) AS g
         CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v) AS up
 GROUP BY measure, ancestor, day
ON CONFLICT (measure, division, day) DO UPDATE
   SET quantity = d_ledger_day.quantity + excluded.quantity,
       records = d_ledger_day.records + excluded.records;

-- ledger_fold_months: count (upto int)
INSERT INTO d_ledger_month (measure, division, month, quantity, records)
SELECT measure, ancestor, month, CAST(SUM(quantity) AS BIGINT) AS quantity,
       CAST(SUM(records) AS BIGINT) AS records
  FROM (SELECT DISTINCT g.measure, g.division, g.month, g.quantity, g.records,
               SUBSTR(g.division, 1, v.n) || v.pad AS ancestor
          FROM (SELECT measure, division, SUBSTR(day, 1, 7) AS month,
                       SUM(quantity) AS quantity,
                       SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END) AS records
                  FROM ledger_fact
                 WHERE folded = 0 AND id <= :upto
                 GROUP BY measure, division, SUBSTR(day, 1, 7)) AS g
         CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v) AS up
 GROUP BY measure, ancestor, month
ON CONFLICT (measure, division, month) DO UPDATE
   SET quantity = d_ledger_month.quantity + excluded.quantity,
       records = d_ledger_month.records + excluded.records;

-- ledger_mark: count (upto int)
UPDATE ledger_fact SET folded = 1 WHERE folded = 0 AND id <= :upto;

-- ledger_sum: one ledger_total (measure text, division text, month_from text, month_to text, head date, head_to date, head_sign int, tail date, tail_to date, tail_sign int)
SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS quantity,
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

-- What is not folded yet.  The limit keeps the reader on the small index of the tail.
-- ledger_tail: one ledger_total (measure text, low text, high text, day_from date, day_to date)
SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS quantity,
       CAST(COALESCE(SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END), 0) AS BIGINT) AS records
  FROM (SELECT measure, division, day, quantity, corrects
          FROM ledger_fact WHERE folded = 0 ORDER BY id LIMIT 9000000) AS tail
 WHERE measure = :measure AND division >= :low AND division < :high
   AND day >= :day_from AND day <= :day_to;

-- ledger_after: one ledger_total (measure text, low text, high text, day_from date, day_to date, cutoff instant)
SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS quantity,
       CAST(COALESCE(SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END), 0) AS BIGINT) AS records
  FROM ledger_fact
 WHERE measure = :measure AND day >= :day_from AND day <= :day_to
   AND division >= :low AND division < :high AND at > :cutoff;

-- One page of the facts that make a figure, newest first.
-- ledger_page: many ledger_entry (measure text, low text, high text, day_from date, day_to date, cutoff instant, last_day text, last_id int, max int)
SELECT f.id, f.measure, f.division, f.day, f.quantity, f.source, f.source_id, f.at
  FROM ledger_fact AS f
 WHERE f.measure = :measure AND f.day >= :day_from AND f.day <= :day_to
   AND (f.day, f.id) < (:last_day, :last_id)
   AND f.division >= :low AND f.division < :high
   AND f.at <= :cutoff AND f.corrects IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_fact AS c WHERE c.corrects = f.id AND c.at <= :cutoff)
 ORDER BY f.day DESC, f.id DESC
 LIMIT :max;

-- ledger_booked: each ledger_count (low text, high text)
SELECT measure, division, day, CAST(SUM(quantity) AS BIGINT) AS quantity
  FROM ledger_fact
 WHERE measure >= :low AND measure < :high
 GROUP BY measure, division, day;

-- ledger_drop_days: count ()
DELETE FROM d_ledger_day;

-- ledger_drop_months: count ()
DELETE FROM d_ledger_month;

-- ledger_unmark: count ()
UPDATE ledger_fact SET folded = 0 WHERE folded = 1;

-- ledger_gaps_days: each ledger_gap ()
SELECT COALESCE(f.measure, s.measure) AS measure, COALESCE(f.ancestor, s.division) AS division,
       COALESCE(f.day, s.day) AS day, COALESCE(f.quantity, 0) AS facts,
       COALESCE(s.quantity, 0) AS sums
  FROM (SELECT measure, ancestor, day, CAST(SUM(quantity) AS BIGINT) AS quantity,
       CAST(SUM(records) AS BIGINT) AS records
  FROM (SELECT DISTINCT g.measure, g.division, g.day, g.quantity, g.records,
               SUBSTR(g.division, 1, v.n) || v.pad AS ancestor
          FROM (SELECT measure, division, SUBSTR(day, 1, 10) AS day,
                       SUM(quantity) AS quantity,
                       SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END) AS records
                  FROM ledger_fact
                 WHERE folded = 1
                 GROUP BY measure, division, SUBSTR(day, 1, 10)) AS g
         CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v) AS up
 GROUP BY measure, ancestor, day) AS f
  FULL JOIN d_ledger_day AS s
    ON s.measure = f.measure AND s.division = f.ancestor AND s.day = f.day
 WHERE COALESCE(f.quantity, 0) <> COALESCE(s.quantity, 0)
    OR COALESCE(f.records, 0) <> COALESCE(s.records, 0)
 ORDER BY 1, 2, 3;

-- ledger_gaps_months: each ledger_gap ()
SELECT COALESCE(f.measure, s.measure) AS measure, COALESCE(f.division, s.division) AS division,
       COALESCE(f.month, s.month) AS day, COALESCE(f.quantity, 0) AS facts,
       COALESCE(s.quantity, 0) AS sums
  FROM (SELECT measure, division, SUBSTR(day, 1, 7) AS month,
               CAST(SUM(quantity) AS BIGINT) AS quantity,
               CAST(SUM(records) AS BIGINT) AS records
          FROM d_ledger_day
         GROUP BY measure, division, SUBSTR(day, 1, 7)) AS f
  FULL JOIN d_ledger_month AS s
    ON s.measure = f.measure AND s.division = f.division AND s.month = f.month
 WHERE COALESCE(f.quantity, 0) <> COALESCE(s.quantity, 0)
    OR COALESCE(f.records, 0) <> COALESCE(s.records, 0)
 ORDER BY 1, 2, 3;
