-- use: core/account_rows.h

-- account_by_id: maybe account (id int)
SELECT id, uid, login, name, family, person_id, lang, email_sealed, phone_sealed, password,
       password_at, password_fresh, totp_sealed, totp_next_sealed, totp_step, state, demo,
       made_at, version
  FROM account WHERE id = :id;

-- account_by_uid: maybe account (uid text)
SELECT id, uid, login, name, family, person_id, lang, email_sealed, phone_sealed, password,
       password_at, password_fresh, totp_sealed, totp_next_sealed, totp_step, state, demo,
       made_at, version
  FROM account WHERE uid = :uid;

-- account_by_name: maybe account (login text)
SELECT id, uid, login, name, family, person_id, lang, email_sealed, phone_sealed, password,
       password_at, password_fresh, totp_sealed, totp_next_sealed, totp_step, state, demo,
       made_at, version
  FROM account WHERE login = :login;

-- account_page: many account (typed text, after text, max int)
SELECT id, uid, login, name, family, person_id, lang, email_sealed, phone_sealed, password,
       password_at, password_fresh, totp_sealed, totp_next_sealed, totp_step, state, demo,
       made_at, version
  FROM account
 WHERE login > :after
   AND (:typed IS NULL OR login LIKE :typed ESCAPE '!' OR name LIKE :typed ESCAPE '!')
 ORDER BY login
 LIMIT :max;

-- account_add: value (uid text, login text, name text, family account_family, person_id int,
--     lang text, email bytes, phone bytes, password text, fresh bool, totp bytes,
--     demo bool, now instant)
INSERT INTO account (uid, login, name, family, person_id, lang, email_sealed, phone_sealed,
    password, password_at, password_fresh, totp_sealed, totp_step, state, demo, made_at, version)
VALUES (:uid, :login, :name, :family, :person_id, :lang, :email, :phone, :password, :now,
    :fresh, :totp, 0, 'open', :demo, :now, 1)
RETURNING id;

-- account_state_set: count (id int, version int, state account_state)
UPDATE account SET state = :state, version = version + 1
 WHERE id = :id AND version = :version;

-- account_password_put: count (id int, password text, now instant, fresh bool)
UPDATE account
   SET password = :password, password_at = :now, password_fresh = :fresh, version = version + 1
 WHERE id = :id;

-- account_totp_next: count (id int, seed bytes)
UPDATE account SET totp_next_sealed = :seed, version = version + 1 WHERE id = :id;

-- account_totp_put: count (id int, seed bytes, step int)
UPDATE account
   SET totp_sealed = :seed, totp_next_sealed = NULL, totp_step = :step, version = version + 1
 WHERE id = :id;

-- account_totp_used: count (id int, step int)
UPDATE account SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- account_demo_all: many account ()
SELECT id, uid, login, name, family, person_id, lang, email_sealed, phone_sealed, password,
       password_at, password_fresh, totp_sealed, totp_next_sealed, totp_step, state, demo,
       made_at, version
  FROM account
 WHERE demo = 1 AND state = 'open'
 ORDER BY id LIMIT 30;

-- account_grants_of: many account_grant_row (account_id int)
SELECT id, role, division, org_id FROM account_grant WHERE account_id = :account_id
 ORDER BY id LIMIT 64;

-- account_grant_put: value (account_id int, family account_family, role text, division text,
--     org_id int, granted_by int, now instant)
INSERT INTO account_grant (account_id, family, role, division, org_id, granted_by, granted_at)
VALUES (:account_id, :family, :role, :division, :org_id, :granted_by, :now)
RETURNING id;

-- account_grant_remove: count (id int, account_id int)
DELETE FROM account_grant WHERE id = :id AND account_id = :account_id;

-- account_ids_of_org: many account_id (org_id int)
SELECT DISTINCT a.id
  FROM account_grant g JOIN account a ON a.id = g.account_id
 WHERE g.org_id = :org_id AND g.role = 'unit' AND a.state = 'open'
 ORDER BY a.id LIMIT 200;

-- account_ids_of_role: many account_id (role text, d1 text, d2 text, d3 text, d4 text, d5 text,
--     d6 text)
-- The divisions are the place itself and everything above it, and what it is given to.
SELECT DISTINCT a.id
  FROM account_grant g JOIN account a ON a.id = g.account_id
 WHERE g.role = :role AND a.state = 'open'
   AND (g.division IN (:d1, :d2, :d3, :d4, :d5, :d6)
        OR g.division IN (SELECT r.division FROM division_range AS r
                           WHERE r.code_from <= :d1 AND r.code_to > :d1))
   AND CASE WHEN g.division IN (:d1, :d2, :d3, :d4, :d5, :d6) THEN 1 ELSE 0 END
       + COALESCE((SELECT CAST(SUM(s.sign) AS BIGINT) FROM division_range AS s
                    WHERE s.division = g.division
                      AND s.code_from <= :d1 AND s.code_to > :d1), 0) > 0
 ORDER BY a.id LIMIT 200;

-- account_ids_of_person: many account_id (person_id int)
SELECT id FROM account WHERE person_id = :person_id AND state = 'open' ORDER BY id LIMIT 1;

-- account_password_keep: count (account_id int, password text, now instant)
INSERT INTO account_password (account_id, password, ended_at)
VALUES (:account_id, :password, :now);

-- account_password_last: many account_password (account_id int)
SELECT password FROM account_password WHERE account_id = :account_id ORDER BY id DESC LIMIT 4;

-- account_reset_put: count (account_id int, asked_by int, now instant)
INSERT INTO account_reset (account_id, asked_by, asked_at) VALUES (:account_id, :asked_by, :now)
    ON CONFLICT (account_id) DO NOTHING;

-- account_reset_of: maybe account_reset (account_id int)
SELECT asked_by, asked_at FROM account_reset WHERE account_id = :account_id;

-- account_reset_drop: count (account_id int)
DELETE FROM account_reset WHERE account_id = :account_id;

-- account_code_add: count (account_id int, hash text)
INSERT INTO recovery_code (account_id, hash) VALUES (:account_id, :hash);

-- account_code_use: count (account_id int, hash text)
DELETE FROM recovery_code WHERE account_id = :account_id AND hash = :hash;

-- account_code_drop: count (account_id int)
DELETE FROM recovery_code WHERE account_id = :account_id;

-- account_code_count: value (account_id int)
SELECT COUNT(*) FROM recovery_code WHERE account_id = :account_id;

-- account_attempt: maybe account_attempt (key text)
SELECT failures, last_at, until_at FROM sign_in_attempt WHERE key_hash = :key;

-- account_attempt_put: count (key text, failures int, now instant, until instant)
INSERT INTO sign_in_attempt (key_hash, failures, last_at, until_at)
VALUES (:key, :failures, :now, :until)
    ON CONFLICT (key_hash) DO UPDATE SET failures = excluded.failures,
        last_at = excluded.last_at, until_at = excluded.until_at;

-- account_attempt_drop: count (key text)
DELETE FROM sign_in_attempt WHERE key_hash = :key;

-- account_attempt_sweep: count (before instant)
DELETE FROM sign_in_attempt WHERE last_at < :before;
