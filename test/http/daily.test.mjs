// Daily work, tied together: groups and places chosen by name, a request and the activity it was raised
// in, visitors who enter themselves, the matrix of tasks, diaries of a deputy, words in activities.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { World, rows } from './world.mjs';

let w;
let here;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  here = w.side('clerk', 'deputy', '430422000000');
});
after(() => w?.stop());

const key = () => randomUUID().replaceAll('-', '');
const get = async (login, path) => (await w.as(login)).get(path);
const facts = (measure) => Number(w.value(`SELECT COALESCE(SUM(quantity), 0) FROM ledger_fact WHERE measure = '${measure}'`));
const numberOf = (got) => got.headers.get('location').replace(/^.*\/|\?.*$/g, '');
const groupsHere = () => rows(w.place, `SELECT id, name FROM deputy_group WHERE division LIKE '430422%' AND valid_to IS NULL ORDER BY id LIMIT 2`);

// Fields as pairs, so that one name may come several times.
async function send(login, path, pairs) {
  const client = await w.as(login);
  return client.post(path, [['csrf', w.tokens[login]], ['idem', key()], ...pairs]);
}
const meeting = [['day', '2026-05-13'], ['person_times', '12'], ['summary', '两个小组联合座谈'], ['subject', '水渠']];

test('an activity of two groups and two places is chosen by name and counts once', async () => {
  const [[one, name], [two, other]] = groupsHere();
  const form = await get('county', '/activities/new/group');
  assert.match(form.text, new RegExp(`name="group" value="${one}"`));
  assert.match(form.text, new RegExp(name));
  const town = w.value("SELECT code FROM division WHERE parent = '430422000000' ORDER BY code LIMIT 1");
  const before = facts('activity.group');
  const got = await send('county', '/activities/new/group',
    [...meeting, ['division', '430422000000'], ['group', one], ['group', two], ['area', town], ['word', '示范点'],
      ['tags', 'Rural revitalisation']]);
  assert.equal(got.status, 303, got.text);
  const code = numberOf(got);
  assert.equal(facts('activity.group'), before + 1);
  const page = await get('county', `/activities/${code}`);
  assert.match(page.text, new RegExp(name));
  assert.match(page.text, new RegExp(other));
  assert.match(page.text, /乡村振兴/);
  assert.match(page.text, /示范点/);
  const correct = await get('county', `/activities/${code}/correct`);
  assert.match(correct.text, new RegExp(`name="group" value="${one}" checked`));
  assert.match(correct.text, new RegExp(`name="area" value="${town}" checked`));
  assert.match(correct.text, /name="word" value="示范点" checked/);
  for (const group of [one, two])
    assert.match((await get('county', `/activities?group_id=${group}`)).text, new RegExp(code));
});

test('campaigns are kept by the office, ticked by name, and an activity in two of them counts once', async () => {
  const area = '430422000000';
  const draft = { kind: 'campaign', division: area, name: '代表走在前', name_en: 'Deputies in front', code: 'hn-1',
    valid_from: '2026-05-01', valid_to: '2026-06-30' };
  const made = await send('county', '/themes/new', Object.entries(draft));
  assert.equal(made.status, 303, made.text);
  const again = await send('county', '/themes/new', Object.entries({ ...draft, code: 'hn-2' }));
  assert.equal(again.status, 422);
  assert.match(again.text, /这个地区已有同名的/);
  assert.match(again.text, /value="代表走在前"/);
  const id = (code) => w.value(`SELECT id FROM activity_theme WHERE code = '${code}'`);
  const form = await get('deputy', '/activities/new/group?day=2026-05-14');
  assert.match(form.text, new RegExp(`name="theme" value="${id('hn-1')}"`));
  const before = facts('activity.group');
  const got = await send('deputy', '/activities/new/group',
    [['day', '2026-05-14'], ...meeting.slice(1), ['division', here.town], ['theme', id('hn-1')], ['theme', id('430400-zt-01')]]);
  assert.equal(got.status, 303, got.text);
  assert.equal(facts('activity.group'), before + 1);
  for (const code of ['hn-1', '430400-zt-01'])
    assert.match((await get('county', `/activities?tag=${code}&from=2026-05-14&to=2026-05-14`)).text, new RegExp(numberOf(got)));
  assert.match((await get('county', '/themes/hn-1')).text, /<td[^>]*>1<\/td>/);
  const late = await send('deputy', '/activities/new/group',
    [['day', '2026-08-14'], ...meeting.slice(1), ['division', here.town], ['theme', id('hn-1')]]);
  assert.equal(late.status, 422);
  assert.match(late.text, /“代表走在前”不适用于这个地点或这一天/);
});

