// Figures as anyone, staff and the command line see them: the same numbers everywhere, each with
// the records behind it; and report once.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { World, rows } from './world.mjs';
import { binary, forms } from './lib.mjs';

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
function tried(command, args) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([k]) => !k.startsWith('LIANLUO_')));
  return spawnSync(binary, [command, ...w.place.flags(), ...args], { encoding: 'utf8', env: environment });
}
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
  const office = await w.as('office');
  const page = await office.get(`/figures?division=${CITY}&${QUERY}`);
  assert.equal(page.status, 200);
  const table = csv((await office.get(`/places.csv?division=${CITY}&${QUERY}`)).text);
  const line = table.find((cells) => cells[1] === '衡南县');
  assert.equal(plain(line[2]), String(figure('request.received', COUNTY).value));
  const all = csv((await office.get(`/figures.csv?division=${CITY}&${QUERY}`)).text);
  const received = all.find((cells) => cells[1] === '收到诉求');
  assert.equal(plain(received[2]), String(figure('request.received', CITY).value));
  assert.ok(plain(page.text).includes(received[2]), 'as on the page');
  assert.match(line[6], /^\d+\.\d%$/, 'a rate as it reads on the page');
});

test('a rate shows numerator, denominator and those who did not answer', async () => {
  const f = figure('request.reply_satisfaction', CITY);
  assert.ok(f.numerator <= f.denominator && f.denominator > 0 && f.silent > 0);
  assert.ok(f.value > 0 && f.value <= 1);
  const page = await w.server.client().get(`/figures/request.reply_satisfaction?division=${CITY}&${QUERY}`);
  const words = page.text.replaceAll(/[\s\u2009\u202f\u00a0]/g, '');
  assert.ok(words.includes(`${f.numerator}÷${f.denominator}，另有${f.silent}件没有评价`), 'numerator and denominator');
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
  assert.match(open, /不单独公布/);
  assert.doesNotMatch((await (await w.as('county')).get(path)).text, /<strong>—<\/strong>/);
});

test('the records of a figure are as many as it says, page by page, with links', async () => {
  const f = JSON.parse(w.place.run('figure', ['request.received', '--division', COUNTY,
    '--from', '2026-03-01', '--to', '2026-05-31', '--json']));
  const office = await w.as('county');
  const base = `/figures/request.received/records?division=${COUNTY}&from=2026-03-01&to=2026-05-31`;
  const table = csv((await office.get(base.replace('records?', 'records.csv?'))).text);
  assert.equal(table.length - 1, f.records);
  const page = await office.get(base);
  assert.match(page.text, /href="\/requests\/2026-430422-\d{6}"/);
  const next = /href="([^"]+)"[^>]*rel="next"|rel="next" href="([^"]+)"/.exec(page.text);
  const second = await office.get((next[1] ?? next[2]).replaceAll('&amp;', '&'));
  assert.equal(second.status, 200);
  assert.notEqual(second.text, page.text);
});

test('every measure opens exactly its records, none of them hidden from the office of the place', async () => {
  const office = await w.as('county');
  const list = JSON.parse(w.place.run('measures', ['--json']));
  let opened = 0;
  for (const m of list.filter((one) => one.computable && !one.denominator)) {
    const said = JSON.parse(w.place.run('figure', [m.measure, '--division', COUNTY, '--from', '2026-09-01',
      '--to', '2026-09-30', '--json']));
    if (said.records === 0) continue;
    const base = `/figures/${m.measure}/records?division=${COUNTY}&from=2026-09-01&to=2026-09-30`;
    if (m.kind !== 'stock') {
      const table = csv((await office.get(base.replace('records?', 'records.csv?'))).text).slice(1);
      assert.equal(table.length, said.records, m.measure);
      assert.equal(table.reduce((n, cells) => n + Number(cells.at(-1)), 0),
        m.kind === 'money' ? Math.round(said.value * 100) : said.value, m.measure);
    }
    const page = await office.get(base);
    assert.equal(page.status, 200, m.measure);
    assert.doesNotMatch(page.text, /不在您的查看范围/, m.measure);
    const link = /<td[^>]*>\s*<a href="(\/[^"]+)"/.exec(page.text)?.[1];
    assert.ok(link, `${m.measure}: a record that opens`);
    assert.equal((await office.get(link.replaceAll('&amp;', '&'))).status, 200, `${m.measure}: ${link}`);
    opened++;
  }
  assert.ok(opened > 40, `${opened} measures`);
});

