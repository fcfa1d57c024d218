// Hamlets, councils and mediation, and stations' life, as their pages answer over HTTP.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { World, rows } from './world.mjs';

let w;
let side;
let group;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
  group = w.value(`SELECT id FROM hamlet_group WHERE division LIKE '${side.town.slice(0, 9)}%' ORDER BY id LIMIT 1`);
});
after(() => w?.stop());

const get = async (login, path) => (await w.as(login)).get(path);
const count = (sql) => Number(w.value(sql));

test('the city has its hamlets, groups, meetings and problems solved', async () => {
  assert.equal(count('SELECT COUNT(*) FROM hamlet_group'), 490);
  assert.equal(count('SELECT COUNT(*) FROM hamlet_place'), 2053);
  assert.equal(count("SELECT COUNT(*) FROM activity WHERE kind = 'hamlet_meeting'"), 2106);
  assert.equal(count("SELECT SUM(quantity) FROM ledger_fact WHERE measure = 'activity.hamlet_meeting.solved'"), 1253);
  const csv = await get('county', '/hamlets.csv');
  assert.equal(csv.status, 200);
  const lines = csv.text.trim().split('\n').length - 1;
  assert.ok(lines > 20, `${lines} groups in the county`);
});

test('names of parties lie sealed, are shown to those who mediate, and the look is recorded', async () => {
  const got = await w.post('clerk', `/hamlets/${group}/mediations`,
    { title: '两家共用的水井', kind: 'water', opened: '2026-01-05', parties: '欧阳㛃、上官喆' });
  assert.equal(got.status, 303, got.text);
  const id = w.value('SELECT MAX(id) FROM mediation');
  const [row] = rows(w.place, `SELECT title, result FROM mediation WHERE id = ${id}`);
  assert.equal(row[0], '两家共用的水井');
  assert.ok(!rows(w.place, `SELECT * FROM mediation WHERE id = ${id}`)[0].join(' ').includes('欧阳㛃'));
  const seen = () => count(`SELECT COUNT(*) FROM audit_entry WHERE action = 'read' AND object = 'mediation' AND object_id = ${id}`);
  const before = seen();
  assert.match((await get('clerk', `/mediations/${id}`)).text, /欧阳㛃、上官喆/);
  assert.ok(seen() > before);
  assert.equal((await get('county.head', `/mediations/${id}`)).status, 403);
  assert.ok(!(await get('county', '/mediations.csv')).text.includes('欧阳㛃'));
});

test('what is wrong stands at its field, and what was typed is kept', async () => {
  const got = await w.post('clerk', `/hamlets/${group}/mediations`,
    { title: '', kind: 'land', opened: '2099-01-01', parties: '李堃', member: '不在册的人' });
  assert.equal(got.status, 422);
  assert.match(got.text, /value="不在册的人"/);
  const plan = await w.post('clerk', `/stations/${side.station}/roster`, { from: '2031-05-01', to: '2031-04-01' });
  assert.equal(plan.status, 422);
  assert.match(plan.text, /2031-04-01/);
});

test('a roster made twice is made once, and prints with the register', async () => {
  const duties = () => count(`SELECT COUNT(*) FROM duty d JOIN station s ON s.id = d.station_id WHERE s.public_id = '${side.station}'`);
  const form = { from: '2031-01-01', to: '2031-06-30' };
  assert.equal((await w.post('clerk', `/stations/${side.station}/roster`, form)).status, 303);
  const made = duties();
  assert.ok(made >= 6, `${made} days`);
  assert.equal((await w.post('clerk', `/stations/${side.station}/roster`, form)).status, 303);
  assert.equal(duties(), made);
  for (const paper of ['roster.pdf', 'register.pdf']) {
    const got = await get('clerk', `/stations/${side.station}/${paper}`);
    assert.equal(got.status, 200, paper);
    assert.equal(got.headers.get('content-type'), 'application/pdf');
  }
});

test('a deputy sees the own days only and asks somebody of the same station', async () => {
  const mine = await get('deputy', '/duties/mine');
  assert.equal(mine.status, 200);
  const person = w.value("SELECT person_id FROM account WHERE login = 'deputy'");
  const foreign = w.value(`SELECT d.id FROM duty d JOIN tenure t ON t.id = d.deputy_id WHERE t.person_id <> ${person}
    AND d.division = '${side.town}' AND d.day > '2026-12-31' ORDER BY d.id LIMIT 1`);
  assert.equal((await w.post('deputy', `/duties/${foreign}/swap`, { to: 'x' })).status, 403);
});

