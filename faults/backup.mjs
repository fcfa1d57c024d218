// Backup under load, restore, and backups that were damaged.      node faults/backup.mjs
// All that was acknowledged before the backup began is in it; a flipped or cut one is refused
// and leaves nothing behind that would start.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Journal, atEnd, binary, check, compare, end, environment, follow, scratch, sleep, start,
  verdict, writers } from './lib.mjs';

const dir = scratch('backup');
const data = join(dir, 'data');
const keys = ['--keys', join(dir, 'keys')];
const file = join(dir, 'backup');
const problems = [];
function lianluo(...args) {
  return spawnSync(binary, args, { encoding: 'utf8', env: environment });
}

const journal = new Journal(dir);
const server = await start(data, { args: keys });
const load = writers(journal, server.port, 6);
while (journal.receipts.size < 30) await sleep(20);
const before = new Map(journal.receipts);
await new Promise((ok) => {
  /* Beside the load, so not in step with it. */
  import('node:child_process').then(({ spawn }) => {
    const child = spawn(binary, ['backup', file, '--data', data, ...keys],
      { stdio: ['ignore', 'ignore', 'pipe'], env: environment });
    let err = '';
    atEnd(() => child.kill('SIGKILL'));
    child.stderr.on('data', (d) => (err += d));
    child.on('exit', (code) => {
      if (code !== 0) problems.push(`backup: ${code} ${err}`);
      ok();
    });
  });
});
await load.stop();
await end(server);

const whole = join(dir, 'whole');
mkdirSync(whole);
const restored = lianluo('restore', file, '--data', whole, ...keys);
if (restored.status !== 0) throw new Error(`restore: ${restored.stdout}${restored.stderr}`);
const c = compare(journal, whole, before);
problems.push(...c.problems, ...check(whole, keys));
const again = await start(whole, { args: keys });
journal.receipts = before;
problems.push(...(await follow(journal, again.port, 10)));
await end(again);

/* Moved to another place, sums and search included. */
const moved = join(dir, 'moved');
mkdirSync(moved);
const move = lianluo('move', '--to', `sqlite:${join(moved, 'lianluo.db')}`, '--data', whole, ...keys);
if (move.status !== 0) problems.push(`move: ${move.stdout}${move.stderr}`);
else problems.push(...compare(journal, moved, before).problems, ...check(moved, keys));

/* Into a place that is not empty: refused. */
if (lianluo('restore', file, '--data', whole, ...keys).status === 0)
  problems.push('restored over what was there');
const bytes = readFileSync(file);
const damages = [['empty', Buffer.alloc(0)], ['cut by one', bytes.subarray(0, bytes.length - 1)],
  ['half', bytes.subarray(0, bytes.length / 2)], ['longer', Buffer.concat([bytes, Buffer.alloc(1)])]];
for (const at of [0, 7, bytes.length - 1, ...Array.from({ length: 5 }, () => randomInt(bytes.length))]) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  damages.push([`flipped at ${at} of ${bytes.length}`, copy]);
}
let refused = 0;
for (const [name, damaged] of damages) {
  const place = join(dir, `damaged-${refused}`);
  mkdirSync(place);
  writeFileSync(join(dir, 'damaged'), damaged);
  const r = lianluo('restore', join(dir, 'damaged'), '--data', place, ...keys);
  const left = spawnSync('sqlite3', ['-readonly', join(place, 'lianluo.db'),
    'SELECT COUNT(*) FROM request'], { encoding: 'utf8' });
  if (r.status === 0 || r.signal) problems.push(`${name}: restored (${r.status ?? r.signal})`);
  else if (left.status === 0) problems.push(`${name}: left ${left.stdout.trim()} requests behind`);
  refused++;
}
verdict('backup', { acknowledged_before: before.size, acknowledged: journal.sent.size,
  missing: c.lost, damaged_and_refused: refused }, problems);
journal.close();
