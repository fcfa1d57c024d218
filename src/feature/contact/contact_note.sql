-- use: feature/contact/contact_note.h

-- diary_by_public: one diary (public_id text)
SELECT d.id, d.public_id, d.person_id, d.tenure_id, d.division, d.day, d.state, d.title_sealed,
       d.body_sealed, d.title, d.body, d.made, d.published, d.version, p.name,
       t.public_id AS seat
  FROM diary d
  JOIN person p ON p.id = d.person_id
  LEFT JOIN tenure t ON t.id = d.tenure_id
 WHERE d.public_id = :public_id;

-- diary_of_person: many diary (person_id int, before int)
SELECT d.id, d.public_id, d.person_id, d.tenure_id, d.division, d.day, d.state, d.title_sealed,
       d.body_sealed, d.title, d.body, d.made, d.published, d.version
  FROM diary d
 WHERE d.person_id = :person_id AND d.person_id > 0 AND (:before = 0 OR d.id < :before)
 ORDER BY d.id DESC
 LIMIT 21;

-- diary_published: many diary (seat text, before int)
SELECT d.id, d.public_id, d.person_id, d.tenure_id, d.division, d.day, d.state, d.title, d.body,
       d.made, d.published, d.version, p.name, t.public_id AS seat
  FROM diary d
  JOIN person p ON p.id = d.person_id
  JOIN tenure t ON t.id = d.tenure_id
 WHERE d.state = 'published' AND (:seat IS NULL OR t.public_id = :seat)
   AND (:before = 0 OR d.id < :before)
 ORDER BY d.id DESC
 LIMIT 21;

-- diary_add: value (public_id text, person_id int, tenure_id int, division text, day date,
--     title_sealed bytes, body_sealed bytes, made instant)
INSERT INTO diary (public_id, person_id, tenure_id, division, day, state, title_sealed,
    body_sealed, title, body, made, published, version)
VALUES (:public_id, :person_id, :tenure_id, :division, :day, 'draft', :title_sealed,
    :body_sealed, NULL, NULL, :made, NULL, 1)
RETURNING id;

-- diary_set: count (id int, version int, day date, title_sealed bytes, body_sealed bytes)
UPDATE diary
   SET day = :day, title_sealed = :title_sealed, body_sealed = :body_sealed,
       version = version + 1
 WHERE id = :id AND version = :version AND state = 'draft';

-- diary_state_set: count (id int, version int, state diary_state, title text, body text,
--     published instant)
UPDATE diary
   SET state = :state, title = :title, body = :body, published = :published,
       version = version + 1
 WHERE id = :id AND version = :version;

-- diary_consents: many diary_consent (diary_id int)
SELECT kind, passage, form
  FROM diary_consent
 WHERE diary_id = :diary_id
 ORDER BY id
 LIMIT 500;

-- diary_consent_put: count (diary_id int, kind text, passage text, form text, account_id int,
--     at instant)
INSERT INTO diary_consent (diary_id, kind, passage, form, account_id, at)
VALUES (:diary_id, :kind, :passage, :form, :account_id, :at)
ON CONFLICT (diary_id, kind, passage) DO UPDATE
   SET form = excluded.form, account_id = excluded.account_id, at = excluded.at;

-- talk_by_public: maybe talk_note (public_id text)
SELECT n.id, n.public_id, n.division, n.day, n.person_id, n.other_id, n.body_sealed, n.made,
       n.version, p.name, o.name AS other
  FROM talk_note n
  JOIN person p ON p.id = n.person_id
  JOIN person o ON o.id = n.other_id
 WHERE n.public_id = :public_id;

-- talk_list: many talk_note (person_id int, division text, before int)
SELECT n.id, n.public_id, n.division, n.day, n.person_id, n.other_id, n.made, n.version, p.name,
       o.name AS other
  FROM talk_note n
  JOIN person p ON p.id = n.person_id
  JOIN person o ON o.id = n.other_id
 WHERE ((:person_id > 0 AND (n.person_id = :person_id OR n.other_id = :person_id))
        OR n.division = :division)
   AND (:before = 0 OR n.id < :before)
 ORDER BY n.id DESC
 LIMIT 51;

