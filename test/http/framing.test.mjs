// Request framing over raw sockets: every line of the reject list is refused and the connection
// closed, and no byte that followed a refused request is ever run as a request: the program
// counts as many requests as valid ones were sent.  Directly, and behind nginx and haproxy.
import { test, before, after, describe } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import net from 'node:net';
import { Server, raw, installed, publicPost, sleep } from './lib.mjs';

const H = 'POST /target HTTP/1.1\r\nHost: a\r\n';
const SMUGGLED = 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n';
const chunked = (body) => `${H}Transfer-Encoding: chunked\r\n\r\n${body}${SMUGGLED}`;

// name, bytes, statuses allowed
const refused = [
  ['length and coding together', `${H}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`, [400]],
  ['coding and length together', `${H}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`, [400]],
  ['two lengths', `${H}Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc${SMUGGLED}`, [400]],
  ['two equal lengths', `${H}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc${SMUGGLED}`, [400]],
  ['a list of lengths', `${H}Content-Length: 3, 3\r\n\r\nabc${SMUGGLED}`, [400]],
  ['a length with plus', `${H}Content-Length: +3\r\n\r\nabc${SMUGGLED}`, [400]],
  ['a negative length', `${H}Content-Length: -1\r\n\r\n${SMUGGLED}`, [400]],
  ['a huge length', `${H}Content-Length: 99999999999999999\r\n\r\n${SMUGGLED}`, [400, 413]],
  ['an unknown coding', `${H}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`, [501]],
  ['two codings', `${H}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`, [501]],
  ['a vertical tab before the coding', `${H}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`, [400]],
  ['a blank before the colon', `POST /target HTTP/1.1\r\nHost: a\r\nContent-Length : 36\r\n\r\n${SMUGGLED}`, [400]],
  ['a folded line', `${H}X: a\r\n b\r\n\r\n${SMUGGLED}`, [400]],
  ['a bare CR in a value', `${H}X: a\rb\r\n\r\n${SMUGGLED}`, [400]],
  ['a zero byte in a value', `${H}X: a\0b\r\n\r\n${SMUGGLED}`, [400]],
  ['lines that end in LF only', 'GET /health HTTP/1.1\nHost: a\n\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n', [400]],
  ['no Host', `GET /health HTTP/1.1\r\n\r\n${SMUGGLED}`, [400]],
  ['two Hosts', `GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${SMUGGLED}`, [400]],
  ['a negative chunk', chunked('-3\r\nabc\r\n0\r\n\r\n'), [400]],
  ['a chunk size with plus', chunked('+3\r\nabc\r\n0\r\n\r\n'), [400]],
  ['a chunk size of 17 digits', chunked('00000000000000003\r\nabc\r\n0\r\n\r\n'), [400]],
  ['a chunk longer than it says', chunked('3\r\nabcd\r\n0\r\n\r\n'), [400]],
  ['a chunk extension', chunked('3;a=b\r\nabc\r\n0\r\n\r\n'), [400]],
  ['a trailer', chunked('3\r\nabc\r\n0\r\nX: y\r\n\r\n'), [400]],
  ['LF in the chunks', chunked('3\nabc\n0\n\n'), [400]],
  ['an absolute address of another host', `GET http://b/health HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [400]],
  ['TRACE', `TRACE /health HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [405]],
  ['an unknown method', `BREW /health HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [501]],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
  ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
  ['a request line of 9 KiB', `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [414]],
  ['20 KiB of headers', `GET /health HTTP/1.1\r\nHost: a\r\n${`X: ${'a'.repeat(1000)}\r\n`.repeat(20)}\r\n${SMUGGLED}`, [431]],
  ['70 header lines', `GET /health HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(70)}\r\n${SMUGGLED}`, [431]],
  ['a path with an encoded slash', `GET /assets%2Fx HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [400]],
  ['a path with an encoded zero', `GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [400]],
  ['a path with a broken escape', `GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`, [400]],
  ['an unknown expectation', `${H}Expect: the-best\r\nContent-Length: 3\r\n\r\nabc${SMUGGLED}`, [417]],
];

let server;
let post;

before(async () => {
  server = await Server.start({ 'quota-public': 0, 'quota-signin': 0, 'quota-code': 0 });
  post = publicPost(server.place);
});
after(() => server?.stop());

const requests = async () => (await server.counts()).requests;

