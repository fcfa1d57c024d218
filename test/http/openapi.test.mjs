// The interface as another program uses it: with a token made on one's own page, by the
// description that the program gives of itself.  Every reply is checked against it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { forms } from './lib.mjs';
import { World, rows } from './world.mjs';

const HERE = { clerk: 'clerk', office: 'county', unit: 'unit' };
let w;
let side;
let api;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
  api = await (await fetch(`${w.server.url}/api/openapi.json`)).json();
});
after(() => w?.stop());

const resolve = (schema) => (schema.$ref
  ? schema.$ref.slice(2).split('/').reduce((at, key) => at[key], api) : schema);

// The part of JSON Schema that the description uses.
function holds(schema, value, at) {
  schema = resolve(schema);
  for (const part of schema.allOf ?? []) holds(part, value, at);
  const types = [schema.type ?? []].flat();
  const is = value === null ? 'null' : Array.isArray(value) ? 'array'
    : Number.isInteger(value) ? 'integer' : typeof value;
  if (types.length) assert.ok(types.includes(is), `${at} is ${is}, not ${types}`);
  if (schema.enum) assert.ok(schema.enum.includes(value), `${at}: ${value}`);
  if (is === 'string' && schema.format === 'date') assert.match(value, /^\d{4}-\d\d-\d\d$/, at);
  if (is === 'string' && schema.format === 'date-time') assert.match(value, /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/, at);
  for (const name of schema.required ?? []) assert.ok(name in (value ?? {}), `${at}.${name} is missing`);
  if (is === 'array') value.forEach((v, i) => holds(schema.items, v, `${at}[${i}]`));
  if (is === 'object' && schema.properties)
    for (const [name, v] of Object.entries(value)) if (schema.properties[name]) holds(schema.properties[name], v, `${at}.${name}`);
}

// Names in a reply that no part of the description knows.
function unknown(schema, value) {
  schema = resolve(schema);
  const known = Object.assign({}, schema.properties, ...(schema.allOf ?? []).map((p) => resolve(p).properties));
  return Object.keys(value).filter((name) => !(name in known));
}

async function make(client, fields) {
  const form = forms((await client.get('/me/tokens')).text).find((f) => f.action === '/me/tokens');
  return client.post('/me/tokens', { ...form.fields, ...fields });
}

async function token(login, { read = '1', move = '', days = '30' } = {}) {
  const client = await w.as(login);
  const page = await make(client, { name: '区政务平台', read, move, days, now: w.password });
  return { page, clear: /llt_[0-9a-f]{64}/.exec(page.text)?.[0] };
}

