// A read that takes too long: the loop hands it to a worker, the worker gives up.  What the
// first try had learned of the asker is gone with its memory, so the second learns it again.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Place, Server, engine, makeAdmin, signIn } from './lib.mjs';

let place;
let server;
let person;

// The list of one's tokens reads a table that answers only after a while: on SQLite far longer
// than a loop reads (a quarter of a second), on PostgreSQL longer than anybody does.
function slow(seconds) {
  const wait = place.database
    ? `(SELECT pg_sleep(${seconds})) AS s`
    : `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${seconds * 8000000})
        SELECT COUNT(*) AS n FROM n) AS s`;
  change(`ALTER TABLE api_token RENAME TO api_token_kept;
    CREATE VIEW api_token AS SELECT t.* FROM ${wait} LEFT JOIN api_token_kept AS t ON TRUE`);
}

function change(sql) {
  if (place.database)
    execFileSync('psql', [place.database.target, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  else
    execFileSync('sqlite3', ['-bail', join(place.data, 'lianluo.db'), sql]);
}

before(async () => {
  place = new Place();
  place.run('migrate');
  person = makeAdmin(place, 'security.one');
  slow(2);
});
after(() => server?.stop());

const settings = { 'job-threads': 0, workers: 1, loops: 1 };
let cookies;

test('a page that a loop handed to a worker is still that of the one who asked', async () => {
  server = await Server.start({ ...settings, 'read-seconds': 60 }, place);
  const client = await signIn(server, person);
  for (let i = 0; i < 2; i++) {
    const page = await client.get('/me/tokens');
    assert.equal(page.status, 200, page.text.slice(0, 500));
    assert.match(page.text, /security\.one/);
  }
  cookies = client.cookies;
  await server.stop({ keep: true });
  assert.doesNotMatch(server.log, /AddressSanitizer|runtime error/);
});

test('a page that nobody read to its end says so to the one who asked', async () => {
  server = await Server.start({ ...settings, 'read-seconds': 1 }, place);
  const client = server.client();
  client.cookies = cookies;
  const page = await client.get('/me/tokens');
  assert.equal(page.status, 503, page.text.slice(0, 500));
  assert.match(page.text, /<\/html>/);
  assert.equal((await client.get('/me')).status, 200, 'the next page is there');
  assert.doesNotMatch(server.log, /AddressSanitizer|runtime error/);
});
