// sqlmap and wapiti against the public pages.      node attack/attack.mjs
// Each tool first against a server with planted holes (canary.mjs), which it must find.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal, atEnd, end, environment, scratch, start, verdict } from '../faults/lib.mjs';

const dir = scratch('attack');
const problems = [];
const tried = [];

/* Tools keep what they learnt in the home directory: theirs is here.  Waited for without
 * standing still, because the log of the program under attack must be read meanwhile. */
function tool(seconds, name, ...args) {
  return new Promise((ok) => {
    const child = execFile('timeout', ['-k', '5', String(seconds), name, ...args],
      { maxBuffer: 1 << 28, cwd: dir, env: { ...environment, HOME: dir } },
      (_, out, err) => ok(`${out}${err}`));
    atEnd(() => child.kill());
  });
}

async function sqlmap(url, more = []) {
  const said = await tool(90, 'sqlmap', '-u', url, '--batch', '--flush-session', '--level=2', '--risk=1',
    '--technique=BEU', '--threads=4', '--timeout=5', '--retries=0', '--disable-coloring', ...more);
  if (/is vulnerable|sqlmap identified the following injection/.test(said)) return 'found';
  return /do not appear to be injectable|does not seem to be injectable/.test(said) ? 'clean'
    : `no verdict: ${said.slice(-400)}`;
}

async function wapiti(url, n) {
  const out = join(dir, `wapiti-${n}.json`);
  const said = await tool(150, 'wapiti', '-u', url, '--scope', 'folder', '-m',
    'sql,xss,permanentxss,exec,file,crlf,redirect,ssrf,xxe', '--max-scan-time', '1.5',
    '--max-attack-time', '20', '--no-bugreport', '-f', 'json', '-o', out, '--flush-session');
  try {
    return Object.entries(JSON.parse(readFileSync(out, 'utf8')).vulnerabilities)
      .flatMap(([kind, list]) => list.map((v) => `${kind} ${v.method} ${v.path} ${v.parameter}`));
  } catch (e) {
    return [`no verdict: ${e.message} ${said.slice(-400)}`];
  }
}

const canary = spawn('node', [join(import.meta.dirname ?? 'attack', 'canary.mjs')],
  { stdio: ['ignore', 'pipe', 'inherit'] });
atEnd(() => canary.kill());
const hole = await new Promise((ok) => canary.stdout.once('data', (d) => ok(`${d}`.trim())));
if ((await sqlmap(`${hole}/thing?id=1`, ['--dbms=sqlite'])) !== 'found')
  problems.push('sqlmap missed the planted hole');
const seen = await wapiti(`${hole}/`, 0);
if (!seen.some((v) => /Cross Site Scripting/.test(v)))
  problems.push(`wapiti missed the planted hole: ${seen}`);
canary.kill();

const journal = new Journal(dir);
const server = await start(join(dir, 'data'));
const ours = `http://127.0.0.1:${server.port}`;
await journal.submit(server.port);
const attacks = [
  [`${ours}/find?q=a&at=430422000000`, []],
  [`${ours}/a/430422103000*`, []],
  [`${ours}/follow`, ['--data=code=ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4']],
  [`${ours}/ask/send`, ['--data=idem=0123456789abcdef&division=430422103000&town=&station=&deputy=' +
    '&coords=&body=a+long+enough+text&kind=help&place=x&anonymity=none&name=&contact=',
  '-p', 'division,town,station,deputy,kind']],
];
for (const [url, more] of attacks) {
  const said = await sqlmap(url, more);
  tried.push(said);
  if (said !== 'clean') problems.push(`sqlmap ${url.slice(ours.length)}: ${said}`);
}
for (const v of await wapiti(`${ours}/`, 1)) problems.push(`wapiti: ${v}`);
if (server.child.exitCode !== null) problems.push(`the program ended: ${server.err().slice(-500)}`);
if ((await journal.submit(server.port)) !== 'A') problems.push('does not serve afterwards');
if ((await end(server)) !== 0) problems.push(`ended badly: ${server.err().slice(-500)}`);
verdict('attack', { planted_holes_found: 2, sqlmap_clean: tried.filter((t) => t === 'clean').length },
  problems);
journal.close();
