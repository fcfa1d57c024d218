-- use: feature/bulletin/bulletin.h

-- bulletin_count_groups: value (code_from text, code_to text, on_day date)
SELECT COUNT(*) FROM hamlet_group
 WHERE division >= :code_from AND division < :code_to
   AND (valid_from IS NULL OR valid_from <= :on_day)
   AND (valid_to IS NULL OR valid_to >= :on_day);

-- bulletin_count_hamlets: value (code_from text, code_to text, on_day date)
SELECT COUNT(*) FROM hamlet_place AS p JOIN hamlet_group AS g ON g.id = p.group_id
 WHERE p.division >= :code_from AND p.division < :code_to
   AND (g.valid_from IS NULL OR g.valid_from <= :on_day)
   AND (g.valid_to IS NULL OR g.valid_to >= :on_day);

-- bulletin_count_members: value (code_from text, code_to text, on_day date)
SELECT COUNT(*) FROM council_member AS m JOIN hamlet_group AS g ON g.id = m.group_id
 WHERE g.division >= :code_from AND g.division < :code_to
   AND (m.valid_from IS NULL OR m.valid_from <= :on_day)
   AND (m.valid_to IS NULL OR m.valid_to >= :on_day);

-- bulletin_count_member_deputies: value (code_from text, code_to text, on_day date)
SELECT COUNT(*) FROM council_member AS m JOIN hamlet_group AS g ON g.id = m.group_id
 WHERE g.division >= :code_from AND g.division < :code_to
   AND (m.person_id > 0 OR m.status = 'former')
   AND (m.valid_from IS NULL OR m.valid_from <= :on_day)
   AND (m.valid_to IS NULL OR m.valid_to >= :on_day);
