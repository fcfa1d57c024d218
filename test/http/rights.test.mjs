// Every route × role × inside and outside × state, over real HTTP, against rights.expected, which
// was written from the duties and not from the program.  Refused means: the status says so, no row
// changed, and what lies outside looks exactly like what does not exist.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { World, sums, rows, token } from './world.mjs';
import { contactIds, contactAddress, contactBodies } from './contact_sides.mjs';

const ROLES = ['anyone', 'citizen', 'deputy', 'clerk', 'unit', 'presidium', 'office', 'leader',
  'auditor', 'system', 'security'];
const LOGINS = { deputy: 'deputy', clerk: 'clerk', unit: 'unit', presidium: 'presidium', office: 'county',
  leader: 'county.head', auditor: 'auditor', system: 'system', security: 'security' };
const BUSINESS = ['deputy', 'clerk', 'unit', 'presidium', 'office', 'leader'];
const HERE = { clerk: 'clerk', office: 'county', unit: 'unit' };
const AWAY = { clerk: 'clerk.b', office: 'county.b', unit: 'unit.b' };
const STATUS = { s: 401, x: 403, '-': 404, c: 409 };
const JPEG = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=', 'base64');

const lines = readFileSync(new URL('rights.expected', import.meta.url), 'utf8').split('\n')
  .filter((l) => l.trim() !== '' && !l.startsWith('#'))
  .map((l) => {
    const [method, path, where, state, ...cells] = l.trim().split(/\s+/);
    assert.equal(cells.length, ROLES.length, l);
    for (const c of cells) assert.ok('+sx-co'.includes(c), l);
    return { method, path, where, state, cells, name: `${method} ${path} ${where} ${state}` };
  });

let w;
let sides;
let requests;
let citizen;
let file;
let ids;
const bodies = {};
const clients = {};
const tokens = {};

// The form of a page as its rightful user gets it.
async function formOf(login, page, action = page) {
  const { forms } = await import('./lib.mjs');
  const got = await (await w.as(login)).get(page);
  const form = forms(got.text).find((f) => f.method === 'post' && (f.action ?? page).endsWith(action));
  assert.ok(form, `${login} ${page}: ${got.status}`);
  const { csrf, ...fields } = form.fields;
  return fields;
}

