// Two-way contact, groups, teams, collections, diary, talks and help, as the office, a leader, a
// deputy, a department and anyone meet them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { World } from './world.mjs';
import { contactIds } from './contact_sides.mjs';

let w;
let side;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
  side.contact = contactIds(w, side);
});
after(() => w?.stop());

const page = async (login, path) => {
  const got = await (await w.as(login)).get(path);
  assert.equal(got.status, 200, `${login} ${path}: ${got.text}`);
  return got.text;
};
const seat = () => w.value(`SELECT code FROM tenure WHERE public_id = '${side.seat}'`);
// The day in China so many days from now.
const local = (days) => new Date(Date.now() + (days * 24 + 8) * 3600e3).toISOString().slice(0, 10);
const readings = (object) => Number(w.value(
  `SELECT COUNT(*) FROM audit_entry WHERE object = '${object}' AND action = 'read'`));

test('the demonstration covers every deputy, and has 11 professional groups with 124 deputies', async () => {
  const text = await page('office', '/coverage');
  const [, all, covered] = /基层代表 (\d+) 名，已有人联系 (\d+) 名/.exec(text);
  assert.equal(covered, all);
  assert.ok(Number(all) > 400);
  assert.equal(w.value("SELECT COUNT(*) FROM deputy_group WHERE kind = 'professional'"), '11');
  assert.equal(w.value("SELECT COUNT(DISTINCT m.person_id) FROM group_member m JOIN deputy_group g ON g.id = m.group_id WHERE g.kind = 'professional' AND m.valid_to IS NULL"), '124');
  assert.match(await page('office', '/coverage/bare'), /每名基层代表都有人联系/);
});

test('the list and its exports say the same', async () => {
  const html = await page('county', '/coverage');
  const csv = await page('county', '/coverage.csv');
  const name = w.value("SELECT name FROM contact_holder WHERE division = '430422000000' AND office = 'director'");
  assert.ok(html.includes(name) && csv.includes(name));
  assert.ok(csv.trim().split('\r\n').length > 20);
});

test('a link needs one deputy; a rule that is full says so at the field and keeps what was typed', async () => {
  const path = `/coverage/${side.contact['/coverage/']}`;
  let got = await w.post('county', `${path}/deputies`, { deputy: '没有这个人' });
  assert.equal(got.status, 422);
  assert.match(got.text, /没有找到这名在任代表/);
  assert.match(got.text, /value="没有这个人"/);
  for (let i = 0; i < 12 && got.status !== 303; i++) got = await w.post('county', `${path}/deputies`, { deputy: seat() });
  for (let i = 200; i < 220; i++) {
    got = await w.post('county', `${path}/deputies`, { deputy: `430422-18-0${i}` });
    if (got.status === 422 && /不能再增加/.test(got.text)) break;
  }
  assert.match(got.text, /不能再增加/);
});

test('a link ends with a reason and stays in the list of changes', async () => {
  const link = side.contact['/coverage/links/'];
  assert.equal((await w.post('county', `/coverage/links/${link}`, { reason: '' })).status, 422);
  assert.equal((await w.post('county', `/coverage/links/${link}`, { reason: '工作调整' })).status, 303);
  const holder = w.value(`SELECT h.public_id FROM contact_holder h JOIN contact_link l ON l.holder_id = h.id WHERE l.public_id = '${link}'`);
  assert.match(await page('county', `/coverage/${holder}`), /变更记录[\s\S]*工作调整/);
});

test('a deputy enters a voter; the name is in no list and no database, and a look is recorded', async () => {
  assert.equal((await w.post('deputy', '/contact/voters', { voter: '覃犇', about: '三组' })).status, 303);
  const list = await page('deputy', '/contact');
  assert.ok(!list.includes('覃犇') && list.includes('三组'));
  const before_ = readings('contact_link');
  const id = w.value('SELECT public_id FROM contact_link ORDER BY id DESC LIMIT 1');
  assert.match(await page('deputy', `/contact/voters/${id}`), /覃犇/);
  assert.equal(readings('contact_link'), before_ + 1);
  assert.equal((await (await w.as('deputy.b')).get(`/contact/voters/${id}`)).status, 404);
});

test('a visit entered with the name of a voter closes the gap of that voter', async () => {
  assert.equal((await w.post('deputy', '/contact/voters', { voter: '𠮷犇', about: '渡口' })).status, 303);
  const id = w.value('SELECT id FROM contact_link ORDER BY id DESC LIMIT 1');
  const day = local(0);
  const got = await (await w.as('deputy')).submit('/activities/new/visit', { day, people: '2', voters: '𠮷犇、过路人', summary: '走访' }, { which: '/activities/new' });
  assert.equal(got.status, 303, got.text);
  assert.equal(w.value(`SELECT COUNT(*) FROM activity_person WHERE role = 'met' AND voter_id = ${id}`), '1');
  assert.match(await page('deputy', '/contact'), /选民（渡口）[\s\S]{0,300}本期已联系/);
});

