// kill -9 under load.      node faults/kill.mjs [KILLS]
// 0 acknowledged requests lost, 0 duplicates, 0 half-made; ready again at once.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Journal, check, compare, end, follow, scratch, sleep, start, verdict, writers }
  from './lib.mjs';

const kills = Number(process.argv[2] ?? 10);
const dir = scratch('kill');
const data = join(dir, 'data');
const journal = new Journal(dir);
let slowest = 0;
for (let i = 0; i < kills; i++) {
  const server = await start(data);
  if (i > 0) slowest = Math.max(slowest, server.ready_ms);
  const load = writers(journal, server.port, 8);
  await sleep(50 + randomInt(350));
  await end(server, 'SIGKILL');
  await load.stop();
}
const server = await start(data);
const resend = journal.unknown();
for (const key of resend) await journal.submit(server.port, { key });
const problems = journal.unknown().map((k) => `still without a receipt: ${k}`);
if (journal.receipts.size === 0) problems.push('nothing was acknowledged: the job tested nothing');
problems.push(...(await follow(journal, server.port, 20)));
await end(server);
const c = compare(journal, data);
problems.push(...c.problems, ...check(data));
verdict('kill -9', { kills, acknowledged: journal.receipts.size, resent: resend.length,
  lost: c.lost, slowest_start_ms: slowest }, problems);
journal.close();
