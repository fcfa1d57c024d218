-- use: feature/contact/contact_plan.h
-- use: core/account.h

-- officer_add: value (public_id text, division text, person_id int, tenure_id int, name text,
--     post text, account_id int, valid_from date)
INSERT INTO info_officer (public_id, division, person_id, tenure_id, name, post, account_id,
    valid_from, valid_to, reason, version)
VALUES (:public_id, :division, :person_id, :tenure_id, :name, :post, :account_id, :valid_from,
    NULL, NULL, 1)
RETURNING id;

-- officer_accounts: many account (login text)
SELECT a.id, a.login, a.name
  FROM account a
 WHERE a.login = LOWER(:login) AND a.state = 'open'
   AND EXISTS (SELECT 1 FROM account_grant g WHERE g.account_id = a.id AND g.role = 'clerk')
 LIMIT 1;

-- officer_has: value (person_id int)
SELECT COUNT(*) FROM info_officer WHERE person_id = :person_id AND valid_to IS NULL;

-- officer_by_public: one info_officer (public_id text)
SELECT o.id, o.public_id, o.division, o.person_id, o.tenure_id, o.name, o.post, o.account_id,
       o.valid_from, o.valid_to, o.reason, o.version, p.name AS deputy, t.public_id AS seat,
       a.login
  FROM info_officer o
  JOIN person p ON p.id = o.person_id
  JOIN tenure t ON t.id = o.tenure_id
  LEFT JOIN account a ON a.id = o.account_id
 WHERE o.public_id = :public_id;

-- officer_end: count (id int, version int, valid_to date, reason text)
UPDATE info_officer
   SET valid_to = :valid_to, reason = :reason, version = version + 1
 WHERE id = :id AND version = :version AND valid_to IS NULL;

-- officer_page: many info_officer (code_from text, code_to text, after int, max int)
SELECT o.id, o.public_id, o.division, o.person_id, o.tenure_id, o.name, o.post, o.account_id,
       o.valid_from, o.valid_to, o.reason, o.version, p.name AS deputy, t.public_id AS seat,
       a.login
  FROM info_officer o
  JOIN person p ON p.id = o.person_id
  JOIN tenure t ON t.id = o.tenure_id
  LEFT JOIN account a ON a.id = o.account_id
 WHERE o.division >= :code_from AND o.division < :code_to AND o.valid_to IS NULL
   AND o.id > :after
 ORDER BY o.id
 LIMIT :max;

-- officer_of: maybe info_officer (person_id int)
SELECT o.id, o.public_id, o.division, o.person_id, o.tenure_id, o.name, o.post, o.account_id,
       o.valid_from, o.valid_to, o.reason, o.version
  FROM info_officer o
 WHERE o.person_id = :person_id AND o.person_id > 0 AND o.valid_to IS NULL;

-- officer_deputies: many info_officer (account_id int)
-- Deputies in office for whom this account registers.
SELECT o.id, o.public_id, o.division, o.person_id, o.tenure_id, o.name, o.post, o.account_id,
       o.valid_from, o.valid_to, o.reason, o.version, p.name AS deputy, t.public_id AS seat
  FROM info_officer o
  JOIN person p ON p.id = o.person_id
  JOIN tenure t ON t.id = o.tenure_id AND t.state = 'active'
 WHERE o.account_id = :account_id AND o.account_id > 0 AND o.valid_to IS NULL
 ORDER BY p.pinyin, o.id
 LIMIT 100;

-- officer_all: value (division text, day date)
SELECT COUNT(*)
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day)
   AND (c.valid_to IS NULL OR c.valid_to >= :day);

-- officer_covered: value (division text, day date)
SELECT COUNT(*)
  FROM congress c
  JOIN tenure t ON t.congress_id = c.id AND t.state = 'active'
 WHERE c.division = :division
   AND (c.valid_from IS NULL OR c.valid_from <= :day)
   AND (c.valid_to IS NULL OR c.valid_to >= :day)
   AND EXISTS (SELECT 1 FROM info_officer o
                WHERE o.person_id = t.person_id AND o.valid_to IS NULL);

