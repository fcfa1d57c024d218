-- use: core/calendar.h

-- calendar_years: many calendar_year ()
-- bounded: one row a year
SELECT year, version, source FROM calendar_year ORDER BY year;

-- calendar_days: many calendar_day ()
-- bounded: some forty rows a year
SELECT day, year, off, name FROM calendar_day ORDER BY day;

-- calendar_year_clear: count (year int)
DELETE FROM calendar_day WHERE year = :year;

-- calendar_year_put: count (year int, source text, now instant)
INSERT INTO calendar_year (year, version, source, imported_at)
SELECT CAST(:year AS BIGINT), COALESCE(MAX(version), 0) + 1, CAST(:source AS TEXT),
       CAST(:now AS BIGINT)
  FROM calendar_year
 WHERE TRUE
ON CONFLICT (year) DO UPDATE
   SET version = excluded.version, source = excluded.source,
       imported_at = excluded.imported_at;

-- calendar_day_put: count (day date, year int, off bool, name text)
INSERT INTO calendar_day (day, year, off, name) VALUES (:day, :year, :off, :name)
ON CONFLICT (day) DO UPDATE
   SET year = excluded.year, off = excluded.off, name = excluded.name;
