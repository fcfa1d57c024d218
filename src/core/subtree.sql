-- use: core/subtree.h

-- subtree_parts: many subtree_part (division text)
SELECT division, code_from, code_to, sign
  FROM division_range
 WHERE division = :division
 ORDER BY LENGTH(code_from), code_from
 LIMIT 100;

-- subtree_parts_below: many subtree_part (parent text)
-- Of the divisions right below one.
SELECT r.division, r.code_from, r.code_to, r.sign
  FROM division_range AS r JOIN division AS d ON d.code = r.division
 WHERE d.parent = :parent
 ORDER BY r.division, LENGTH(r.code_from), r.code_from
 LIMIT 1000;
