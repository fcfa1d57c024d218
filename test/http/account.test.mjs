// Sign-in, sessions, accounts, audit and operation pages, as people meet them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Server, Place, forms } from './lib.mjs';

const PASSWORD = 'Meadow seven kettle wanders';
const OWN = 'Quiet herons above nine fields';

// RFC 6238, six digits, 30 s.
function totp(secret, step) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const used = new Map();

// The earliest code that was not used yet; each works once.
function code(secret) {
  const now = Math.floor(Date.now() / 30000);
  const step = Math.max(now - 1, (used.get(secret) ?? 0) + 1);
  used.set(secret, step);
  return totp(secret, step);
}

let server;
const secrets = {};

function admin(place, kind, login) {
  const out = place.run('account', ['create-admin', '--kind', kind, login], PASSWORD + '\n');
  secrets[login] = /totp-secret\t(\S+)/.exec(out)[1];
}

async function signIn(login, password = PASSWORD) {
  const client = server.client();
  const first = await client.submit('/signin', { login, password }, { which: '/signin' });
  assert.equal(first.status, 303, first.text);
  assert.equal(first.location, '/signin/code');
  const second = await client.submit('/signin/code', { code: code(secrets[login]) }, { which: '/signin/code' });
  assert.equal(second.status, 303, second.text);
  assert.equal(second.location, '/start');
  return client;
}

const people = {};

// Each code works once, so a person signs in once for all tests that only need them.
async function person(login) {
  people[login] ??= await signIn(login);
  return people[login];
}

before(async () => {
  const place = new Place();
  place.run('migrate');
  admin(place, 'security', 'sec.one');
  admin(place, 'security', 'sec.two');
  admin(place, 'audit', 'aud.one');
  admin(place, 'system', 'sys.one');
  server = await Server.start({ 'quota-signin': 0 }, place);
});
after(() => server?.stop());

