// Disk full.      node faults/full.mjs     (as root: mounts a small tmpfs)
// Writes are refused cleanly, the typed text comes back, reads go on, nothing acknowledged is
// lost, and work goes on when there is room again, without a restart.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Journal, atEnd, check, compare, end, get, post, run, scratch, sleep, start, submission,
  verdict, writers } from './lib.mjs';

const dir = scratch('full');
const mount = join(dir, 'small');
mkdirSync(mount);
run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', mount);
atEnd(() => spawnSync('umount', ['-l', mount]));
const data = join(mount, 'data');
const keys = ['--keys', join(dir, 'keys')];
const journal = new Journal(dir);
const problems = [];
const server = await start(data, { args: keys });
const load = writers(journal, server.port, 8);
for (let i = 0; i < 600 && !load.counts.U503 && !load.counts.U507; i++)
  await sleep(100);
const counts = await load.stop();
if (!counts.U503 && !counts.U507) problems.push(`the disk never filled: ${JSON.stringify(counts)}`);
if (server.child.exitCode !== null) problems.push('the program ended');
const words = '这段话不能丢';
let reply = { status: 0, text: '' };
for (let i = 0; i < 50 && reply.status !== 503 && reply.status !== 507; i++)
  reply = await post(server.port, '/ask/send', submission(`${i}`.padStart(32, 'a'), words));
if (reply.status !== 503 && reply.status !== 507) problems.push(`status ${reply.status} when full`);
if (!reply.text.includes(words)) problems.push('the typed text did not come back');
if ((await get(server.port, '/')).status !== 200) problems.push('reads stopped');
const before = journal.receipts.size;
run('mount', '-o', 'remount,size=96m', mount);
await sleep(1000);
for (const key of journal.unknown()) await journal.submit(server.port, { key });
for (let i = 0; i < 50; i++) await journal.submit(server.port);
problems.push(...journal.unknown().map((k) => `not accepted with room again: ${k}`));
await end(server);
const c = compare(journal, data);
problems.push(...c.problems, ...check(data, keys));
verdict('disk full', { acknowledged_before: before, refused: (counts.U503 ?? 0) + (counts.U507 ?? 0),
  acknowledged: journal.receipts.size, lost: c.lost }, problems);
journal.close();
