-- Sums by day for every ancestor division; derived from ledger_fact.  Anew: on SQLite a table
-- that is its own index, so that a period lies together.
CREATE TABLE d_ledger_day_new (
    measure TEXT NOT NULL,           -- code of the measure
    division TEXT NOT NULL,          -- any ancestor, zeros to 12 digits
    day TEXT NOT NULL,               -- YYYY-MM-DD
    quantity BIGINT NOT NULL,        -- sum
    records BIGINT NOT NULL,         -- bookings that stand
    CONSTRAINT d_ledger_days_pk PRIMARY KEY (measure, division, day)
);
INSERT INTO d_ledger_day_new (measure, division, day, quantity, records)
SELECT measure, division, day, quantity, records FROM d_ledger_day
 ORDER BY measure, division, day;
DROP TABLE d_ledger_day;
ALTER TABLE d_ledger_day_new RENAME TO d_ledger_day;

-- Sums by month for every ancestor division; derived from ledger_fact.
CREATE TABLE d_ledger_month_new (
    measure TEXT NOT NULL,           -- code of the measure
    division TEXT NOT NULL,          -- any ancestor, zeros to 12 digits
    month TEXT NOT NULL,             -- YYYY-MM
    quantity BIGINT NOT NULL,        -- sum
    records BIGINT NOT NULL,         -- bookings that stand
    CONSTRAINT d_ledger_months_pk PRIMARY KEY (measure, division, month)
);
INSERT INTO d_ledger_month_new (measure, division, month, quantity, records)
SELECT measure, division, month, quantity, records FROM d_ledger_month
 ORDER BY measure, division, month;
DROP TABLE d_ledger_month;
ALTER TABLE d_ledger_month_new RENAME TO d_ledger_month;