test('a rule set of contact is named, checked as it is typed, and never begins in the past', async () => {
  assert.match(await page('county', '/rules/new?kind=contact.party.deputies'), /value="contact\.party\.deputies"[\s\S]*党委领导每人联系几名代表/);
  const rule = (fields) => w.post('county', '/rules/new', { kind: 'contact.party.deputies', value: '4',
    division: '430422000000', from: local(1), source: '方案', ...fields });
  for (const [fields, words] of [[{ kind: 'contact.membr.deputies' }, /没有这个种类/], [{ value: '四' }, /请写成 4/],
    [{ kind: 'contact.party.visits', value: 'weekly' }, /请写 monthly/], [{ from: local(0) }, /只能从明天/]]) {
    const got = await rule(fields);
    assert.equal(got.status, 422);
    assert.match(got.text, words);
  }
  assert.equal((await rule({ value: '5-10' })).status, 303);
  const again = await rule({ value: '4' });
  assert.equal(again.status, 422);
  assert.match(again.text, /已经有从这一天/);
});

test('an information officer registers for the deputy; a deputy has one officer, and others are not spoken for', async () => {
  const got = await w.post('county', '/officers/new', { deputy: seat(), name: '何翀', post: '信息员' });
  assert.equal(got.status, 422);
  assert.match(got.text, /已有民情信息员/);
  const tenure = w.value(`SELECT id FROM tenure WHERE public_id = '${side.seat}'`);
  const body = { channel: 'station', body: '三组的水渠堵了，请代表反映。', kind: 'report', anonymity: 'office' };
  const clerk = await w.as('clerk');
  assert.match(await page('clerk', '/desk'), /代哪位代表登记/);
  const send = (fields) => clerk.submit('/desk', { ...body, ...fields }, { which: '/desk' });
  assert.equal((await send({ behalf: '1' })).status, 422);
  const done = await send({ behalf: tenure });
  assert.equal(done.status, 200);
  assert.equal(w.value('SELECT deputy_id FROM request ORDER BY id DESC LIMIT 1'), tenure);
  assert.match(await page('deputy', '/contact'), /我的民情信息员/);
  const officer = w.value(`SELECT public_id FROM info_officer WHERE tenure_id = ${tenure}`);
  assert.equal((await w.post('county', `/officers/${officer}`, { reason: '调动', version: '1' })).status, 303);
  assert.equal((await send({ behalf: tenure, body: '三组的水渠又堵了，请代表再反映。' })).status, 422);
});

test('a contact plan has a document, leaders and visits counted from records', async () => {
  const plan = side.contact['/coverage/plans/'];
  const text = await page('county', `/coverage/plans/${plan}`);
  assert.match(text, /县委常委[\s\S]*已开展[\s\S]*副县长[\s\S]*待开展/);
  const leader = w.value("SELECT code FROM contact_holder WHERE division = '430422000000' AND office = 'government'");
  const again = await w.post('county', `/coverage/plans/${plan}/leaders`, { holder: leader, visits: '1' });
  assert.equal(again.status, 422);
  assert.match(again.text, /已有这位领导/);
});

test('a collection: the deputy confirms, the office closes it, a department answers, the report prints', async () => {
  const run = side.contact['/collections/'];
  assert.match(await page('deputy', '/contact'), /半年征集等您核对/);
  const client = await w.as('deputy');
  let got = await client.submit(`/contact/collect/${run}`, { note: '用水问题多' }, { which: '/contact/collect' });
  assert.equal(got.status, 303, got.text);
  assert.equal(w.value("SELECT state FROM collection_part WHERE note = '用水问题多'"), 'confirmed');
  got = await (await w.as('county')).submit(`/collections/${run}`, {}, { which: '/close' });
  assert.equal(got.status, 303, got.text);
  assert.equal(w.value(`SELECT COUNT(*) FROM collection_part p JOIN collection_run r ON r.id = p.run_id WHERE r.public_id = '${run}' AND p.state = 'waiting'`), '0');
  const sums = /共 (\d+) 条，其中办结 (\d+) 条；部门已答复 0 个，尚未答复 (\d+) 个/.exec(await page('county', `/collections/${run}`));
  const told = w.value(`SELECT SUM(u.opinions) || ' ' || SUM(u.settled) || ' ' || COUNT(*) FROM collection_unit u JOIN collection_run r ON r.id = u.run_id WHERE r.public_id = '${run}'`);
  assert.equal(sums.slice(1).join(' '), told);
  const sheet = side.contact['/feedback/'];
  assert.ok(sheet, 'a department with opinions of the first half-year');
  got = await (await w.as('unit')).submit(`/feedback/${sheet}`, { reply: '年底前办完' }, { which: '/feedback/' });
  assert.equal(got.status, 303, got.text);
  assert.equal((await (await w.as('unit.b')).get(`/feedback/${sheet}`)).status, 404);
  got = await (await w.as('county')).get(`/collections/${run}/report.pdf`);
  assert.equal(got.headers.get('content-type'), 'application/pdf');
  assert.ok(got.text.startsWith('%PDF'));
  got = await (await w.as('county')).submit(`/collections/${run}`, { note: '第 50 次主任会议' }, { which: '/report' });
  assert.equal(got.status, 303, got.text);
  assert.match(await page('county', `/collections/${run}`), /已报主任会议/);
});

