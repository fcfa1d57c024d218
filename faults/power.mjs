// Power cut.      node faults/power.mjs [CUTS]      (as root: a loop device with ext4)
// The file system is shut down without flushing its log, so that all that was not synced is
// gone; then the program is killed, the file system mounted again.  The control runs the same
// with fsync made a no-op and must lose.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Journal, atEnd, check, compare, end, preload, run, scratch, sleep, start, verdict,
  writers } from './lib.mjs';

const cuts = Number(process.argv[2] ?? 5);
const dir = scratch('power');

/* A file system of our own in a file; everything is taken down at the end. */
function disk(name) {
  const image = join(dir, `${name}.img`);
  const mount = join(dir, name);
  mkdirSync(mount);
  run('truncate', '-s', '256M', image);
  run('mkfs.ext4', '-q', '-F', image);
  const up = () => run('mount', '-o', 'loop', image, mount);
  const down = () => run('umount', mount);
  up();
  atEnd(() => spawnSync('umount', ['-l', mount]));
  return { mount, up, down, cut() {
    /* EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH */
    run('python3', '-c', `import fcntl,os,struct
fcntl.ioctl(os.open('${mount}', 0), 0x8004587d, struct.pack('I', 2))`);
  } };
}

async function round(d, journal, options) {
  const server = await start(join(d.mount, 'data'), options);
  const load = writers(journal, server.port, 6);
  await sleep(150 + randomInt(250));
  /* With the power gone no reply reaches anybody.  Here the kernel lives on, and a sync that was
     under way when the log was thrown away may still come back as done. */
  journal.deaf = true;
  d.cut();
  await end(server, 'SIGKILL');
  await load.stop();
  journal.deaf = false;
  d.down();
  d.up();
}

const d = disk('real');
const keys = ['--keys', join(dir, 'keys')];
const journal = new Journal(dir);
{
  const server = await start(join(d.mount, 'data'), { args: keys });
  await end(server);
}
for (let i = 0; i < cuts; i++) await round(d, journal, { args: keys });
const server = await start(join(d.mount, 'data'), { args: keys });
for (const key of journal.unknown()) await journal.submit(server.port, { key });
await end(server);
const c = compare(journal, join(d.mount, 'data'));
const problems = [...c.problems, ...check(join(d.mount, 'data'), keys)];
if (journal.receipts.size === 0) problems.push('nothing was acknowledged: the job tested nothing');

/* The control: the same with fsync turned into nothing must lose. */
const env = preload(dir, 'nosync',
  'int fsync(int f){(void)f;return 0;}int fdatasync(int f){(void)f;return 0;}');
const control = disk('control');
mkdirSync(join(dir, 'c'));
const journal2 = new Journal(join(dir, 'c'));
const keys2 = ['--keys', join(dir, 'keys2')];
{
  const s = await start(join(control.mount, 'data'), { args: keys2 });
  await end(s);
}
let lost = 0;
try {
  await round(control, journal2, { args: keys2, env });
  lost = compare(journal2, join(control.mount, 'data')).lost;
} catch {
  lost = journal2.receipts.size; /* not even the tables are there */
}
if (lost === 0) problems.push('the control lost nothing: the cut is no cut');
verdict('power cut', { cuts, acknowledged: journal.receipts.size, lost: c.lost,
  control_acknowledged: journal2.receipts.size, control_lost: lost }, problems);
journal.close();
journal2.close();
