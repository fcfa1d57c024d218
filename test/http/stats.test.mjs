// Figures as anyone, staff and the command line see them: the same numbers everywhere, each with
// the records behind it; and report once.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { World, rows } from './world.mjs';
import { forms } from './lib.mjs';

const CITY = '430400000000';
const COUNTY = '430422000000';
const SPAN = ['--from', '2026-01-01', '--to', '2026-10-31'];
const QUERY = 'period=any&from=2026-01-01&to=2026-10-31';

let w;
before(async () => { w = await World.make({ 'job-threads': 0 }); });
after(() => w?.stop());

const figure = (code, division, ...more) =>
  JSON.parse(w.place.run('figure', [code, '--division', division, ...SPAN, ...more, '--json']));
const csv = (text) => text.replace(/^\ufeff/, '').trim().split('\r\n')
  .map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
const plain = (s) => s.replaceAll(/[^0-9.%—]/g, '');

test('measures are listed one a line, in the same order each time, all with name and definition', () => {
  const said = w.place.run('measures');
  assert.equal(w.place.run('measures'), said);
  for (const line of said.trim().split('\n')) {
    const cells = line.split('\t');
    assert.equal(cells.length, 7, line);
    assert.ok(['flow', 'stock', 'money', 'rate', 'mean'].includes(cells[1]), line);
    for (const at of [2, 5, 6])
      assert.doesNotMatch(cells[at], /^(unit|measure|definition|stats)\./, line);
  }
});

test('a figure of the city is the sum of its counties, and its records are as many', () => {
  const city = figure('request.received', CITY);
  const counties = rows(w.place, `SELECT code FROM division WHERE parent = '${CITY}'`);
  const sum = counties.reduce((n, [code]) => n + figure('request.received', code).value, 0);
  assert.ok(city.value > 1000);
  assert.equal(sum, city.value);
  assert.equal(city.records, city.value);
  assert.equal(city.computable, true);
});

test('the page, the exported table and the command say the same', async () => {
  const anyone = w.server.client();
  const page = await anyone.get(`/figures?division=${CITY}&${QUERY}`);
  assert.equal(page.status, 200);
  const table = csv((await anyone.get(`/places.csv?division=${CITY}&${QUERY}`)).text);
  const line = table.find((cells) => cells[1] === '衡南县');
  assert.equal(plain(line[2]), String(figure('request.received', COUNTY).value));
  const all = csv((await anyone.get(`/figures.csv?division=${CITY}&${QUERY}`)).text);
  const received = all.find((cells) => cells[1] === '收到诉求');
  assert.equal(plain(received[2]), String(figure('request.received', CITY).value));
  assert.ok(plain(page.text).includes(received[2]), 'as on the page');
  assert.match(line[6], /^\d+\.\d%$/, 'a rate as it reads on the page');
});

test('a rate shows numerator, denominator and those who did not answer', async () => {
  const f = figure('request.reply_satisfaction', CITY);
  assert.ok(f.value <= f.base && f.base > 0 && f.silent > 0);
  const page = await w.server.client().get(`/figures/request.reply_satisfaction?division=${CITY}&${QUERY}`);
  const words = page.text.replaceAll(/[\s\u2009\u202f\u00a0]/g, '');
  assert.ok(words.includes(`${f.value}÷${f.base}，另有${f.silent}件没有评价`), 'numerator and denominator');
});

test('what is not public looks to the public as if it were not there', async () => {
  const anyone = w.server.client();
  assert.equal((await anyone.get(`/figures/request.returned?division=${CITY}`)).status, 404);
  assert.equal((await anyone.get('/figures/no.such')).status, 404);
  assert.equal((await anyone.get('/figures?division=999999999999')).status, 404);
  assert.equal((await anyone.get('/figures?period=any&from=2026-05-01&to=2026-04-01')).status, 422);
  const office = await w.as('county');
  assert.equal((await office.get(`/figures/request.returned?division=${COUNTY}`)).status, 200);
});

