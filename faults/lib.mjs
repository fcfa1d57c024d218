// What the fault jobs share: the program under test, the client's journal, and the audit of both.
//
// The journal is the oracle of every durability test.  Before a submission leaves, its key is
// written and synced ("S"); only a complete receipt makes it acknowledged ("A"); everything else
// is unknown ("U") and is sent again with the same key after recovery.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync,
  writeFileSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const binary = resolve(process.env.LIANLUO_TEST_BINARY ?? 'build/src/lianluo');
/* The program refuses LIANLUO_ variables that it does not know. */
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('LIANLUO_')));
export const NUMBER = /\b\d{4}-\d{6}-\d{6}\b/;
export const QUERY_CODE = /\b(?:[0-9A-Z]{4}-){6}[0-9A-Z*~$=]/;
const TOWN = '430422103000';

/* Whatever happens, what was begun is ended: the newest first. */
const undo = [];
export function atEnd(step) {
  undo.unshift(step);
}
process.on('exit', () => {
  for (const step of undo) {
    try {
      step();
    } catch (e) {
      console.error(e.message);
    }
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export function scratch(name) {
  const dir = mkdtempSync(join(tmpdir(), `lianluo-${name}-`));
  atEnd(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const sleep = (ms) => new Promise((ok) => setTimeout(ok, ms));

export function run(...args) {
  const r = spawnSync(args[0], args.slice(1), { encoding: 'utf8', env: environment });
  if (r.status !== 0) throw new Error(`${args.join(' ')}: ${r.stdout}${r.stderr}`);
  return r.stdout.trim();
}

/* A library of C text that is loaded before the program; a sanitizer wants to come first. */
export function preload(dir, name, text) {
  const source = join(dir, `${name}.c`);
  const shim = join(dir, `${name}.so`);
  writeFileSync(source, text);
  run('gcc', '-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl');
  const asan = /(\S*libasan\.so\S*) \(/.exec(run('ldd', binary));
  return { LD_PRELOAD: [asan?.[1], shim].filter(Boolean).join(':') };
}

/* Start the program and wait until it is ready. */
export async function start(data, options = {}) {
  const args = ['serve', '--data', data, '--port', '0', '--quota-public', '0', '--quota-code', '0',
    '--quota-code-all', '0', ...(options.args ?? [])];
  const command = options.wrap ? [...options.wrap, binary, ...args] : [binary, ...args];
  const child = spawn(command[0], command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, ...(options.env ?? {}) },
  });
  atEnd(() => child.kill('SIGKILL'));
  let err = '';
  child.stderr.on('data', (d) => (err += d));
  const began = Date.now();
  const port = await new Promise((ok, bad) => {
    let out = '';
    child.stdout.on('data', (d) => {
      out += d;
      const m = /:(\d+)\s/.exec(out);
      if (m) ok(Number(m[1]));
    });
    child.on('exit', (code, signal) => bad(new Error(`ended ${code ?? signal}: ${err.slice(-2000)}`)));
  });
  const gone = new Promise((ok) => child.on('exit', (code, signal) => ok(code ?? signal)));
  return { child, port, gone, ready_ms: Date.now() - began, err: () => err };
}

export async function end(server, signal = 'SIGTERM') {
  server.child.kill(signal);
  return server.gone;
}

export function post(port, path, fields, { agent, timeout = 10000, headers = {} } = {}) {
  const body = new URLSearchParams(fields).toString();
  return new Promise((ok, bad) => {
    const req = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, timeout,
      headers: { 'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body), ...headers } }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (d) => (text += d));
      res.on('end', () => (res.complete ? ok({ status: res.statusCode, headers: res.headers, text })
        : bad(new Error('cut'))));
      res.on('error', bad);
    });
    req.on('timeout', () => req.destroy(new Error('timeout')));
    req.on('error', bad);
    req.end(body);
  });
}

export function get(port, path, { headers = {}, timeout = 10000 } = {}) {
  return new Promise((ok, bad) => {
    const req = http.get({ host: '127.0.0.1', port, path, headers, timeout }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (d) => (text += d));
      res.on('end', () => ok({ status: res.statusCode, headers: res.headers, text }));
      res.on('error', bad);
    });
    req.on('timeout', () => req.destroy(new Error('timeout')));
    req.on('error', bad);
  });
}

/* The last step of "say it", as a citizen's browser sends it. */
export function submission(key, words) {
  return { idem: key, division: TOWN, town: '', station: '', deputy: '', coords: '',
    body: words, kind: 'help', place: '老街12号旁', anonymity: 'none', name: '', contact: '' };
}

export class Journal {
  constructor(dir) {
    this.path = join(dir, 'journal');
    this.fd = openSync(this.path, 'a');
    this.sent = new Map(); /* key -> words */
    this.receipts = new Map(); /* key -> {number, code} */
  }
  line(text) {
    writeSync(this.fd, `${text}\n`);
    fsyncSync(this.fd);
  }
  /* deaf: nobody hears a reply any more, as after a power cut. */
  deaf = false;
  async submit(port, options = {}) {
    const key = options.key ?? randomBytes(16).toString('hex');
    const words = this.sent.get(key) ?? `第${key.slice(0, 8)}件：路灯不亮，请尽快修一修。编号${key}`;
    if (!this.sent.has(key)) {
      this.sent.set(key, words);
      this.line(`S ${key}`);
    }
    try {
      const reply = await post(port, '/ask/send', submission(key, words), options);
      const number = NUMBER.exec(reply.text)?.[0];
      const code = QUERY_CODE.exec(reply.text)?.[0];
      if ((reply.status === 200 || reply.status === 201) && number && code && !this.deaf) {
        const known = this.receipts.get(key);
        if (known && known.number !== number) throw new Error(`two receipts for one key ${key}`);
        this.receipts.set(key, { number, code });
        this.line(`A ${key} ${number}`);
        return 'A';
      }
      this.line(`U ${key} ${reply.status}`);
      return `U${reply.status}`;
    } catch (e) {
      if (/two receipts/.test(e.message)) throw e;
      this.line(`U ${key} ${e.code ?? e.message}`);
      return 'U';
    }
  }
  unknown() {
    return [...this.sent.keys()].filter((k) => !this.receipts.has(k));
  }
  close() {
    closeSync(this.fd);
    return readFileSync(this.path, 'utf8').split('\n').length - 1;
  }
}

/* Writers that submit until told to stop. */
export function writers(journal, port, n, { patient = false } = {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: n });
  const state = { running: true, counts: {} };
  const all = Promise.all(Array.from({ length: n }, async () => {
    while (state.running) {
      const r = await journal.submit(port, { agent });
      state.counts[r] = (state.counts[r] ?? 0) + 1;
      if (r === 'U' && !patient) break;
      if (r !== 'A') await sleep(20);
    }
  }));
  return { counts: state.counts, done: all, async stop() {
    state.running = false;
    await all;
    agent.destroy();
    return state.counts;
  } };
}

