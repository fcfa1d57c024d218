-- use: feature/registry/registry.h

-- registry_places_named: many registry_named (folded text, name text)
SELECT code, name, CAST(0 AS BIGINT) AS former, CAST(0 AS BIGINT) AS alias, valid_from,
       valid_to, successor
  FROM division
 WHERE folded = :folded AND kind <> 'zone' AND kind <> 'pseudo'
UNION ALL
SELECT d.code, d.name, CAST(1 AS BIGINT) AS former, CAST(0 AS BIGINT) AS alias, n.valid_from,
       n.valid_to, d.successor
  FROM division_name AS n JOIN division AS d ON d.code = n.division
 WHERE n.name = :name
 LIMIT 60;

-- registry_orgs_named: many registry_named (folded text)
SELECT code, name, CAST(0 AS BIGINT) AS former, CAST(0 AS BIGINT) AS alias, valid_from,
       valid_to, successor
  FROM org
 WHERE folded = :folded
UNION ALL
SELECT o.code, o.name, 1 - n.alias AS former, n.alias, n.valid_from, n.valid_to, o.successor
  FROM org_name AS n JOIN org AS o ON o.id = n.org_id
 WHERE n.folded = :folded
 LIMIT 60;
