// Objects of contact on one side of a county border, for the tests of rights: what the demonstration
// made for the deputy of the account, the county and its first township.
export function contactIds(w, s) {
  const id = (sql) => w.value(sql);
  const person = id(`SELECT person_id FROM tenure WHERE public_id = '${s.seat}'`);
  const county = `'${s.county}'`;
  const group = id(`SELECT public_id FROM deputy_group WHERE division = '${s.town}' AND kind = 'area' LIMIT 1`);
  const team = id(`SELECT public_id FROM visit_team WHERE division = ${county} ORDER BY id LIMIT 1`);
  const open = id(`SELECT public_id FROM collection_run WHERE division = ${county} AND state = 'open' LIMIT 1`);
  const diary = (state) => id(`SELECT public_id FROM diary WHERE person_id = ${person} AND state = '${state}' LIMIT 1`);
  s.free = id(`SELECT code FROM tenure WHERE division = '${s.town}' AND state = 'active' AND person_id NOT IN (SELECT person_id FROM info_officer) ORDER BY id LIMIT 1`);
  s.vice = id(`SELECT code FROM contact_holder WHERE division = ${county} AND office = 'vice_director' ORDER BY id LIMIT 1`);
  return {
    '/coverage/plans/': id(`SELECT public_id FROM contact_plan WHERE division = ${county} LIMIT 1`),
    '/officers/': id(`SELECT public_id FROM info_officer WHERE division = '${s.town}' ORDER BY id LIMIT 1`),
    '/coverage/links/': id(`SELECT public_id FROM contact_link WHERE division = ${county} AND kind = 'deputy' AND valid_to IS NULL ORDER BY id LIMIT 1`),
    '/coverage/': id(`SELECT public_id FROM contact_holder WHERE division = ${county} AND office = 'member' ORDER BY id LIMIT 1`),
    '/collections/': open,
    '/contact/collect/': open,
    '/contact/voters/': id(`SELECT l.public_id FROM contact_link l JOIN contact_holder h ON h.id = l.holder_id WHERE h.person_id = ${person} AND l.kind = 'voter' ORDER BY l.id LIMIT 1`),
    '/contact/groups/': group,
    '/groups/': group,
    '/contact/teams/': team,
    '/teams/': team,
    '/feedback/': id(`SELECT public_id FROM collection_unit WHERE org_id = ${s.unit} ORDER BY id LIMIT 1`),
    '/diary/': diary('draft'),
    '/diaries/': diary('published'),
    '/talks/': id(`SELECT public_id FROM talk_note WHERE person_id = ${person} ORDER BY id LIMIT 1`),
    '/help-cases/': id(`SELECT public_id FROM help_case WHERE person_id = ${person} ORDER BY id LIMIT 1`),
    leader: id(`SELECT l.id FROM contact_plan_leader l JOIN contact_plan p ON p.id = l.plan_id WHERE p.division = ${county} LIMIT 1`),
    plan: id(`SELECT p.id FROM group_plan p JOIN deputy_group g ON g.id = p.group_id WHERE g.public_id = '${group}' LIMIT 1`),
    member: id(`SELECT m.id FROM visit_team_member m JOIN visit_team t ON t.id = m.team_id WHERE t.public_id = '${team}' LIMIT 1`),
  };
}

// The path of a line with the object of its side; null when it is none of ours.
export function contactAddress(path, s, gone) {
  const prefix = Object.keys(s.contact).find((p) => p.startsWith('/') && path.startsWith(`${p}{id}`));
  if (!prefix) return null;
  return path.replace('{id}', gone(s.contact[prefix])).replace('{seat}', s.seat)
    .replace('{plan}', s.contact.plan).replace('{leader}', s.contact.leader).replace('{member}', s.contact.member);
}

// Forms that would work if their sender might send them.
export function contactBodies(put, where, s, deputy, office) {
  const version = '1';
  put('/contact/voters/{id}', { reason: '搬走' });
  put('/contact/collect/{id}', { note: '', version });
  put('/contact/groups/{id}/plan', { year: '2026', month: '3', title: '调研' });
  put('/coverage/new', { code: `h-${where}`, office: 'party', name: '何翀', division: s.county });
  put('/coverage/{id}/deputies', { deputy });
  put('/coverage/{id}/townships', { place: s.town });
  put('/coverage/links/{id}', { reason: '调整' });
  put('/coverage/links/{id}/met', { day: '2026-01-05', summary: '走访' });
  put('/coverage/{id}/edit', { office: 'member', name: '何翀', valid_from: '2025-01-01', version });
  put('/contact/groups/{id}/plan/{plan}', { version });
  put('/coverage/plans/{id}/edit', { title: '方案', body: '内容', day_from: '2026-01-01', day_to: '2026-12-31', version });
  put('/coverage/plans/{id}/leaders', { holder: s.vice, visits: '1' });
  put('/coverage/plans/{id}/leaders/{leader}', { version });
  put('/officers/{id}', { reason: '调整', version });
  put('/collections', { year: '2025', half: 'first', due: '2099-01-01', division: s.county });
  put('/collections/{id}/close', { version });
  put('/collections/{id}/report', { version, note: '第一次' });
  put('/feedback/{id}', { reply: '已办', version });
  put('/groups/new', { code: `g-${where}`, name: '新小组', kind: 'area', division: s.town });
  put('/groups/{id}/edit', { code: 'x', name: '小组', kind: 'area', division: s.town, version });
  put('/groups/{id}/members', { deputy });
  put('/groups/{id}/plan', { year: '2026', month: '3', title: '调研' });
  put('/groups/{id}/plan/{plan}', { version });
  put('/groups/{id}/members/{seat}/leave', { version });
  put('/groups/{id}/members/{seat}/lead', { version });
  put('/teams/new', { day: '2099-01-01', place: s.town, purpose: '走访', division: s.county });
  put('/teams/{id}/deputies', { seat_role: 'deputy', deputy });
  put('/teams/{id}/staff', { staff_role: 'escort', name: '何翀', post: '联络员' });
  put('/teams/{id}/members/{member}', { version });
  for (const step of ['confirm', 'hold']) put(`/teams/{id}/${step}`, { version });
  put('/teams/{id}/cancel', { version, note: '改期' });
  put('/diary/{id}', { day: '2026-01-05', title: '走访', body: '看了看', version });
  put('/diary/{id}/consent', { number: '0', passage: 'x', form: 'written' });
  for (const step of ['publish', 'withdraw', 'rewrite']) put(`/diary/{id}/${step}`, { version });
  put('/help-cases/{id}/conflict', { conflict: 'none', note: '没有', version });
  put('/help-cases/{id}/step', { event: 'refer', step_note: '转办', version });
  put('/help-cases/{id}/withdraw', { step_note: '不办了', version });
  if (where !== 'here') return;
  const open = (path, fields) => put(path, fields, '.');
  open('/contact/voters', { voter: '何翀' });
  open('/contact/bent', { speciality: '教学', wish: '' });
  open('/officers/new', { deputy: s.free, name: '何翀', post: '信息员' });
  open('/coverage/plans/new', { title: '方案', body: '内容', day_from: '2026-01-01', day_to: '2026-12-31' });
  open('/diary/new', { day: '2026-01-05', title: '走访', body: '看了看' });
  open('/talks/new', { day: '2026-01-05', deputy, body: '谈了谈' });
  open('/talks-head', { account: office });
  open('/help-cases/new', { deputy, relation: 'own', business: '合作社', matter: '咨询' });
}
