-- use: feature/account/account.h

-- audit_unknown_accounts: value
SELECT COUNT(*)
  FROM account r
 WHERE NOT EXISTS (SELECT 1 FROM audit_entry e
                    WHERE e.object = 'account' AND e.object_id = r.id);

-- audit_unknown_visits: value
SELECT COUNT(*)
  FROM visit r
 WHERE NOT EXISTS (SELECT 1 FROM audit_entry e
                    WHERE e.object = 'visit' AND e.object_id = r.id);

-- audit_unknown_tenures: value
SELECT COUNT(*)
  FROM tenure r
 WHERE NOT EXISTS (SELECT 1 FROM audit_entry e
                    WHERE e.object = 'deputy' AND e.object_id = r.id);

-- audit_unknown_activities: value
SELECT COUNT(*)
  FROM activity r
 WHERE NOT EXISTS (SELECT 1 FROM audit_entry e
                    WHERE e.object = 'activity' AND e.object_id = r.id);
