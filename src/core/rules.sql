-- use: core/rules.h

-- rule_in_force: maybe rule (kind text, a0 text, a1 text, a2 text, a3 text, a4 text, a5 text, a6 text, day date)
SELECT id, division, kind, value, valid_from, valid_to, source, verified
  FROM rule
 WHERE kind = :kind AND division IN (:a0, :a1, :a2, :a3, :a4, :a5, :a6)
   AND valid_from <= :day AND (valid_to IS NULL OR valid_to >= :day)
 ORDER BY division DESC, valid_from DESC
 LIMIT 1;

-- rule_list: many rule (day date)
-- bounded: some dozens of kinds, and the few congresses that differ
SELECT id, division, kind, value, valid_from, valid_to, source, verified
  FROM rule
 WHERE valid_to IS NULL OR valid_to >= :day
 ORDER BY kind, division, valid_from;

-- rule_later: value (kind text, division text, day date)
SELECT COUNT(*) FROM rule
 WHERE kind = :kind AND division = :division AND valid_from >= :day;

-- rule_close: count (kind text, division text, day date)
UPDATE rule SET valid_to = :day
 WHERE kind = :kind AND division = :division AND (valid_to IS NULL OR valid_to > :day);

-- rule_add: value (division text, kind text, value text, valid_from date, valid_to date, source text, verified bool)
INSERT INTO rule (division, kind, value, valid_from, valid_to, source, verified)
VALUES (:division, :kind, :value, :valid_from, :valid_to, :source, :verified)
RETURNING id;

-- rule_seed: count (kind text, value text, source text, verified bool)
INSERT INTO rule (division, kind, value, valid_from, valid_to, source, verified)
VALUES ('000000000000', :kind, :value, '2000-01-01', NULL, :source, :verified)
ON CONFLICT (kind, division, valid_from) DO NOTHING;
