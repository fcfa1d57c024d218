// The worlds that are measured: the demonstration city, a larger one, a million texts.
import { dir, rounds, binary, root, start, stop, serve, wrk, interleave, copyWorld, list, sql,
  execFileSync, existsSync, rmSync, mkdirSync, join, median, sleep } from './lib.mjs';
import { fold } from './figures.mjs';
import { grow } from './grow.mjs';
import { signIn, pages } from './reads.mjs';

export const city = join(dir, 'world-1');
const FACTOR = Number(process.env.FACTOR ?? 200);

function compile() {
  const cc = (args) => execFileSync('cc', ['-O2', '-D_GNU_SOURCE', ...args], { stdio: 'inherit' });
  const file = (name) => join(root, 'bench', name);

  cc(['-pthread', file('anchor_epoll.c'), '-o', join(dir, 'anchor_epoll')]);
  cc(['-pthread', `-I${execFileSync('pg_config', ['--includedir'], { encoding: 'utf8' }).trim()}`,
    file('anchor_store.c'), '-o', join(dir, 'anchor_store'), '-lsqlite3', '-lpq']);
  cc(['-shared', '-fPIC', file('slowsync.c'), '-o', join(dir, 'slowsync.so'), '-ldl']);
}

// Line 22 is the making of the city; it is made anew only to be timed, or when there is none.
export async function prepare({ line, wanted }) {
  mkdirSync(dir, { recursive: true });
  compile();
  if (!wanted(22) && existsSync(`${city}.keys`)) return;
  const took = [];
  for (let i = 0; i < (wanted(22) ? rounds : 1); i++) {
    const at = `${city}-new`;
    rmSync(at, { recursive: true, force: true });
    rmSync(`${at}.keys`, { force: true });
    const begin = Date.now();
    execFileSync(binary, ['demo', '--data', at], { stdio: 'ignore' });
    took.push((Date.now() - begin) / 1000);
    console.error(`  demo: ${took.at(-1)} s`);
    if (!existsSync(`${city}.keys`)) copyWorld(at, city);
    rmSync(at, { recursive: true, force: true });
    rmSync(`${at}.keys`, { force: true });
  }
  if (wanted(22)) line(22, 'lianluo demo, the city', median(took), '<=', 20, 5, ' s');
}

// Line 13: filled once, then kept.
export async function search({ line }) {
  const at = join(dir, 'search');
  const program = join(root, 'build-release/bench/bench_search');
  const got = [];

  mkdirSync(at, { recursive: true });
  for (let i = 0; i < rounds; i++) {
    got.push(JSON.parse(execFileSync(program, [at, '1000000', '2000'], { encoding: 'utf8' })));
    console.error('  search:', JSON.stringify(got.at(-1)));
  }
  line(13, 'search of 2 to 5 characters in 1 M texts: recall', Math.min(...got.map((g) => g.recall)),
    '>=', 0.999, 1);
  line(13, 'search of 2 to 5 characters in 1 M texts: newest 20, p99',
    median(got.map((g) => g.p99_ms)), '<=', 10, 2, ' ms');
}

async function firstAnswer(data, port) {
  const begin = process.hrtime.bigint();
  const child = start(binary, ['serve', '--data', data, '--port', String(port)]);

  for (;;) {
    const ok = await fetch(`http://127.0.0.1:${port}/find`).then((r) => r.text().then(() => r.ok),
      () => false);
    if (ok) break;
    await sleep(1);
  }
  const took = Number(process.hrtime.bigint() - begin) / 1e9;
  await stop(child);
  return took;
}

// An activity recorded with its form, again and again: milliseconds of the middle one.
async function entering(port, cookie, times = 200) {
  const base = `http://127.0.0.1:${port}`, took = [];
  const form = await (await fetch(`${base}/activities/new/visit`, { headers: { cookie } })).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(form)[1];
  for (let i = 0; i < times; i++) {
    const begin = process.hrtime.bigint();
    const answer = await fetch(`${base}/activities/new/visit`, { method: 'POST', redirect: 'manual',
      headers: { cookie, origin: base, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf, day: '2026-11-01', division: '430422103000', people: '3',
        summary: '走访三户', idem: `bench-${process.hrtime.bigint()}-${i}` }) });
    if (answer.status !== 303) throw new Error(`activity: ${answer.status}`);
    took.push(Number(process.hrtime.bigint() - begin) / 1e6);
  }
  return median(took);
}

// Lines 16 and 17: the same pages of both worlds, without jobs beside them.
export async function large({ line, wanted }) {
  const big = join(dir, `world-${FACTOR}`);

  if (!existsSync(`${big}.keys`) || !existsSync(join(big, 'lianluo.db'))) grow(city, big, FACTOR);
  if (wanted(17)) {
    const took = [];
    for (let i = 0; i < 3; i++) took.push(await firstAnswer(big, 18611));
    const n = sql(join(big, 'lianluo.db'), 'SELECT COUNT(*) FROM request;');
    console.error(`  start with ${n} requests: ${took.join(', ')}`);
    line(17, `start to first page, ${n} requests stored`, median(took), '<=', 0.25, 0.05, ' s');
  }
  if (!wanted(16)) return;
  const small = copyWorld(city, join(dir, 'small'));
  for (const at of [small, big]) fold(join(at, 'lianluo.db')); // what the run before left to the jobs
  const flags = ['--job-threads', '0'];
  const a = await serve(small, 18612, { flags }), b = await serve(big, 18613, { flags });
  const cookies = [await signIn(18612), await signIn(18613, 1)];
  const of = { '1': [a, 18612, cookies[0], pages(small)],
    [FACTOR]: [b, 18613, cookies[1], pages(big)] };
  let worst = Infinity;
  for (const name of Object.keys(of[1][3])) {
    const got = await interleave(Object.entries(of).map(([factor, [child, port, cookie, all]]) => ({
      name: `${name} ${factor} x`,
      run: () => wrk(child, `http://127.0.0.1:${port}`,
        { n: 16, s: 2, args: [list(`page-${name}-${factor}`, all[name]), cookie] }),
    })));
    const ratio = got[`${name} 1 x`].cpu / got[`${name} ${FACTOR} x`].cpu;
    console.error(`  ${name}: ${ratio.toFixed(2)}`);
    worst = Math.min(worst, ratio);
    if (got[`${name} ${FACTOR} x`].errors > 0) worst = 0;
  }
  line(16, `pages of a world ${FACTOR} x the city, of the same at 1 x (the worst of them)`, worst,
    '>=', 0.7, 0.9);
  const slow = [], fast = [];
  for (let i = 0; i < rounds; i++) {
    fast.push(await entering(18612, cookies[0]));
    slow.push(await entering(18613, cookies[1]));
  }
  console.error(`  entering an activity: ${median(fast)} ms, ${FACTOR} x: ${median(slow)} ms`);
  line(16, `recording an activity in a world ${FACTOR} x the city, of the same at 1 x`,
    median(fast) / median(slow), '>=', 0.7, 0.9);
  await stop(a);
  await stop(b);
}
