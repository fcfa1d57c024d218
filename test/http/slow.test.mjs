// Slow clients are cut, and good ones go on meanwhile.  Limits are set small; nothing here
// measures speed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { Server, raw, publicPost, sleep } from './lib.mjs';

let server;
let post;

before(async () => {
  server = await Server.start({ 'header-seconds': 1, 'keepalive-seconds': 1, 'grace-seconds': 1,
    'body-rate': 100000, 'connections-per-address': 60, connections: 200, 'quota-public': 0,
    'quota-signin': 0, 'quota-code': 0 });
  post = publicPost(server.place);
});
after(() => server?.stop());

// Send a piece again and again until the other side closes; what it said.
function drip(first, piece, every) {
  return new Promise((done) => {
    const s = net.connect(server.port, '127.0.0.1', () => s.write(first));
    let got = '';
    const timer = setInterval(() => s.write(piece), every);
    s.on('data', (d) => { got += d; });
    s.on('error', () => {});
    s.on('close', () => {
      clearInterval(timer);
      done(got);
    });
  });
}

test('a head that drips is refused when its time is over', async () => {
  assert.match(await drip('GET /health HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n', 200), /^HTTP\/1.1 408 /);
});

test('a body that drips is refused when it is slower than the rate', async () => {
  assert.match(await drip(`POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n`, 'x', 100),
    /^HTTP\/1.1 408 /);
});

test('a chunked body that drips is refused as well', async () => {
  assert.match(await drip(`POST ${post} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`,
    '1\r\nx\r\n', 100), /^HTTP\/1.1 408 /);
});

test('an idle connection is closed without a word', async () => {
  assert.equal(await drip('', '', 10000), '');
  const got = await drip('GET /health HTTP/1.1\r\nHost: a\r\n\r\n', '', 10000);
  assert.match(got, /^HTTP\/1.1 200 /);
  assert.equal(got.match(/HTTP\/1\.1/g).length, 1);
});

test('a reader that does not read is cut', async () => {
  const page = await fetch(`${server.url}/accessibility`);
  const style = /href="(\/assets\/style[^"]+)"/.exec(await page.text())[1];
  const s = net.connect({ port: server.port, host: '127.0.0.1', highWaterMark: 1024 });
  let got = '';
  s.on('error', () => {});
  s.pause();
  await new Promise((done) => s.once('connect', done));
  // Many replies that are not read fill every buffer between here and there.  Whoever was not
  // cut meanwhile would still get them all.
  s.write(`GET ${style} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(2000));
  await sleep(5000);
  const closed = new Promise((done) => s.once('close', done));
  s.on('data', (d) => { got += d; });
  s.resume();
  await closed;
  assert.ok(got.match(/HTTP\/1\.1 200/g).length < 2000);
});

test('good clients are served while many slow ones hold their connections', async () => {
  const slow = [];
  for (let i = 0; i < 50; i++) {
    const s = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    s.on('error', () => {});
    s.write('GET /health HTTP/1.1\r\nHo');
    slow.push(s);
  }
  await sleep(100);
  for (let i = 0; i < 20; i++)
    assert.equal((await raw(server.port, 'GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))
      .statuses[0], 200);
  for (const s of slow) s.destroy();
});

test('one address cannot hold more connections than it may', async () => {
  const held = [];
  let turnedAway = '';
  for (let i = 0; i < 70; i++) {
    const s = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.3' });
    s.on('error', () => {});
    s.on('data', (d) => { turnedAway += d; });
    held.push(s);
  }
  for (let i = 0; i < 50 && !turnedAway; i++) await sleep(20);
  assert.match(turnedAway, /^HTTP\/1.1 503 [^]*Retry-After/);
  assert.equal((await fetch(`${server.url}/health`)).status, 200, 'another address is served');
  for (const s of held) s.destroy();
});

test('bytes that never end do not fill the memory', async () => {
  const got = await drip('GET /', 'a'.repeat(5000), 5);
  assert.match(got, /^HTTP\/1.1 414 /);
});
