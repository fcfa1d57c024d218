// Divisions, deputies and stations from tables, as the office, a clerk and anyone meet them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, Place, installed, totp } from './lib.mjs';

const OWN = 'Quiet herons above nine fields';
const tables = {
  congresses: `编号,名称,所在区划代码,级别,届,名额,开始日期
430408-6,蒸湘区第六届人民代表大会,430408000000,县,6,180,2021/12/20
430400-16,衡阳市第十六届人民代表大会,430400000000,市,16,480,2021-12-25
`,
  organisations: `编号,名称,本地叫法,类别,所在区划代码,级别,可承办,业务词
430408-lgw,蒸湘区人大联工委,,办事机构,430408000000,县,否,
430408-jtj,蒸湘区交通运输局,区交通局,政府部门,430408000000,县,是,道路 桥梁
`,
  stations: `编号,名称,本地叫法,类别,中心站或联络点,所属中心站编号,所在区划代码,地址,电话,开放时间,接待日
z1,芄锸联络站,代表之家,固定站,中心站,,430408001000,老街 1 号,0734-0000000,"09:00-11:30,14:30-17:00 1-5",monthly:15 09:00-11:00
z2,红湘联络点,,固定站,联络点,z1,430408002000,红湘路 2 号,,,weekly:3
`,
  deputies: `编号,人员编号,姓名,届次编号,选区或选举单位,选区所在区划代码,职业和职务,状态,开始日期,联络站编号
s1,r1,王芄,430408-6,第一选区,430408001000,村民,在任,2021-12-20,z1
s2,r2,单锸,430400-16,蒸湘区,430408000000,医生,在任,2021-12-25,
s3,r3,李堃,430408-6,第二选区,430408002000,教师,在任,2021-12-20,
`,
  accounts: `登录名,显示名,角色,所在区划代码
office.one,蒸湘区人大联工委,office,430408000000
clerk.one,蒸湘联络员,clerk,430408001000
`,
};

let place;
let server;

function importing(kind, text, ...flags) {
  const file = join(place.dir, `${kind}.csv`);
  writeFileSync(file, text);
  return JSON.parse(place.run('import', [kind, file, '--json', ...flags]));
}

// The first sign-in of an imported account: a new password, then the authenticator.
async function firstSignIn(login) {
  const password = /password\t(\S.*)\n/.exec(place.run('account', ['reset', login]))[1];
  const client = server.client();
  let got = await client.submit('/signin', { login, password }, { which: '/signin' });
  assert.equal(got.location, '/signin/password', got.text);
  got = await client.submit(got.location, { password: OWN, again: OWN });
  assert.equal(got.location, '/signin/enrol', got.text);
  const page = await client.get('/signin/enrol');
  const secret = /<strong>([A-Z2-7 ]{39})<\/strong>/.exec(page.text)[1].replaceAll(' ', '');
  got = await client.submit('/signin/enrol', { code: totp(secret) }, { which: '/signin/enrol' });
  assert.ok(got.status < 400, got.text);
  return client;
}

let office;
let clerk;

before(async () => {
  place = new Place();
  place.run('migrate');
  place.run('import', ['--shipped']);
  for (const [kind, text] of Object.entries(tables)) {
    const report = importing(kind, text);
    assert.deepEqual(report.problems, []);
    assert.ok(report.kept && report.added > 0, kind);
  }
  server = await Server.start({}, place);
  office = await firstSignIn('office.one');
  clerk = await firstSignIn('clerk.one');
});

after(async () => {
  await server?.stop();
});

test('the same table again changes nothing', () => {
  for (const [kind, text] of Object.entries(tables)) {
    const report = importing(kind, text);
    assert.equal(report.added + report.changed, 0, kind);
    assert.equal(report.same, text.trim().split('\n').length - 1, kind);
  }
});

test('a table in GB 18030 is read too', () => {
  const file = join(place.dir, 'gb.csv');
  writeFileSync(file, execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'],
    { input: tables.deputies }));
  const report = JSON.parse(place.run('import', ['deputies', file, '--json', '--dry-run']));
  assert.equal(report.same, 3);
});

test('find-deputy tells every deputy of a place, and every place of an ambiguous word', () => {
  const one = JSON.parse(place.run('find-deputy', ['衡阳市蒸湘街道老街', '--json']));
  assert.equal(one.query, '衡阳市蒸湘街道老街');
  assert.equal(one.places.length, 1);
  assert.equal(one.places[0].code, '430408001000');
  assert.deepEqual(one.places[0].deputies.map((d) => [d.name, d.level, d.station]),
    [['王芄', 'county', '芄锸联络站'], ['单锸', 'city', null]]);
  assert.deepEqual(Object.keys(one.places[0].deputies[0]),
    ['name', 'level', 'constituency', 'public_id', 'station']);
  const many = JSON.parse(place.run('find-deputy', ['衡阳', '--json']));
  assert.deepEqual(many.places.map((p) => p.name), ['衡阳市', '衡阳市衡阳县']);
});