test('words that mean no group are told at the field, those that mean several are offered', async () => {
  const base = [...meeting, ['division', '430422000000']];
  let got = await send('county', '/activities/new/group', [...base, ['groups', '没有这个小组']]);
  assert.equal(got.status, 422);
  assert.match(got.text, /没有找到名叫“没有这个小组”的代表小组/);
  assert.match(got.text, /name="groups"[^>]*value="没有这个小组"/);
  got = await send('county', '/activities/new/group', [...base, ['groups', '小组']]);
  assert.equal(got.status, 422);
  assert.match(got.text, /请在下面勾选/);
  assert.ok(got.text.match(/name="group" value="\d+"/g).length > 1);
  const [[id, name]] = groupsHere();
  got = await send('county', '/activities/new/group', [...base, ['groups', name]]);
  assert.equal(got.status, 303, got.text);
  assert.equal(w.value(`SELECT COUNT(*) FROM activity_group k JOIN activity a ON a.id = k.activity_id
    WHERE a.code = '${numberOf(got)}' AND k.group_id = ${id}`), '1');
  got = await send('county', '/activities/new/group', [...base, ['group', '98765432']]);
  assert.equal(got.status, 422);
});

test('a request says in which activity it was raised, and leads there', async () => {
  let got = await send('deputy', '/activities/new/hamlet_meeting',
    [['day', '2026-05-14'], ['person_times', '9'], ['summary', '在禾坪上说事'], ['division', here.town]]);
  const code = numberOf(got);
  got = await send('deputy', `/activities/${code}/opinion`, [['body', '晒谷坪的路灯坏了半个月。'], ['kind', 'help'], ['anonymity', 'none']]);
  const number = /\/requests\/(\d{4}-\d{6}-\d{6})"/.exec(got.text)[1];
  assert.match((await get('deputy', `/requests/${number}`)).text, new RegExp(`href="/activities/${code}"`));
  assert.match((await get('clerk', `/requests/${number}`)).text, new RegExp(`href="/activities/${code}"`));
  assert.match((await get('deputy', `/activities/${code}`)).text, new RegExp(`href="/requests/${number}"`));
});

test('an auditor reads activities, and has nothing to press', async () => {
  const list = await get('auditor', '/activities');
  assert.equal(list.status, 200);
  const code = w.value('SELECT code FROM activity ORDER BY day DESC, id DESC LIMIT 1');
  assert.match(list.text, new RegExp(`href="/activities/${code}"`));
  const page = await get('auditor', `/activities/${code}`);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /\/correct"|\/withdraw"|\/opinion"|\/names"/);
  assert.equal((await get('auditor', `/activities/${code}/correct`)).status, 403);
  assert.equal((await w.post('auditor', `/activities/${code}/withdraw`, { why: '试', version: '1' })).status, 403);
});

test('words find activities, those of the own area alone', async () => {
  const [[word]] = rows(w.place, "SELECT SUBSTR(summary, 1, 4) FROM activity WHERE division LIKE '430422%' AND state = 'stands' AND LENGTH(summary) > 8 ORDER BY id LIMIT 1");
  const found = (await get('county', `/activities.csv?q=${encodeURIComponent(word)}`)).text;
  const codes = [...found.matchAll(/A\d{4}-\d{6}-\d{6}/g)].map(([c]) => c).sort();
  const meant = rows(w.place, `SELECT code FROM activity WHERE division LIKE '430422%' AND state = 'stands'
    AND made < (SELECT MAX(made) FROM activity WHERE source IS NULL) + 1
    AND (summary LIKE '%${word}%' OR title LIKE '%${word}%') ORDER BY code`).map(([c]) => c);
  assert.ok(codes.length > 0);
  for (const c of meant.slice(0, 20)) assert.ok(codes.includes(c), `${c} has ${word}`);
  assert.equal((await get('county', '/activities?q=%E6%97%A0%E6%AD%A4%E5%AD%97%E5%8F%A5')).text.includes('/activities/A'), false);
});