// Objects of hamlets and of stations' life on one side, made by those whose work it is.
async function life(s, clerk, office) {
  const id = (sql) => w.value(sql);
  const done = (got) => assert.equal(got.status, 303, got.text);
  const town = s.town.slice(0, 9);
  const tenure = id(`SELECT id FROM tenure WHERE public_id = '${s.seat}'`);
  const o = { group: id(`SELECT id FROM hamlet_group WHERE division LIKE '${town}%' ORDER BY id LIMIT 1`) };
  o.member = id(`SELECT id FROM council_member WHERE group_id = ${o.group} ORDER BY id LIMIT 1`);
  done(await w.post(clerk, `/hamlets/${o.group}/mediations`, { title: '田埂', kind: 'land', opened: '2026-01-05' }));
  o.mediation = id('SELECT MAX(id) FROM mediation');
  const own = id(`SELECT s.public_id FROM station s JOIN tenure t ON t.station_id = s.id WHERE t.id = ${tenure}`);
  done(await w.post(clerk, `/stations/${own}/roster`, { from: '2030-01-01', to: '2030-12-31' }));
  o.duty = id(`SELECT MIN(d.id) FROM duty d JOIN station s ON s.id = d.station_id WHERE s.public_id = '${own}' AND d.day >= '2030-01-01'`);
  const [code, version] = rows(w.place, `SELECT (SELECT code FROM tenure WHERE id = ${tenure}), version FROM duty WHERE id = ${o.duty}`)[0];
  done(await w.post(clerk, `/duties/${o.duty}`, { deputy: code, version }));
  const other = id(`SELECT code FROM tenure WHERE station_id = (SELECT station_id FROM tenure WHERE id = ${tenure}) AND state = 'active' AND id <> ${tenure} ORDER BY id LIMIT 1`);
  done(await w.post(clerk, `/duties/${o.duty}/swap`, { to: other }));
  o.swap = id('SELECT MAX(id) FROM duty_swap');
  done(await w.post(clerk, `/stations/${s.station}/staff`, { name: '王锸', post: 'helper', valid_from: '2026-01-05' }));
  o.staff = id('SELECT MAX(id) FROM station_person');
  done(await w.post(clerk, `/stations/${s.station}/tasks`, { name: '登记', post: 'helper' }));
  o.task = id('SELECT MAX(id) FROM station_task');
  done(await w.post(office, '/standards/new', { division: s.county, name: `标准 ${s.county}`, edition: '1.0',
    valid_from: '2026-01-01', lines: '有登记 | register' }));
  o.standard = id('SELECT MAX(id) FROM station_standard');
  done(await w.post(office, `/stations/${s.station}/audits`, { day: '2026-01-05' }));
  o.audit = id('SELECT MAX(id) FROM station_audit');
  done(await w.post(office, `/audits/${o.audit}`, { place: '1', words: '没有登记', due: '2026-03-01' }));
  o.finding = id('SELECT MAX(id) FROM station_finding');
  done(await w.post(office, '/ratings/new', { division: s.county, name: `评星 ${s.county}`, self_until: '2035-01-01',
    star_until: '2036-01-01' }));
  o.round = id('SELECT MAX(id) FROM rating_round');
  done(await w.post(clerk, `/stations/${s.station}/rating`, {}));
  o.entry = id('SELECT MAX(id) FROM rating_entry');
  done(await w.post(clerk, `/stations/${s.station}/home`, { day: '2030-03-01', time_from: '09:00', time_to: '10:00', purpose: '议事' }));
  o.booking = id('SELECT MAX(id) FROM home_booking');
  done(await w.post(clerk, `/stations/${s.station}/door/open`, {}));
  o.door = id(`SELECT d.token FROM visit_door d JOIN station s ON s.id = d.station_id WHERE s.public_id = '${s.station}'`);
  done(await w.server.client().post(`/v/${o.door}`, { name: '王锸', matter: '问低保', persons: '1', idem: `door-${s.station}` }));
  o.self = id('SELECT MAX(id) FROM visit_self');
  return o;
}

// An issue, an article and a special report of each side, and the forms that change them.
async function prepareBulletin(where, office) {
  const s = sides[where];
  const put = (path, fields) => { bodies[`${path} ${where}`] = fields; };
  const made = async (path, fields) => (await w.post(office, path, { ...await formOf(office, path), ...fields }))
    .headers.get('location').split('/').pop();
  s.issue = await made('/newsroom/new', { kind: 'regular' });
  s.article = await made('/articles/new', { title: '试', body: '试', credit: '某处 供稿' });
  s.special = await made('/specials/new', { title: '试', numbers: requests[`${where} handling`].number });
  for (const [path, id, event] of [['newsroom', s.issue, 'compose'], ['articles', s.article, 'send'], ['specials', s.special, 'draft']])
    put(`/${path}/{id}/do/{event}`, await formOf(office, `/${path}/${id}/do/${event}`));
  put('/newsroom/{id}/edit', await formOf(office, `/newsroom/${s.issue}/edit`));
  put('/specials/{id}/edit', await formOf(office, `/specials/${s.special}/edit`));
  put('/specials/{id}/names', { ...await formOf(office, `/specials/${s.special}/edit`), words: '老张', hide: '1' });
  put('/articles/{id}', await formOf(office, `/articles/${s.article}`));
  put('/articles/{id}/figure', { ...await formOf(office, `/articles/${s.article}/figure`), code: 'request.received' });
  bodies['/newsroom/new .'] = { kind: 'regular' };
  bodies['/articles/new .'] = { title: '试', body: '试', credit: '某处 供稿' };
  bodies['/specials/new .'] = { title: '试', numbers: requests['here handling'].number };
  bodies['/newsroom/masthead .'] = { ...await formOf(office, '/newsroom/masthead'), valid_from: '2030-01-01' };
  bodies['/newsroom/sessions .'] = { ...await formOf(office, '/newsroom/sessions'), number: '99' };
  bodies['/me/views .'] = { path: '/requests', query: 'state=handling', name: '试' };
  bodies['/me/views/{id} .'] = { name: '试' };
  bodies['/media .'] = { outlet: '某报', level: 'city', day: '2026-01-05', title: '试' };
}

