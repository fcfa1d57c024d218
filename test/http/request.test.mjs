// A request as people meet it, over real HTTP on the demonstration city: said in four steps
// without script, followed by its code, handled, judged.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Server, Place, forms, signIn } from './lib.mjs';

let server;
let secret;
let town;
let password;
const people = {};
const WORDS = '栗木桥头的路灯坏了半个月，晚上看不见路，请帮忙修好。';

async function as(login) {
  people[login] ??= await signIn(server, { login, password, secret });
  return people[login];
}

before(async () => {
  const place = new Place();
  place.demo();
  const said = place.run('demo', ['--logins']);
  password = /password (\S+?),/.exec(said)[1];
  secret = /secret (\S+)/.exec(said)[1];
  server = await Server.start({}, place);


  town = '云集';
});

after(async () => { await server.stop(); });

function only(html, action) {
  return forms(html).find((f) => f.method === 'post' && (f.action ?? '').includes(action));
}

// The four steps, as a browser without script makes them; returns the page of the receipt.
async function ask(client, { body = WORDS, name = '李堃', contact = '13812345678', anonymity = 'named', idem } = {}) {
  let page = await client.get('/ask');
  let form = only(page.text, '/ask/where');
  page = await client.post(form.action, { ...form.fields, ...(idem ? { idem } : {}), body });
  assert.equal(page.status, 200, page.text);
  form = only(page.text, '/ask/who');
  page = await client.post(form.action, { ...form.fields, place: '栗木桥东头', town });
  if (page.status === 422) {
    const code = /name="division" value="(\d{12})"/.exec(page.text)[1];
    form = only(page.text, '/ask/who');
    page = await client.post(form.action, { ...form.fields, division: code });
  }
  assert.equal(page.status, 200, page.text);
  form = only(page.text, '/ask/check');
  page = await client.post(form.action, { ...form.fields, name, contact, anonymity });
  assert.equal(page.status, 200, page.text);
  assert.match(page.text, /栗木桥/);
  form = only(page.text, '/ask/send');
  const data = new FormData();
  for (const [k, v] of Object.entries(form.fields)) data.append(k, v);
  return { receipt: await client.post(form.action, data), again: data };
}

function receiptOf(text) {
  return {
    number: /\d{4}-\d{6}-\d{6}/.exec(text)[0],
    code: /name="code" value="([^"]+)"/.exec(text)[1],
  };
}

test('a citizen says it in four steps and gets number and query code', async () => {
  const { receipt } = await ask(server.client());
  assert.equal(receipt.status, 200, receipt.text);
  const { number, code } = receiptOf(receipt.text);
  assert.match(number, /^\d{4}-4304\d\d-\d{6}$/);
  assert.equal(code.replace(/[^0-9A-Z*~$=]/g, '').length, 25);
});

test('sending the same form twice makes one request and shows the same code', async () => {
  const client = server.client();
  const { receipt, again } = await ask(client);
  const second = await client.post('/ask/send', again);
  assert.deepEqual(receiptOf(second.text), receiptOf(receipt.text));
  assert.match(second.text, /没有重复登记/);
});

test('an empty text is told at the field and keeps the rest', async () => {
  const client = server.client();
  const page = await client.get('/ask');
  const form = only(page.text, '/ask/where');
  const bad = await client.post(form.action, { ...form.fields, body: '' });
  assert.equal(bad.status, 422);
  assert.match(bad.text, /id="f-body-error"/);
});

test('an emergency is told at once with the lawful way, and may still be sent', async () => {
  const client = server.client();
  const page = await client.get('/ask');
  const form = only(page.text, '/ask/where');
  const next = await client.post(form.action, { ...form.fields, body: '隔壁着火了，快来人' });
  assert.equal(next.status, 200);
  assert.match(next.text, /119/);
  assert.ok(only(next.text, '/ask/who'));
});

async function open(code) {
  const client = server.client();
  const answer = await client.submit('/follow', { code });
  assert.equal(answer.status, 303, answer.text);
  return { client, page: await client.get('/case') };
}

test('a mistyped or unknown code opens nothing', async () => {
  const client = server.client();
  const wrong = await client.submit('/follow', { code: 'ABCD' });
  assert.equal(wrong.status, 422);
  assert.equal((await client.get('/case')).status, 401);
});

