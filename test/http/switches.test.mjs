// Language and large text on the pages of a form that is under way: what was typed stays.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { forms } from './lib.mjs';
import { World } from './world.mjs';

let w;
before(async () => { w = await World.make({ 'job-threads': 0 }); });
after(() => w?.stop());

// A button of the head that sends the form with this id elsewhere, and the form's fields.
function turn(html, what) {
  const button = [...html.matchAll(/<button form="(\w+)" formaction="([^"]+)"/g)].find((m) => m[2].includes(what));
  assert.ok(button, `a button for ${what}`);
  const start = html.indexOf(`id="${button[1]}"`);
  assert.ok(start > 0, 'the form is there');
  const form = forms(html.slice(html.lastIndexOf('<form', start)))[0];
  return { to: button[2].replaceAll('&amp;', '&'), fields: form.fields };
}

test('every step of saying it turns English and large and keeps what was typed', async () => {
  const client = w.server.client();
  const step = (page, action) => forms(page.text).find((f) => f.action === action);
  let page = await client.get('/ask');
  page = await client.post('/ask/where', { ...step(page, '/ask/where').fields, body: '栗木桥头的路灯坏了半个月。' });
  let t = turn(page.text, 'lang=en');
  page = await client.post(t.to, { ...t.fields, place: '栗木桥东头', town: '云集镇' });
  assert.equal(page.status, 200);
  assert.match(page.text, /<html lang="en"/);
  assert.match(page.text, /value="栗木桥东头"/);
  assert.match(page.text, /value="云集镇"/);
  assert.match(page.text, /栗木桥头的路灯/);
  const code = /name="division" value="(\d{12})"/.exec(page.text)?.[1];
  page = await client.post('/ask/who', { ...step(page, '/ask/who').fields, place: '栗木桥东头', town: '云集镇', ...(code ? { division: code } : {}) });
  assert.match(page.text, /<html lang="en"/, 'the next step stays in the language');
  t = turn(page.text, 'large=1');
  page = await client.post(t.to, { ...t.fields, name: '李堃', contact: '13812345678', anonymity: 'named' });
  assert.match(page.text, /<html lang="en" class="large"/);
  assert.match(page.text, /value="李堃"/);
  assert.match(page.text, /value="13812345678"/);
  page = await client.post('/ask/check', { ...step(page, '/ask/check').fields, name: '李堃', contact: '13812345678', anonymity: 'named' });
  t = turn(page.text, 'lang=zh');
  page = await client.post(t.to, t.fields);
  assert.equal(page.status, 200);
  assert.match(page.text, /<html lang="zh-CN" class="large"/);
  assert.match(page.text, /李堃/);
  assert.ok(step(page, '/ask/send'), 'it can be sent');
  assert.equal(w.value("SELECT COUNT(*) FROM request WHERE body = '栗木桥头的路灯坏了半个月。'"), '0', 'nothing was sent by it');
});

test('a page that answers a post without such a form offers no switch', async () => {
  const client = w.server.client();
  const page = await client.post('/follow', { code: 'aaaa' });
  assert.equal(page.status, 422);
  assert.doesNotMatch(page.text, /formaction=/);
});
