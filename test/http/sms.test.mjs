// Text messages leave through the configured gateway: at least once, never twice for one event,
// not at night, always under the same key.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { World } from './world.mjs';

let w;
let side;
let gateway;
const got = [];
let refused = ''; // messages about this number are answered with "try again" once

const settings = (more = {}) => ({ 'sms-url': `http://127.0.0.1:${gateway.address().port}/send`,
  'sms-token-file': join(w.place.dir, 'token'), 'quiet-from': 0, 'quiet-to': 0, ...more });
const until = async (what, seconds = 240) => {
  for (let i = 0; i < seconds * 10 && !what(); i++) await new Promise((done) => setTimeout(done, 100));
  assert.ok(what(), `${what}`);
};
const about = (number) => got.filter((m) => m.body.text.includes(number));

before(async () => {
  gateway = http.createServer((request, reply) => {
    let body = '';
    request.on('data', (d) => { body += d; });
    request.on('end', () => {
      const no = refused !== '' && body.includes(refused);
      if (no) refused = '';
      got.push({ body: JSON.parse(body), key: request.headers['idempotency-key'],
        token: request.headers.authorization, refused: no });
      reply.writeHead(no ? 503 : 200).end('{}');
    });
  });
  await new Promise((done) => gateway.listen(0, '127.0.0.1', done));
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
  writeFileSync(join(w.place.dir, 'token'), 'secret-of-the-gateway\n', { mode: 0o600 });
});
after(async () => {
  await w?.stop();
  gateway?.close();
});

async function serveAgain(more) {
  await w.server.stop({ keep: true });
  w.people = {};
  await w.serve(settings(more));
}

test('a message waits through the night, leaves once, and again only when the gateway asked for it', async () => {
  const hour = new Date(Date.now() + 8 * 3600 * 1000).getUTCHours();
  await serveAgain({ 'quiet-from': hour, 'quiet-to': (hour + 3) % 24 });
  const asked = await w.ask(side, { body: '栗木桥头的路灯坏了，请修。' });
  await w.move('clerk', asked.number, 'accept');
  await until(() => Number(w.value(`SELECT COUNT(*) FROM notice WHERE args LIKE '%${asked.number}%' AND account_id = 0`)) === 1);
  await new Promise((done) => setTimeout(done, 1500));
  assert.deepEqual(got, [], 'nothing leaves at night');
  refused = asked.number;
  await serveAgain();
  await until(() => about(asked.number).length === 2);
  const [first, second] = about(asked.number);
  assert.equal(first.refused, true);
  assert.equal(first.key, second.key, 'the same key, so that the gateway can tell');
  assert.equal(first.body.id, first.key);
  assert.equal(first.body.to, '13812345678');
  assert.equal(first.token, 'Bearer secret-of-the-gateway');
  assert.doesNotMatch(first.body.text, /路灯/, 'no words of the request in it');
  const next = await w.ask(side, { body: '菜市场的垃圾没人清。' });
  await w.move('clerk', next.number, 'accept');
  await until(() => about(next.number).length === 1);
  await serveAgain();
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(about(asked.number).length, 2, 'never again for the same event');
  assert.equal(about(next.number).length, 1);
  assert.equal(new Set(got.filter((m) => !m.refused).map((m) => m.key)).size, got.filter((m) => !m.refused).length);
});
