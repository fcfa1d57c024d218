// Slow clients.      node faults/slow.mjs [CLIENTS]
// They hold connections with half heads, half bodies and replies they do not read, from some
// twenty addresses, and come again when they are cut; good clients go on meanwhile.
import { join } from 'node:path';
import net from 'node:net';
import { Journal, check, compare, end, get, scratch, sleep, start, verdict } from './lib.mjs';

const clients = Number(process.argv[2] ?? 2000);
const seconds = clients >= 2000 ? 20 : 12;
const dir = scratch('slow');
const data = join(dir, 'data');
const journal = new Journal(dir);
const problems = [];
const server = await start(data);
const style = /href="(\/assets\/style[^"]+)"/.exec((await get(server.port, '/accessibility')).text)[1];
const kinds = [
  { name: 'head', first: 'GET /health HTTP/1.1\r\nHo', piece: 's', every: 3000 },
  { name: 'body', first: 'POST /ask/send HTTP/1.1\r\nHost: a\r\nContent-Type: application/' +
    'x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n', piece: 'x', every: 3000 },
  { name: 'read', first: `GET ${style} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(40), piece: '', every: 0 },
];
const held = { head: 0, body: 0, read: 0 };
let most = 0;
let cut = 0;
let running = true;
function hold(i) {
  const kind = kinds[i % kinds.length];
  const s = net.connect({ port: server.port, host: '127.0.0.1',
    localAddress: `127.0.1.${1 + i % 20}` });
  let timer;
  let open = false;
  s.on('connect', () => {
    open = true;
    held[kind.name]++;
    most = Math.max(most, held.head + held.body + held.read);
    s.write(kind.first);
    if (kind.name === 'read') s.pause();
    if (kind.every > 0) timer = setInterval(() => s.write(kind.piece), kind.every);
  });
  s.on('error', () => {});
  s.on('close', () => {
    clearInterval(timer);
    if (open) held[kind.name]--;
    cut++;
    if (running) setTimeout(() => running && hold(i), 200);
  });
  if (kind.name !== 'read') s.resume();
  all.add(s);
  s.on('close', () => all.delete(s));
}
const all = new Set();
for (let i = 0; i < clients; i++) hold(i);
for (let i = 0; i < 100 && held.head + held.body + held.read < clients * 0.98; i++) await sleep(50);
const until = Date.now() + seconds * 1000;
const times = [];
let good = 0;
while (Date.now() < until) {
  const began = process.hrtime.bigint();
  const reply = await get(server.port, '/').catch((e) => ({ status: e.message }));
  times.push(Number(process.hrtime.bigint() - began) / 1e6);
  if (reply.status === 200) good++;
  else problems.push(`a good client got ${reply.status}`);
  if (good % 20 === 0 && (await journal.submit(server.port)) !== 'A')
    problems.push('a good submission was not acknowledged');
  await sleep(5);
}
running = false;
for (const s of all) s.destroy();
if (most < clients * 0.98) problems.push(`only ${most} of ${clients} were held at once`);
if (cut === 0) problems.push('no slow client was ever cut');
const after = await get(server.port, '/ready');
if (after.status !== 200) problems.push('not ready afterwards');
if ((await end(server)) !== 0) problems.push(`ended badly: ${server.err().slice(-1000)}`);
const c = compare(journal, data);
problems.push(...c.problems, ...check(data));
times.sort((a, b) => a - b);
verdict('slow clients', { clients, held: most, cut, good,
  good_p99_ms: Math.round(times[Math.floor(times.length * 0.99)]), acknowledged: journal.receipts.size },
problems);
journal.close();