test('looking never changes anything', async () => {
  const { receipt } = await ask(server.client());
  const { code } = receiptOf(receipt.text);
  const { client, page } = await open(code);
  const before = /name="version" value="(\d+)"/.exec(page.text)[1];
  await client.get('/case');
  const again = await client.get('/case');
  assert.equal(/name="version" value="(\d+)"/.exec(again.text)[1], before);
});

async function move(login, number, event, values = {}) {
  const client = await as(login);
  const answer = await client.submit(`/requests/${number}/do/${event}`, values, { which: '/do/' });
  assert.equal(answer.status, 303, `${login} ${event}: ${answer.text}`);
}

function unitNamed(text, name) {
  const row = new RegExp(`value="(\\d+)"[^>]*> <span>${name}`).exec(text);
  assert.ok(row, `${name} is not offered`);
  return row[1];
}

test('from the code to "not solved", round 2, and solved', async () => {
  const { receipt } = await ask(server.client(), { body: '栗木桥到学校的公路坑坑洼洼，班车过不去。' });
  const { number, code } = receiptOf(receipt.text);
  await move('clerk', number, 'accept');
  const office = await as('county');
  const forward = await office.get(`/requests/${number}/do/forward`);
  assert.equal(forward.status, 200, forward.text);
  await move('county', number, 'forward', { unit_id: unitNamed(forward.text, '衡南县交通运输局') });
  await move('unit', number, 'take');
  await move('unit', number, 'reply', { answer: '已经填平', outcome: 'solved' });

  let { client, page } = await open(code);
  assert.match(page.text, /待评价/);
  const missing = await client.submit('/case', { solved: 'no' }, { which: '/case/verdict' });
  assert.equal(missing.status, 422);
  assert.match(missing.text, /哪里还没有解决/);
  const no = await client.submit('/case', { solved: 'no', reason: '只填了一半', result_satisfaction: 'dissatisfied' }, { which: '/case/verdict' });
  assert.equal(no.status, 303, no.text);
  page = await client.get('/case');
  assert.match(page.text, /第 2 次办理/);

  const unit = await (await as('unit')).get(`/requests/${number}`);
  assert.equal(unit.status, 200);
  assert.match(unit.text, /只填了一半/);
  assert.doesNotMatch(unit.text, />不满意</);

  await move('unit', number, 'reply', { answer: '全部填平', outcome: 'solved' });
  const yes = await client.submit('/case', { solved: 'yes', reply_satisfaction: 'satisfied' }, { which: '/case/verdict' });
  assert.equal(yes.status, 303, yes.text);
  page = await client.get('/case');
  assert.match(page.text, /已解决/);
});

test('a clerk enters a visitor at the desk and gets the slip as PDF', async () => {
  const clerk = await as('clerk');
  const done = await clerk.submit('/desk', { body: '门口的井盖丢了，怕老人摔倒。', channel: 'station', place: '老街', anonymity: 'office' }, { which: '/desk' });
  assert.equal(done.status, 200, done.text);
  const { number, code } = receiptOf(done.text);
  assert.ok(number);
  const slip = only(done.text, '/ask/slip');
  const pdf = await clerk.post('/ask/slip', { ...slip.fields, code });
  assert.equal(pdf.status, 200);
  assert.match(pdf.headers.get('content-type'), /application\/pdf/);
  assert.ok(pdf.text.startsWith('%PDF'));
});

test('name and contact are shown only for a reason, and not to everybody', async () => {
  const { receipt } = await ask(server.client(), { anonymity: 'office', body: '栗木桥头的垃圾桶满了一个星期没人收。' });
  const { number } = receiptOf(receipt.text);
  const clerk = await as('clerk');
  const page = await clerk.get(`/requests/${number}`);
  assert.doesNotMatch(page.text, /李堃/);
  assert.doesNotMatch(page.text, /13812345678/);
  const none = await clerk.submit(`/requests/${number}/identity`, { reason: '' }, { which: '/identity' });
  assert.equal(none.status, 422);
  const shown = await clerk.submit(`/requests/${number}/identity`, { reason: '核实地点' }, { which: '/identity' });
  assert.equal(shown.status, 200, shown.text);
  assert.match(shown.text, /13812345678/);
  const unit = await as('unit');
  assert.equal((await unit.get(`/requests/${number}`)).status, 404);
});

