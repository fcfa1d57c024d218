// The commands that others run: finding a deputy, checking what somebody tampered with, moving
// between databases, and a backup of a running server that is brought back.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { binary, engine, Database, Place, Server } from './lib.mjs';
import { World, rows, tables, value } from './world.mjs';

const env = { LANG: 'C', PATH: process.env.PATH };
let w;
let serial = 0;

before(async () => {
  w = await World.make();
});
after(() => w?.stop());

// A copy of the stopped place to do harm to.
function copy() {
  const c = Object.create(Place.prototype);
  c.dir = join(w.place.dir, `copy${++serial}`);
  c.data = join(c.dir, 'data');
  mkdirSync(c.dir);
  cpSync(w.place.data + '.keys', c.data + '.keys');
  cpSync(w.place.data, c.data, { recursive: true });
  c.database = null;
  if (w.place.database) {
    w.place.database.leave();
    c.database = new Database(w.place.database.name);
  }
  return c;
}

function change(place, sql) {
  if (place.database) execFileSync('psql', [place.database.target, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  else execFileSync('sqlite3', ['-bail', join(place.data, 'lianluo.db'), sql]);
}

const run = (command, flags, args = []) =>
  spawnSync(binary, [command, ...flags, ...args], { encoding: 'utf8', env });

const check = (place, args = []) => run('check', place.flags(), args);

test('find-deputy answers a place in words with deputies of all levels', () => {
  const said = JSON.parse(w.place.run('find-deputy', ['云集', '--json']));
  assert.equal(said.query, '云集');
  assert.equal(said.places[0].code, '430422001000');
  assert.match(said.places[0].name, /衡南县云集/);
  const levels = new Set(said.places[0].deputies.map((d) => d.level));
  assert.ok(levels.size > 1, [...levels].join());
  for (const d of said.places[0].deputies) assert.deepEqual(Object.keys(d),
    ['name', 'level', 'constituency', 'public_id', 'station']);
  const none = run('find-deputy', w.place.flags(), ['没有这个地方', '--json']);
  assert.deepEqual(JSON.parse(none.stdout).places, []);
});

test('an ambiguous place lists all places of that name', () => {
  const twice = value(w.place, "SELECT brief FROM division WHERE kind IN ('town', 'subdistrict') GROUP BY brief HAVING COUNT(*) > 1 ORDER BY brief LIMIT 1");
  assert.ok(twice);
  const said = JSON.parse(w.place.run('find-deputy', [twice, '--json']));
  assert.ok(said.places.length > 1, twice);
  assert.equal(new Set(said.places.map((p) => p.code)).size, said.places.length);
});

test('a backup of a running server holds everything that was acknowledged before it, and only sealed', async () => {
  const side = w.side('clerk', 'deputy', '430422000000');
  const made = [];
  let stop = false;
  const busy = (async () => {
    while (!stop) made.push((await w.ask(side, { body: `栗木桥第 ${made.length} 根电杆歪了，怕倒。` })).number);
  })();
  while (made.length < 3) await new Promise((done) => setTimeout(done, 5));
  const acknowledged = [...made];
  const file = join(w.place.dir, 'whole.backup');
  const child = spawn(binary, ['backup', ...w.place.flags(), file], { env });
  const code = await new Promise((done) => child.on('exit', done));
  stop = true;
  await busy;
  assert.equal(code, 0);
  assert.ok(made.length > acknowledged.length, 'the server went on meanwhile');
  const bytes = readFileSync(file);
  for (const words of ['栗木桥', acknowledged[0], 'SQLite format', 'CREATE TABLE'])
    assert.equal(bytes.indexOf(words), -1, words);
  const back = Object.create(Place.prototype);
  back.dir = join(w.place.dir, 'restored');
  back.data = join(back.dir, 'data');
  mkdirSync(back.data, { recursive: true });
  const target = new Place();
  back.database = target.database;
  const keys = ['--keys', w.place.data + '.keys'];
  try {
    const restored = run('restore', [...back.flags(), ...keys], [file]);
    assert.equal(restored.status, 0, restored.stderr);
    for (const number of acknowledged)
      assert.equal(value(back, `SELECT COUNT(*) FROM request WHERE code = '${number}'`), '1', number);
    const good = run('check', [...back.flags(), ...keys]);
    assert.equal(good.status, 0, good.stdout + good.stderr);
    const again = run('restore', [...back.flags(), ...keys], [file]);
    assert.notEqual(again.status, 0, 'a place that holds records is not overwritten');
    const damaged = Buffer.from(bytes);
    damaged[damaged.length >> 1] ^= 1;
    writeFileSync(file + '.bad', damaged);
    if (engine === 'sqlite') {
      mkdirSync(join(w.place.dir, 'bad'));
      const bad = run('restore', ['--data', join(w.place.dir, 'bad'), ...keys], [file + '.bad']);
      assert.notEqual(bad.status, 0, 'a damaged backup is refused');
    }
  } finally {
    target.remove();
  }
});

test('the untouched place passes the check', async () => {
  // Its checkpoints also go outside; then it stands still for the tests that follow.
  await w.server.stop({ keep: true });
  const outside = join(w.place.dir, 'outside');
  mkdirSync(outside);
  await w.serve({ 'checkpoint-dir': outside });
  for (let i = 0; i < 900 && readdirSync(outside).length === 0; i++)
    await new Promise((done) => setTimeout(done, 100));
  await w.server.stop({ keep: true });
  w.server = { stop: async () => w.place.remove() };
  const good = check(w.place);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  assert.ok(readdirSync(outside).length > 0, 'checkpoints were published');
  assert.equal(check(w.place, ['--checkpoint-dir', outside]).status, 0);
});

const middle = "(SELECT entry_id FROM audit_seal WHERE seq = (SELECT MAX(seq) / 2 FROM audit_seal))";
const harm = {
  'an audit entry changed': `UPDATE audit_entry SET note = 'nothing' WHERE id = ${middle}`,
  'the account of an audit entry changed': `UPDATE audit_entry SET account_id = account_id + 1 WHERE id = ${middle}`,
  'the time of an audit entry changed': `UPDATE audit_entry SET at = at - 1 WHERE id = ${middle}`,
  'an audit entry deleted, its seal left': `PRE DELETE FROM audit_entry WHERE id = ${middle}`,
  'an audit entry deleted with its seal': `CREATE TABLE gone AS SELECT seq, entry_id FROM audit_seal WHERE seq = (SELECT MAX(seq) / 2 FROM audit_seal);
    DELETE FROM audit_seal WHERE seq = (SELECT seq FROM gone); DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM gone); DROP TABLE gone`,
  'two audit entries exchanged': `CREATE TABLE pair AS SELECT seq, entry_id FROM audit_seal WHERE seq IN (10, 11);
    UPDATE audit_seal SET entry_id = -seq WHERE seq IN (10, 11);
    UPDATE audit_seal SET entry_id = (SELECT entry_id FROM pair WHERE pair.seq = 21 - audit_seal.seq) WHERE seq IN (10, 11); DROP TABLE pair`,
  'the end of the chain cut off': `DELETE FROM audit_seal WHERE seq > (SELECT MAX(seq) - 5 FROM audit_seal)`,
  'a forged entry put in': `INSERT INTO audit_entry (at, account_id, roles, session_id, action, object, object_id)
    SELECT at, account_id, roles, session_id, action, object, object_id + 1 FROM audit_entry WHERE id = ${middle};
    UPDATE audit_seal SET entry_id = (SELECT MAX(id) FROM audit_entry) WHERE entry_id = ${middle}`,
  'a signature of a checkpoint changed': `UPDATE audit_checkpoint SET hash = (SELECT hash FROM audit_seal WHERE seq = 1) WHERE size = (SELECT MAX(size) FROM audit_checkpoint)`,
  'the whole audit log deleted, seals and checkpoints too': 'DELETE FROM audit_seal; DELETE FROM audit_checkpoint; DELETE FROM audit_entry',
  'the audit log cut back with its seals and checkpoints': `DELETE FROM audit_seal WHERE seq > 20; DELETE FROM audit_checkpoint WHERE size > 20;
    DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_seal)`,
  'a sum of the ledger changed': 'UPDATE d_ledger_day SET quantity = quantity + 1 WHERE quantity = (SELECT MAX(quantity) FROM d_ledger_day)',
  'a booking taken away': 'DELETE FROM ledger_fact WHERE id = (SELECT MAX(id) / 2 FROM ledger_fact)',
  'a request set to closed by hand': "UPDATE request SET state = 'closed_solved', class_ = 'handled', waits = NULL WHERE id = (SELECT MAX(id) FROM request WHERE state = 'handling')",
  'a step of a request deleted': 'DELETE FROM request_step WHERE id = (SELECT MAX(id) FROM request_step)',
};

for (const [what, sql] of Object.entries(harm))
  test(`check finds ${what}`, () => {
    const place = copy();
    try {
      change(place, sql.replace('PRE ', place.database ? 'ALTER TABLE audit_seal DISABLE TRIGGER ALL; ' : ''));
      const bad = check(place);
      assert.ok(bad.status > 0, `status ${bad.status}: ${bad.stdout}${bad.stderr}`);
      assert.notEqual(bad.stdout, '', bad.stderr);
    } finally {
      place.database?.drop();
      rmSync(place.dir, { recursive: true, force: true });
    }
  });

test('check finds that the end was cut off together with its checkpoints, by the copies outside', () => {
  const place = copy();
  try {
    change(place, `DELETE FROM audit_seal WHERE seq > 20; DELETE FROM audit_checkpoint WHERE size > 20;
      DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_seal)`);
    const bad = check(place, ['--checkpoint-dir', join(w.place.dir, 'outside')]);
    assert.ok(bad.status > 0, bad.stdout + bad.stderr);
    assert.match(bad.stdout, /audit/);
  } finally {
    place.database?.drop();
    rmSync(place.dir, { recursive: true, force: true });
  }
});

// One checksum for each table, the same on both engines.
function prints(place, file) {
  const lite = file ?? (place.database ? null : join(place.data, 'lianluo.db'));
  const ask = (sql) => (lite
    ? execFileSync('sqlite3', ['-readonly', '-separator', '\u001f', lite, sql], { encoding: 'utf8', maxBuffer: 1 << 29 })
    : execFileSync('psql', [place.database.target, '-q', '-A', '-t', '-F', '\u001f', '-c', sql], { encoding: 'utf8', maxBuffer: 1 << 29 }));
  const out = {};
  for (const t of tables(w.place).filter((name) => !/^(d_|search|sqlite_|schema_step$|job$|session$)/.test(name))) {
    const columns = execFileSync('sqlite3', ['-readonly', shape, `SELECT name FROM pragma_table_info('${t}') ORDER BY name`],
      { encoding: 'utf8' }).trim().split('\n');
    const list = columns.map((c) => (lite
      ? `CASE WHEN typeof("${c}") = 'blob' THEN '\\x' || lower(hex("${c}")) ELSE "${c}" END` : `"${c}"::text`));
    const lines = ask(`SELECT ${list.join(', ')} FROM "${t}"`).split('\n').sort();
    out[t] = `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
  }
  return out;
}
let shape; // an SQLite file with all tables, whatever the engine

test('moving to the other engine and back changes no row', () => {
  const keys = ['--keys', w.place.data + '.keys'];
  const two = join(w.place.dir, 'two');
  const second = join(two, 'lianluo.db');
  mkdirSync(two);
  let got = run('move', [...w.place.flags(), ...keys], ['--to', `sqlite:${second}`]);
  assert.equal(got.status, 0, got.stderr);
  assert.ok(existsSync(second));
  shape = second;
  const here = prints(w.place);
  assert.deepEqual(prints(null, second), here);
  const third = new Place();
  try {
    mkdirSync(third.data, { recursive: true });
    const to = third.database ? third.database.target : `sqlite:${join(third.data, 'lianluo.db')}`;
    got = run('move', ['--data', two, ...keys], ['--to', to]);
    assert.equal(got.status, 0, got.stderr);
    assert.deepEqual(prints(third), here);
    const good = run('check', [...third.flags(), ...keys]);
    assert.equal(good.status, 0, good.stdout + good.stderr);
  } finally {
    third.remove();
  }
});