async function prepareBodies() {
  for (const [where, office] of [['here', 'county'], ['away', 'county.b']]) {
    const s = sides[where];
    const congress = rows(w.place, `SELECT code FROM congress WHERE division = '${s.county}' LIMIT 1`)[0][0];
    const put = (path, fields, at = where) => { bodies[`${path} ${at}`] = fields; };
    contactBodies(put, where, s, w.value(`SELECT code FROM tenure WHERE public_id = '${s.seat}'`), office);
    put('/divisions/{code}', await formOf(office, `/divisions/${s.town}`, `/divisions/${s.town}`));
    put('/deputies/{id}/edit', await formOf(office, `/deputies/${s.seat}/edit`));
    put('/deputies/{id}/do/suspend', { ...await formOf(office, `/deputies/${s.seat}/do/suspend`), cause: 'charged', note: '试' });
    put('/deputies/new', { code: `new-${where}`, person_code: `np-${where}`, name: '王芄', congress,
      constituency: '第一选区', division: s.town });
    put('/orgs/{code}', await formOf(office, `/orgs/${s.org}`));
    put('/orgs/new', { ...await formOf(office, '/orgs/new'), code: `org-${where}`, name: '新设的局', division: s.county });
    s.theme = `theme-${where}`;
    put('/themes/new', { ...await formOf(office, '/themes/new'), code: `new-${where}`, name: '试行主题', division: s.county });
    await w.post(office, '/themes/new', { ...bodies[`/themes/new ${where}`], code: s.theme, name: '代表在行动' });
    put('/themes/{code}/edit', await formOf(office, `/themes/${s.theme}/edit`));
    put('/stations/{id}/edit', await formOf(office, `/stations/${s.station}/edit`));
    put('/stations/{id}/do/suspend', { ...await formOf(office, `/stations/${s.station}/do/suspend`), note: '装修' });
    put('/stations/new', { ...await formOf(office, '/stations/new'), code: `st-${where}`, name: '新站',
      division: s.town, address: '老街 1 号' });
    put('/stations/{id}/visits', { day: '2026-01-05', persons: '2', summary: '试' });
    put('/visits/{id}', await formOf(office, `/visits/${s.visit}`));
    put('/rules/new', { kind: 'clock.request.take', value: '3wd', division: s.town, from: '2030-01-01', source: '试' });
    put('/reports/new', { ...await formOf(office, '/reports/new'), title: '试', from: '2026-01-01',
      to: '2026-01-31', due: '2099-01-01', measures: 'request.received', places: s.town });
    s.report = (await w.post(office, '/reports/new', bodies[`/reports/new ${where}`])).headers.get('location').split('/').pop();
    bodies['/reports/new .'] ??= bodies[`/reports/new ${where}`];
    put('/reports/{id}/place/{division}', { ...await formOf(office, `/reports/${s.report}/place/${s.town}`), note: '试' });
    put('/activities/new/{kind}', { day: '2026-01-05', people: '2', summary: '试', division: s.town });
    const doer = where === 'here' ? 'deputy' : 'deputy.b';
    s.activity = (await w.post(doer, '/activities/new/visit', bodies[`/activities/new/{kind} ${where}`]))
      .headers.get('location').replace(/^.*\/|\?.*$/g, '');
    put('/activities/{code}/correct', { ...await formOf(doer, `/activities/${s.activity}/correct`), why: '补人数' });
    put('/activities/{code}/withdraw', { version: '999999', why: '记了两遍' });
    put('/activities/{code}/names', { reason: '核对活动' });
    const did = async (kind, more) => (await w.post(doer, `/activities/new/${kind}`, { ...bodies[`/activities/new/{kind} ${where}`], ...more }))
      .headers.get('location').replace(/^.*\/|\?.*$/g, '');
    s.inspection = await did('inspection', { subject: '农村公路' });
    s.deed = await did('good_deed', { mode: 'project' });
    await w.post(office, `/activities/${s.inspection}/forward`, { org: w.value(`SELECT o.code FROM account a
      JOIN account_grant g ON g.account_id = a.id JOIN org o ON o.id = g.org_id WHERE a.login = '${where === 'here' ? 'unit' : 'unit.b'}'`),
    title: '视察报告', points: '把路修平', day: '2026-01-06' });
    s.forwarded = w.value(`SELECT r.uid FROM activity_report r JOIN activity a ON a.id = r.activity_id WHERE a.code = '${s.inspection}'`);
    put('/activities/{code}/forward', { org: '', title: '视察报告', points: '把路修平', day: '2026-01-06' });
    put('/activities/{code}/verify', { why: '' });
    put('/forwarded/{id}', { answer: '' });
    put('/activities/{code}/opinion', { body: '村口的路灯不亮了。', kind: 'help', anonymity: 'none' });
    put('/desk', { body: '门口的井盖丢了，怕老人摔倒。', channel: 'station', kind: 'help', anonymity: 'office', division: s.town });
  }
  for (const [where, office] of [['here', 'county'], ['away', 'county.b']]) await prepareBulletin(where, office);
  bodies['/accounts/new .'] = { login: 'made.up', name: '某人', family: 'business' };
  bodies['/accounts/{uid}/grants here'] = { role: 'leader', division: sides.here.town, org: '' };
  bodies['/accounts/{uid}/state here'] = { version: '999999', open: '0' };
  bodies['/system/jobs/{id}/again .'] = {};
}

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  sides = { here: w.side('clerk', 'deputy', '430422000000'), away: w.side('clerk.b', 'deputy.b', '430421000000') };
  for (const s of Object.values(sides)) s.contact = contactIds(w, s);
  requests = {};
  for (const state of ['new', 'accepted', 'forwarded', 'handling', 'confirm', 'closed_solved'])
    requests[`here ${state}`] = await w.request(sides.here, HERE, state,
      state === 'new' ? { files: [[JPEG, 'a.jpg', 'image/jpeg']] } : {});
  requests['other forwarded'] = await w.request(sides.here, HERE, 'forwarded', { unit: sides.here.other });
  for (const state of ['new', 'handling', 'closed_solved'])
    requests[`away ${state}`] = await w.request(sides.away, AWAY, state,
      state === 'new' ? { files: [[JPEG, 'b.jpg', 'image/jpeg']] } : {});
  citizen = await w.follow(requests['here new'].code);
  file = /\/case\/files\/([^"/]+)"/.exec((await citizen.get('/case')).text)[1];
  clients.anyone = w.server.client();
  clients.citizen = citizen;
  tokens.anyone = '';
  tokens.citizen = await token(citizen, '/case');
  for (const [role, login] of Object.entries(LOGINS)) {
    clients[role] = await w.as(login);
    tokens[role] = w.tokens[login];
  }
  const uid = (login) => w.value(`SELECT uid FROM account WHERE login = '${login}'`);
  ids = {
    account: uid('unit.b'),
    grant: w.value("SELECT g.id FROM account_grant g JOIN account a ON a.id = g.account_id WHERE a.login = 'unit.b'"),
    session: w.value("SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.login = 'clerk.b' ORDER BY s.id DESC LIMIT 1"),
    plate: w.value('SELECT token FROM plate_code ORDER BY id LIMIT 1'),
    awayFile: /\/requests\/[^"/]+\/files\/([^"/]+)"/.exec(
      (await (await w.as('county.b')).get(`/requests/${requests['away new'].number}`)).text)[1],
    asset: /\/assets\/([^"]+\.css)"/.exec((await clients.anyone.get('/')).text)[1],
  };
  await prepareBodies();
  sides.here.life = await life(sides.here, 'clerk', 'county');
  sides.away.life = await life(sides.away, 'clerk.b', 'county.b');
});
after(() => w?.stop());

