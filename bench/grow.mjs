// A larger world out of a smaller one: each record with all its rows, copied with new numbers.
//     node bench/grow.mjs FROM TO FACTOR
// The copies differ from their originals in numbers, keys and hashes only, so that areas, states
// and due dates are spread as they were.  Neither audit entries nor the feed of
// the search index are copied: jobs would seal and index them for an hour.
import { copyWorld, join, sql } from './lib.mjs';

const STEP = 1000000; // more than any table of the small world has rows

// Columns that point to a copied row, and those that must be unique.
const moved = {
  request: { id: 'id', parent_id: 'zero', code: 'code', uid: 'random', idem: 'random' },
  request_step: { id: 'id', request_id: 'id' },
  request_party: { id: 'id', request_id: 'id', uid: 'random', code_hash: 'random' },
  request_evaluation: { id: 'id', request_id: 'id' },
  clock: { id: 'id', object_id: 'id' },
  clock_log: { id: 'id', clock_id: 'id' },
  ledger_fact: { id: 'id', source_id: 'id', corrects: 'null', folded: 'one' },
  event: { id: 'id', object_id: 'id' },
  visit: { id: 'id' },
  activity: { id: 'id', code: 'code', uid: 'random', idem: 'random' },
  activity_person: { id: 'id', activity_id: 'id', uid: 'random' },
  activity_quantity: { activity_id: 'id' },
  activity_field: { activity_id: 'id' },
  activity_tag: { activity_id: 'id' },
  activity_themed: { activity_id: 'id' },
  activity_request: { request_id: 'id', activity_id: 'id' },
  activity_step: { id: 'id', activity_id: 'id' },
};
const how = {
  id: (c) => `${c} + k * ${STEP}`,
  zero: (c) => `CASE WHEN ${c} > 0 THEN ${c} + k * ${STEP} ELSE 0 END`,
  one: () => '1', // the tail that is not in the sums yet stays as short as jobs keep it
  null: (c) => `CASE WHEN ${c} IS NULL THEN NULL ELSE ${c} + k * ${STEP} END`,
  code: (c) => `${c} || '-' || k`,
  random: (c) => `CASE WHEN ${c} IS NULL THEN NULL ELSE lower(hex(randomblob(length(${c}) / 2))) END`,
};

export function grow(from, to, factor) {
  const file = join(copyWorld(from, to), 'lianluo.db');
  const tables = sql(file, "SELECT name FROM sqlite_schema WHERE type = 'table';").split('\n');
  const text = ['PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288;',
    'PRAGMA foreign_keys = OFF;',
    `CREATE TEMP TABLE copies AS WITH RECURSIVE c (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c
      WHERE k + 1 < ${factor}) SELECT k FROM c;`];
  for (const [table, columns] of Object.entries(moved)) {
    if (!tables.includes(table)) continue;
    const names = sql(file, `SELECT name FROM pragma_table_info('${table}');`).split('\n');
    const out = names.map((n) => (columns[n] ? how[columns[n]](`t.${n}`) : `t.${n}`));
    text.push(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${out.join(', ')}
      FROM copies CROSS JOIN ${table} t WHERE t.${Object.keys(columns)[0]} < ${STEP};`);
  }
  text.push('PRAGMA journal_mode = WAL;');
  sql(file, text.join('\n'));
}

if (process.argv[2] && process.argv[1].endsWith('grow.mjs'))
  grow(process.argv[2], process.argv[3], Number(process.argv[4]));
