// Who said it is nowhere in clear: names, telephones and addresses planted by citizens and staff
// are searched in every file the program keeps, in its log at the chattiest level and in a backup.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { World, rows } from './world.mjs';

// A JPEG of one point that says where and with what it was taken, in EXIF, XMP, IPTC and a comment.
const POINT = Buffer.from('/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');
const segment = (marker, bytes) => Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
const MARKS = { exif: 'GPSMARKER-26.8968N-112.5719E', xmp: 'XMPMARKER-nikon-d70', iptc: 'IPTCMARKER-byline', comment: 'COMMARKER-home' };
const photo = Buffer.concat([POINT.subarray(0, 2),
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from(MARKS.exif)])),
  segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${MARKS.xmp}`)),
  segment(0xed, Buffer.from(`Photoshop 3.0\0${MARKS.iptc}`)),
  segment(0xfe, Buffer.from(MARKS.comment)), POINT.subarray(2)]);

const CITIZENS = [
  { name: '诸葛芄锸', contact: '13907349281', anonymity: 'named' },
  { name: '司徒堃喆', contact: 'zhuangzhou.butterfly@mail.example', anonymity: 'office' },
  { name: '端木叒叕', contact: '13807341739', anonymity: 'none' },
];
const STAFF = { login: 'marked.clerk', name: '标记联络站', email: 'huishi.marked@mail.example', phone: '13707345561' };
const FILE = 'IMG_zhuge_home.jpg';

let w;
let side;
const receipts = [];
const answers = [];

before(async () => {
  w = await World.make({ log: 'debug' });
  side = w.side('clerk', 'deputy', '430422000000');
  for (const c of CITIZENS)
    receipts.push(await w.request(side, { clerk: 'clerk', office: 'county', unit: 'unit' }, 'handling',
      { ...c, files: [[photo, FILE, 'image/jpeg']] }));
  for (const r of receipts) {
    const citizen = await w.follow(r.code);
    answers.push(await citizen.get('/case'));
    const slip = await citizen.post('/ask/slip', { code: r.code,
      csrf: /name="csrf" value="([^"]+)"/.exec(answers.at(-1).text)[1] });
    assert.equal(slip.status, 200);
  }
  const made = await w.post('security', '/accounts/new', { ...STAFF, family: 'business' });
  assert.equal(made.status, 200, made.text);
});
after(() => w?.stop());

function files(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

// In UTF-8 and in UTF-16, with the code also as typed with its dashes left out.
const marks = () => [
  ...CITIZENS.flatMap((c) => [c.name, c.contact]), STAFF.email, STAFF.phone, FILE, ...Object.values(MARKS),
  ...receipts.flatMap((r) => [r.code, r.code.replace(/[^0-9A-Z*~$=]/g, '')]),
].flatMap((m) => [[m, Buffer.from(m)], [m, Buffer.from(m, 'utf16le')]]);

function search(name, bytes) {
  const hits = marks().filter(([, mark]) => bytes.includes(mark)).map(([m]) => m);
  assert.deepEqual(hits, [], `in clear in ${name}`);
}

test('no file of the data directory holds who said it, a query code or where a photo was taken', () => {
  const all = files(w.place.data);
  assert.ok(all.length >= 1);
  for (const path of all) search(path, readFileSync(path));
  // The control: what is meant to be found there is found by the same search.
  if (!w.place.database)
    assert.ok(all.some((path) => readFileSync(path).includes(Buffer.from(receipts[0].number))));
});

test('the database server gives nothing of it away either', () => {
  if (!w.place.database) {
    for (const [table] of rows(w.place, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"))
      search(table, Buffer.from(execFileSync('sqlite3', ['-readonly', join(w.place.data, 'lianluo.db'), `SELECT * FROM "${table}"`], { maxBuffer: 1 << 28 })));
    return;
  }
  const dump = execFileSync('pg_dump', ['-d', w.place.database.target, '--inserts'], { maxBuffer: 1 << 30 });
  assert.ok(dump.includes(receipts[0].number));
  search('dump', dump);
});

test('the log has no identity, no code, no address, and no path that was sent', () => {
  assert.match(w.server.log, /route=\/follow/);
  search('log', Buffer.from(w.server.log));
  for (const words of ['127.0.0.1', receipts[0].number]) assert.ok(!w.server.log.includes(words), words);
});

test('an encrypted backup opens to nobody without the key', () => {
  const file = join(w.place.dir, 'all.backup');
  w.place.run('backup', [file]);
  const bytes = readFileSync(file);
  search(file, bytes);
  assert.ok(!bytes.includes(receipts[0].number));
});

test('a query code travels only in forms: no address, link or Referer holds it', () => {
  for (const [i, page] of answers.entries()) {
    const { code } = receipts[i];
    for (const [, url] of page.text.matchAll(/(?:href|src|action)="([^"]*)"/g))
      assert.ok(!url.includes(code) && !url.includes(encodeURIComponent(code)), url);
    assert.match(page.headers.get('referrer-policy'), /no-referrer|same-origin/);
    assert.match(page.headers.get('cache-control'), /no-store/);
  }
});

test('a query code in an address opens nothing', async () => {
  const { code } = receipts[0];
  const client = w.server.client();
  await client.get(`/follow?code=${encodeURIComponent(code)}`);
  assert.equal((await client.get('/case')).status, 401);
});

test('a photo that comes back has lost everything but the picture', async () => {
  const citizen = await w.follow(receipts[0].code);
  const path = /href="(\/case\/files\/[^"]+)"/.exec((await citizen.get('/case')).text)[1];
  const answer = await fetch(w.server.url + path, { headers: { cookie: [...citizen.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(bytes.readUInt16BE(0), 0xffd8);
  for (const mark of Object.values(MARKS)) assert.equal(bytes.indexOf(mark), -1, mark);
  assert.equal(bytes.indexOf('Exif'), -1);
});

test('whoever wants no name left has left none, not even sealed', () => {
  const [[name, contact]] = rows(w.place, `SELECT CASE WHEN p.name_sealed IS NULL THEN 'none' ELSE 'kept' END, CASE WHEN p.contact_sealed IS NULL THEN 'none' ELSE 'kept' END
    FROM request_party p JOIN request r ON r.id = p.request_id WHERE r.code = '${receipts[2].number}'`);
  assert.deepEqual([name, contact], ['none', 'none']);
});

test('reading who said it needs a reason and is written down with it', async () => {
  const count = () => Number(w.value("SELECT COUNT(*) FROM audit_entry WHERE note LIKE '%核实地点标记%'"));
  const path = `/requests/${receipts[0].number}/identity`;
  const bare = await w.post('clerk', path, { reason: '' });
  assert.equal(bare.status, 422);
  assert.ok(!bare.text.includes(CITIZENS[0].contact));
  assert.equal(count(), 0);
  const shown = await w.post('clerk', path, { reason: '核实地点标记' });
  assert.equal(shown.status, 200);
  assert.ok(shown.text.includes(CITIZENS[0].name) && shown.text.includes(CITIZENS[0].contact));
  assert.ok(count() > 0);
  const [[account, object]] = rows(w.place, "SELECT a.login, e.object_id FROM audit_entry e JOIN account a ON a.id = e.account_id WHERE e.note LIKE '%核实地点标记%' LIMIT 1");
  assert.equal(account, 'clerk');
  assert.equal(object, w.value(`SELECT id FROM request WHERE code = '${receipts[0].number}'`));
});

test('who asked for discretion is hidden from the unit, who asked for none from everybody', async () => {
  for (const [login, at, status] of [['unit', 0, 200], ['unit', 1, 403], ['deputy', 1, 403],
    ['clerk', 2, 403], ['county', 2, 403], ['unit', 2, 403]]) {
    const got = await w.post(login, `/requests/${receipts[at].number}/identity`, { reason: '核实地点' });
    assert.equal(got.status, status, `${login} ${at}`);
    if (status !== 200) assert.ok(!got.text.includes(CITIZENS[at].name));
  }
  for (const r of receipts)
    for (const login of ['unit', 'clerk', 'deputy']) {
      const page = await (await w.as(login)).get(`/requests/${r.number}`);
      for (const c of CITIZENS) assert.ok(!page.text.includes(c.name) && !page.text.includes(c.contact), login);
    }
});

test('the unit learns what the citizen thinks only when the office publishes it', async () => {
  const { number, code } = receipts[0];
  await w.move('unit', number, 'reply', { answer: '已经换好', outcome: 'solved' });
  const citizen = await w.follow(code);
  const got = await citizen.submit('/case', { solved: 'yes', reply_satisfaction: 'dissatisfied', result_satisfaction: 'satisfied', reason: '等得太久的标记' },
    { which: '/case/verdict' });
  assert.equal(got.status, 303, got.text);
  const seen = async (login) => {
    const client = await w.as(login);
    const texts = [];
    for (const path of [`/requests/${number}`, `/api/v1/requests/${number}`, '/requests.csv'])
      texts.push((await client.get(path)).text);
    return texts.join('\n');
  };
  assert.match(await seen('county'), /等得太久的标记/);
  assert.doesNotMatch(await seen('unit'), /等得太久的标记|>不满意</);
  const published = await w.post('county', `/requests/${number}/publish`, {});
  assert.equal(published.status, 303);
  assert.match(await seen('unit'), /等得太久的标记/);
});

test('staff reach each other\'s addresses nowhere', async () => {
  for (const login of ['clerk', 'county', 'auditor', 'system', 'security']) {
    const client = await w.as(login);
    for (const path of ['/start', '/me', '/audit/entries', '/audit/entries.csv', '/accounts', '/system']) {
      const page = await client.get(path);
      for (const mark of [STAFF.email, STAFF.phone]) assert.ok(!page.text.includes(mark), `${login} ${path}`);
    }
  }
});
