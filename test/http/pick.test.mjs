// Choosing a place in staff forms without script: words become a list with whole paths, and a
// name alone never decides.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { forms } from './lib.mjs';
import { World } from './world.mjs';

let w;
let side;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
});
after(() => w?.stop());

const choices = (html) => [...html.matchAll(/<input type="radio" id="f-division-\d+" name="division" value="([^"]+)"( checked)?>\s*<span>([^<]+)/g)]
  .map((m) => ({ code: m[1], chosen: Boolean(m[2]), path: m[3].trim() }));

async function draft(login, path, fields) {
  const page = await (await w.as(login)).get(path);
  const form = forms(page.text).find((f) => f.action === path);
  const { division, ...others } = form.fields;
  return { ...others, ...fields };
}

test('words become a list of places with their whole path, and nothing is saved', async () => {
  const name = w.value(`SELECT brief FROM division WHERE code = '${side.town}'`);
  const fields = await draft('county', '/stations/new', { code: 'st-pick', name: '新站', address: '老街 1 号', division: name });
  const asked = await w.post('county', '/stations/new', fields);
  assert.equal(asked.status, 422);
  const list = choices(asked.text);
  const here = list.find((c) => c.code === side.town);
  assert.ok(here, asked.text);
  assert.match(here.path, /衡阳市/);
  assert.ok(list.every((c) => !c.chosen), 'none is chosen for them');
  assert.match(asked.text, /value="新站"/);
  assert.equal(w.value("SELECT COUNT(*) FROM station WHERE code = 'st-pick'"), '0');
  const made = await w.post('county', '/stations/new', { ...fields, division: side.town });
  assert.equal(made.status, 303, made.text);
  assert.equal(w.value("SELECT division FROM station WHERE code = 'st-pick'"), side.town);
});

test('a name that only one place has is asked about too, and one that none has is told', async () => {
  const only = w.value("SELECT brief FROM division WHERE code LIKE '430422%' GROUP BY brief HAVING COUNT(*) = 1 ORDER BY brief LIMIT 1");
  const one = await w.post('county', '/orgs/new', await draft('county', '/orgs/new', { code: 'pick-1', name: '某局', division: only }));
  assert.equal(one.status, 422);
  assert.ok(choices(one.text).length >= 1);
  const none = await w.post('county', '/orgs/new', await draft('county', '/orgs/new', { code: 'pick-1', name: '某局', division: '没有这个地方' }));
  assert.equal(none.status, 422);
  assert.equal(choices(none.text).length, 0);
  assert.match(none.text, /value="没有这个地方"/);
  assert.equal(w.value("SELECT COUNT(*) FROM org WHERE code = 'pick-1'"), '0');
});

test('what is written below the list counts before what is chosen in it', async () => {
  const page = await (await w.as('county')).get(`/stations/${side.station}/edit`);
  const [now] = choices(page.text);
  assert.ok(now.chosen && now.path.length > 0, 'the present place stands there with its path');
  const form = forms(page.text).find((f) => (f.action ?? '').endsWith('/edit'));
  const client = await w.as('county');
  const body = new URLSearchParams({ ...form.fields, csrf: w.tokens.county });
  body.delete('division');
  body.append('division', now.code);
  body.append('division', '云集');
  const asked = await client.request('POST', `/stations/${side.station}/edit`, { body: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: w.server.url } });
  assert.equal(asked.status, 422);
  assert.ok(choices(asked.text).some((c) => c.path.includes('云集')));
});

test('a rule set and a grant are given to a place in the same way', async () => {
  const name = w.value(`SELECT brief FROM division WHERE code = '${side.town}'`);
  const rule = await w.post('county', '/rules/new', { kind: 'clock.request.take', value: '3m!', division: name, from: '2030-01-01', source: '试' });
  assert.equal(rule.status, 422);
  assert.ok(choices(rule.text).some((c) => c.code === side.town));
  const made = await w.post('county', '/rules/new', { kind: 'clock.request.take', value: '3m!', division: side.town, from: '2030-01-01', source: '试' });
  assert.equal(made.status, 303, made.text);
  const list = await (await w.as('county')).get('/rules');
  assert.match(list.text, /单位接收/);
  assert.match(list.text, /遇休息日不顺延/);
  const uid = w.value("SELECT uid FROM account WHERE login = 'unit.b'");
  const grant = await w.post('security', `/accounts/${uid}/grants`, { role: 'leader', division: name, org: '' });
  assert.equal(grant.status, 422);
  assert.ok(choices(grant.text).some((c) => c.code === side.town));
});

const filterOf = (html, name) => /<form class="filters"[\s\S]*?<\/form>/.exec(html)[0]
  .match(new RegExp(`<(?:input|select) id="f-${name}"[^>]*>`))[0];

test('a list is narrowed by the name of a place, which stands there with its path', async () => {
  const { town } = side;
  const brief = w.value(`SELECT brief FROM division WHERE code = '${town}'`);
  const many = w.value("SELECT brief FROM division WHERE code LIKE '430422%' GROUP BY brief HAVING COUNT(*) > 1 ORDER BY brief LIMIT 1");
  for (const [path, name] of [['/requests', 'division'], ['/activities', 'division'], ['/stations', 'at'], ['/deputies', 'at'], ['/hamlets', 'at'], ['/duties', 'at'], ['/coverage', 'at'], ['/groups', 'at'], ['/congresses', 'at']]) {
    const county = await w.as('county');
    const full = w.value(`SELECT (SELECT name FROM division WHERE code = '430422000000') || name FROM division WHERE code = '${town}'`);
    const one = await county.get(`${path}?${name}=${encodeURIComponent(full)}`);
    assert.equal(one.status, 200, path);
    assert.match(filterOf(one.text, name), new RegExp(`value="衡阳市${full}"`), path);
    const none = await county.get(`${path}?${name}=${encodeURIComponent('没有这个地方')}`);
    assert.equal(none.status, 200, path);
    assert.match(filterOf(none.text, name), /aria-invalid="true"/, path);
    const outside = await county.get(`${path}?${name}=${encodeURIComponent('衡阳县西渡镇')}`);
    assert.match(filterOf(outside.text, name), /aria-invalid="true"/, `${path}: outside is as if it were not there`);
    if (many !== '') {
      const several = await county.get(`${path}?${name}=${encodeURIComponent(many)}`);
      assert.match(filterOf(several.text, name), /^<select/, path);
    }
  }
  const listed = await (await w.as('county')).get(`/requests.csv?division=${town}`);
  const named = await (await w.as('county')).get(`/requests.csv?division=${encodeURIComponent(`衡南县${brief}`)}`);
  if (named.status === 200) assert.equal(named.text, listed.text);
  const wrong = await (await w.as('county')).get(`/requests.csv?division=${encodeURIComponent('没有这个地方')}`);
  assert.equal(wrong.status, 422, 'an export never leaves a filter out silently');
});
