// What every address has from its row: methods, HEAD, limits, errors, headers, start and stop.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync, chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Server, Place, raw, publicPost, binary, engine } from './lib.mjs';
import { execFileSync, spawnSync } from 'node:child_process';

let server;

before(async () => {
  server = await Server.start({ 'quota-public': 3, 'connections': 64 });
});
after(() => server?.stop());

test('another method gets 405 and is told which ones there are', async () => {
  const got = await fetch(`${server.url}/health`, { method: 'DELETE' });
  assert.equal(got.status, 405);
  assert.equal(got.headers.get('allow'), 'GET, HEAD');
});

test('HEAD says what GET would, without the body', async () => {
  const get = await fetch(`${server.url}/accessibility`);
  const head = await fetch(`${server.url}/accessibility`, { method: 'HEAD' });
  const body = await get.text();
  assert.equal(head.status, 200);
  assert.equal(await head.text(), '');
  assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(body)));
  const both = await raw(server.port,
    'HEAD /accessibility HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.deepEqual(both.statuses, [200, 200]);
});

test('what is not there is a page of ours in the language of the reader', async () => {
  const zh = await (await fetch(`${server.url}/nothing`, { headers: { 'accept-language': 'zh' } })).text();
  const en = await (await fetch(`${server.url}/nothing`, { headers: { 'accept-language': 'en' } })).text();
  assert.match(zh, /<html lang="zh/);
  assert.match(en, /<html lang="en"/);
});

test('pages forbid scripts from elsewhere, sniffing and frames', async () => {
  for (const path of ['/accessibility', '/nothing']) {
    const got = await fetch(server.url + path);
    const policy = got.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(got.headers.get('referrer-policy'), 'same-origin');
    assert.equal(got.headers.get('server'), null);
  }
});

test('a public page is answered 304 to those who have it', async () => {
  const first = await fetch(`${server.url}/accessibility`);
  const tag = first.headers.get('etag');
  assert.ok(tag);
  for (let i = 0; i < 3; i++) {
    const again = await fetch(`${server.url}/accessibility`, { headers: { 'if-none-match': tag } });
    assert.equal(again.status, 304);
    assert.equal(again.headers.get('etag'), tag);
  }
  const other = await fetch(`${server.url}/accessibility?lang=en`, { headers: { 'if-none-match': tag } });
  assert.equal(other.status, 200);
});

test('HTTP/1.0 clients are answered and the connection closed', async () => {
  const got = await raw(server.port, 'GET /health HTTP/1.0\r\n\r\n');
  assert.deepEqual(got.statuses, [200]);
  assert.ok(got.closed);
});

test('public forms are limited by address, and the refusal says when to come again', async () => {
  const post = publicPost(server.place);
  const statuses = [];
  let refusal;
  for (let i = 0; i < 8; i++) {
    const got = await fetch(server.url + post, { method: 'POST', body: new URLSearchParams({ x: '1' }) });
    statuses.push(got.status);
    if (got.status === 429) refusal = got;
    await got.text();
  }
  // A form without a quota of its own is not limited; then nothing is refused.
  const limited = server.place.run('routes').split('\n')
    .some((line) => line.includes(` ${post} `) && line.includes('quota:'));
  assert.equal(statuses.includes(429), limited, statuses.join(' '));
  if (refusal) assert.ok(Number(refusal.headers.get('retry-after')) >= 1);
});

test('the address of the client is believed only from a trusted proxy', async () => {
  const near = await (await fetch(`${server.url}/ready`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).json();
  assert.ok('requests' in near, 'a header alone changes nothing');
  const behind = await Server.start({ 'trusted-proxies': '127.0.0.1' });
  try {
    const far = await (await fetch(`${behind.url}/ready`, { headers: { 'x-forwarded-for': '127.0.0.1, 192.0.2.1' } })).json();
    assert.ok(!('requests' in far), 'the last address counts');
  } finally {
    await behind.stop();
  }
});

test('only the configured names are answered', async () => {
  const named = await Server.start({ hosts: 'll.example, other.example' });
  try {
    const ask = async (host) => (await raw(named.port,
      `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).statuses[0];
    assert.equal(await ask('ll.example'), 200);
    assert.equal(await ask('OTHER.example:8080'), 200);
    assert.equal(await ask('evil.example'), 421);
    assert.equal(await ask('ll.example.evil.example'), 421);
  } finally {
    await named.stop();
  }
});

test('asked to stop, it answers what it has and ends with zero', async () => {
  const one = await Server.start();
  const slow = fetch(`${one.url}/accessibility`).then((r) => r.status);
  assert.equal(await slow, 200);
  const { code, signal } = await one.stop();
  assert.equal(signal, null);
  assert.equal(code, 0, one.log);
});

test('started again on the same records it is the same', async () => {
  const at = new Place();
  const one = await Server.start({}, at);
  await one.stop({ keep: true });
  const two = await Server.start({}, at);
  assert.equal((await fetch(`${two.url}/health`)).status, 200);
  assert.equal((await two.stop()).code, 0);
});

test('what it makes is readable by its owner only, and the keys lie outside the data', async () => {
  const { place } = server;
  assert.equal(statSync(place.data).mode & 0o077, 0);
  assert.equal(statSync(`${place.data}.keys`).mode & 0o077, 0);
  if (engine === 'sqlite') assert.equal(statSync(join(place.data, 'lianluo.db')).mode & 0o077, 0);
});

function start(args) {
  return spawnSync(binary, ['serve', '--port', '0', ...args], { encoding: 'utf8', timeout: 10000,
    env: { PATH: process.env.PATH } });
}

test('keys that others can read, or inside the data directory, are refused', () => {
  const at = new Place();
  try {
    at.run('migrate');
    chmodSync(`${at.data}.keys`, 0o644);
    const open = start(at.flags());
    assert.equal(open.status, 1, open.stderr);
    const inside = start([...at.flags(), '--keys', join(at.data, 'keys')]);
    assert.equal(inside.status, 1, inside.stderr);
    assert.ok(inside.stderr.length > 0);
  } finally {
    at.remove();
  }
});

test('a database without its keys does not start, and gets no new ones', () => {
  const at = new Place();
  try {
    at.run('migrate');
    const other = start([...at.flags(), '--keys', join(at.dir, 'other.keys')]);
    assert.equal(other.status, 1);
    assert.ok(!existsSync(join(at.dir, 'other.keys')));
  } finally {
    at.remove();
  }
});

test('wrong settings are told all at once', () => {
  const at = new Place();
  try {
    mkdirSync(at.data, { recursive: true });
    writeFileSync(join(at.data, 'lianluo.conf'), 'prot = 1\nport = 99999\n# fine\nlog = loud\n');
    const got = spawnSync(binary, ['serve', '--data', at.data], { encoding: 'utf8', env: {} });
    assert.equal(got.status, 2);
    assert.match(got.stderr, /lianluo.conf:1: unknown setting "prot"/);
    assert.match(got.stderr, /lianluo.conf:2: port/);
  } finally {
    at.remove();
  }
});

test('commands print themselves, and what is unknown is refused', () => {
  const help = execFileSync(binary, ['help'], { encoding: 'utf8', env: {} });
  for (const word of ['serve', 'migrate', 'backup', 'restore', 'move', 'check', 'routes', '--port'])
    assert.match(help, new RegExp(`\\b${word}|${word}`));
  assert.match(execFileSync(binary, ['--version'], { encoding: 'utf8' }), /^lianluo \d+\.\d+\.\d+\n$/);
  assert.equal(spawnSync(binary, ['brew']).status, 2);
  assert.equal(spawnSync(binary, ['routes', '--brew']).status, 2);
  assert.equal(spawnSync(binary, ['routes', 'x']).status, 2);
  assert.match(execFileSync(binary, ['config', '--port', '77'], { encoding: 'utf8', env: {} }), /port = 77\t# flag/);
});