// One operation by its description; the reply must hold to it, done or refused.
async function call(method, path, { clear, names = {}, query = {}, body } = {}) {
  const operation = api.paths[path][method];
  const full = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(names[name]));
  const got = await fetch(w.server.url + full + (Object.keys(query).length ? '?' + new URLSearchParams(query) : ''), {
    method: method.toUpperCase(),
    headers: { ...(clear ? { authorization: `Bearer ${clear}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body) });
  const reply = await got.json();
  const told = operation.responses[got.status] ?? (got.status === 200 && operation.responses[201]) ?? null;
  const schema = Object.values((told || operation.responses.default).content)[0].schema;
  holds(schema, reply, `${method} ${path} ${got.status}`);
  if (told) {
    assert.deepEqual(unknown(schema, reply), []);
    for (const row of [reply.data].flat()) {
      const data = resolve(schema.properties.data);
      assert.deepEqual(unknown(data.items ?? data, row), [], path);
    }
  }
  return { status: got.status, reply };
}

test('every operation of the description is called, and its reply holds to it', async () => {
  const called = new Set();
  const doing = async (method, path, options) => {
    called.add(`${method} ${path}`);
    return call(method, path, options);
  };
  const { clear } = await token('county', { move: '1' });
  assert.ok(clear);
  const made = await doing('post', '/api/v1/requests', { body: { body: '栗木桥头的路灯坏了，请修。',
    division: side.town, anonymity: 'office', kind: 'help', idem: 'a-program-made-this', name: '李堃', contact: '13812345678' } });
  assert.equal(made.status, 201);
  const names = { code: made.reply.data.code };
  let seen = await doing('get', '/api/v1/requests/{code}', { clear, names });
  assert.equal(seen.reply.data.state, 'new');
  const accept = seen.reply.data.offers.find((o) => o.event === 'accept');
  assert.deepEqual(accept, { event: 'accept', to: 'accepted', needs: '' });
  seen = await doing('post', '/api/v1/requests/{code}/do/accept', { clear, names, body: { version: seen.reply.data.version } });
  assert.equal(seen.reply.data.state, 'accepted');
  const unnamed = await doing('post', '/api/v1/requests/{code}/do/forward',
    { clear, names, body: { version: seen.reply.data.version, unit: 'no-such-unit' } });
  assert.equal(unnamed.status, 422);
  assert.equal(unnamed.reply.field, 'unit');
  seen = await doing('post', '/api/v1/requests/{code}/do/forward',
    { clear, names, body: { version: seen.reply.data.version, unit: side.org } });
  assert.equal(seen.reply.data.state, 'forwarded');
  const stale = await doing('post', '/api/v1/requests/{code}/do/note', { clear, names, body: { version: 1, note: '说明' } });
  assert.equal(stale.status, 412);
  const found = await doing('get', '/api/v1/requests', { clear, query: { state: 'forwarded' } });
  assert.ok(found.reply.data.some((r) => r.code === names.code));
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const method of Object.keys(methods)) {
      if (called.has(`${method} ${path}`) || !path.startsWith('/api/v1/requests')) continue;
      const got = await doing(method, path, { clear, names, body: { version: 999999 } });
      assert.ok([403, 409, 412, 422].includes(got.status), `${method} ${path} ${got.status}`);
    }
  }
});

test('each move of the description asks for what its row of the flow needs', () => {
  const flow = api['x-flows'].request.moves;
  const paths = Object.keys(api.paths).filter((p) => p.includes('/do/'));
  const staff = new Set(flow.filter((m) => !m.needs.includes('answers') &&
    m.who.some((r) => !['anyone', 'citizen', 'clock'].includes(r))).map((m) => m.event));
  assert.deepEqual(paths.map((p) => p.split('/do/')[1]).sort(), [...staff].sort());
  const asked = (event) => api.paths[`/api/v1/requests/{code}/do/${event}`].post.requestBody.content['application/json'].schema.required;
  assert.deepEqual(asked('forward').sort(), ['unit', 'version']);
  assert.deepEqual(asked('return').sort(), ['note', 'version']);
  assert.deepEqual(asked('decline').sort(), ['answer', 'reason', 'version']);
});

test('a token reads and does not write when it was made to read', async () => {
  const { page, clear } = await token('county');
  assert.equal(page.status, 200);
  assert.match(page.headers.get('cache-control'), /no-store/);
  assert.equal((await call('get', '/api/v1/requests', { clear })).status, 200);
  const number = w.value("SELECT code FROM request WHERE code LIKE '2026-430422-%' LIMIT 1");
  const moved = await call('post', '/api/v1/requests/{code}/do/note', { clear, names: { code: number }, body: { version: 1, note: '说明' } });
  assert.equal(moved.status, 403);
  const away = w.value("SELECT code FROM request WHERE code LIKE '2026-430421-%' LIMIT 1");
  assert.equal((await call('get', '/api/v1/requests/{code}', { clear, names: { code: away } })).status, 404);
});

test('a token is worth nothing on a page, forged, or taken back', async () => {
  const { clear } = await token('county');
  const page = await fetch(`${w.server.url}/requests`, { headers: { authorization: `Bearer ${clear}` }, redirect: 'manual' });
  assert.ok([302, 303, 401].includes(page.status), String(page.status));
  const forged = clear.slice(0, -1) + (clear.endsWith('0') ? '1' : '0');
  for (const bad of [forged, 'llt_', w.people.county.cookies?.ll ?? 'x'])
    assert.equal((await call('get', '/api/v1/requests', { clear: bad })).status, 401);
  const client = await w.as('county');
  const list = await client.get('/me/tokens');
  assert.ok(!list.text.includes(clear.slice(4)), 'never shown again');
  const drop = /action="(\/me\/tokens\/\d+\/drop)"/.exec(list.text)[1];
  assert.equal((await w.post('county', drop, {})).status, 303);
  assert.equal((await call('get', '/api/v1/requests', { clear })).status, 401);
  for (const [hash] of rows(w.place, 'SELECT hash FROM api_token')) assert.ok(!hash.includes(clear.slice(4, 20)));
});

test('a token is made only with the password and for what one holds', async () => {
  const client = await w.as('county');
  const wrong = await make(client, { name: '平台', read: '1', days: '30', now: '不是这个' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="平台"/);
  const long = await make(client, { name: '平台', read: '1', days: '400', now: w.password });
  assert.equal(long.status, 422);
  const auditor = await (await w.as('auditor')).get('/me/tokens');
  assert.doesNotMatch(auditor.text, /<form method="post" action="\/me\/tokens"/);
  const tried = await w.post('auditor', '/me/tokens', { name: '平台', read: '1', days: '30', now: w.password });
  assert.equal(tried.status, 403);
});