test('small counts are told to staff and to nobody else', async () => {
  const place = rows(w.place, `SELECT division FROM d_ledger_month WHERE measure = 'request.received.scan'
    AND division >= '430422' AND division < '430423' AND division LIKE '_________000'
    AND month = '2026-03' AND quantity BETWEEN 1 AND 4 AND SUBSTR(division, 7, 3) <> '000' LIMIT 1`)[0][0];
  const path = `/figures/request.received.scan?division=${place}&period=any&from=2026-03-01&to=2026-03-31`;
  const open = (await w.server.client().get(path)).text;
  assert.match(open, /<strong>—<\/strong>/);
  assert.match(open, /不公开/);
  assert.doesNotMatch((await (await w.as('county')).get(path)).text, /<strong>—<\/strong>/);
});

test('the records of a figure are as many as it says, page by page, with links', async () => {
  const f = JSON.parse(w.place.run('figure', ['request.received', '--division', COUNTY,
    '--from', '2026-03-01', '--to', '2026-03-31', '--json']));
  const office = await w.as('county');
  const base = `/figures/request.received/records?division=${COUNTY}&from=2026-03-01&to=2026-03-31`;
  const table = csv((await office.get(base.replace('records?', 'records.csv?'))).text);
  assert.equal(table.length - 1, f.records);
  const page = await office.get(base);
  assert.match(page.text, /href="\/requests\/2026-430422-\d{6}"/);
  const next = /href="([^"]+)"[^>]*rel="next"|rel="next" href="([^"]+)"/.exec(page.text);
  const second = await office.get((next[1] ?? next[2]).replaceAll('&amp;', '&'));
  assert.equal(second.status, 200);
  assert.notEqual(second.text, page.text);
});

test('a sheet is asked for, found filled in, confirmed with a note, and finished', async () => {
  const office = await w.as('county');
  const town = rows(w.place, `SELECT g.division FROM account_grant g JOIN account a ON a.id = g.account_id
    WHERE a.login = 'presidium'`)[0][0];
  const bad = await w.post('county', '/reports/new', { title: '三月数据', from: '2026-03-01', to: '2026-03-31',
    due: '2099-01-01' });
  assert.equal(bad.status, 422);
  assert.match(bad.text, /value="三月数据"/, 'what was typed is kept');
  const made = await w.post('county', '/reports/new', { title: '三月数据', from: '2026-03-01', to: '2026-03-31',
    due: '2099-01-01', measures: 'request.received', places: town });
  assert.equal(made.status, 303, made.text);
  const path = made.location;
  const presidium = await w.as('presidium');
  assert.match((await presidium.get('/reports')).text, /三月数据/);
  const sheet = await presidium.get(`${path}/place/${town}`);
  const filled = forms(sheet.text).find((f) => f.action?.endsWith(town));
  const done = await w.post('presidium', `${path}/place/${town}`, { ...filled.fields, note: '已核对' });
  assert.equal(done.status, 303, done.text);
  const seen = (await office.get(path)).text;
  assert.match(seen, /已核对/);
  assert.match(seen, /演示/);
  const table = csv((await office.get(`${path}/sheet.csv`)).text);
  const value = JSON.parse(w.place.run('figure', ['request.received', '--division', town,
    '--from', '2026-03-01', '--to', '2026-03-31', '--json'])).value;
  assert.equal(plain(table[1][2]), String(value));
  assert.equal((await w.post('county', `${path}/finish`, {})).status, 303);
  assert.equal((await w.post('presidium', `${path}/place/${town}`, { ...filled.fields, version: '2' })).status, 409);
  assert.equal((await office.get(`${path}/sheet.pdf`)).status, 200);
});

test('rebuilding gives the same sums, row by row', () => {
  const all = () => [rows(w.place, 'SELECT * FROM d_ledger_day ORDER BY 1, 2, 3'),
    rows(w.place, 'SELECT * FROM d_ledger_month ORDER BY 1, 2, 3')];
  w.place.run('rebuild'); // what waited to be added is in the sums now
  const before = all();
  w.place.run('rebuild');
  assert.deepEqual(all(), before);
});