test('anyone finds a deputy by address, by station, by name and by the tree', async () => {
  const anyone = server.client();
  const q = (text) => anyone.get(`/find?q=${encodeURIComponent(text)}`);
  assert.match((await q('蒸湘街道')).text, /href="\/a\/430408001000"/);
  assert.match((await q('代表之家')).text, /芄锸联络站/);
  assert.match((await q('王芄')).text, /href="\/d\/[a-z]{10}">王芄/);
  assert.match((await q('没有这个地方啊')).text, /没有找到/);
  const county = await anyone.get('/find?at=430408000000');
  assert.match(county.text, /href="\/a\/430408001000"/);
  assert.doesNotMatch((await anyone.get('/find?at=430400000000')).text, /松木经济开发区/);
  assert.match((await anyone.get('/find?all=1&at=430400000000')).text, /松木经济开发区/);
  assert.equal((await anyone.get('/find?at=999')).status, 404);
});

test('a profile shows what the law makes public, and no more', async () => {
  const anyone = server.client();
  const area = await anyone.get('/a/430408001000');
  const link = /href="(\/d\/[a-z]{10})">王芄/.exec(area.text)[1];
  const page = await anyone.get(link);
  assert.match(page.text, /蒸湘区第六届人民代表大会/);
  assert.match(page.text, /第一选区/);
  assert.match(page.text, /\/ask\?d=/);
  assert.doesNotMatch(page.text, /r1|>s1</);
  assert.equal((await anyone.get('/d/aaaaaaaaaa')).status, 404);
});

test('staff pages are closed to anyone', async () => {
  for (const path of ['/stations', '/deputies', '/orgs', '/congresses', '/divisions', '/gaps',
    '/import', '/accounts-import'])
    assert.equal((await server.client().get(path)).status, 401, path);
});

async function stationPath() {
  const list = await office.get('/stations');
  return /href="(\/stations\/[a-z]{10})">芄锸联络站/.exec(list.text)[1];
}

test('a reissued code leaves old prints working', async () => {
  const at = await stationPath();
  assert.equal((await office.submit(at, {}, { which: '/code' })).status, 303);
  const first = /href="(\/s\/[a-z]{8})"/.exec((await office.get(at)).text)[1];
  assert.equal((await office.submit(at, {}, { which: '/code' })).status, 303);
  const tokens = [...(await office.get(at)).text.matchAll(/href="(\/s\/[a-z]{8})"/g)];
  assert.equal(tokens.length, 2);
  for (const path of [first, tokens[0][1]]) {
    const page = await server.client().get(path);
    assert.equal(page.status, 200);
    assert.match(page.text, /芄锸联络站/);
    assert.match(page.text, /王芄/);
    assert.match(page.text, /\/ask\?s=/);
    assert.ok(page.text.length < 30000);
  }
  assert.equal((await server.client().get('/s/zzzzzzzz')).status, 404);
});

test('a printed plate is read at print size after a blur', async (t) => {
  if (!installed('../bin/zbarimg'))
    return t.diagnostic('zbarimg is not installed here');
  const at = await stationPath();
  await office.submit(at, {}, { which: '/code' });
  const token = /href="\/s\/([a-z]{8})"/.exec((await office.get(at)).text)[1];
  const cookie = [...office.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const answer = await fetch(server.url + at + '/plate.pdf', { headers: { cookie } });
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  writeFileSync(join(place.dir, 'plate.pdf'), Buffer.from(await answer.arrayBuffer()));
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', join(place.dir, 'plate.pdf'),
    join(place.dir, 'plate')]);
  execFileSync('convert', [join(place.dir, 'plate.png'), '-blur', '0x2',
    join(place.dir, 'blurred.png')]);
  const read = execFileSync('zbarimg', ['--quiet', '--raw', join(place.dir, 'blurred.png')],
    { encoding: 'utf8' });
  assert.ok(read.trim().endsWith(`/s/${token}`), read);
});

test('the clerk enters visitors, once each, and corrects them', async () => {
  const at = await stationPath();
  const page = `${at}/visits`;
  let got = await clerk.submit(page, { persons: '3', deputy: '王芄', summary: '问路灯' },
    { which: '/visits' });
  assert.equal(got.status, 303, got.text);
  got = await clerk.submit(page, { persons: '0' }, { which: '/visits' });
  assert.equal(got.status, 422);
  got = await clerk.submit(page, { persons: '2', deputy: '没有此人', summary: '留着' },
    { which: '/visits' });
  assert.equal(got.status, 422);
  assert.match(got.text, /留着/);
  const list = await clerk.get(page);
  assert.match(list.text, /问路灯/);
  const row = /href="(\/visits\/\d+)"/.exec(list.text)[1];
  got = await clerk.submit(row, { persons: '5' }, { which: row });
  assert.equal(got.status, 303, got.text);
  assert.match((await clerk.get(page)).text, /合计 5 人次/);
  place.run('check');
});

