// Loss of PostgreSQL under load.      tools/with-postgres node faults/postgres.mjs [ROUNDS]
// Sessions are ended, a session's process is killed, the server is restarted at once: nothing
// acknowledged is lost and the program heals by itself.  LIANLUO_POSTGRES_FSYNC=on for the server.
import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Journal, check, compare, end, follow, scratch, sleep, start, verdict, writers }
  from './lib.mjs';

const place = process.env.LIANLUO_TEST_DB;
if (!place) throw new Error('run it by tools/with-postgres');
const home = /host=(\S+)/.exec(place)[1];
const rounds = Number(process.argv[2] ?? 6);
const name = `fault_${randomBytes(6).toString('hex')}`;
const db = place.replace(/dbname=\S+/, `dbname=${name}`);
const problems = [];
function psql(at, sql) {
  return spawnSync('psql', [at, '-X', '-A', '-t', '-q', '-c', sql], { encoding: 'utf8' }).stdout.trim();
}
function restart() {
  const user = process.getuid() === 0
    ? ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--clear-groups'] : [];
  const bin = process.env.LIANLUO_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
  const args = [...user, `${bin}/pg_ctl`, '-D', join(home, 'data'), '-l', join(home, 'log'),
    '-m', 'immediate', '-w', '-t', '30', 'restart'];
  const r = spawnSync(args[0], args.slice(1), { cwd: home, stdio: 'ignore' });
  if (r.status !== 0) problems.push(`restart: ${r.status}`);
}
const others = `FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`;
const faults = [
  ['sessions ended', () => psql(place, `SELECT pg_terminate_backend(pid) ${others}`)],
  ['process killed', () => {
    const pids = psql(place, `SELECT pid ${others}`).split('\n').filter(Boolean);
    if (pids.length > 0) process.kill(Number(pids[randomInt(pids.length)]), 'SIGKILL');
    else problems.push('no session to kill');
  }],
  ['server restarted', restart],
];

psql(place, `CREATE DATABASE ${name}`);
const dir = scratch('postgres');
const data = join(dir, 'data');
const flags = ['--db', db];
const journal = new Journal(dir);
const server = await start(data, { args: flags });
const load = writers(journal, server.port, 6, { patient: true });
let slowest = 0;
for (let i = 0; i < rounds; i++) {
  await sleep(300 + randomInt(300));
  const [what, fault] = faults[i % faults.length];
  fault();
  const from = Date.now();
  const had = journal.receipts.size;
  while (journal.receipts.size < had + 3 && Date.now() < from + 30000) await sleep(20);
  if (journal.receipts.size < had + 3) problems.push(`${what}: not healed after 30 s`);
  slowest = Math.max(slowest, Date.now() - from);
  if (server.child.exitCode !== null) {
    problems.push(`${what}: the program ended: ${server.err().slice(-1000)}`);
    break;
  }
}
await load.stop();
const resend = journal.unknown();
/* A person tries again a little later: so long may every single one wait for the server. */
for (const key of resend) {
  for (let i = 0; i < 100 && (await journal.submit(server.port, { key })) !== 'A'; i++) await sleep(100);
}
problems.push(...journal.unknown().map((k) => `still without a receipt: ${k}`));
problems.push(...(await follow(journal, server.port, 10)));
await end(server);
const c = compare(journal, { db });
problems.push(...c.problems, ...check(data, flags));
verdict('loss of PostgreSQL', { rounds, acknowledged: journal.receipts.size, resent: resend.length,
  lost: c.lost, slowest_healing_ms: slowest }, problems);
journal.close();
psql(place, `DROP DATABASE ${name} WITH (FORCE)`);
