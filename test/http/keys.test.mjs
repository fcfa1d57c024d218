// Changing the keys of a running server, and a year's calendar: what an operator does by command.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Place, Server, binary, makeAdmin, signIn, sleep } from './lib.mjs';
import { value } from './world.mjs';

let place;
let server;
let client;

before(async () => {
  place = new Place();
  place.run('migrate');
  server = await Server.start({}, place);
  client = await signIn(server, makeAdmin(place, 'security.one'));
});
after(() => server?.stop());

const list = () => JSON.parse(place.run('keys', ['list', '--json']));
const sealed = (age) => age.under.filter((u) => !u.hash).reduce((n, u) => n + u.n, 0);

function change(sql) {
  if (place.database)
    execFileSync('psql', [place.database.target, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  else
    execFileSync('sqlite3', ['-bail', '-cmd', '.timeout 5000', join(place.data, 'lianluo.db'), sql]);
}

// A command that is refused: what it said.
function refused(command, args) {
  try {
    place.run(command, args);
  } catch (e) {
    assert.equal(e.status, 1, e.stderr);
    return e.stderr;
  }
  throw new Error(`${command} ${args} was not refused`);
}

test('a key is changed while the server runs, and nobody is signed out', async () => {
  const [old] = list();
  assert.ok(sealed(old) > 0);
  cpSync(place.data + '.keys', join(place.dir, 'old.keys'));
  const named = place.run('keys', ['rotate']).trim();
  const [now, before] = list();
  assert.equal(now.key, named);
  assert.equal(before.key, old.key);
  assert.equal(sealed(before), 0);
  assert.equal(sealed(now), sealed(old));
  assert.equal(statSync(place.data + '.keys').mode & 0o777, 0o600);
  // The server reads the file within a second; its next session is under the new key.
  for (let i = 0; i < 100 && !/keys_read/.test(server.log); i++) await sleep(100);
  assert.match(server.log, /keys_read/);
  assert.equal((await client.get('/me')).status, 200);
  const other = await signIn(server, makeAdmin(place, 'security.two'));
  assert.equal((await other.get('/me')).status, 200);
  const hashes = list()[0].under.find((u) => u.what === 'session.hash');
  assert.ok(hashes.n > 0);
});

test('an old key is retired only after its time, and codes under it go on', async () => {
  const old = list()[1].key;
  assert.match(refused('keys', ['retire', old]), /rekey\.fresh/);
  assert.match(refused('keys', ['retire', 'ffffffff']), /rekey\.no_such/);
  assert.match(refused('keys', ['retire', list()[0].key]), /rekey\.no_such/);
  place.run('keys', ['retire', old, '--stopped']);
  assert.equal(list()[1].state, 'retired');
  const file = readFileSync(place.data + '.keys', 'utf8');
  assert.match(file, new RegExp(`^check ${old} session `, 'm'));
  assert.doesNotMatch(file, /^old /m);
  assert.equal((await client.get('/me')).status, 200);
  const log = place.run('check');
  assert.equal(log, '');
});

test('a pass that is killed leaves everything readable and is finished by the next', async () => {
  for (let i = 0; i < 3; i++) {
    const child = spawn(binary, ['keys', ...place.flags(), 'rotate'], { stdio: 'ignore' });
    const ended = new Promise((done) => child.on('exit', done));
    await sleep(20 + 60 * i);
    child.kill('SIGKILL');
    await ended;
    assert.equal(place.run('check'), '');
  }
  place.run('keys', ['reseal']);
  const [, ...olds] = list();
  for (const age of olds) assert.equal(sealed(age), 0, JSON.stringify(age));
});

test('a key file older than the database is refused with words', () => {
  const flags = place.flags();
  const got = (() => {
    try {
      execFileSync(binary, ['check', ...flags, '--keys', join(place.dir, 'old.keys')],
        { stdio: 'pipe', encoding: 'utf8' });
    } catch (e) {
      return e;
    }
    return { status: 0 };
  })();
  assert.equal(got.status, 1);
  assert.match(got.stderr, /key file is older|密钥文件比数据库旧/);
});

test('one entry of the audit log is proven, and the proof needs no database', async () => {
  for (let i = 0; i < 900 && Number(value(place, 'SELECT COUNT(*) FROM audit_seal')) < 3; i++) await sleep(100);
  const proof = place.run('audit', ['proof', '2']);
  const file = join(place.dir, 'proof.json');
  writeFileSync(file, proof);
  mkdirSync(join(place.dir, 'elsewhere'));
  const verify = (name) => execFileSync(binary, ['audit', 'verify-proof', name],
    { cwd: join(place.dir, 'elsewhere'), encoding: 'utf8', stdio: 'pipe' });
  const said = JSON.parse(verify(file));
  assert.equal(said.proven, true);
  assert.deepEqual(said.entry, JSON.parse(proof).entry);
  const wrong = { ...JSON.parse(proof) };
  wrong.leaf = wrong.leaf.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
  writeFileSync(file, JSON.stringify(wrong));
  assert.throws(() => verify(file));
});

const year = (off) => JSON.stringify({ year: 2027, papers: ['https://example.cn/2027'],
  days: [...off.map((date) => ({ name: '元旦', date, isOffDay: true })),
    { name: '元旦', date: '2027-01-03', isOffDay: false }] });
const due = () => JSON.parse(place.run('deadline', ['--from', '2026-12-30', '--period', '5wd', '--json']));

test('the calendar of a new year makes provisional dates final, and says so in the log', () => {
  const early = due();
  assert.equal(early.provisional, true);
  change(`INSERT INTO clock (kind, object, object_id, division, org_id, period, rule_version, calendar_version,
      started, due, first_due, provisional, state, paused_days, overdue_written, told)
    VALUES ('request.handle', 'request', 77, '430407101000', 0, '5wd', 1, 0, '2026-12-30', '${early.due}',
      '${early.due}', 1, 'running', 0, 0, 0)`);
  const file = join(place.dir, '2027.json');
  writeFileSync(file, year(['2027-01-01', '2027-01-04']));
  assert.match(place.run('calendar', ['import', file]), /^2027: 1$/m);
  const late = due();
  assert.equal(late.provisional, false);
  assert.ok(late.due > early.due, `${late.due} ${early.due}`);
  assert.match(late.explanation, /2027|元旦|Jan/);
  assert.equal(value(place, "SELECT due || ' ' || provisional FROM clock WHERE object_id = 77"), `${late.due} 0`);
  assert.equal(value(place, "SELECT old_due || ' ' || new_due FROM clock_log WHERE what = 'recomputed'"),
    `${early.due} ${late.due}`);
  assert.equal(value(place, "SELECT COUNT(*) FROM audit_entry WHERE object = 'calendar' AND object_id = 2027"), '1');
  assert.match(place.run('calendar', ['import', file]), /^2027: 0$/m);
});
