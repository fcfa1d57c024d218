// Sessions, cookies and where a form may come from.  After every refusal the thing that was
// asked for has not happened.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Server, Place, cookiesSet, forms, makeAdmin, signIn } from './lib.mjs';

let server;
let person;
let other;
// A code of the authenticator is good once, so each sign-in is another person's.
const people = [];

before(async () => {
  const at = new Place();
  person = makeAdmin(at, 'first');
  other = makeAdmin(at, 'second');
  for (let i = 0; i < 6; i++) people.push(makeAdmin(at, `person${i}`));
  server = await Server.start({ 'quota-signin': 0 }, at);
});
after(() => server?.stop());

const token = async (client, path) =>
  forms((await client.get(path)).text).find((f) => f.fields.csrf).fields.csrf;

const signedIn = async (client) => (await client.get('/me')).status === 200;

test('the session cookie is closed to scripts and other sites, and random', async () => {
  const client = server.client();
  const page = await client.submit('/signin', { login: person.login, password: person.password });
  const cookie = cookiesSet(page.headers).find((c) => c.startsWith('ll='));
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.match(cookie, /; Path=\//);
  assert.match(cookie, /^ll=[A-Za-z0-9_-]{43}/);
});

test('under https the cookie is Secure and bound to this host', async () => {
  const at = new Place();
  const someone = makeAdmin(at, 'someone');
  const https = await Server.start({ 'public-url': 'https://ll.example', 'quota-signin': 0 }, at);
  try {
    const client = https.client();
    const page = await client.post('/signin',
      { login: someone.login, password: someone.password }, { headers: { origin: 'https://ll.example' } });
    const cookie = cookiesSet(page.headers).find((c) => c.startsWith('__Host-ll='));
    assert.match(cookie, /; Secure/);
    assert.equal((await client.get('/signin/code')).status, 200, 'and it is understood when it comes back');
    assert.match(page.headers.get('strict-transport-security') ??
      (await client.get('/signin')).headers.get('strict-transport-security'), /max-age/);
  } finally {
    await https.stop();
  }
});

test('a form needs the token of its own session', async () => {
  const client = await signIn(server, people.pop());
  const stranger = await signIn(server, other);
  const wrong = [
    ['none', {}],
    ['an empty one', { csrf: '' }],
    ['a made-up one', { csrf: '0'.repeat(32) }],
    ['that of another session', { csrf: await token(stranger, '/me') }],
  ];
  for (const [name, fields] of wrong) {
    const got = await client.post('/signout', fields);
    assert.equal(got.status, 403, name);
    assert.ok(await signedIn(client), `${name}: still signed in`);
  }
  const got = await client.post('/signout', { csrf: await token(client, '/me') });
  assert.equal(got.status, 303);
  assert.ok(!await signedIn(client));
});

test('a form from elsewhere is refused even with the right token', async () => {
  const client = await signIn(server, people.pop());
  const csrf = await token(client, '/me');
  const elsewhere = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { origin: `${server.url}.evil.example` },
  ];
  for (const headers of elsewhere) {
    const got = await client.post('/signout', { csrf }, { headers });
    assert.equal(got.status, 403, JSON.stringify(headers));
    assert.ok(await signedIn(client));
  }
  const plain = await client.request('POST', '/signout', {
    headers: { origin: server.url, 'content-type': 'text/plain' }, body: `csrf=${csrf}` });
  assert.equal(plain.status, 403);
  assert.ok(await signedIn(client));
});

test('signing in from a foreign page is refused', async () => {
  const client = server.client();
  const got = await client.post('/signin', { login: person.login, password: person.password },
    { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
  assert.equal(got.status, 403);
  assert.equal(client.cookies.size, 0);
});

test('GET changes nothing: there is no GET for signing out', async () => {
  const client = await signIn(server, people.pop());
  assert.equal((await client.get('/signout')).status, 405);
  assert.ok(await signedIn(client));
});

test('a cookie that was copied before signing out opens nothing afterwards', async () => {
  const client = await signIn(server, people.pop());
  const thief = server.client();
  for (const [k, v] of client.cookies) thief.cookies.set(k, v);
  assert.ok(await signedIn(thief));
  await client.post('/signout', { csrf: await token(client, '/me') });
  assert.ok(!await signedIn(thief));
});

test('the session is a new one after the second factor, and the half one is worth nothing', async () => {
  const client = server.client();
  const first = await client.submit('/signin', { login: person.login, password: person.password });
  const half = client.cookies.get('ll');
  assert.ok(!await signedIn(client));
  assert.equal(first.status, 303);
  const full = await signIn(server, people.pop());
  assert.notEqual(full.cookies.get('ll'), half);
});

test('a cookie chosen by somebody else is not taken over', async () => {
  const client = server.client();
  client.cookies.set('ll', 'A'.repeat(43));
  const page = forms((await client.get('/signin')).text)[0];
  const got = await client.post('/signin',
    { ...page.fields, login: person.login, password: person.password });
  assert.equal(got.status, 303, got.text);
  assert.notEqual(client.cookies.get('ll'), 'A'.repeat(43));
});

test('cookies that are broken or many do no harm', async () => {
  for (const cookie of ['ll', 'll=', '=', ';;;', 'll=%00', `ll=${'x'.repeat(3000)}`,
    Array.from({ length: 300 }, (_, i) => `c${i}=v`).join('; ')]) {
    const got = await fetch(`${server.url}/signin`, { headers: { cookie } });
    assert.equal(got.status, 200, cookie.slice(0, 40));
    await got.text();
  }
});

test('pages of a signed-in person are kept by nobody', async () => {
  const client = await signIn(server, people.pop());
  assert.match((await client.get('/me')).headers.get('cache-control'), /no-store/);
});

test('without signing in, pages of staff answer 401 and name no one', async () => {
  for (const path of ['/me', '/accounts', '/audit', '/queue', '/requests']) {
    const got = await server.client().get(path);
    assert.equal(got.status, 401, path);
  }
});

test('the log has no password, no code, no token, no address', () => {
  assert.ok(server.log.includes('event=request'), server.log);
  for (const secret of [person.password, person.secret, other.password, '127.0.0.1'])
    assert.ok(!server.log.includes(secret));
  for (const line of server.log.trim().split('\n')) assert.match(line, /^time=\S+ level=\w+ event=\w+/);
});