describe('directly', () => {
  for (const [name, bytes, allowed] of refused)
    test(`${name}: refused, closed, nothing behind it is run`, async () => {
      const before = await requests();
      const got = await raw(server.port, Buffer.from(bytes.replace('/target', post), 'latin1'));
      assert.equal(got.statuses.length, 1, got.text);
      assert.ok(allowed.includes(got.statuses[0]), got.text);
      assert.ok(got.closed, 'the connection is closed');
      assert.equal(await requests() - before, 1, 'only the counting request itself was run');
    });

  test('valid requests one behind the other are all run, in order', async () => {
    const before = await requests();
    const body = 'x=1';
    const bytes = SMUGGLED
      + `POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      + 'HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n'
      + `POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n2\r\n=1\r\n0\r\n\r\n`
      + 'GET /nothing-here HTTP/1.1\r\nHost: a\r\n\r\n'
      + 'GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const got = await raw(server.port, bytes);
    assert.equal(got.statuses.length, 6, got.text);
    assert.equal(got.statuses[0], 200);
    assert.equal(got.statuses[2], 200);
    assert.equal(got.statuses[4], 404);
    assert.equal(got.statuses[5], 200);
    assert.ok(got.closed);
    assert.equal(await requests() - before, 7);
  });

  test('the same bytes one by one give the same', async () => {
    const bytes = `POST ${post} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nx=1\r\n0\r\n\r\n${SMUGGLED}`;
    const got = await raw(server.port, [...bytes].flatMap((c, i) => (i % 10 ? [c] : [c, 1])));
    assert.equal(got.statuses.length, 2, got.text);
    assert.equal(got.statuses[1], 200);
  });

  test('hundreds of requests in one piece are all answered', async () => {
    const got = await raw(server.port, SMUGGLED.repeat(600));
    assert.equal(got.statuses.length, 600);
    assert.ok(got.statuses.every((s) => s === 200));
  });

  test('Expect: 100-continue is answered before the body comes', async () => {
    const got = await raw(server.port, [
      `POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n`, 100, 'x=1']);
    assert.equal(got.statuses[0], 100, got.text);
    assert.equal(got.statuses.length, 2);
  });

  test('a body too large is refused from its head, and the refusal is seen', async () => {
    const got = await raw(server.port, [
      `POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n`, 'x'.repeat(100000)]);
    assert.deepEqual(got.statuses, [413]);
    assert.ok(got.closed);
    const pieces = await raw(server.port, [
      `POST ${post} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`,
      `10000\r\n${'x'.repeat(0x10000)}\r\n10000\r\n`]);
    assert.deepEqual(pieces.statuses, [413]);
  });
});

async function freePort() {
  const s = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => s.once('listening', done));
  const { port } = s.address();
  await new Promise((done) => s.close(done));
  return port;
}

async function reachable(port) {
  for (let i = 0; i < 100; i++) {
    const open = await new Promise((done) => {
      const s = net.connect(port, '127.0.0.1', () => { s.destroy(); done(true); });
      s.on('error', () => done(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error('the proxy does not listen');
}

const proxies = {
  nginx: (port, dir) => {
    writeFileSync(join(dir, 'nginx.conf'), `
      daemon off; error_log ${dir}/error.log; pid ${dir}/pid; worker_processes 1;
      events { worker_connections 64; }
      http { access_log off; client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy;
        fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
        upstream ll { server 127.0.0.1:${server.port}; keepalive 4; }
        server { listen 127.0.0.1:${port};
          location / { proxy_pass http://ll; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_set_header Host $host; } } }`);
    return ['nginx', ['-c', join(dir, 'nginx.conf'), '-p', dir]];
  },
  haproxy: (port, dir) => {
    writeFileSync(join(dir, 'haproxy.cfg'), `
defaults
  mode http
  timeout connect 2s
  timeout client 5s
  timeout server 5s
frontend f
  bind 127.0.0.1:${port}
  default_backend b
backend b
  http-reuse always
  server s 127.0.0.1:${server.port}
`);
    return ['haproxy', ['-f', join(dir, 'haproxy.cfg')]];
  },
};

// A proxy may answer by itself, or pass on what it understood; what must not happen is that the
// program runs more requests than the client sent.  Each line here carries at most two: itself
// (when the proxy finds a meaning in it) and the one behind it.
for (const [name, configure] of Object.entries(proxies))
  if (installed(name))
    describe(`behind ${name}`, () => {
      let dir, proxy, port;
      before(async () => {
        dir = mkdtempSync(join(tmpdir(), 'll-proxy-'));
        port = await freePort();
        const [command, args] = configure(port, dir);
        proxy = spawn(command, args, { stdio: 'ignore' });
        await reachable(port);
      });
      after(async () => {
        const ended = new Promise((done) => proxy.once('exit', done));
        proxy.kill('SIGTERM');
        await ended;
        rmSync(dir, { recursive: true, force: true });
      });

      for (const [line, bytes] of refused)
        test(`${line}: never more requests than were answered`, async () => {
          const before = await requests();
          const got = await raw(port, Buffer.from(bytes.replace('/target', post), 'latin1'));
          const run = await requests() - before - 1;
          assert.ok(run <= got.statuses.length, `${run} were run: ${got.text}`);
          assert.ok(run <= 2);
        });

      test('valid requests arrive, as many as were sent', async () => {
        const before = await requests();
        const got = await raw(port, SMUGGLED.repeat(5)
          + `POST ${post} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nx=1` + SMUGGLED);
        assert.equal(got.statuses.length, 7, got.text);
        assert.equal(await requests() - before, 8);
      });
    });