test('a clerk sees stations of the own area only, and edits none', async () => {
  const list = await clerk.get('/stations');
  assert.match(list.text, /芄锸联络站/);
  assert.doesNotMatch(list.text, /红湘联络点/);
  assert.equal((await clerk.get('/stations/new')).status, 403);
  const all = await office.get('/stations');
  const other = /href="(\/stations\/[a-z]{10})">红湘联络点/.exec(all.text)[1];
  assert.equal((await clerk.get(other)).status, 404);
  assert.equal((await clerk.get('/import')).status, 403);
});

test('the office edits a station; a second copy of the form is told that it changed', async () => {
  const at = await stationPath();
  const { forms } = await import('./lib.mjs');
  const form = forms((await office.get(`${at}/edit`)).text).find((f) => f.action.includes('/edit'));
  let got = await office.post(form.action, { ...form.fields, alias: '代表工作室' });
  assert.equal(got.status, 303, got.text);
  got = await office.post(form.action, { ...form.fields, alias: '别的' });
  assert.equal(got.status, 412);
  got = await office.submit(`${at}/edit`, { hours: 'always' }, { which: '/edit' });
  assert.equal(got.status, 422);
  assert.match(got.text, /always/);
  assert.match(got.text, /开放时间的写法/);
});

test('a seat ends only with its legal cause, and leaves a vacancy', async () => {
  const list = await office.get('/deputies?name=' + encodeURIComponent('李堃'));
  const at = /href="(\/deputies\/[a-z]{10})">李堃/.exec(list.text)[1];
  let got = await office.submit(`${at}/do/end`, { cause: '', day: '2026-01-05' },
    { which: '/do/end' });
  assert.equal(got.status, 422, got.text);
  got = await office.submit(`${at}/do/end`, { cause: 'moved_away', day: '2026-01-05' },
    { which: '/do/end' });
  assert.equal(got.status, 303, got.text);
  const page = await office.get(at);
  assert.match(page.text, /迁出或者调离本行政区域/);
  assert.match((await office.get('/congresses')).text, /蒸湘区第六届人民代表大会/);
  const gone = await server.client().get(at.replace('/deputies/', '/d/'));
  assert.match(gone.text, /现在不履行职务/);
  assert.doesNotMatch(gone.text, /迁出/);
});

test('lists are sorted by pinyin or strokes and exported as they stand', async () => {
  const names = (text) => [...text.matchAll(/href="\/deputies\/[a-z]{10}">([^<]+)</g)]
    .map((m) => m[1]);
  assert.deepEqual(names((await office.get('/deputies?state=active')).text), ['单锸', '王芄']);
  assert.deepEqual(names((await office.get('/deputies?state=active&order=strokes')).text),
    ['王芄', '单锸']);
  const csv = await office.get('/deputies.csv?state=active');
  assert.equal(csv.text.trim().split('\n').length, 3);
});

test('gaps name townships without a station; deputies get the nearest one', async () => {
  const page = await office.get('/gaps');
  assert.match(page.text, /单锸/);
  const got = await office.submit('/gaps', {}, { which: '/assign' });
  assert.equal(got.status, 303, got.text);
  assert.doesNotMatch((await office.get('/gaps')).text, /单锸/);
});

test('a table on the page is checked, told with its places, and kept all or not at all', async () => {
  const upload = async (text, values) => {
    const page = await office.get('/import');
    const { forms } = await import('./lib.mjs');
    const form = forms(page.text).find((f) => f.action === '/import');
    const data = new FormData();
    for (const [k, v] of Object.entries({ ...form.fields, ...values }))
      if (v !== null) data.append(k, v);
    data.append('file', new Blob([text]), '表.csv');
    return office.post('/import', data);
  };
  const good = '编号,名称,所在区划代码,地址\nz9,新站,430408002000,新街\n';
  const bad = good + 'z10,外站,430405001000,外街\nz11,,430408002000,\n';
  let got = await upload(bad, { kind: 'stations', dry: null });
  assert.equal(got.status, 422);
  assert.match(got.text, /不在您管理的地区内/);
  assert.match(got.text, /B 名称/);
  assert.doesNotMatch((await office.get('/stations')).text, /新站/);
  got = await upload(good, { kind: 'stations' });
  assert.equal(got.status, 200, got.text);
  assert.match(got.text, /检查通过/);
  assert.doesNotMatch((await office.get('/stations')).text, /新站/);
  got = await upload(good, { kind: 'stations', dry: null });
  assert.match(got.text, /已导入/);
  assert.match((await office.get('/stations')).text, /新站/);
  got = await upload('<!DOCTYPE x>', { kind: 'stations', dry: null });
  assert.equal(got.status, 422);
  got = await upload(good, { kind: 'accounts', dry: null });
  assert.equal(got.status, 422);
});

test('a template is offered for every kind', async () => {
  for (const kind of ['divisions', 'organisations', 'congresses', 'stations', 'deputies']) {
    const csv = await office.get(`/import/${kind}/template.csv`);
    assert.equal(csv.status, 200);
    const dry = importing(kind, csv.text, '--dry-run');
    assert.ok(dry.rows === 1, kind);
    assert.equal((await office.get(`/import/${kind}/template.xlsx`)).status, 200);
  }
});
