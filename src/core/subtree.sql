-- use: core/subtree.h

-- subtree_extra: many subtree_extra (division text)
SELECT division, code_from, code_to
  FROM division_range
 WHERE division = :division
 ORDER BY code_from
 LIMIT 31;

-- subtree_extra_below: many subtree_extra (parent text)
-- Of the divisions right below one.
SELECT r.division, r.code_from, r.code_to
  FROM division_range AS r JOIN division AS d ON d.code = r.division
 WHERE d.parent = :parent
 ORDER BY r.division, r.code_from
 LIMIT 1000;