// The address of a line: of the real object, or of one that was never there.
function address(line, { real = true } = {}) {
  const s = sides[line.where === 'other' ? 'here' : line.where] ?? sides.here;
  const gone = (id) => (real ? id : id.slice(0, -3) + (id.endsWith('zzz') ? 'yyy' : 'zzz'));
  const code = (id) => (real ? id : id.slice(0, 4) + '99' + id.slice(6));
  const number = requests[`${line.where} ${line.state}`]?.number;
  let p = line.path;
  if (/^(\/api\/v1)?\/requests\/\{/.test(p)) {
    p = p.replace('{code}', real ? number : number?.slice(0, -6) + '999999');
    return p.replace('{event}', 'note').replace('{file}', line.where === 'away' ? ids.awayFile : file);
  }
  const contact = contactAddress(p, s, gone);
  if (contact) return contact;
  if (p.startsWith('/activities/')) {
    p = p.replace('{kind}', 'visit').replace('{file}', '98765432');
    const code = p.endsWith('/forward') ? s.inspection : p.endsWith('/verify') ? s.deed : s.activity;
    return p.replace('{code}', real ? code : `${code.slice(0, -6)}999999`);
  }
  if (p.startsWith('/forwarded/')) return p.replace('{id}', gone(s.forwarded));
  if (p.startsWith('/themes/')) return p.replace('{code}', gone(s.theme));
  p = p.replace('{file}', p.startsWith('/assets') ? ids.asset : file);
  const own = { newsroom: ['issue', 'compose'], bulletins: ['issue'], articles: ['article', 'send'], specials: ['special', 'draft'] }[p.split('/')[1]];
  if (own && p.includes('{id}')) p = p.replace('{id}', gone(s[own[0]])).replace('{event}', own[1]).replace('{n}', '1');
  p = p.replace('{event}', 'suspend');
  if (p.startsWith('/case/files') && line.where === 'away') p = `/case/files/${ids.awayFile}`;
  if (p.startsWith('/deputies') || p.startsWith('/d/')) p = p.replace('{id}', gone(s.seat));
  if (p.startsWith('/stations') || p.startsWith('/st/')) p = p.replace('{id}', gone(s.station));
  if (p.startsWith('/visits')) p = p.replace('{id}', real ? s.visit : '98765432');
  const kept = { hamlets: 'group', council: 'member', mediations: 'mediation', duties: 'duty', swaps: 'swap', staff: 'staff',
    tasks: 'task', standards: 'standard', audits: 'audit', findings: 'finding', ratings: 'round', rated: 'entry', 'self-visits': 'self', bookings: 'booking' };
  const [, folder] = p.split('/');
  if (kept[folder]) p = p.replace('{id}', real ? s.life[kept[folder]] : '98765432');
  if (p.startsWith('/me/sessions')) p = p.replace('{id}', real ? ids.session : '98765432');
  if (p.startsWith('/system')) p = p.replace('{id}', '98765432');
  if (p.startsWith('/orgs')) p = p.replace('/{code}', '/' + gone(s.org));
  if (p.startsWith('/s/')) p = p.replace('{token}', ids.plate);
  if (p.startsWith('/v/')) p = p.replace('{token}', s.life.door);
  if (p.startsWith('/verdict/')) p = p.replace('{token}', '0'.repeat(64));
  if (p.startsWith('/import')) p = p.replace('{kind}', 'stations');
  if (p.startsWith('/reports')) p = p.replace('{id}', gone(s.report)).replace('{division}', s.town);
  p = p.replace('{measure}', 'request.received');
  p = p.replace('{uid}', ids.account).replace('{id}', ids.grant);
  return p.replace('{code}', code(s.town));
}

// A form that would work if its sender might send it.
function body(line, { empty = false } = {}) {
  const s = sides[line.where] ?? sides.here;
  const move = /^\/requests\/\{code\}\/do\/(.+)$/.exec(line.path);
  const number = requests[`${line.where} ${line.state}`]?.number;
  if (move) {
    const bare = ['accept', 'take', 'restart', 'withdraw'].includes(move[1]);
    if (empty) return { version: bare ? '999999' : w.version(number) };
    return { version: w.version(number), note: '说明', answer: '答复', reason: 'emergency', outcome: 'solved',
      unit_id: s.unit, days: '3', push_down_reason: '就近', parent: requests['here accepted'].number };
  }
  if (line.path.endsWith('/identity')) return empty ? {} : { reason: '核实地点' };
  if (line.path.startsWith('/case/')) {
    return { version: empty ? '999999' : w.version(requests['here new'].number), answer: '补充', anonymity: 'office',
      solved: 'yes', reply_satisfaction: 'satisfied' };
  }
  if (empty && !line.path.startsWith('/accounts') && !line.path.startsWith('/desk')) return {};
  return bodies[`${line.path} ${line.where}`] ?? {};
}

// A move through the interface: an internal note.
function noted(line) {
  if (!line.path.includes('/do/')) return '{}';
  return JSON.stringify({ version: w.version(requests[`${line.where} ${line.state}`].number), note: '说明' });
}

async function send(line, role, { real = true, empty = false, csrf = tokens[role], headers } = {}) {
  const path = address(line, { real });
  if (line.method === 'GET') return clients[role].get(path);
  if (line.path.startsWith('/api/'))
    return clients[role].request('POST', path, { body: noted(line), headers: { 'content-type': 'application/json',
      origin: w.server.url, 'x-csrf-token': csrf, ...headers } });
  if (line.path === '/import' || line.path === '/accounts-import') {
    const data = new FormData();
    for (const [k, v] of Object.entries({ csrf, kind: line.path === '/import' ? 'stations' : 'accounts', dry: '1' })) data.append(k, v);
    if (!empty) data.append('file', new Blob(['a,b\n1,2\n']), 'x.csv');
    return clients[role].post(path, data, { headers });
  }
  return clients[role].post(path, { csrf, ...body(line, { empty }) }, { headers });
}

const plainly = (got, id, other) => [id, other].flatMap((p) => [encodeURIComponent(p), p])
  .reduce((text, p) => text.replaceAll(p, '#'), got.text)
  .replace(/"trace":"\w+"/, '').replace(/[0-9a-f]{16,}/g, '#').replace(/name="(idem|csrf)" value="[^"]*"/g, '');

const differs = (a, b) => Object.keys(a).filter((t) => a[t] !== b[t]);

const matches = (route, path) => new RegExp('^' + route.replace(/[.]/g, '\\.')
  .replace(/\{\w+\}/g, '[^/]+') + '$').test(path.replace(/\?.*/, ''));

test('every route has lines in the expectation file, and every line has a route', () => {
  const routes = w.place.run('routes').trim().split('\n').map((l) => l.trim().split(/\s+/).slice(0, 2));
  const open = routes.filter(([method, path]) =>
    !lines.some((l) => l.method === method && (l.path.replace(/\?.*/, '') === path || matches(path, l.path))));
  assert.deepEqual(open, [], 'routes without expectation');
  const stray = lines.filter((l) => !routes.some(([method, path]) => method === l.method && matches(path, l.path)));
  assert.deepEqual(stray.map((l) => l.name), [], 'expectations without route');
  const inside = routes.filter(([, path]) => /^\/(requests|stations|deputies|divisions|orgs|visits|gaps|activities)\/\{/.test(path));
  const bare = inside.filter(([method, path]) =>
    !lines.some((l) => l.method === method && matches(path, l.path) && l.where === 'away'));
  assert.deepEqual(bare, [], 'routes to a record without a line for outside');
});

for (const [column, role] of ROLES.entries()) {
  test(`${role}: what is refused is refused, changes nothing, and hides what lies outside`, async () => {
    const wrong = [];
    const first = sums(w.place);
    for (const line of lines) {
      const want = line.cells[column];
      if (!'sx-c'.includes(want)) continue;
      const got = await send(line, role);
      if (got.status !== STATUS[want]) {
        wrong.push(`${line.name}: ${got.status}, not ${STATUS[want]}`);
        continue;
      }
      if (want !== '-' || line.where === '.' || !line.path.includes('{')) continue;
      const never = await send(line, role, { real: false });
      const [id, other] = [address(line), address(line, { real: false })];
      if (never.status !== 404 || plainly(never, other, id) !== plainly(got, id, other))
        wrong.push(`${line.name}: differs from what does not exist (${never.status}): ${plainly(got, id, other)
          .split('\n').filter((l) => !plainly(never, other, id).includes(l)).join(' ')}`);
      for (const name of ['content-type', 'cache-control'])
        if (never.headers.get(name) !== got.headers.get(name)) wrong.push(`${line.name}: header ${name} differs`);
    }
    const changed = differs(first, sums(w.place));
    assert.deepEqual(wrong, []);
    assert.deepEqual(changed, [], 'tables that changed although everything was refused');
  });
}

test('an event that has no line for a state is a conflict for everybody inside', async () => {
  const events = new Set(lines.filter((l) => !/^\/(mediations|rated|duties)\//.test(l.path)).map((l) => /\/do\/([a-z_]+)$/.exec(l.path)?.[1]).filter(Boolean));
  const wrong = [];
  const first = sums(w.place);
  for (const state of ['here new', 'here accepted', 'here forwarded', 'here handling', 'here confirm', 'here closed_solved']) {
    const [where, name] = state.split(' ');
    for (const event of events) {
      if (event === 'suspend' && name !== 'handling') continue;
      const path = `/requests/{code}/do/${event}`;
      if (lines.some((l) => l.path === path && l.where === where && l.state === name && l.method === 'POST')) continue;
      for (const role of ['deputy', 'clerk', 'presidium', 'office', 'leader']) {
        const got = await send({ method: 'POST', path, where, state: name }, role);
        if (got.status !== 409) wrong.push(`${role} ${event} ${state}: ${got.status}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs(first, sums(w.place)), []);
});

test('with the token of somebody else, none, a foreign page or a plain text, nothing happens on any route', async () => {
  const wrong = [];
  const first = sums(w.place);
  for (const line of lines.filter((l) => l.method === 'POST')) {
    const role = ROLES.find((r, i) => r !== 'anyone' && '+o'.includes(line.cells[i]));
    if (!role) continue;
    const other = role === 'clerk' ? 'office' : 'clerk';
    const tries = {
      'without a token': await send(line, role, { csrf: '' }),
      'with another session\'s token': await send(line, role, { csrf: tokens[other] }),
      'with a made-up token': await send(line, role, { csrf: 'f'.repeat(tokens[role].length) }),
      'from a foreign page': await send(line, role, { headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' } }),
      'from a sibling site': await send(line, role, { headers: { 'sec-fetch-site': 'same-site' } }),
      'as plain text': await clients[role].request('POST', address(line),
        { headers: { origin: w.server.url, 'content-type': 'text/plain' }, body: `csrf=${tokens[role]}` }),
    };
    for (const [how, got] of Object.entries(tries))
      if (got.status !== 403) wrong.push(`${line.name} as ${role} ${how}: ${got.status}`);
    if (line.cells[0] === 'o' && line.path !== '/signout')
      for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const got = await send(line, 'anyone', { headers });
        if (got.status !== 403) wrong.push(`${line.name} by anyone from ${JSON.stringify(headers)}: ${got.status}`);
      }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs(first, sums(w.place)), []);
});

test('lists, search and exports show nothing from outside', async () => {
  const outside = Object.entries(requests).filter(([k]) => k.startsWith('away')).map(([, r]) => r.number);
  for (const role of BUSINESS)
    for (const path of ['/queue', '/requests', '/requests?q=路灯', '/requests.csv', '/watch', '/today',
      `/requests?division=${sides.away.town}`, `/requests?unit_id=${sides.away.unit}`, `/requests.csv?division=${sides.away.county}`]) {
      const got = await clients[role].get(path);
      if (got.status === 403) continue;
      assert.equal(got.status, 200, `${role} ${path}`);
      for (const number of outside) assert.ok(!got.text.includes(number), `${role} ${path} shows ${number}`);
      if (role === 'unit') assert.ok(!got.text.includes(requests['other forwarded'].number), path);
    }
});

test('a record cannot be moved out of the area, and none taken in from outside', async () => {
  const first = sums(w.place);
  const wrong = [];
  for (const [path, actor] of [['/stations/{id}/edit', 'presidium'], ['/stations/{id}/edit', 'office'],
    ['/deputies/{id}/edit', 'office'], ['/orgs/{code}', 'office']]) {
    const line = { method: 'POST', path, where: 'here', state: '.' };
    const got = await clients[actor].post(address(line),
      { csrf: tokens[actor], ...body(line), division: sides.away.town });
    if (got.status !== 404 && got.status !== 422) wrong.push(`${actor} ${path} to the other county: ${got.status}`);
  }
  const merge = await clients.clerk.post(`/requests/${requests['here new'].number}/do/merge`,
    { csrf: tokens.clerk, version: w.version(requests['here new'].number), parent: requests['away new'].number });
  if (merge.status !== 422) wrong.push(`merge into the other county: ${merge.status}`);
  const rowsOf = await clients.office.get('/import/stations/template.csv');
  const head = rowsOf.text.split('\n');
  const data = new FormData();
  for (const [k, v] of Object.entries({ csrf: tokens.office, kind: 'stations' })) data.append(k, v);
  data.append('file', new Blob([head[0] + '\n' + head[1].replace(/\d{12}/, sides.away.town) + '\n']), 'stations.csv');
  const import_ = await clients.office.post('/import', data);
  if (import_.status !== 422 && import_.status !== 404) wrong.push(`import into the other county: ${import_.status}`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs(first, sums(w.place)), []);
});

test('fields that a form does not offer are not taken', async () => {
  const number = requests['here new'].number;
  const got = await w.post('clerk', `/requests/${number}/do/note`, { version: w.version(number), note: '看过了',
    state: 'closed_solved', class_: 'handled', division: sides.away.town, unit_id: sides.away.unit,
    deputy_person: '1', received: '0', role: 'office' });
  assert.equal(got.status, 303, got.text);
  const [row] = rows(w.place, `SELECT state, division, unit_id FROM request WHERE code = '${number}'`);
  assert.deepEqual(row, ['new', sides.here.town, '0']);
  assert.equal(w.value(`SELECT role FROM request_step WHERE request_id = (SELECT id FROM request WHERE code = '${number}') ORDER BY id DESC LIMIT 1`), 'clerk');
});

for (const [column, role] of ROLES.entries()) {
  test(`${role}: what is allowed is allowed`, async () => {
    const wrong = [];
    for (const line of lines) {
      const want = line.cells[column];
      if (want !== '+' && want !== 'o') continue;
      if (line.path === '/signout') continue;
      const got = await send(line, role, { empty: true });
      const fine = want === 'o' ? got.status !== 401 && got.status !== 403 && got.status < 500
        : line.method === 'GET' ? [200, 303].includes(got.status) : [200, 303, 409, 412, 422].includes(got.status);
      if (!fine) wrong.push(`${line.name}: ${got.status} ${/<h1>[^<]*/.exec(got.text)?.[0]}`);
    }
    assert.deepEqual(wrong, []);
  });
}

test('a grant that is taken away is gone in sessions that go on', async () => {
  for (const role of BUSINESS)
    for (const [uid, id] of rows(w.place, `SELECT a.uid, g.id FROM account a JOIN account_grant g ON g.account_id = a.id WHERE a.login = '${LOGINS[role]}'`)) {
      const got = await w.post('security', `/accounts/${uid}/grants/${id}/drop`, {});
      assert.equal(got.status, 303, got.text);
    }
  const first = sums(w.place);
  const wrong = [];
  for (const role of BUSINESS)
    for (const line of lines) {
      if (line.cells[ROLES.indexOf(role)] !== '+' || /^\/(me|start)\b/.test(line.path)) continue;
      const got = await send(line, role);
      /* The security administrator has no business here either: what they meet stands in the table. */
      const want = line.cells[ROLES.indexOf('security')] === '-' ? 404 : 403;
      if (got.status !== want) wrong.push(`${role} ${line.name}: ${got.status}`);
    }
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs(first, sums(w.place)), []);
});

test('a closed account is out at once, and signing out ends a session for good', async () => {
  const login = 'clerk.b';
  const client = await w.as(login);
  const [uid, version] = rows(w.place, `SELECT uid, version FROM account WHERE login = '${login}'`)[0];
  assert.equal((await client.get('/me')).status, 200);
  const got = await w.post('security', `/accounts/${uid}/state`, { version, open: '0' });
  assert.equal(got.status, 303, got.text);
  assert.equal((await client.get('/me')).status, 401);
  const thief = w.server.client();
  for (const [k, v] of clients.auditor.cookies) thief.cookies.set(k, v);
  assert.equal((await clients.auditor.post('/signout', { csrf: tokens.auditor })).status, 303);
  assert.equal((await thief.get('/audit')).status, 401);
});