test('a visitor enters at the door, twice pressed counts once, and only when the clerk confirms', async () => {
  const door = `/stations/${here.station}/door`;
  assert.match((await get('clerk', door)).text, /开启/);
  assert.equal((await w.post('clerk', `${door}/open`, {})).status, 303);
  const path = /href="(\/v\/[a-z]+)"/.exec((await get('clerk', door)).text)[1];
  const visitor = w.server.client();
  const page = await visitor.get(path);
  assert.equal(page.status, 200);
  assert.match(page.text, /href="\/privacy"/);
  const visitors = facts('station.visitors');
  const entry = { name: '欧阳㛃', phone: '13812345678', matter: '想问老屋改造补助', persons: '2', idem: key() };
  let got = await visitor.post(path, { ...entry, name: '' });
  assert.equal(got.status, 422);
  assert.match(got.text, /想问老屋改造补助/);
  for (let i = 0; i < 2; i++) {
    got = await visitor.post(path, entry);
    assert.equal(got.status, 303, got.text);
  }
  assert.match((await visitor.get(got.location)).text, /已经登记/);
  assert.equal(w.value("SELECT COUNT(*) FROM visit_self WHERE made > 0 AND idem = '" + entry.idem + "'"), '1');
  assert.equal(facts('station.visitors'), visitors);
  const stored = rows(w.place, `SELECT name_sealed, phone_sealed, matter_sealed FROM visit_self WHERE idem = '${entry.idem}'`)[0].join(' ');
  assert.ok(!stored.includes('欧阳') && !stored.includes('13812345678'));
  const list = await get('clerk', `/stations/${here.station}/visits`);
  assert.match(list.text, /等您确认/);
  assert.doesNotMatch(list.text, /欧阳㛃|13812345678/);
  const id = w.value(`SELECT id FROM visit_self WHERE idem = '${entry.idem}'`);
  const seen = await get('clerk', `/self-visits/${id}`);
  assert.match(seen.text, /欧阳㛃/);
  assert.match(seen.text, /13812345678/);
  assert.equal(w.value(`SELECT COUNT(*) FROM audit_entry WHERE object = 'visit_self' AND action = 'read' AND object_id = ${id}`) > 0, true);
  got = await w.post('clerk', `/self-visits/${id}`, { day: '2026-01-05', persons: '2', summary: '问老屋改造补助', version: '1' });
  assert.equal(got.status, 303, got.text);
  assert.equal(facts('station.visitors'), visitors + 2);
  got = await w.post('clerk', `/self-visits/${id}`, { day: '2026-01-05', persons: '2', summary: '问老屋改造补助', version: '2' });
  assert.equal(got.status, 409);
  assert.equal(facts('station.visitors'), visitors + 2);
  assert.match((await get('clerk', `/stations/${here.station}/visits`)).text, /自助登记/);
  assert.equal((await get('clerk', `${door}.pdf`)).headers.get('content-type'), 'application/pdf');
  assert.equal((await w.post('clerk', `${door}/close`, {})).status, 303);
  assert.equal((await visitor.get(path)).status, 404);
});

test('the matrix names who leads each task and marks what nobody leads', async () => {
  const matrix = `/stations/${here.station}/matrix`;
  const nobody = await w.post('clerk', `/stations/${here.station}/tasks`, { name: '屋场会议记录', post: 'helper' });
  assert.equal(nobody.status, 422);
  assert.match(nobody.text, /每项任务都要有人负责/);
  assert.equal((await w.post('clerk', `/stations/${here.station}/staff`, { name: '周晚禾', post: 'helper', valid_from: '2026-01-05' })).status, 303);
  assert.equal((await w.post('clerk', `/stations/${here.station}/tasks`, { name: '屋场会议记录', post: 'helper' })).status, 303);
  const page = await get('clerk', matrix);
  assert.match(page.text, /屋场会议记录/);
  assert.match(page.text, /周晚禾/);
  const left = w.value(`SELECT s.public_id FROM station_person p JOIN station s ON s.id = p.station_id
    WHERE p.post = 'helper' AND p.valid_to IS NOT NULL AND s.division LIKE '430422%' ORDER BY s.id LIMIT 1`);
  assert.match((await get('county', `/stations/${left}/matrix`)).text, /没有人负责/);
  assert.equal((await get('clerk', `${matrix}.pdf`)).headers.get('content-type'), 'application/pdf');
  assert.equal((await w.server.client().get(matrix)).status, 401);
});

test('a published diary is on the public page of the deputy, a draft is not', async () => {
  let got = await w.post('deputy', '/diary/new', { day: '2026-05-14', title: '雨后看水渠', body: '今天看了三处水渠，水够了。' });
  assert.equal(got.status, 303, got.text);
  const path = got.location.replace(/\?.*/, '');
  const page = () => w.server.client().get(`/d/${here.seat}`);
  assert.doesNotMatch((await page()).text, /雨后看水渠/);
  got = await w.post('deputy', `${path}/publish`, { version: '1' });
  assert.equal(got.status, 303, got.text);
  const seat = w.value("SELECT t.public_id FROM diary d JOIN tenure t ON t.id = d.tenure_id WHERE d.title = '雨后看水渠'");
  assert.match((await w.server.client().get(`/d/${seat}`)).text, /href="\/diaries\/[^"]+">雨后看水渠/);
});

test('a hamlet is chosen by name, no code is needed', async () => {
  const [[group, village]] = rows(w.place, "SELECT id, division FROM hamlet_group WHERE division LIKE '430422%' ORDER BY id LIMIT 1");
  const form = await get('county', `/hamlets/${group}/places`);
  assert.match(form.text, /type="radio"[^>]* name="division" value="\d{12}-\d{3}"/);
  const name = w.value(`SELECT name FROM division WHERE code = '${village}'`);
  const got = await w.post('county', `/hamlets/${group}/places`, { division: name });
  assert.equal(got.status, 422);
  assert.match(got.text, /type="radio"[^>]* name="division"/);
});