-- talk_add: value (public_id text, division text, day date, person_id int, other_id int,
--     body_sealed bytes, made instant)
INSERT INTO talk_note (public_id, division, day, person_id, other_id, body_sealed, made, version)
VALUES (:public_id, :division, :day, :person_id, :other_id, :body_sealed, :made, 1)
RETURNING id;

-- talk_head_of: many account (division text)
SELECT a.id, a.uid, a.login, a.name
  FROM talk_head h
  JOIN account a ON a.id = h.account_id
 WHERE h.division = :division AND h.to_at IS NULL
 ORDER BY h.id DESC
 LIMIT 1;

-- talk_head_candidates: many account (division text)
SELECT DISTINCT a.id, a.uid, a.login, a.name
  FROM account a
  JOIN account_grant g ON g.account_id = a.id AND g.role = 'office' AND g.division = :division
 WHERE a.state = 'open'
 ORDER BY a.id
 LIMIT 50;

-- talk_head_is: maybe talk_head (account_id int)
SELECT h.division
  FROM talk_head h
  JOIN account_grant g ON g.account_id = h.account_id AND g.role = 'office'
   AND g.division = h.division
 WHERE h.account_id = :account_id AND h.to_at IS NULL
 ORDER BY h.id DESC
 LIMIT 1;

-- talk_head_end: count (division text, to_at instant)
UPDATE talk_head SET to_at = :to_at WHERE division = :division AND to_at IS NULL;

-- talk_head_add: count (division text, account_id int, from_at instant)
INSERT INTO talk_head (division, account_id, from_at, to_at)
VALUES (:division, :account_id, :from_at, NULL);

-- help_by_public: maybe help_case (public_id text)
SELECT c.id, c.public_id, c.division, c.person_id, c.tenure_id, c.relation, c.business_sealed,
       c.matter_sealed, c.conflict, c.conflict_note, c.state, c.opened, c.closed, c.version,
       p.name
  FROM help_case c
  JOIN person p ON p.id = c.person_id
 WHERE c.public_id = :public_id;

-- help_area: many help_case (code_from text, code_to text, before int, max int)
SELECT c.id, c.public_id, c.division, c.person_id, c.tenure_id, c.relation, c.conflict,
       c.conflict_note, c.state, c.opened, c.closed, c.version, p.name
  FROM help_case c
  JOIN person p ON p.id = c.person_id
 WHERE c.division >= :code_from AND c.division < :code_to AND (:before = 0 OR c.id < :before)
 ORDER BY c.id DESC
 LIMIT :max;

-- help_own: many help_case (person_id int, before int, max int)
SELECT c.id, c.public_id, c.division, c.person_id, c.tenure_id, c.relation, c.conflict,
       c.conflict_note, c.state, c.opened, c.closed, c.version, p.name
  FROM help_case c
  JOIN person p ON p.id = c.person_id
 WHERE c.person_id = :person_id AND c.person_id > 0 AND (:before = 0 OR c.id < :before)
 ORDER BY c.id DESC
 LIMIT :max;

-- help_add: value (public_id text, division text, person_id int, tenure_id int,
--     relation help_relation, business_sealed bytes, matter_sealed bytes,
--     conflict help_conflict, opened instant)
INSERT INTO help_case (public_id, division, person_id, tenure_id, relation, business_sealed,
    matter_sealed, conflict, conflict_note, state, opened, closed, version)
VALUES (:public_id, :division, :person_id, :tenure_id, :relation, :business_sealed,
    :matter_sealed, :conflict, NULL, 'open', :opened, NULL, 1)
RETURNING id;

-- help_set: count (id int, version int, conflict help_conflict, conflict_note text,
--     state help_state, closed instant)
UPDATE help_case
   SET conflict = :conflict, conflict_note = :conflict_note, state = :state, closed = :closed,
       version = version + 1
 WHERE id = :id AND version = :version;

-- help_step_add: count (case_id int, event text, note text, account_id int, actor text,
--     at instant)
INSERT INTO help_step (case_id, event, note, account_id, actor, at)
VALUES (:case_id, :event, :note, :account_id, :actor, :at);

-- help_steps_of: many help_step (case_id int)
SELECT id, event, note, actor, at
  FROM help_step
 WHERE case_id = :case_id
 ORDER BY id
 LIMIT 200;
