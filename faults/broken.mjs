// Write errors.      node faults/broken.mjs [ROUNDS]
// The disk says EIO to a sync, or to a write, in the middle of the load.  What was not synced is
// not acknowledged, the program takes no more writes, is no longer ready and ends with failure;
// after a start nothing acknowledged is lost.
import { closeSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Journal, check, compare, end, get, preload, scratch, sleep, start, verdict, writers }
  from './lib.mjs';

/* Switched by the first byte of a file that both sides map: 1 sync, 2 write; the second counts. */
const SHIM = (file) => `#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>
static volatile unsigned char *at;
static ssize_t (*real)(int, const void *, size_t, off64_t);
static int (*sync_[2])(int);
__attribute__((constructor)) static void begin(void) {
  int f = open("${file}", O_RDWR);
  at = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
  close(f);
  real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  sync_[0] = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  sync_[1] = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}
static int bad(int kind) {
  if (at[0] != kind) return 0;
  at[1] = 1;
  errno = EIO;
  return 1;
}
int fsync(int f) { return bad(1) ? -1 : sync_[0](f); }
int fdatasync(int f) { return bad(1) ? -1 : sync_[1](f); }
ssize_t pwrite64(int f, const void *p, size_t n, off64_t o) { return bad(2) ? -1 : real(f, p, n, o); }
ssize_t pwrite(int f, const void *p, size_t n, off64_t o) { return bad(2) ? -1 : real(f, p, n, o); }
`;

const rounds = Number(process.argv[2] ?? 2);
const dir = scratch('broken');
const file = join(dir, 'switch');
writeFileSync(file, Buffer.alloc(4096));
const fd = openSync(file, 'r+');
const turn = (kind) => writeSync(fd, Buffer.from([kind, 0]), 0, 2, 0);
const env = preload(dir, 'broken', SHIM(file));
const problems = [];
const all = { acknowledged: 0, lost: 0 };

async function round(i, journal, data) {
  const server = await start(data, { env });
  const load = writers(journal, server.port, 4);
  for (const want = journal.receipts.size + 5; journal.receipts.size < want;) await sleep(20);
  turn(i % 2 + 1);
  const seen = Buffer.alloc(2);
  for (let k = 0; k < 500 && seen[1] === 0; k++) {
    await sleep(10);
    readSync(fd, seen, 0, 2, 0);
  }
  if (seen[1] === 0) problems.push('no error was injected: the job tested nothing');
  /* An answer begun before may still arrive; then nothing is acknowledged any more. */
  await sleep(300);
  const after = journal.receipts.size;
  const ready = await get(server.port, '/ready').then((r) => r.status, () => 0);
  if (ready === 200) problems.push('still ready after a write error');
  const code = await Promise.race([server.gone, sleep(20000).then(() => 'nothing')]);
  if (code === 0 || typeof code !== 'number') problems.push(`ended with ${code}: ${server.err()}`);
  await load.stop();
  if (journal.receipts.size !== after) problems.push('acknowledged after a write error');
  turn(0);
}

for (let i = 0; i < rounds; i++) {
  const at = join(dir, `${i}`);
  const data = join(at, 'data');
  mkdirSync(at);
  const journal = new Journal(at);
  await round(i, journal, data);
  const again = await start(data);
  for (const key of journal.unknown()) await journal.submit(again.port, { key });
  problems.push(...journal.unknown().map((k) => `still without a receipt: ${k}`));
  await end(again);
  const c = compare(journal, data);
  problems.push(...c.problems, ...check(data));
  all.acknowledged += journal.receipts.size;
  all.lost += c.lost;
  journal.close();
}
closeSync(fd);
verdict('write error', { rounds, ...all }, problems);