test('a wrong password and an unknown name are answered alike', async () => {
  const words = [];
  for (const login of ['sec.two', 'nobody.at.all']) {
    const got = await server.client().submit('/signin', { login, password: 'wrong' }, { which: '/signin' });
    assert.equal(got.status, 422);
    assert.equal(got.headers.get('cache-control'), 'no-store');
    words.push(got.text.replaceAll(login, 'X').replace(/name="idem" value="[^"]*"/, ''));
  }
  assert.equal(words[0], words[1]);
});

test('guessing is slowed for known and unknown names, and nobody is told which is which', async () => {
  for (const login of ['sys.one', 'nobody.else']) {
    let last;
    for (let i = 0; i < 6; i++)
      last = await server.client().submit('/signin', { login, password: `guess ${i}` }, { which: '/signin' });
    assert.equal(last.status, 429);
    assert.match(last.text, /1 分钟后再试/);
  }
});

test('the session gets a new token at every step, and the old ones are worthless', async () => {
  const client = server.client();
  await client.submit('/signin', { login: 'sec.one', password: PASSWORD }, { which: '/signin' });
  const half = client.cookies.get('ll');
  assert.match(half, /^[0-9a-f]{64}$/);
  assert.equal((await client.get('/accounts')).status, 401);
  await client.submit('/signin/code', { code: code(secrets['sec.one']) }, { which: '/signin/code' });
  const full = client.cookies.get('ll');
  assert.notEqual(full, half);
  assert.equal((await client.get('/accounts')).status, 200);
  const thief = server.client();
  thief.cookies.set('ll', half);
  assert.equal((await thief.get('/accounts')).status, 401);
  await client.submit('/me', {}, { which: '/signout' });
  thief.cookies.set('ll', full);
  assert.equal((await thief.get('/accounts')).status, 401);
});

test('a change without the token of the session, or with another one, is refused', async () => {
  const one = await person('sec.one');
  const two = await person('sec.two');
  const foreign = forms((await two.get('/accounts/new')).text).find((f) => f.action === '/accounts/new');
  for (const fields of [{}, { csrf: 'x' }, { csrf: foreign.fields.csrf }]) {
    const got = await one.post('/accounts/new', { login: 'never', name: 'n', family: 'business', ...fields });
    assert.equal(got.status, 403);
  }
  const got = await one.submit('/accounts/new', { login: 'never', name: 'n', family: 'business' },
    { which: '/accounts/new', headers: { origin: 'https://elsewhere.example' } });
  assert.equal(got.status, 403);
  assert.doesNotMatch((await one.get('/accounts')).text, /never/);
});

test('a new clerk changes the password, sets up the second factor, works, and is stopped', async () => {
  const sec = await person('sec.one');
  const wrong = await sec.submit('/accounts/new', { login: 'No Good', name: 'x', family: 'business' }, { which: '/accounts/new' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="No Good"/);
  const made = await sec.submit('/accounts/new', { login: 'clerk.one', name: '云集镇联络站', family: 'business' }, { which: '/accounts/new' });
  assert.equal(made.status, 200, made.text);
  const first = /([A-Z][a-z]{2}\d(?:-[A-Z][a-z]{2}\d){4})/.exec(made.text)[1];
  const uid = /\/accounts\/([0-9a-z]{16})/.exec(made.text)[1];

  const clerk = server.client();
  let got = await clerk.submit('/signin', { login: 'clerk.one', password: first }, { which: '/signin' });
  assert.equal(got.location, '/signin/password');
  assert.equal((await clerk.get('/signin/code')).location, '/signin/password');
  got = await clerk.submit('/signin/password', { password: OWN, again: OWN + 'x' }, { which: '/signin/password' });
  assert.equal(got.status, 422);
  assert.match(got.text, /两次输入的密码不一致/);
  assert.doesNotMatch(got.text, new RegExp(OWN));
  got = await clerk.submit('/signin/password', { password: OWN, again: OWN }, { which: '/signin/password' });
  assert.equal(got.location, '/signin/enrol');
  const page = await clerk.get('/signin/enrol');
  assert.match(page.text, /<svg/);
  const secret = /<strong>([A-Z2-7 ]{39})<\/strong>/.exec(page.text)[1];
  secrets['clerk.one'] = secret;
  got = await clerk.submit('/signin/enrol', { code: '000000' }, { which: '/signin/enrol' });
  assert.equal(got.status, 422);
  got = await clerk.submit('/signin/enrol', { code: code(secret) }, { which: '/signin/enrol' });
  assert.equal(got.status, 200);
  const codes = [...got.text.matchAll(/<code>([^<]+)<\/code>/g)].map((m) => m[1]);
  assert.equal(codes.length, 10);
  assert.equal((await clerk.get('/me')).status, 200);
  assert.equal((await clerk.get('/accounts')).status, 403);

  const again = server.client();
  await again.submit('/signin', { login: 'clerk.one', password: OWN }, { which: '/signin' });
  got = await again.submit('/signin/code', { code: codes[4] }, { which: '/signin/code' });
  assert.equal(got.location, '/start');
  assert.match((await again.get('/me')).text, /还有 9 个恢复码/);

  got = await sec.submit(`/accounts/${uid}`, { role: 'clerk', division: '99', org: '' }, { which: '/grants' });
  assert.equal(got.status, 422);
  got = await sec.submit(`/accounts/${uid}`, {}, { which: '/state' });
  assert.equal(got.status, 303, got.text);
  assert.equal((await clerk.get('/me')).status, 401);
  assert.equal((await again.get('/me')).status, 401);
});

test('a reset takes two administrators', async () => {
  const one = await person('sec.one');
  const made = await one.submit('/accounts/new', { login: 'clerk.two', name: '某站', family: 'business' }, { which: '/accounts/new' });
  const uid = /\/accounts\/([0-9a-z]{16})/.exec(made.text)[1];
  assert.equal((await one.submit(`/accounts/${uid}`, {}, { which: '/reset' })).status, 303);
  const mine = await one.get(`/accounts/${uid}`);
  assert.doesNotMatch(mine.text, /reset\/confirm/);
  const csrf = forms(mine.text).find((f) => (f.action ?? '').includes('/state')).fields.csrf;
  assert.equal((await one.post(`/accounts/${uid}/reset/confirm`, { csrf })).status, 403);
  const two = await person('sec.two');
  const done = await two.submit(`/accounts/${uid}`, {}, { which: '/reset/confirm' });
  assert.equal(done.status, 200);
  assert.match(done.text, /[A-Z][a-z]{2}\d-/);
});

test('the auditor sees who did what, and changes nothing', async () => {
  const aud = await person('aud.one');
  assert.match((await aud.get('/audit')).text, /待封存|已封存/);
  const list = await aud.get('/audit/entries?action=sign_in.failed');
  assert.match(list.text, /sign_in\.failed/);
  assert.equal((await aud.get('/audit/rights')).status, 200);
  const verified = await aud.get('/audit/verify');
  assert.match(verified.text, /核验通过/);
  const csv = await aud.get('/audit/entries.csv');
  assert.equal(csv.status, 200);
  assert.match(csv.headers.get('content-disposition'), /attachment/);
  assert.match((await aud.get('/audit/entries?action=read')).text, /export/);
  assert.equal((await aud.get('/accounts')).status, 403);
  assert.equal((await aud.get('/system')).status, 403);
});

test('own sessions are listed and ended', async () => {
  const one = await signIn('aud.one');
  const two = await signIn('aud.one');
  const ends = forms((await two.get('/me')).text).filter((f) => /sessions\/\d+\/end/.test(f.action ?? ''));
  assert.ok(ends.length >= 2);
  const other = ends.at(-1);
  assert.equal((await two.post(other.action, other.fields)).status, 303);
  const still = [await one.get('/me'), await two.get('/me')].map((r) => r.status);
  assert.ok(still.includes(200));
});
