// What the benchmarks share: processes, CPU and memory from /proc, wrk, medians.
import { spawn, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync, mkdirSync, cpSync, rmSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import net from 'node:net';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '..');
export const dir = join(root, 'build-bench');
export const binary = resolve(process.env.LIANLUO_TEST_BINARY ?? join(root, 'build-release/src/lianluo'));
export const seconds = Number(process.env.SECONDS ?? 3);
export const rounds = Math.max(2, Number(process.env.ROUNDS ?? 2));
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const require = createRequire(import.meta.url);

// The product refuses settings that it does not know.
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('LIANLUO_')));
const children = new Set();

export function start(command, args, { env = {}, wait, out = 'pipe' } = {}) {
  const child = spawn(command, args, { env: { ...environment, ...env },
    stdio: ['ignore', out, 'pipe'] });
  children.add(child);
  child.said = '';
  child.stderr.on('data', (d) => { child.said = (child.said + d).slice(-4000); });
  child.ended = new Promise((done) => child.on('exit', (code) => {
    children.delete(child);
    done(code);
  }));
  if (!wait) return child;
  return new Promise((ready, failed) => {
    let text = '';
    child.stdout.on('data', (d) => {
      text += d;
      child.text = text;
      if (wait.test(text)) ready(child);
    });
    child.ended.then((code) => failed(new Error(`${command} ended with ${code}: ${child.said}`)));
  });
}

export async function stop(child) {
  child.kill('SIGTERM');
  await child.ended;
}

export function stopAll() {
  for (const child of children) child.kill('SIGTERM');
}

export async function open(port) {
  for (let i = 0; i < 200; i++) {
    const ok = await new Promise((done) => {
      const s = net.connect(port, '127.0.0.1', () => { s.destroy(); done(true); });
      s.on('error', () => done(false));
    });
    if (ok) return;
    await sleep(25);
  }
  throw new Error(`nothing listens on ${port}`);
}

// The product, one event loop for each core and its default settings but for the public quota.
export function serve(data, port, { flags = [], env = {} } = {}) {
  return start(binary, ['serve', '--data', data, '--port', String(port), '--quota-public', '0',
    ...flags], { env, wait: /ready on/ });
}

function family(pid) {
  const all = [pid];
  for (const p of all) {
    try {
      const kids = readFileSync(`/proc/${p}/task/${p}/children`, 'utf8').trim();
      if (kids) all.push(...kids.split(' ').map(Number));
    } catch { /* gone */ }
  }
  return all;
}

// Microseconds of CPU that the threads of a process and its children used so far, exactly: the
// ticks of /proc/PID/stat miss work in short pieces.
export function cpu(pid) {
  let ns = 0;
  for (const p of family(pid)) {
    try {
      for (const task of readdirSync(`/proc/${p}/task`))
        ns += Number(readFileSync(`/proc/${p}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
    } catch { /* gone */ }
  }
  return ns / 1000;
}

// Proportional memory in MiB.
export function pss(pid) {
  let kib = 0;
  for (const p of family(pid)) {
    const m = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${p}/smaps_rollup`, 'utf8'));
    kib += m ? Number(m[1]) : 0;
  }
  return kib / 1024;
}

// One run of wrk against a process: requests a second, errors, percentiles in ms, CPU for each.
export async function wrk(child, url, { n = 64, s = seconds, script = 'get.lua', args = [],
  close = false, timeout = 10, threads = 1 } = {}) {
  const before = child ? cpu(child.pid) : 0;
  const all = ['-t', String(threads), '-c', String(n), '-d', `${s}s`, '--timeout', `${timeout}s`,
    ...(close ? ['-H', 'Connection: close'] : []), '-s', join(here, script), url, '--', ...args];
  const run = spawn('wrk', all, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '', load = 0;
  const look = setInterval(() => { load = Math.max(load, cpu(run.pid)); }, 50);
  run.stdout.on('data', (d) => { text += d; });
  await new Promise((done) => run.on('exit', done));
  clearInterval(look);
  const m = /^result (\d+) (\d+) (\d+) (\d+) (\d+)/m.exec(text);
  if (!m) throw new Error(`wrk said: ${text}`);
  const [requests, us, errors, p50, p99] = m.slice(1).map(Number);
  return { rate: requests / (us / 1e6), requests, errors, p50: p50 / 1e3, p99: p99 / 1e3,
    cpu: child ? (cpu(child.pid) - before) / requests : 0, load: load / requests };
}

export async function anchorStore(mode, n, target, script, { env = {}, first = 0, s = seconds }
  = {}) {
  const args = [mode, String(n), String(s), target];
  if (script) args.push(script, String(first));
  const child = start(join(dir, 'anchor_store'), args, { env });
  let text = '';
  child.stdout.on('data', (d) => { text += d; });
  const code = await child.ended;
  if (code !== 0) throw new Error(`anchor_store ${mode}: ${child.said}`);
  return JSON.parse(text);
}

export function median(list) {
  const s = [...list].sort((a, b) => a - b);
  const k = s.length >> 1;
  return s.length % 2 ? s[k] : (s[k - 1] + s[k]) / 2;
}

// Runs every variant once a round, there and back; medians of each figure by variant.
export async function interleave(variants, times = rounds) {
  const got = new Map(variants.map((v) => [v.name, []]));
  for (let r = 0; r < times; r++) {
    for (const v of r % 2 ? [...variants].reverse() : variants) {
      const one = await v.run();
      got.get(v.name).push(one);
      const shown = Object.entries(one).filter(([, x]) => typeof x === 'number')
        .map(([k, x]) => `${k} ${x < 100 ? x.toFixed(1) : x.toFixed(0)}`).join(', ');
      console.error(`  ${v.name}: ${shown}`);
    }
  }
  const out = {};
  for (const [name, list] of got) {
    out[name] = {};
    for (const key of Object.keys(list[0]))
      if (typeof list[0][key] === 'number') out[name][key] = median(list.map((x) => x[key]));
  }
  return out;
}

export function list(name, lines) {
  const path = join(dir, `${name}.txt`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

// A database with its keys, as a fresh copy that may be written to.
export function copyWorld(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
  cpSync(`${from}.keys`, `${to}.keys`, { recursive: true });
  return to;
}

export function sql(file, text) {
  return execFileSync('sqlite3', ['-batch', file], { input: text, encoding: 'utf8',
    maxBuffer: 1 << 28 }).trim();
}

export { existsSync, rmSync, mkdirSync, join, execFileSync, writeFileSync, readFileSync };