test('the round of stars is finished, has reasons, and is shown in no order of stars', async () => {
  assert.equal(count("SELECT COUNT(*) FROM rating_round WHERE closed IS NOT NULL"), 1);
  assert.equal(count("SELECT COUNT(*) FROM rating_entry WHERE state = 'awarded' AND reason IS NULL"), 0);
  const round = w.value('SELECT id FROM rating_round ORDER BY id LIMIT 1');
  const got = await get('office', `/ratings/${round}`);
  assert.equal(got.status, 200);
  assert.match(got.text, /按申请先后排列/);
});

test('anyone sees who receives when, and only deputies and staff by name', async () => {
  const page = await w.server.client().get(`/st/${side.station}/online`);
  assert.equal(page.status, 200);
  assert.match(page.text, /什么时候能见到代表/);
});

test('a line of the register becomes a request of that station, once, and prints with it', async () => {
  const at = `/stations/${side.station}`;
  const day = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  assert.equal((await w.post('clerk', `${at}/visits`, { day, persons: '2', summary: '𠮷家湾路灯不亮', idem: 'visit-to-request' })).status, 303);
  const id = w.value("SELECT id FROM visit WHERE summary = '𠮷家湾路灯不亮'");
  assert.match((await get('clerk', `${at}/visits`)).text, new RegExp(`/desk\\?visit=${id}`));
  const form = await get('clerk', `/desk?visit=${id}`);
  assert.match(form.text, /𠮷家湾路灯不亮<\/textarea>/);
  const data = new FormData();
  const sent = { csrf: w.tokens.clerk, channel: 'station', body: '𠮷家湾路灯不亮，晚上看不见', kind: 'help',
    anonymity: 'office', visit: id, idem: 'request-of-visit' };
  for (const [k, v] of Object.entries(sent)) data.append(k, v);
  assert.equal((await (await w.as('clerk')).post('/desk', data)).status, 200);
  const [row] = rows(w.place, `SELECT r.code, s.public_id FROM visit v JOIN request r ON r.id = v.request_id JOIN station s ON s.id = r.station_id WHERE v.id = ${id}`);
  assert.equal(row[1], side.station);
  assert.match((await get('clerk', `${at}/visits`)).text, new RegExp(`/requests/${row[0]}`));
  assert.equal((await get('clerk', `/desk?visit=${id}`)).status, 409);
  const away = w.value("SELECT v.id FROM visit v WHERE v.division LIKE '430421%' AND v.request_id = 0 ORDER BY v.id LIMIT 1");
  assert.equal((await get('clerk', `/desk?visit=${away}`)).status, 404);
  assert.equal((await get('clerk', `${at}/register.pdf`)).status, 200);
});

test('a day called off says why on the door page, and the deputy named is the one of the roster', async () => {
  const [id, version] = rows(w.place, `SELECT d.id, d.version FROM duty d JOIN station s ON s.id = d.station_id
    WHERE s.public_id = '${side.station}' AND d.cancelled IS NULL AND d.day > '2026-12-31' ORDER BY d.day LIMIT 1`)[0];
  const day = w.value(`SELECT day FROM duty WHERE id = ${id}`);
  const name = w.value(`SELECT p.name FROM duty d JOIN tenure t ON t.id = d.deputy_id JOIN person p ON p.id = t.person_id WHERE d.id = ${id}`);
  const seen = async () => (await w.server.client().get(`/st/${side.station}/online`)).text;
  assert.equal((await w.post('clerk', `/duties/${id}/do/cancel`, { note: '', version })).status, 422);
  assert.equal((await w.post('clerk', `/duties/${id}/do/record`, { note: '没有', version })).status, 409);
  if ((await seen()).includes(day)) assert.ok((await seen()).includes(name));
  assert.equal((await w.post('clerk', `/duties/${id}/do/cancel`, { note: '当天停电', version })).status, 303);
  assert.equal((await w.post('clerk', `/duties/${id}/do/cancel`, { note: '当天停电', version })).status, 409);
  assert.equal(w.value(`SELECT reason FROM duty WHERE id = ${id}`), '当天停电');
  assert.match((await get('clerk', `/duties/${id}`)).text, /当天停电/);
  assert.equal((await get('clerk', `/duties/${id}/record.pdf`)).status, 200);
});

test('a station says what it is, and anyone reads it with rules and activities', async () => {
  const at = `/stations/${side.station}/words`;
  const form = (await get('clerk', at)).text;
  const version = /name="version" value="(\d+)"/.exec(form)[1];
  assert.equal((await w.post('clerk', at, { intro: '𠮷家湾老街口', rules: '', version })).status, 303);
  assert.equal((await w.post('clerk', at, { intro: '别的', rules: '', version })).status, 412);
  const page = (await w.server.client().get(`/st/${side.station}/online`)).text;
  for (const words of ['𠮷家湾老街口', '接待规则', '近期活动', '什么时候能见到代表']) assert.ok(page.includes(words), words);
});
