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
INSERT INTO d_ledger_day (measure, division, day, quantity)
SELECT measure, ancestor, day, CAST(SUM(quantity) AS BIGINT)
  FROM (SELECT DISTINCT f.id, f.measure, SUBSTR(f.day, 1, 10) AS day, f.quantity,
               SUBSTR(f.division, 1, v.n) || v.pad AS ancestor
          FROM ledger_fact AS f CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v
         WHERE f.folded = 0 AND f.id <= :upto) AS up
 GROUP BY measure, ancestor, day
ON CONFLICT (measure, division, day) DO UPDATE
   SET quantity = d_ledger_day.quantity + excluded.quantity;

-- ledger_fold_months: count (upto int)
INSERT INTO d_ledger_month (measure, division, month, quantity)
SELECT measure, ancestor, month, CAST(SUM(quantity) AS BIGINT)
  FROM (SELECT DISTINCT f.id, f.measure, SUBSTR(f.day, 1, 7) AS month, f.quantity,
               SUBSTR(f.division, 1, v.n) || v.pad AS ancestor
          FROM ledger_fact AS f CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v
         WHERE f.folded = 0 AND f.id <= :upto) AS up
 GROUP BY measure, ancestor, month
ON CONFLICT (measure, division, month) DO UPDATE
   SET quantity = d_ledger_month.quantity + excluded.quantity;

-- ledger_mark: count (upto int)
UPDATE ledger_fact SET folded = 1 WHERE folded = 0 AND id <= :upto;

-- ledger_sum: value (measure text, division text, month_from text, month_to text, day_from date, day_to date, first date, whole_to date, low text, high text)
SELECT CAST(
    COALESCE((SELECT SUM(quantity) FROM d_ledger_month
               WHERE measure = :measure AND division = :division
                 AND month >= :month_from AND month < :month_to), 0)
  + COALESCE((SELECT SUM(quantity) FROM d_ledger_day
               WHERE measure = :measure AND division = :division
                 AND day >= :day_from AND day <= :day_to AND day < :first), 0)
  + COALESCE((SELECT SUM(quantity) FROM d_ledger_day
               WHERE measure = :measure AND division = :division
                 AND day >= :whole_to AND day >= :day_from AND day <= :day_to), 0)
  + COALESCE((SELECT SUM(quantity) FROM ledger_fact
               WHERE folded = 0 AND measure = :measure
                 AND division >= :low AND division < :high
                 AND day >= :day_from AND day <= :day_to), 0) AS BIGINT);

-- ledger_drop_days: count ()
DELETE FROM d_ledger_day;

-- ledger_drop_months: count ()
DELETE FROM d_ledger_month;

-- ledger_unmark: count ()
UPDATE ledger_fact SET folded = 0 WHERE folded = 1;

-- ledger_gaps_days: each ledger_gap ()
SELECT COALESCE(f.measure, s.measure) AS measure, COALESCE(f.ancestor, s.division) AS division,
       COALESCE(f.day, s.day) AS day, COALESCE(f.total, 0) AS facts,
       COALESCE(s.quantity, 0) AS sums
  FROM (SELECT measure, ancestor, day, CAST(SUM(quantity) AS BIGINT) AS total
  FROM (SELECT DISTINCT f.id, f.measure, SUBSTR(f.day, 1, 10) AS day, f.quantity,
               SUBSTR(f.division, 1, v.n) || v.pad AS ancestor
          FROM ledger_fact AS f CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v
         WHERE f.folded = 1) AS up
 GROUP BY measure, ancestor, day) AS f
  FULL JOIN d_ledger_day AS s
    ON s.measure = f.measure AND s.division = f.ancestor AND s.day = f.day
 WHERE COALESCE(f.total, 0) <> COALESCE(s.quantity, 0)
 ORDER BY 1, 2, 3;

-- ledger_gaps_months: each ledger_gap ()
SELECT COALESCE(f.measure, s.measure) AS measure, COALESCE(f.ancestor, s.division) AS division,
       COALESCE(f.month, s.month) AS day, COALESCE(f.total, 0) AS facts,
       COALESCE(s.quantity, 0) AS sums
  FROM (SELECT measure, ancestor, month, CAST(SUM(quantity) AS BIGINT) AS total
  FROM (SELECT DISTINCT f.id, f.measure, SUBSTR(f.day, 1, 7) AS month, f.quantity,
               SUBSTR(f.division, 1, v.n) || v.pad AS ancestor
          FROM ledger_fact AS f CROSS JOIN (
            SELECT 0 AS n, '000000000000' AS pad UNION ALL SELECT 2, '0000000000'
            UNION ALL SELECT 4, '00000000' UNION ALL SELECT 6, '000000'
            UNION ALL SELECT 9, '000' UNION ALL SELECT 12, ''
            UNION ALL SELECT 99, '') AS v
         WHERE f.folded = 1) AS up
 GROUP BY measure, ancestor, month) AS f
  FULL JOIN d_ledger_month AS s
    ON s.measure = f.measure AND s.division = f.ancestor AND s.month = f.month
 WHERE COALESCE(f.total, 0) <> COALESCE(s.quantity, 0)
 ORDER BY 1, 2, 3;
