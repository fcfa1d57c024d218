// Lines 14 and 15: a province's figures over N facts (FACTS, five million), against adding the
// facts up; what the ledger costs a write; and a rebuild, per million facts.
import { performance } from 'node:perf_hooks';
import { anchorStore, binary, copyWorld, dir, environment, execFileSync, existsSync, join, list,
  median, readFileSync, root, rounds, serve, sql, stop, writeFileSync } from './lib.mjs';

const FACTS = Number(process.env.FACTS ?? 5000000);
const PROVINCE = '430000000000';
const PERIOD = 'period=any&from=2026-01-05&to=2026-11-10';

// Facts spread over all villages and townships of the province, a year and ten measures.
const fill = (n) => `
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288;
CREATE TEMP TABLE place AS SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS k, code
  FROM division WHERE kind IN ('town', 'subdistrict', 'village', 'community');
CREATE INDEX temp.place_k ON place (k);
CREATE TEMP TABLE what (k INTEGER PRIMARY KEY, measure TEXT);
INSERT INTO what VALUES (0, 'request.received.scan'), (1, 'request.received.station'),
  (2, 'request.received.deputy'), (3, 'request.closed.scan'), (4, 'request.closed.station'),
  (5, 'request.accepted'), (6, 'request.solved'), (7, 'request.replied'),
  (8, 'request.reply.satisfied'), (9, 'station.visitors');
WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < ${n})
INSERT INTO ledger_fact (measure, division, day, quantity, source, source_id, corrects, account_id, at, folded)
SELECT w.measure, p.code, DATE('2025-12-01', '+' || (i * 7919 % 355) || ' days'), 1, 'request',
       1000000000 + i, NULL, 0, 1795000000, 0
  FROM c JOIN what AS w ON w.k = i % 10
  JOIN place AS p ON p.k = (i * 104729) % (SELECT COUNT(*) FROM place);
PRAGMA journal_mode = WAL;`;

// What the dashboard shows, had it to add up the facts.
const groupBy = `SELECT measure, SUBSTR(division, 1, 4), SUM(quantity) FROM ledger_fact
  WHERE division >= '43' AND division < '44' AND day >= '2026-01-05' AND day <= '2026-11-10'
  GROUP BY 1, 2;`;

async function seconds(work) {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

// Filled and folded once, then kept.
async function facts(city) {
  const data = join(dir, `figures-${FACTS}`), done = `${data}.made`;
  if (!existsSync(done)) {
    copyWorld(city, data);
    sql(join(data, 'lianluo.db'), fill(FACTS));
    const took = await seconds(() => execFileSync(binary, ['rebuild', '--data', data],
      { env: environment }));
    writeFileSync(done, (took / (FACTS / 1e6)).toFixed(1));
  }
  console.error(`  rebuild: ${readFileSync(done, 'utf8')} s for each million facts, search included`);
  return data;
}

export async function dashboard({ line, city }) {
  const data = await facts(city);
  const file = join(data, 'lianluo.db');
  const server = await serve(data, 18614, { flags: ['--job-threads', '0'] });
  const url = `http://127.0.0.1:18614/figures?division=${PROVINCE}&${PERIOD}`;
  const took = [];
  for (let i = 0; i < 25; i++) // another first day each time, so that nothing is kept
    took.push(await seconds(async () => {
      const answer = await fetch(url.replace('01-05', `01-${String(i + 1).padStart(2, '0')}`));
      if (answer.status !== 200) throw new Error(`dashboard: ${answer.status}`);
      await answer.text();
    }));
  await stop(server);
  const slow = [];
  for (let i = 0; i < 3; i++) slow.push(await seconds(() => sql(file, groupBy)));
  const page = median(took);
  line(14, `figures of a province over ${FACTS} facts`, page * 1000, '<=', 20, 5, ' ms');
  line(14, 'against GROUP BY over the facts', median(slow) / page, '>=', 100, 100);
}

// The fold of the job, as src/core/ledger.sql has it, over all that waits.
export function fold(file) {
  const text = readFileSync(join(root, 'src/core/ledger.sql'), 'utf8');
  const statement = (name) => text.split(`-- ${name}: `)[1].split('\n').slice(1).join('\n')
    .split(';')[0].replaceAll(':upto', '9000000000000000000');
  sql(file, `BEGIN; ${['ledger_fold_days', 'ledger_fold_months', 'ledger_mark'].map(statement).join(';')}; COMMIT;`);
}

// A submission's rows, 64 writers to a commit, with the fact and its folding, and without.
export async function upkeep({ line, city }) {
  const lines = readFileSync(join(root, 'bench/submission.sql'), 'utf8').split('\n');
  const bare = list('submission-without', lines.filter((l) => !l.includes('ledger_fact')));
  const without = [], written = [];
  for (let round = 0; round < rounds; round++) {
    const a = join(copyWorld(city, join(dir, 'upkeep-a')), 'lianluo.db');
    const b = join(copyWorld(city, join(dir, 'upkeep-b')), 'lianluo.db');
    const one = await anchorStore('sqlite', 64, a, bare, { first: 0 });
    const other = await anchorStore('sqlite', 64, b, join(root, 'bench/submission.sql'), { first: 0 });
    const n = Number(sql(b, 'SELECT COUNT(*) FROM ledger_fact WHERE folded = 0;'));
    const folding = await seconds(() => fold(b));
    without.push(1 / one.tps);
    written.push(1 / other.tps + folding / n);
  }
  line(15, 'what the ledger adds to a write', (median(written) / median(without) - 1) * 100, '<=', 20, 12, ' %');
}