/* at: a data directory, or { db } with the address of a PostgreSQL database. */
function rows(at, sql) {
  const command = at.db
    ? ['psql', at.db, '-X', '-A', '-t', '-q', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql]
    : ['sqlite3', '-readonly', '-separator', '\t', join(at, 'lianluo.db'), sql];
  const r = spawnSync(command[0], command.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (r.status !== 0) throw new Error(r.stderr);
  return r.stdout.split('\n').filter((l) => l !== '').map((l) => l.split('\t'));
}

/* Compare the journal with the database of a stopped program.  Returns the problems.
 * receipts: what must be there, when that is less than all that was acknowledged. */
export function compare(journal, data, receipts = journal.receipts) {
  const problems = [];
  const seen = new Map();
  for (const [number, body] of rows(data, 'SELECT code, body FROM request')) {
    const key = /编号([0-9a-f]{32})/.exec(body)?.[1];
    if (!key) continue;
    if (seen.has(key)) problems.push(`twice: ${key}`);
    seen.set(key, { number, body });
    if (!journal.sent.has(key)) problems.push(`never sent: ${key}`);
    else if (journal.sent.get(key) !== body) problems.push(`other words: ${key}`);
  }
  let lost = 0;
  for (const [key, { number }] of receipts) {
    const row = seen.get(key);
    if (!row) {
      lost++;
      problems.push(`acknowledged and lost: ${number}`);
    } else if (row.number !== number) problems.push(`other number: ${number} ${row.number}`);
  }
  const half = rows(data, `SELECT COUNT(*) FROM request r WHERE
    NOT EXISTS (SELECT 1 FROM request_step s WHERE s.request_id = r.id)
    OR NOT EXISTS (SELECT 1 FROM request_party p WHERE p.request_id = r.id)
    OR NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.object = 'request' AND a.object_id = r.id)`)[0][0];
  if (half !== '0') problems.push(`half-made: ${half}`);
  return { problems, lost, stored: seen.size };
}

export function check(data, args = []) {
  const r = spawnSync(binary, ['check', '--data', data, ...args],
    { encoding: 'utf8', env: environment });
  return r.status === 0 ? [] : [`check: ${r.stdout}${r.stderr}`];
}

/* Do some receipts open their cases over HTTP? */
export async function follow(journal, port, n) {
  const problems = [];
  const all = [...journal.receipts.values()];
  for (let i = 0; i < Math.min(n, all.length); i++) {
    const { number, code } = all[randomInt(all.length)];
    const opened = await post(port, '/follow', { code });
    const cookie = opened.headers['set-cookie']?.map((c) => c.split(';')[0]).join('; ');
    const page = await get(port, '/case', { headers: { cookie: cookie ?? '' } });
    if (page.status !== 200 || !page.text.includes(number)) problems.push(`${number} does not open`);
  }
  return problems;
}

export function verdict(name, facts, problems) {
  console.log(`${name}: ${Object.entries(facts).map(([k, v]) => `${k}=${v}`).join(' ')}`);
  for (const p of problems.slice(0, 20)) console.log(`  ${p}`);
  console.log(problems.length === 0 ? `${name}: held` : `${name}: BROKEN (${problems.length})`);
  if (problems.length > 0) process.exitCode = 1;
}
