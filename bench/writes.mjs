// Lines 6 to 12, 18 and 19: what a durable submission costs, and what goes on beside it.
import { dir, root, start, stop, serve, wrk, anchorStore, interleave, copyWorld, list, pss, sleep,
  sql, join, execFileSync, binary, seconds, environment } from './lib.mjs';
import { spawn } from 'node:child_process';
import { city } from './worlds.mjs';

const slow = { LD_PRELOAD: join(dir, 'slowsync.so') };
const script = join(root, 'bench/submission.sql');
let first = 1000000; // submissions of the anchor are numbered on

const take = () => (first += 1000000);
const submit = (child, port, n, options = {}) => wrk(child, `http://127.0.0.1:${port}`,
  { n, script: 'submit.lua', ...options });

// A server on a copy of the city of its own.
async function own(name, port, options = {}) {
  const data = copyWorld(city, join(dir, name));
  const child = await serve(data, port, options);
  return { data, child, port };
}

// Until the index has caught up, so that nobody pays for the one before.
async function quiet(...servers) {
  for (const s of servers)
    for (let i = 0; i < 400; i++) {
      const [want, have] = waiting(s);
      if (have >= want) break;
      await sleep(50);
    }
  await sleep(300);
}

function waiting(s) {
  const want = sql(join(s.data, 'lianluo.db'), 'SELECT COALESCE(MAX(id), 0) FROM search_feed;');
  const have = sql(join(s.data, 'search.db'), 'SELECT last FROM d_search_state;');
  return [Number(want), Number(have)];
}

