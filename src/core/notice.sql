-- use: core/notice.h

-- notice_put_contact: count (event text, receiver text, contact bytes, contact_uid text, lang text, text_key text, args text, link text, now instant)
INSERT INTO notice (event, receiver, account_id, contact, contact_uid, lang, text_key, args, link,
                    made_at, run_at, state, attempts, lease_until)
VALUES (:event, :receiver, 0, :contact, :contact_uid, :lang, :text_key, :args, :link, :now, :now,
        'waiting', 0, 0)
ON CONFLICT (event, receiver) DO NOTHING;

-- notice_put_account: count (id int, event text, text_key text, args text, link text, now instant)
INSERT INTO notice (event, receiver, account_id, lang, text_key, args, link, made_at, run_at,
                    state, attempts, lease_until)
SELECT :event, 'account:' || CAST(a.id AS TEXT), a.id, a.lang, :text_key, :args, :link, :now, :now,
       'waiting', 0, 0
  FROM account AS a
 WHERE a.id = :id AND a.state = 'open'
ON CONFLICT (event, receiver) DO NOTHING;

-- notice_put_org: count (org_id int, event text, text_key text, args text, link text, now instant)
INSERT INTO notice (event, receiver, account_id, lang, text_key, args, link, made_at, run_at,
                    state, attempts, lease_until)
SELECT :event, 'account:' || CAST(a.id AS TEXT), a.id, a.lang, :text_key, :args, :link, :now, :now,
       'waiting', 0, 0
  FROM account AS a
 WHERE a.state = 'open'
   AND a.id IN (SELECT account_id FROM account_grant WHERE org_id = :org_id)
ON CONFLICT (event, receiver) DO NOTHING;

-- notice_put_role: count (role text, a0 text, a1 text, a2 text, a3 text, a4 text, a5 text, a6 text, place text, event text, text_key text, args text, link text, now instant)
INSERT INTO notice (event, receiver, account_id, lang, text_key, args, link, made_at, run_at,
                    state, attempts, lease_until)
SELECT :event, 'account:' || CAST(a.id AS TEXT), a.id, a.lang, :text_key, :args, :link, :now, :now,
       'waiting', 0, 0
  FROM account AS a
 WHERE a.state = 'open'
   AND a.id IN (SELECT account_id FROM account_grant
                 WHERE role = :role
                   AND (division IN (:a0, :a1, :a2, :a3, :a4, :a5, :a6)
                        OR division IN (SELECT r.division FROM division_range AS r
                                         WHERE r.code_from <= :place AND r.code_to > :place))
                   AND CASE WHEN division IN (:a0, :a1, :a2, :a3, :a4, :a5, :a6) THEN 1 ELSE 0 END
                       + COALESCE((SELECT CAST(SUM(s.sign) AS BIGINT) FROM division_range AS s
                                    WHERE s.division = account_grant.division
                                      AND s.code_from <= :place AND s.code_to > :place), 0) > 0)
ON CONFLICT (event, receiver) DO NOTHING;

-- notice_list: many notice_row (account_id int, max int)
SELECT id, event, account_id, contact, contact_uid, lang, text_key, args, link, made_at,
       lease_until, sent_at, read_at, attempts
  FROM notice
 WHERE account_id = :account_id
 ORDER BY id DESC
 LIMIT :max;

-- notice_unread: value (account_id int)
SELECT COUNT(*) FROM notice WHERE account_id = :account_id AND read_at IS NULL;

-- notice_seen: count (account_id int, upto int, now instant)
UPDATE notice SET read_at = :now
 WHERE account_id = :account_id AND id <= :upto AND read_at IS NULL;

-- notice_waiting: value (now instant)
SELECT COUNT(*) FROM (SELECT id FROM notice
   WHERE state = 'waiting' AND run_at <= :now AND lease_until < :now LIMIT 1) AS w;

-- notice_claim: maybe notice_row (now instant, until instant) at read-committed
UPDATE notice
   SET lease_until = :until, attempts = attempts + 1
 WHERE lease_until < :now AND state = 'waiting'
   AND id = (SELECT id FROM notice
              WHERE state = 'waiting' AND run_at <= :now AND lease_until < :now
              ORDER BY run_at, id LIMIT 1)
RETURNING id, event, account_id, contact, contact_uid, lang, text_key, args, link, made_at,
       lease_until, sent_at, read_at, attempts;

-- notice_done: count (id int, mine instant, state text, run_at instant, sent_at instant, why text)
UPDATE notice
   SET state = :state, run_at = :run_at, lease_until = 0, sent_at = :sent_at, why = :why
 WHERE id = :id AND lease_until = :mine AND state = 'waiting';
