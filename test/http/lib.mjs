// What every outside test uses: the real program on a free port with a fresh database, a raw
// socket, a browser-like client with cookies and forms.
//
//     LIANLUO_TEST_BINARY       the program (default build/src/lianluo)
//     LIANLUO_TEST_ENGINE  sqlite (default) or postgres
//     LIANLUO_TEST_DB      how to reach PostgreSQL (tools/with-postgres sets it)
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHmac, randomBytes } from 'node:crypto';
import net from 'node:net';
import { Psql } from './psql.mjs';

/* Debian's node 18 gives the lines of Set-Cookie only as one. */
export function cookiesSet(headers) {
  return headers.getSetCookie?.() ??
    (headers.get('set-cookie') ?? '').split(/, (?=[^;,=]+=)/).filter(Boolean);
}

export const binary = resolve(process.env.LIANLUO_TEST_BINARY ?? 'build/src/lianluo');
export const engine = process.env.LIANLUO_TEST_ENGINE ?? 'sqlite';

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('LIANLUO_')));

const place = process.env.LIANLUO_TEST_DB ?? '';

function psql(sql) {
  execFileSync('psql', [place, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql],
    { stdio: ['ignore', 'ignore', 'pipe'] });
}

// A database of its own on the server, like another one.
export class Database {
  constructor(template = 'template1') {
    this.name = 'test_' + randomBytes(8).toString('hex');
    this.target = place.replace(/dbname=\S+/, `dbname=${this.name}`);
    psql(`CREATE DATABASE ${this.name} TEMPLATE ${template}`);
  }

  // What psql prints for a query.
  ask(sql) {
    this.psql ??= new Psql(this.target);
    return this.psql.ask(sql);
  }

  // Nobody may look into a database while it is copied.
  leave() {
    this.psql?.close();
    this.psql = null;
  }

  drop() {
    this.leave();
    psql(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

// A data directory of its own, and a PostgreSQL database of its own when that is the engine.
export class Place {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'll-http-'));
    this.data = join(this.dir, 'data');
    this.database = engine === 'postgres' ? new Database() : null;
  }

  flags() {
    return ['--data', this.data, ...(this.database ? ['--db', this.database.target] : [])];
  }

  // Run a command of the program; its output as text.
  run(command, args = [], input = '') {
    return execFileSync(binary, [command, ...this.flags(), ...args],
      { env: environment, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  }

  // The demonstration city: a copy of the one that tools/test.sh made for all tests (LIANLUO_TEST_DEMO:
  // a folder with data and pg, and on PostgreSQL the database lianluo_demo), else made here.
  demo() {
    const made = process.env.LIANLUO_TEST_DEMO;
    if (!made) {
      this.run('demo');
      this.run('rebuild'); // the search is made by jobs, which a test may have switched off
      return;
    }
    const from = join(made, this.database ? 'pg' : 'data');
    cpSync(from, this.data, { recursive: true });
    cpSync(`${from}.keys`, `${this.data}.keys`);
    if (this.database) {
      this.database.drop();
      this.database = new Database('lianluo_demo');
    }
  }

  remove() {
    this.database?.drop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export class Server {
  // settings: { 'header-seconds': 2 } become flags.
  static async start(settings = {}, at = new Place(), port = 0) {
    const server = new Server();
    server.place = at;
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    server.log = '';
    server.process = spawn(binary,
      ['serve', ...at.flags(), '--port', String(port), ...flags],
      { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    server.process.stderr.on('data', (d) => { server.log += d; });
    server.ended = new Promise((done) => {
      server.process.on('exit', (code, signal) => done({ code, signal }));
    });
    await new Promise((ready, failed) => {
      let out = '';
      server.process.stdout.on('data', (d) => {
        out += d;
        const m = /ready on http:\/\/\S+:(\d+)\n/.exec(out);
        if (m) {
          server.port = Number(m[1]);
          ready();
        }
      });
      server.ended.then(({ code }) => failed(new Error(`ended with ${code}: ${server.log}`)));
    });
    server.url = `http://127.0.0.1:${server.port}`;
    return server;
  }

  async stop({ keep = false } = {}) {
    this.process.kill('SIGTERM');
    const end = await this.ended;
    if (!keep) this.place.remove();
    return end;
  }

  async counts() {
    return (await fetch(`${this.url}/ready`)).json();
  }

  client(options) {
    return new Client(this, options);
  }
}

// Send bytes on one connection, perhaps in pieces, and collect what comes back until the other
// side closes or nothing came for a while.
export async function raw(port, pieces, { quiet = 400, host = '127.0.0.1', end = false } = {}) {
  const socket = net.connect(port, host);
  const got = [];
  let closed = false;
  await new Promise((done) => socket.once('connect', done));
  socket.on('error', () => { closed = true; });
  const over = new Promise((done) => {
    let timer = setTimeout(done, quiet * 5);
    socket.on('data', (d) => {
      got.push(d);
      clearTimeout(timer);
      timer = setTimeout(done, quiet);
    });
    socket.on('close', () => {
      closed = true;
      clearTimeout(timer);
      done();
    });
    socket.on('end', () => { closed = true; });
  });
  for (const piece of [pieces].flat()) {
    if (typeof piece === 'number') await new Promise((done) => setTimeout(done, piece));
    else if (!socket.destroyed) socket.write(piece);
  }
  if (end) socket.end();
  await over;
  socket.destroy();
  const text = Buffer.concat(got).toString('latin1');
  return {
    text,
    closed,
    statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => Number(m[1])),
  };
}

export function decodeEntities(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'").replace(/&amp;/g, '&');
}

// The forms of a page: action, method and the values a browser would send.
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head, body]) => {
    const attribute = (tag, name) => {
      const m = new RegExp(`\\b${name}="([^"]*)"`).exec(tag);
      return m ? decodeEntities(m[1]) : undefined;
    };
    const fields = {};
    for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(tag, 'name');
      const type = attribute(tag, 'type') ?? 'text';
      if (!name || type === 'submit' || type === 'file') continue;
      if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(tag)) continue;
      const said = attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '');
      // A list and an empty place to write another: what is chosen is sent.
      if (said === '' && type === 'text' && fields[name]) continue;
      fields[name] = said;
    }
    for (const [, tag, text] of body.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs))
      if (attribute(tag, 'name')) fields[attribute(tag, 'name')] = decodeEntities(text);
    for (const [, tag, options] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
      const chosen = /<option\b[^>]*\bselected\b[^>]*>/.exec(options) ??
        /<option\b[^>]*>/.exec(options);
      if (attribute(tag, 'name'))
        fields[attribute(tag, 'name')] = chosen ? attribute(chosen[0], 'value') ?? '' : '';
    }
    return {
      action: attribute(head, 'action'),
      method: (attribute(head, 'method') ?? 'get').toLowerCase(),
      multipart: /multipart\/form-data/.test(head),
      fields,
    };
  });
}