// How long ago the newest change was made that the index has not yet: from a series of looks.
async function lagWhile(s, work) {
  const file = join(s.data, 'lianluo.db');
  const look = spawn('sqlite3', ['-batch', '-readonly', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const seen = [];
  let rest = '', going = true, worst = 0;
  look.stdin.write(`ATTACH 'file:${join(s.data, 'search.db')}?mode=ro' AS s;\n`);
  look.stdout.on('data', (d) => {
    const lines = (rest + d).split('\n');
    rest = lines.pop();
    for (const l of lines) seen.push([Date.now(), ...l.split('|').map(Number)]);
  });
  const asking = (async () => {
    while (going) {
      look.stdin.write('SELECT (SELECT MAX(id) FROM search_feed), (SELECT last FROM d_search_state);\n');
      await sleep(20);
    }
    look.stdin.end();
  })();
  const got = await work();
  going = false;
  await asking;
  for (const [at, , have] of seen) {
    const since = seen.find(([, want]) => want > have);
    if (since && since[0] < at) worst = Math.max(worst, at - since[0]);
  }
  return { ...got, lag: worst / 1000 };
}

async function throughput({ line, wanted }) {
  const fast = await own('submit', 18620);
  const one = await own('one', 18621, { flags: ['--writer-batch', '1'] });
  const late = await own('late', 18622, { env: slow });
  const lateOne = await own('lateone', 18623, { env: slow, flags: ['--writer-batch', '1'] });
  const anchor = join(copyWorld(city, join(dir, 'anchor')), 'lianluo.db');
  const run = (s, n, more) => async () => {
    const got = await submit(s.child, s.port, n, more);
    await quiet(s);
    return got;
  };
  const variants = [
    { name: 'sqlite anchor 64', run: async () => {
      const a = await anchorStore('sqlite', 64, anchor, script, { first: take() });
      return { rate: a.tps, p99: a.p99_ms };
    } },
    { name: 'submit 64', run: async () => {
      const got = await lagWhile(fast, () => submit(fast.child, fast.port, 64));
      const memory = pss(fast.child.pid);
      await quiet(fast);
      return { ...got, memory };
    } },
    { name: 'submit 256', run: run(fast, 256) },
    { name: 'one by one 64', run: run(one, 64) },
    { name: 'raw anchor +4 ms', run: async () => {
      const a = await anchorStore('raw', 64, join(dir, 'raw'), null, { env: slow });
      return { rate: a.tps, p99: a.p99_ms };
    } },
    { name: 'submit 64 +4 ms', run: run(late, 64) },
    { name: 'one by one 64 +4 ms', run: run(lateOne, 64, { timeout: 30 }) },
  ];
  const got = await interleave(variants);
  const s = got['submit 64'], big = got['submit 256'];

  line(6, 'durable request over HTTP, 64 at once, of bare SQLite group commit, same rows',
    s.errors ? 0 : s.rate / got['sqlite anchor 64'].rate, '>=', 0.35, 0.5);
  line(7, 'the same with 4 ms added to each flush, of raw group fdatasync',
    got['submit 64 +4 ms'].rate / got['raw anchor +4 ms'].rate, '>=', 0.45, 0.65);
  line(8, 'group commit against own batch of one: fast flush', s.rate / got['one by one 64'].rate,
    '>=', 2, 4);
  line(8, 'group commit against own batch of one: + 4 ms',
    got['submit 64 +4 ms'].rate / got['one by one 64 +4 ms'].rate, '>=', 15, 25);
  line(9, 'p99 of 6 at 64', s.p99, '<=', 50, 20, ' ms');
  line(9, 'p99 of 6 at 256', big.errors ? Infinity : big.p99, '<=', 100, 50, ' ms');
  line(12, 'search index lag under the load of 6', s.lag, '<=', 1, 0.2, ' s');
  if (wanted(18)) line(18, 'memory (PSS) under that load', s.memory, '<=', 128, 64, ' MiB');
  for (const x of [one, late, lateOne]) await stop(x.child);
  return fast;
}

async function mixture({ line }, fast) {
  const base = `http://127.0.0.1:${fast.port}`;
  const file = list('mixlist', Array.from({ length: 4096 }, (_, i) =>
    `/find?at=${['430422000000', '430421000000', '430424000000'][i % 3]}&x=${i}`));
  const reading = () => wrk(fast.child, base, { n: 32, args: [file] });
  const got = await interleave([
    { name: 'list alone', run: reading },
    { name: 'list while 32 submit', run: async () => {
      const other = submit(fast.child, fast.port, 32, { s: seconds + 1 });
      await sleep(400);
      const answer = await reading();
      await other;
      await quiet(fast);
      return answer;
    } },
    { name: 'mix 256', run: async () => {
      const answer = await submit(fast.child, fast.port, 256, { args: ['mix', file] });
      await quiet(fast);
      return answer;
    } },
  ]);
  line(10, 'list p99 while 32 clients submit, against alone',
    got['list while 32 submit'].p99 / got['list alone'].p99, '<=', 5, 3);
  line(11, '80 % reads, 20 % submits, 256 connections: errors', got['mix 256'].errors, '<=', 0, 0);
  line(11, '80 % reads, 20 % submits, 256 connections: p99', got['mix 256'].p99, '<=', 250, 60,
    ' ms');
}

export async function submissions(tools) {
  const fast = await throughput(tools);
  await mixture(tools, fast);
  await stop(fast.child);
}

// Line 19: the product and the bare writers on one server with flushes on, each in a database
// of its own.
export async function postgres({ line }) {
  const server = await start(join(root, 'tools/with-postgres'),
    ['sh', '-c', 'echo "at $LIANLUO_TEST_DB"; exec sleep 100000'],
    { env: { LIANLUO_POSTGRES_FSYNC: 'on' }, wait: /^at .*\n/m });
  const place = /^at (.*)$/m.exec(server.text)[1];
  const at = (name) => place.replace(/dbname=\S+/, `dbname=${name}`);
  const make = (text) => execFileSync('psql', [place, '-qc', text], { stdio: 'inherit' });
  const data = copyWorld(city, join(dir, 'pg'));

  make('CREATE DATABASE product');
  execFileSync(binary, ['move', '--data', data, '--to', at('product')], { env: environment });
  make('CREATE DATABASE anchor TEMPLATE product');
  const child = await serve(data, 18630, { flags: ['--db', at('product')] });
  await sleep(3000);
  const got = await interleave([
    { name: 'pg anchor 64', run: async () => {
      const a = await anchorStore('pg', 64, at('anchor'),
        join(root, 'bench/submission.pg.sql'), { first: take() });
      return { rate: a.tps, p99: a.p99_ms };
    } },
    { name: 'pg submit 64', run: () => submit(child, 18630, 64) },
  ]);
  line(19, 'PostgreSQL: submit at 64, of batched pipelined writers without HTTP',
    got['pg submit 64'].errors ? 0 : got['pg submit 64'].rate / got['pg anchor 64'].rate, '>=',
    0.4, 0.6);
  await stop(child);
  await stop(server);
}
