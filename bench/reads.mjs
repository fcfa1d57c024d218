// Lines 1 to 5: what a page costs beyond the carrier.
import { dir, start, stop, serve, wrk, interleave, copyWorld, list, open, sql, join, writeFileSync,
  rmSync, mkdirSync, sleep, root, readFileSync } from './lib.mjs';
import { createHash } from 'node:crypto';
import { cookiesSet, totp } from '../test/http/lib.mjs';
import { city } from './worlds.mjs';

const KILOBYTE = 'src/web/assets/kilobyte.txt';
const SECRET = 'NRUWC3TMOVXS2ZDFNVXS2MRQGI3C243F'; // of the demonstration's accounts

// The office's session as a Cookie header.  A code is good once: later ones look ahead.
export async function signIn(port, ahead = 0) {
  const base = `http://127.0.0.1:${port}`, jar = new Map();
  const ask = async (method, path, body) => {
    const r = await fetch(base + path, { method, redirect: 'manual',
      headers: { cookie: cookie(), origin: base,
        ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
      body: body && new URLSearchParams(body) });
    for (const c of cookiesSet(r.headers)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(c);
      jar.set(name, value);
    }
    return { status: r.status, text: await r.text(), location: r.headers.get('location') };
  };
  const cookie = () => [...jar].map(([k, v]) => `${k}=${v}`).join('; ');
  const csrf = (page) => /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';

  let page = await ask('GET', '/signin');
  let answer = await ask('POST', '/signin', { login: 'office', password: 'lianluo-yanshi-2026',
    csrf: csrf(page) });
  if (answer.status !== 303) throw new Error(`sign-in: ${answer.status}`);
  page = await ask('GET', answer.location);
  answer = await ask('POST', answer.location,
    { code: totp(SECRET, Date.now() / 1000 + 30 * ahead), csrf: csrf(page) });
  if (answer.status !== 303) throw new Error(`code: ${answer.status}`);
  return cookie();
}

// More addresses than a cache holds, all of them lists of about twenty places.
function manyLists(data) {
  const codes = sql(join(data, 'lianluo.db'), `SELECT parent FROM division
    WHERE kind NOT IN ('zone', 'pseudo') AND parent LIKE '4304%' GROUP BY parent
    HAVING COUNT(*) BETWEEN 17 AND 24;`).split('\n').filter(Boolean);
  return Array.from({ length: 4096 }, (_, i) => `/find?at=${codes[i % codes.length]}&x=${i}`);
}

// The pages of line 16: records that both worlds have, not their copies.
export function pages(data) {
  const db = join(data, 'lianluo.db');
  const some = (query) => sql(db, query).split('\n');
  const vary = (paths) => Array.from({ length: 2048 }, (_, i) => {
    const p = paths[i % paths.length];
    return `${p}${p.includes('?') ? '&' : '?'}x=${i}`;
  });
  return {
    places: manyLists(data),
    station: vary(some("SELECT '/st/' || public_id FROM station WHERE state = 'open' LIMIT 200;")),
    deputy: vary(some("SELECT '/d/' || public_id FROM tenure LIMIT 200;")),
    queue: ['/queue'],
    requests: ['/requests'],
    county: ['/requests?division=430422000000'],
    activities: ['/activities'],
    'activities of a county': ['/activities?division=430422000000'],
    'activities of a kind': ['/activities?kind=hamlet_meeting&from=2026-01-01'],
    activity: some(`SELECT '/activities/' || code FROM activity WHERE id < 1000000
      ORDER BY id DESC LIMIT 200;`),
    record: some(`SELECT '/requests/' || code FROM request WHERE id < 1000000
      ORDER BY id DESC LIMIT 200;`),
  };
}

async function startNginx(asset) {
  const at = join(dir, 'nginx');
  rmSync(at, { recursive: true, force: true });
  mkdirSync(join(at, 'www'), { recursive: true });
  writeFileSync(join(at, 'www/page.html'), asset);
  writeFileSync(join(at, 'nginx.conf'), `user root; daemon off; worker_processes 2; pid ${at}/pid;
error_log ${at}/error.log; events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
  open_file_cache max=100; types { text/html html; } client_body_temp_path ${at}/a;
  proxy_temp_path ${at}/b; fastcgi_temp_path ${at}/c; uwsgi_temp_path ${at}/d; scgi_temp_path ${at}/e;
  server { listen 127.0.0.1:18602 reuseport; root ${at}/www; } }\n`);
  const child = start('nginx', ['-c', join(at, 'nginx.conf'), '-p', at], { out: 'ignore' });
  await open(18602);
  return child;
}

export async function carrier({ line, wanted }) {
  const data = copyWorld(city, join(dir, 'reads'));
  const product = await serve(data, 18600);
  const at = constant();
  const body = await (await fetch(`http://127.0.0.1:18600${at}`)).arrayBuffer();
  const epoll = start(join(dir, 'anchor_epoll'), ['18601', '2'], { out: 'ignore' });
  const nginx = await startNginx(Buffer.from(body));
  const cookie = await signIn(18600);
  const tag = (await fetch('http://127.0.0.1:18600/', { headers: { cookie: '' } })).headers
    .get('etag') ?? '"none"';
  const own = 'http://127.0.0.1:18600';
  const one = list('constant', [at]), home = list('home', ['/']);
  const variants = [
    { name: 'epoll', run: () => wrk(epoll, 'http://127.0.0.1:18601', { args: [home] }) },
    { name: 'const', run: () => wrk(product, own, { args: [one] }) },
    { name: 'cached', run: () => wrk(product, own, { args: [home] }) },
    { name: '304', run: () => wrk(product, own, { args: [home, '-', 'If-None-Match', tag] }) },
    { name: 'list', run: () => wrk(product, own, { args: [list('lists', manyLists(data))] }) },
    { name: 'queue', run: () => wrk(product, own, { args: [list('queue', ['/queue']), cookie] }) },
  ];
  await open(18601);
  await sleep(1500); // what is new to the index is fed
  if (wanted(2))
    for (const [suffix, how] of [['64', { n: 64 }], ['256', { n: 256 }],
      ['close', { n: 64, close: true }]]) {
      const file = list('page', ['/page.html']);
      variants.push({ name: `own ${suffix}`, run: () => wrk(product, own, { ...how, args: [one] }) });
      variants.push({ name: `nginx ${suffix}`,
        run: () => wrk(nginx, 'http://127.0.0.1:18602', { ...how, args: [file] }) });
    }
  report(line, await interleave(variants));
  await stop(product);
  await stop(epoll);
  await stop(nginx);
}

// Assets are named by the hash of what is in them.
function constant() {
  const hash = createHash('sha256').update(readFileSync(join(root, KILOBYTE))).digest('hex');
  return `/assets/kilobyte.${hash.slice(0, 10)}.txt`;
}

// Requests a second that two busy cores give: what server and load generator take together.
const share = (a, b) => (a.cpu + a.load) / (b.cpu + b.load);

function report(line, got) {
  line(1, 'constant 1 KB page, CPU of a bare epoll loop', got.const.cpu / got.epoll.cpu, '<=', 1.4,
    1.15);
  for (const [n, must, aim] of [['64', 1, 1.3], ['256', 1, 1.3], ['close', 0.85, 0.95]])
    if (got[`nginx ${n}`])
      line(2, `the same, requests/s of nginx static, ${n === 'close' ? 'Connection: close' : n}`,
        share(got[`nginx ${n}`], got[`own ${n}`]), '>=', must, aim);
  line(3, 'cached public page, of own constant page', share(got.const, got.cached), '>=', 0.85,
    0.95);
  line(3, '304, of own constant page', share(got.const, got['304']), '>=', 0.85, 0.95);
  line(4, 'public list of 20 from the database, of own constant page', share(got.const, got.list),
    '>=', 0.45, 0.6);
  line(5, 'staff queue of 20 with session and rights, of own constant page',
    share(got.const, got.queue), '>=', 0.3, 0.45);
}
