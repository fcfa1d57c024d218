// The demonstration city with requests in known states on both sides of a county border, and what
// the tests of rights and privacy need to look into it.
import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Server, Place, forms, signIn } from './lib.mjs';

// Rows of a query as arrays of text.
export function rows(place, sql) {
  const out = place.database
    ? place.database.ask(sql)
    : execFileSync('sqlite3', ['-readonly', '-separator', '\t', join(place.data, 'lianluo.db'), sql],
      { encoding: 'utf8', maxBuffer: 1 << 28 });
  return out.trimEnd().split('\n').filter((l) => l !== '').map((l) => l.split('\t'));
}

export const value = (place, sql) => rows(place, sql)[0]?.[0];

// What may change although an action was refused: that it was tried.
const TRACES = ['audit_entry', 'audit_seal', 'audit_checkpoint', 'session', 'sign_in_attempt'];

export function tables(place) {
  return rows(place, place.database
    ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    .map(([name]) => name);
}

// A checksum of each table; equal means not a row changed.
export function sums(place) {
  const names = tables(place).filter((t) => !TRACES.includes(t));
  if (place.database) {
    const sql = names.map((t) => `SELECT '${t}', COUNT(*), ` +
      `SUM(hashtextextended(t::text, 0)) FROM "${t}" t`).join(' UNION ALL ');
    return Object.fromEntries(rows(place, sql).map(([t, n, sum]) => [t, `${n} ${sum}`]));
  }
  const out = execFileSync('sqlite3', ['-readonly', join(place.data, 'lianluo.db')],
    { encoding: 'utf8', input: names.map((t) => `.sha3sum ${t}\n`).join('') });
  const lines = out.trim().split('\n');
  assert.equal(lines.length, names.length, out);
  return Object.fromEntries(names.map((t, i) => [t, lines[i]]));
}

export async function token(client, path = '/me') {
  const form = forms((await client.get(path)).text).find((f) => f.fields.csrf);
  assert.ok(form, `a form on ${path}`);
  return form.fields.csrf;
}

export class World {
  static async make(settings = {}) {
    const w = new World();
    w.place = new Place();
    w.people = {};
    w.tokens = {};
    w.place.demo();
    const said = w.place.run('demo', ['--logins']);
    w.password = /password (\S+?),/.exec(said)[1];
    w.secret = /secret (\S+)/.exec(said)[1];
    await w.serve(settings);
    return w;
  }

  async serve(settings = {}) {
    this.server = await Server.start({ 'quota-signin': 0, 'quota-public': 0, 'quota-code': 0,
      'quota-code-all': 0, ...settings }, this.place);
  }

  stop() {
    return this.server.stop();
  }

  async as(login) {
    if (!this.people[login]) {
      this.people[login] = await signIn(this.server, { login, password: this.password, secret: this.secret });
      this.tokens[login] = await token(this.people[login]);
    }
    return this.people[login];
  }

  async post(login, path, fields) {
    const client = await this.as(login);
    return client.post(path, { csrf: this.tokens[login], ...fields });
  }

  value(sql) {
    return value(this.place, sql);
  }

  version(code) {
    return this.value(`SELECT version FROM request WHERE code = '${code}'`);
  }

  state(code) {
    return this.value(`SELECT state FROM request WHERE code = '${code}'`);
  }

  // Where the people of an account are: its town, a station, a seat, departments.
  side(clerk, deputy, county) {
    const town = this.value(`SELECT g.division FROM account a JOIN account_grant g ON g.account_id = a.id WHERE a.login = '${clerk}'`);
    const like = `'${town.slice(0, 9)}%'`;
    const person = this.value(`SELECT person_id FROM account WHERE login = '${deputy}'`);
    return {
      town,
      county,
      station: this.value(`SELECT public_id FROM station WHERE division LIKE ${like} AND state = 'open' ORDER BY id LIMIT 1`),
      seat: this.value(`SELECT public_id FROM tenure WHERE person_id = ${person} AND state = 'active' ORDER BY id LIMIT 1`),
      visit: this.value(`SELECT id FROM visit WHERE division LIKE ${like} ORDER BY id LIMIT 1`),
      unit: this.value(`SELECT id FROM org WHERE code = '${county.slice(0, 6)}-jtj'`),
      other: this.value(`SELECT id FROM org WHERE code = '${county.slice(0, 6)}-slj'`),
      org: `${county.slice(0, 6)}-jtj`,
    };
  }

  // Somebody says something without an account; receipt number and query code.
  async ask(side, { body, files = [], name = '李堃', contact = '13812345678', anonymity = 'named', client = this.server.client() }) {
    const data = new FormData();
    const fields = { body, kind: 'help', place: '老街东头', division: side.town, deputy: side.seat,
      station: side.station, anonymity, name, contact, idem: randomUUID().replaceAll('-', '') };
    for (const [k, v] of Object.entries(fields)) data.append(k, v);
    for (const [content, filename, type] of files) data.append('files', new Blob([content], { type }), filename);
    const got = await client.post('/ask/send', data);
    assert.equal(got.status, 200, got.text);
    return { number: /\d{4}-\d{6}-\d{6}/.exec(got.text)[0], code: /name="code" value="([^"]+)"/.exec(got.text)[1] };
  }

  async follow(code) {
    const client = this.server.client();
    const got = await client.submit('/follow', { code });
    assert.equal(got.status, 303, got.text);
    return client;
  }

  async move(login, number, event, fields = {}) {
    const got = await this.post(login, `/requests/${number}/do/${event}`,
      { version: this.version(number), ...fields });
    assert.equal(got.status, 303, `${login} ${event}: ${got.status} ${got.text}`);
  }

  // A request brought as far as the state, by those whose turn it is.
  async request(side, who, state, { unit = side.unit, ...words } = {}) {
    const made = await this.ask(side, { body: `栗木桥第 ${Math.floor(Math.random() * 1e9)} 号路灯不亮，请来看看。`, ...words });
    const steps = ['new', 'accepted', 'forwarded', 'handling', 'confirm', 'closed_solved'];
    const far = steps.indexOf(state);
    if (far >= 1) await this.move(who.clerk, made.number, 'accept');
    if (far >= 2) await this.move(who.office, made.number, 'forward', { unit_id: unit });
    if (far >= 3) await this.move(who.unit, made.number, 'take');
    if (far >= 4) await this.move(who.unit, made.number, 'reply', { answer: '已经换好灯泡', outcome: 'solved' });
    if (far >= 5) {
      const citizen = await this.follow(made.code);
      const got = await citizen.submit('/case', { solved: 'yes', reply_satisfaction: 'satisfied', result_satisfaction: 'basically' },
        { which: '/case/verdict' });
      assert.equal(got.status, 303, got.text);
    }
    assert.equal(this.state(made.number), state);
    return made;
  }
}