test('of a rate numerator, denominator and those who did not answer are listed apart', async () => {
  const office = await w.as('county');
  const f = figure('request.reply_satisfaction', COUNTY);
  const rowsOf = async (part) => csv((await office.get(
    `/figures/request.reply_satisfaction/records.csv?division=${COUNTY}&from=2026-01-01&to=2026-10-31${part}`)).text).length - 1;
  assert.equal(await rowsOf(''), f.denominator);
  assert.equal(await rowsOf('&part=top'), f.numerator);
  assert.equal(await rowsOf('&part=silent'), f.silent);
});

test('what places the public is not told of leave over of their sum is nothing or no small count', async () => {
  const anyone = w.server.client();
  const spans = [['2026-09-01', '2026-09-30'], ['2026-07-01', '2026-09-30'], ['2026-01-01', '2026-06-30']];
  let hidden = 0;
  for (const [from, to] of spans) {
    const query = `period=any&from=${from}&to=${to}`;
    for (const division of [CITY, COUNTY])
      for (const code of ['request.received', 'request.received.letter', 'request.silent', 'request.cannot',
        'station.visitors']) {
        const page = await anyone.get(`/figures/${code}/places.csv?division=${division}&${query}`);
        const whole = JSON.parse(w.place.run('figure', [code, '--division', division, '--from', from,
          '--to', to, '--json']));
        const table = csv(page.text).slice(1);
        const told = table.filter((cells) => cells[1] !== '—');
        hidden += table.length - told.length;
        const total = /<strong>([^<]*)<\/strong>/.exec((await anyone.get(`/figures/${code}?division=${division}&${query}`)).text)[1];
        if (total === '—') continue;
        assert.equal(plain(total), String(whole.value));
        const left = whole.value - told.reduce((n, cells) => n + Number(plain(cells[1])), 0);
        assert.ok(left === 0 || left >= 5, `${code} in ${division}, ${from}: ${left} left over`);
      }
  }
  assert.ok(hidden > 0);
});

test('the public is told whole months that are over, staff every day', async () => {
  const path = `/figures/request.received?division=${CITY}&period=any&from=2026-03-05&to=2026-04-20`;
  const open = (await w.server.client().get(path)).text;
  assert.match(open, /value="2026-03-01"/);
  assert.match(open, /value="2026-04-30"/);
  assert.match((await (await w.as('office')).get(path)).text, /value="2026-03-05"/);
});

test('a figure is exported as it is on the page, and printed with its plots', async () => {
  const anyone = w.server.client();
  const query = `division=${CITY}&period=any&from=2026-01-01&to=2026-09-30`;
  const page = (await anyone.get(`/figures/request.received?${query}`)).text;
  const table = csv((await anyone.get(`/figures/request.received/series.csv?${query}`)).text);
  assert.equal(table.length, 10, 'nine months and the head');
  for (const [month, value] of table.slice(1)) {
    assert.ok(page.includes(month));
    assert.ok(plain(page).includes(plain(value)));
  }
  assert.equal((await anyone.get(`/figures/request.received/series.xlsx?${query}`)).status, 200);
  assert.equal((await anyone.get(`/figures/request.received/places.xlsx?${query}`)).status, 200);
  const pdf = await anyone.get(`/figures/request.received/figure.pdf?${query}`);
  assert.equal(pdf.status, 200);
  assert.match(pdf.headers.get('content-type'), /application\/pdf/);
});

test('the command names what is wrong and ends with a status of its own', () => {
  const span = ['--from', '2026-01-01', '--to', '2026-02-01'];
  for (const [args, words] of [
    [[], /MEASURE/], [['no.such', ...span], /code/], [['request.received'], /from/],
    [['request.received', '--from', '2026-02-30', '--to', '2026-03-01'], /from/],
    [['request.received', '--from', '2026-03-01', '--to', '2026-02-01'], /to/],
    [['request.received', '--division', '99', ...span], /division/],
    [['request.received', '--division', "4304' OR '1'='1", ...span], /division/],
    [['request.received', '--division', '', ...span], /division/],
    [['request.received', 'request.closed', ...span], /MEASURE/],
    [['request.received', '--cutoff', 'soon', ...span], /cutoff/],
    [['request.received', '--since', '2026-01-01'], /since/],
  ]) {
    const done = tried('figure', args);
    assert.notEqual(done.status, 0, args.join(' '));
    assert.match(done.stderr, words, args.join(' '));
    assert.equal(done.stdout, '');
  }
  const said = JSON.parse(w.place.run('figure', ['suggestion.on_time_rate', ...span, '--json']));
  assert.equal(said.computable, false);
  assert.equal(said.value, null);
  assert.ok(said.reason.length > 5);
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
