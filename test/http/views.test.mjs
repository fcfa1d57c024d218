// A list's filter is saved under a name, opened by its link, renamed and deleted; without script.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Place, Server, forms, makeAdmin, signIn } from './lib.mjs';

let server;
let one;
let two;

before(async () => {
  const place = new Place();
  place.run('migrate');
  server = await Server.start({ 'job-threads': 0 }, place);
  one = await signIn(server, makeAdmin(place, 'auditor.one', 'audit'));
  two = await signIn(server, makeAdmin(place, 'auditor.two', 'audit'));
});
after(() => server?.stop());

const link = '/audit/entries?action=account.make';

test('a filter is kept under a name and stands above its list', async () => {
  const page = await one.get(link);
  assert.equal(page.status, 200, page.text.slice(0, 300));
  const save = forms(page.text).find((f) => f.action === '/me/views');
  assert.ok(save, 'a form to save');
  const sent = await one.post('/me/views', { ...save.fields, name: '新开的账号' });
  assert.equal(sent.status, 303, sent.text.slice(0, 500));
  assert.equal(sent.location.split('?')[0], '/audit/entries');
  const again = await one.get(sent.location);
  assert.match(again.text, /aria-current="page">新开的账号</);
  assert.ok(!forms(again.text).some((f) => f.action === '/me/views'), 'it is saved already');
  assert.doesNotMatch((await two.get(link)).text, /新开的账号/);
});

test('a name that is missing is asked for, with what was to be saved', async () => {
  const page = await one.get('/audit/entries?action=read');
  const save = forms(page.text).find((f) => f.action === '/me/views');
  const sent = await one.post('/me/views', { ...save.fields, name: ' ' });
  assert.equal(sent.status, 422);
  const shown = forms(sent.text).find((f) => f.fields.query);
  assert.equal(shown.fields.query, save.fields.query);
  const bad = await one.post('/me/views', { ...save.fields, path: '//evil.example', name: 'x' });
  assert.equal(bad.status, 422);
});

test('a view is renamed and deleted by its owner alone', async () => {
  const page = await one.get('/me/views');
  const rename = forms(page.text).find((f) => /^\/me\/views\/\d+$/.test(f.action ?? ''));
  assert.equal(rename.fields.name, '新开的账号');
  const csrf = forms((await two.get('/me')).text).find((f) => f.fields.csrf).fields.csrf;
  assert.equal((await two.post(rename.action, { csrf, name: '别人的' })).status, 404);
  assert.equal((await two.post(`${rename.action}/drop`, { csrf })).status, 404);
  assert.equal((await one.post(rename.action, { ...rename.fields, name: '常看' })).status, 303);
  assert.match((await one.get(link)).text, />常看</);
  assert.equal((await one.post(`${rename.action}/drop`, { csrf: rename.fields.csrf })).status, 303);
  assert.doesNotMatch((await one.get(link)).text, />常看</);
});