test('lists, queue, watch list and one page open for those who work there', async () => {
  for (const [login, paths] of Object.entries({
    clerk: ['/queue', '/requests', '/requests?state=new', '/requests.csv', '/requests.xlsx', '/watch', '/desk'],
    county: ['/queue', '/requests?overdue=1', '/watch', '/figures', '/register.pdf', '/year.pdf'],
    unit: ['/queue', '/requests'],
    deputy: ['/queue', '/requests', '/today', '/desk'],
    leader: ['/figures', '/watch', '/requests'],
  })) {
    const client = await as(login);
    for (const path of paths) {
      const page = await client.get(path);
      assert.equal(page.status, 200, `${login} ${path}: ${page.status} ${page.text.slice(0, 1500)}`);
    }
  }
});

test('pages of the queue do not repeat a row', async () => {
  const county = await as('county');
  const first = await county.get('/requests');
  const next = /rel="next" href="([^"]+)"/.exec(first.text);
  assert.ok(next);
  const second = await county.get(next[1].replaceAll('&amp;', '&'));
  const codes = (t) => [...t.matchAll(/href="\/requests\/(\d{4}-\d{6}-\d{6})"/g)].map((m) => m[1]);
  assert.equal(codes(first.text).length, 20);
  assert.equal(codes(first.text).filter((c) => codes(second.text).includes(c)).length, 0);
});

test('the interface takes a request once for each key, and names what is wrong', async () => {
  const client = server.client();
  const said = { body: '学校门口没有斑马线，孩子过马路危险。', division: '430422001000', idem: 'a-key-of-our-own-1', anonymity: 'none', kind: 'suggestion' };
  const send = (fields) => client.request('POST', '/api/v1/requests', { headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify(fields) });
  const first = await send(said);
  assert.equal(first.status, 201, first.text);
  const again = await send(said);
  assert.equal(again.status, 200);
  assert.equal(JSON.parse(again.text).data.query_code, JSON.parse(first.text).data.query_code);
  assert.equal((await send({ ...said, body: '换了一件别的事情' })).status, 409);
  assert.equal((await send({ ...said, body: '' })).status, 422);
  const county = await as('county');
  const one = await county.get(`/api/v1/requests/${JSON.parse(first.text).data.code}`);
  assert.equal(one.status, 200, one.text);
  assert.equal(JSON.parse(one.text).data.state, 'new');
  const list = await county.get('/api/v1/requests?state=new');
  assert.ok(JSON.parse(list.text).data.length > 0);
  assert.equal((await server.client().get('/api/v1/requests')).status, 401);
});

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

test('a photo goes along, is found in the record, and something else is refused', async () => {
  const clerk = await as('clerk');
  const values = { body: '广场的健身器材坏了两个，没人修。', channel: 'telephone', anonymity: 'none' };
  const done = await clerk.submit('/desk', values, { which: '/desk', files: { files: [PIXEL, 'a.png', 'image/png'] } });
  assert.equal(done.status, 200, done.text);
  const page = await clerk.get(`/requests/${receiptOf(done.text).number}`);
  const link = /href="(\/requests\/[^"]+\/files\/\d+)"/.exec(page.text);
  assert.ok(link, page.text);
  const file = await clerk.get(link[1]);
  assert.equal(file.status, 200);
  assert.match(file.headers.get('content-disposition'), /attachment/);
  const bad = await clerk.submit('/desk', values, { which: '/desk', files: { files: ['#!/bin/sh', 'a.png', 'image/png'] } });
  assert.equal(bad.status, 422, bad.text);
  assert.match(bad.text, /健身器材/);
});

test('a word of two characters finds its requests', async () => {
  const county = await as('county');
  let page;
  for (let i = 0; i < 50; i++) {
    page = await county.get('/requests?q=' + encodeURIComponent('斑马'));
    if (/学校门口没有斑马线/.test(page.text)) break;
    await new Promise((done) => setTimeout(done, 200));
  }
  assert.match(page.text, /学校门口没有斑马线/);
});