test('a group shows its gap and plan to its members, and suggestions come with reasons', async () => {
  const group = side.contact['/contact/groups/'];
  const got = await w.post('deputy', `/contact/groups/${group}/plan`, { year: '2026', month: '12', title: '送法进屋场' });
  assert.equal(got.status, 303, got.text);
  assert.match(await page('deputy', `/contact/groups/${group}`), /送法进屋场/);
  const pro = w.value("SELECT public_id FROM deputy_group WHERE kind = 'professional' ORDER BY id LIMIT 1");
  assert.match(await page('office', `/groups/${pro}/suggest`), /职业含|没有合适的推荐/);
  assert.equal((await (await w.as('deputy')).get(`/contact/groups/${pro}`)).status, 404);
});

test('a team with the same city deputy on the same day is shown and not confirmed', async () => {
  const team = w.value("SELECT public_id FROM visit_team WHERE division = '430400000000' AND state = 'planned' ORDER BY id DESC LIMIT 1");
  assert.match(await page('office', `/teams/${team}`), /当天已在另一队/);
  const version = w.value(`SELECT version FROM visit_team WHERE public_id = '${team}'`);
  assert.equal((await w.post('office', `/teams/${team}/confirm`, { version })).status, 409);
});

test('a diary is not published while a telephone number and a name stand in it', async () => {
  const diary = side.contact['/diary/'];
  const text = await page('deputy', `/diary/${diary}`);
  assert.match(text, /<mark>李秀兰<\/mark>/);
  assert.match(text, /<mark>13900001111<\/mark>/);
  const version = () => w.value(`SELECT version FROM diary WHERE public_id = '${diary}'`);
  let got = await w.post('deputy', `/diary/${diary}/publish`, { version: version() });
  assert.equal(got.status, 422);
  got = await w.post('deputy', `/diary/${diary}`, { version: version(), day: '2026-01-05', title: '用水', body: '一位老人说傍晚没水，我记下了。' });
  assert.equal(got.status, 303, got.text);
  got = await w.post('deputy', `/diary/${diary}/publish`, { version: version() });
  assert.equal(got.status, 303, got.text);
  const anyone = await w.server.client().get(`/diaries/${diary}`);
  assert.match(anyone.text, /一位老人说傍晚没水/);
  assert.equal((await (await w.as('deputy.b')).get(`/diary/${diary}`)).status, 404);
});

test('a note of a talk is for the two, and for the head of the office once the leader names one', async () => {
  const note = `/talks/${side.contact['/talks/']}`;
  assert.match(await page('deputy', note), /谈了近期履职安排/);
  assert.match(await page('county.head', note), /谈了近期履职安排/);
  assert.equal((await (await w.as('county')).get(note)).status, 404);
  assert.equal((await (await w.as('leader')).get(note)).status, 404);
  assert.equal((await w.post('county.head', '/talks-head', { account: 'clerk' })).status, 422);
  assert.equal((await w.post('county.head', '/talks-head', { account: 'county' })).status, 303);
  const seen = readings('talk_note');
  assert.match(await page('county', note), /谈了近期履职安排/);
  assert.equal(readings('talk_note'), seen + 1);
});

test('help for own business is flagged, judged before it goes on, and never a request', async () => {
  const requests = w.value('SELECT COUNT(*) FROM request');
  let got = await w.post('deputy', '/help-cases/new', { relation: 'employer', business: '演示米厂', matter: '烘干设备补贴' });
  assert.equal(got.status, 303, got.text);
  const path = got.location;
  assert.match(await page('county', path), /有利益冲突/);
  const version = () => w.value(`SELECT version FROM help_case WHERE public_id = '${path.split('/').pop()}'`);
  got = await w.post('county', `${path}/step`, { event: 'finish', step_note: '办好了', version: version() });
  assert.equal(got.status, 422);
  assert.match(got.text, /代表法第五十九条/);
  got = await w.post('county', `${path}/conflict`, { conflict: 'flagged', note: '本人不参加研究', version: version() });
  assert.equal(got.status, 303, got.text);
  got = await w.post('county', `${path}/step`, { event: 'refer', step_note: '转农业农村局', version: version() });
  assert.equal(got.status, 303, got.text);
  assert.equal((await (await w.as('clerk')).get(path)).status, 403);
  assert.equal((await (await w.as('deputy.b')).get(path)).status, 404);
  assert.equal(w.value('SELECT COUNT(*) FROM request'), requests);
});

test('nothing of contact breaks an invariant', () => {
  const said = w.place.run('check');
  assert.doesNotMatch(said, /contact|collection|team/);
});
