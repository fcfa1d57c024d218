// A server with planted holes, which the attack tools must find before their silence about
// ours counts.  Prints its address.      node attack/canary.mjs
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'lianluo-canary-'));
const db = join(dir, 'db');
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));

function ask(sql) {
  return new Promise((ok, bad) =>
    execFile('sqlite3', [db, sql], (e, out, err) => (e ? bad(new Error(err)) : ok(out))));
}
await ask("CREATE TABLE thing (id INTEGER, name TEXT); INSERT INTO thing VALUES (1, 'one'), (2, 'two');");

const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, 'http://a');
  res.setHeader('content-type', 'text/html; charset=utf-8');
  try {
    if (url.pathname === '/thing') /* the first hole: SQL put together */
      res.end(`<p>${await ask(`SELECT name FROM thing WHERE id = ${url.searchParams.get('id')}`)}</p>`);
    else if (url.pathname === '/hello') /* the second: what was typed comes back as it was */
      res.end(`<p>Hello ${url.searchParams.get('name')}</p>`);
    else
      res.end('<p><a href="/thing?id=1">thing</a> <a href="/hello?name=you">hello</a></p>' +
        '<form action="/hello"><input name="name"><button>go</button></form>');
  } catch (e) {
    res.statusCode = 500;
    res.end(`<p>${e.message}</p>`);
  }
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`));