-- plan_add: value (public_id text, division text, title text, issued text, body text,
--     day_from date, day_to date)
INSERT INTO contact_plan (public_id, division, title, issued, body, day_from, day_to, version)
VALUES (:public_id, :division, :title, :issued, :body, :day_from, :day_to, 1)
RETURNING id;

-- plan_set: count (id int, version int, title text, issued text, body text, day_from date,
--     day_to date)
UPDATE contact_plan
   SET title = :title, issued = :issued, body = :body, day_from = :day_from, day_to = :day_to,
       version = version + 1
 WHERE id = :id AND version = :version;

-- plan_by_public: one contact_plan (public_id text)
SELECT id, public_id, division, title, issued, body, day_from, day_to, version
  FROM contact_plan
 WHERE public_id = :public_id;

-- plan_list: many contact_plan (division text)
SELECT p.id, p.public_id, p.division, p.title, p.issued, p.day_from, p.day_to, p.version,
       (SELECT COUNT(*) FROM contact_plan_leader l WHERE l.plan_id = p.id) AS leaders
  FROM contact_plan p
 WHERE p.division = :division
 ORDER BY p.day_from DESC, p.id DESC
 LIMIT 200;

-- plan_leaders: many contact_plan_leader (plan_id int, day_from date, day_to date)
SELECT l.id, l.plan_id, l.holder_id, l.duty, l.visits, h.name, h.post, h.office, h.person_id,
       h.public_id AS holder,
       (SELECT COUNT(DISTINCT a.id)
          FROM activity_person p
          JOIN activity a ON a.id = p.activity_id AND a.state = 'stands'
          JOIN activity_person m ON m.activity_id = a.id AND m.role = 'met' AND m.tenure_id > 0
         WHERE p.person_id = h.person_id AND p.person_id > 0 AND p.role IN ('host', 'took_part')
           AND p.day >= :day_from AND p.day <= :day_to) AS held,
       (SELECT MAX(p.day)
          FROM activity_person p
          JOIN activity a ON a.id = p.activity_id AND a.state = 'stands'
          JOIN activity_person m ON m.activity_id = a.id AND m.role = 'met' AND m.tenure_id > 0
         WHERE p.person_id = h.person_id AND p.person_id > 0 AND p.role IN ('host', 'took_part')
           AND p.day >= :day_from AND p.day <= :day_to) AS last
  FROM contact_plan_leader l
  JOIN contact_holder h ON h.id = l.holder_id
 WHERE l.plan_id = :plan_id
 ORDER BY l.id
 LIMIT 300;

-- plan_leader_has: value (plan_id int, holder_id int)
SELECT COUNT(*) FROM contact_plan_leader WHERE plan_id = :plan_id AND holder_id = :holder_id;

-- plan_leader_add: count (plan_id int, holder_id int, duty text, visits int)
INSERT INTO contact_plan_leader (plan_id, holder_id, duty, visits)
VALUES (:plan_id, :holder_id, :duty, :visits);

-- plan_leader_drop: count (id int, plan_id int)
DELETE FROM contact_plan_leader WHERE id = :id AND plan_id = :plan_id;

-- plan_mine: many contact_plan (person_id int, day date)
SELECT DISTINCT p.id, p.public_id, p.division, p.title, p.issued, p.day_from, p.day_to,
       p.version
  FROM contact_plan p
  JOIN contact_plan_leader l ON l.plan_id = p.id
  JOIN contact_holder h ON h.id = l.holder_id
 WHERE h.person_id = :person_id AND h.person_id > 0 AND p.day_from <= :day AND p.day_to >= :day
 ORDER BY p.day_from, p.id
 LIMIT 20;