// A person with a browser: keeps cookies, follows redirects when asked, sends forms as a
// browser does (with Origin and Sec-Fetch-Site).
export class Client {
  constructor(server, { lang = 'zh' } = {}) {
    this.server = server;
    this.cookies = new Map();
    this.lang = lang;
  }

  async request(method, path, { headers = {}, body, follow = false } = {}) {
    const all = { 'accept-language': this.lang, ...headers };
    if (this.cookies.size > 0)
      all.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    /* A command may have held this program up for longer than the server keeps a connection: its
       end has to be noticed before the connection is used again. */
    await new Promise(setImmediate);
    const answer = await fetch(this.server.url + path,
      { method, headers: all, body, redirect: 'manual' });
    for (const line of cookiesSet(answer.headers)) {
      const [pair, ...rest] = line.split(';');
      const at = pair.indexOf('=');
      if (rest.some((r) => r.trim() === 'Max-Age=0')) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const out = {
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
      location: answer.headers.get('location'),
      path,
    };
    /* A string that is read beyond its end shows what lies behind it: the request itself. */
    if (/ HTTP\/1\.[01]\r?\n/.test(out.text)) throw new Error(`${method} ${path} shows its own request`);
    if (follow && out.status === 303) return this.request('GET', out.location, { follow });
    return out;
  }

  get(path, options) {
    return this.request('GET', path, options);
  }

  post(path, fields, { headers = {}, ...options } = {}) {
    const multipart = fields instanceof FormData;
    return this.request('POST', path, {
      ...options,
      headers: {
        origin: this.server.url,
        'sec-fetch-site': 'same-origin',
        ...(multipart ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      body: multipart ? fields : new URLSearchParams(fields).toString(),
    });
  }

  // Open a page, fill in one of its forms and send it.  which: part of the action's address, or
  // nothing for the first form with method post.
  async submit(path, values, { which, files = {}, ...options } = {}) {
    const page = await this.get(path);
    const form = forms(page.text).find((f) => f.method === 'post' &&
      (which === undefined || (f.action ?? '').includes(which)));
    if (!form) throw new Error(`no form on ${path} (${page.status}): ${page.text.slice(0, 2000)}`);
    let fields = { ...form.fields, ...values };
    if (form.multipart) {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      for (const [name, [content, filename, type]] of Object.entries(files))
        data.append(name, new Blob([content], { type }), filename);
      fields = data;
    }
    return this.post(form.action || path, fields, options);
  }
}

// A public form that takes a post without parameters in its path, for tests of the carrier.
export function publicPost(place) {
  const rows = place.run('routes').trim().split('\n').map((line) => line.trim().split(/\s+/));
  const row = rows.find(([method, path, right]) =>
    method === 'POST' && right === 'anyone' && !path.includes('{') &&
    !path.startsWith('/api/'));
  if (!row) throw new Error('no public form');
  return row[1];
}

// The six digits an authenticator shows (RFC 6238).
export function totp(secret, seconds = Date.now() / 1000) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// An administrator made by command, as an operator makes the first one.
export function makeAdmin(place, login, kind = 'security') {
  const password = `lantern ${randomBytes(6).toString('hex')} bridge`;
  const file = join(place.dir, `${login}.password`);
  writeFileSync(file, password + '\n');
  const said = place.run('account', ['create-admin', login, '--kind', kind, '--password-file', file]);
  return { login, password, secret: /totp-secret\t(\S+)/.exec(said)[1] };
}

// Sign in through the pages.  A code is good once: the same person can do it again only in the
// next half minute.
export async function signIn(server, person, options) {
  const client = server.client(options);
  const { login, password } = person;
  let answer = await client.submit('/signin', { login, password });
  if (answer.status !== 303) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
  answer = await client.submit(answer.location, { code: totp(person.secret) });
  if (answer.status !== 303) throw new Error(`code: ${answer.status} ${answer.text}`);
  return client;
}

export function installed(program) {
  return ['/usr/sbin/', '/usr/bin/', '/usr/local/sbin/'].some((dir) => existsSync(dir + program));
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
