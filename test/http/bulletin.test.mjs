// The bulletin from an article written below to the issue that anyone reads, its correction, a
// special report, the register of the media: each through the pages, with what must not go.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { World } from './world.mjs';
import { forms, decodeEntities } from './lib.mjs';

const HERE = { clerk: 'clerk', office: 'county', unit: 'unit', deputy: 'deputy' };
const TITLE = '云集镇把群众的话记下来办下去';
const BODY = '# 一、听得见\n各级代表收到群众反映{request.received||2026-01-01|2026-10-31|件}，' +
  '走访群众312人。\n# 二、办得成\n共收到意见151件，其中当场答复45件、转办106件。';

let w, side, dir;
before(async () => {
  w = await World.make({ 'job-threads': 0 });
  side = w.side('clerk', 'deputy', '430422000000');
  dir = mkdtempSync(join(tmpdir(), 'll-bulletin-'));
});
after(async () => {
  await w?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

const get = async (login, path) => (await w.as(login)).get(path);
const fieldsOf = async (login, path) =>
  forms((await get(login, path)).text).find((f) => f.action === path)?.fields ?? {};
// Sends the form of a page as a browser would, with what is typed over it.
const send = async (login, path, typed = {}) =>
  w.post(login, path, { ...await fieldsOf(login, path), ...typed });
const made = (got) => {
  assert.equal(got.status, 303, decodeEntities(got.text));
  return got.headers.get('location').split('/').pop().replace(/\?.*/, '');
};
const step = (login, id, event, typed) => send(login, `/newsroom/${id}/do/${event}`, typed);
const state = (id) => w.value(`SELECT state FROM bulletin_issue WHERE public_id = '${id}'`);
const words = (got) => decodeEntities(got.text.replace(/<[^>]*>/g, ''));
const bytes = async (login, path) =>
  Buffer.from(await (await fetch(w.server.url + path, { headers: { cookie: [...(await w.as(login)).cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })).arrayBuffer());

let issue, article;

test('a contributor below writes, inserts a figure and sends; the desk above takes it', async () => {
  article = made(await send('presidium', '/articles/new', { title: TITLE, credit: '云集镇人大主席团 供稿', body: BODY }));
  const typed = await send('presidium', `/articles/${article}/figure`, { code: 'station.visitors', words: '余人次' });
  assert.equal(typed.status, 303);
  assert.equal(w.value(`SELECT COUNT(*) FROM bulletin_article WHERE public_id = '${article}' AND body LIKE '%{station.visitors|%'`), '1');
  // Who sits in another county does not learn that it exists.
  assert.equal((await get('county.b', `/articles/${article}`)).status, 404);
  assert.equal((await send('presidium', `/articles/${article}/do/send`)).status, 303);
  // It is with the desk now.
  assert.notEqual((await send('presidium', `/articles/${article}`, { title: 'x', credit: 'x', body: 'x', version: '3' })).status, 303);
  issue = made(await send('county', '/newsroom/new', { kind: 'regular' }));
  assert.equal((await send('county', `/articles/${article}/do/take`, { issue })).status, 303);
  assert.equal(w.value(`SELECT state FROM bulletin_article WHERE public_id = '${article}'`), 'taken');
});

test('a step that is not next is refused, and changes nothing', async () => {
  for (const event of ['sign', 'number', 'send', 'archive', 'check_names']) {
    const got = await w.post('county', `/newsroom/${issue}/do/${event}`, { version: '1', note: '试' });
    assert.ok(got.status >= 400, `${event}: ${got.status}`);
  }
  assert.equal(state(issue), 'collecting');
  assert.equal((await w.post('county', `/newsroom/${issue}/do/nothing`, { version: '1' })).status, 404);
});

test('no reader sees an issue in the making, nor who works in another county', async () => {
  const anyone = w.server.client();
  assert.equal((await anyone.get(`/bulletins/${issue}`)).status, 404);
  assert.equal((await anyone.get(`/bulletins/${issue}/issue.pdf`)).status, 404);
  for (const path of [`/newsroom/${issue}`, `/newsroom/${issue}/edit`, `/newsroom/${issue}/do/compose`])
    assert.equal((await get('county.b', path)).status, 404, path);
  assert.equal((await w.post('county.b', `/newsroom/${issue}/do/compose`, { version: '1' })).status, 404);
});

test('a typed number stops the check until it names its source', async () => {
  assert.equal((await step('county', issue, 'compose')).status, 303);
  const desk = words(await get('county', `/newsroom/${issue}`));
  assert.match(desk, /数字没有来源\s*312人/);
  assert.match(desk, /文中算术一致\s*45\+106=151/);
  const stopped = await step('county', issue, 'check_figures');
  assert.notEqual(stopped.status, 303);
  assert.match(words(stopped), /“312人”没有绑定数据，也没有注明来源/);
  const now = await fieldsOf('county', `/articles/${article}`);
  const body = now.body.replace('312人', '312人〔来源：镇人大台账〕').replace('151件', '151件〔来源：镇人大台账〕')
    .replace('45件', '45件〔来源：镇人大台账〕').replace('106件', '107件〔来源：镇人大台账〕');
  assert.equal((await w.post('county', `/articles/${article}`, { ...now, body })).status, 303);
  assert.match(words(await step('county', issue, 'check_figures')), /文中数字对不上：45\+107≠151/);
  const again = await fieldsOf('county', `/articles/${article}`);
  assert.equal((await w.post('county', `/articles/${article}`, { ...again, body: again.body.replace('107件', '106件') })).status, 303);
  assert.equal((await step('county', issue, 'check_figures')).status, 303);
  assert.equal(state(issue), 'figures_checked');
});

test('names of places, organisations and sessions that do not stand are told', async () => {
  const other = made(await send('county', '/articles/new', { title: '试', credit: '衡南县人大常委会联工委 供稿',
    body: '县交通运输局到茶市镇现场看了路，衡南县交通局和县水务管理局没有来。省十三届人大四次会议之后，县十八届人大常委会第九十次会议听取了报告。枫丹镇也去了人。' }));
  const draft = made(await send('county', '/newsroom/new', { kind: 'special' }));
  assert.equal((await send('county', '/newsroom/sessions', { body: 'committee', number: '12', opened: '2024-03-01' })).status, 303);
  assert.equal((await send('county', `/articles/${other}/do/take`, { issue: draft })).status, 303);
  const desk = words(await get('county', `/newsroom/${draft}`));
  assert.match(desk, /机构名称查不到\s*衡南县交通局\s*衡南县交通运输局/);
  assert.match(desk, /机构名称查不到\s*县水务管理局/);
  assert.doesNotMatch(desk, /查不到\s*县交通运输局/);
  assert.match(desk, /届次不符\s*省十三届人大\s*第十四届/);
  assert.match(desk, /届次不符\s*县十八届人大常委会第九十次\s*至第十二次/);
  assert.match(desk, /地名查不到\s*\S*枫丹镇/);
  assert.doesNotMatch(desk, /地名查不到\s*\S*茶市镇/);
  // A session outside the term is none of it.
  const outside = await send('county', '/newsroom/sessions', { body: 'congress', number: '1', opened: '2011-03-01' });
  assert.match(words(outside), /不在这一届任期之内/);
});

test('only the leader signs; then figures, cut-off and text stand for ever', async () => {
  assert.equal((await step('county', issue, 'check_names')).status, 303);
  assert.equal((await step('county', issue, 'submit')).status, 303);
  assert.notEqual((await step('county', issue, 'sign')).status, 303);
  assert.equal(state(issue), 'review');
  assert.equal((await step('county.head', issue, 'sign')).status, 303);
  assert.ok(Number(w.value(`SELECT cutoff FROM bulletin_issue WHERE public_id = '${issue}'`)) > 0);
  const before = words(await get('county', `/bulletins/${issue}`));
  const version = w.value(`SELECT version FROM bulletin_issue WHERE public_id = '${issue}'`);
  await w.request(side, HERE, 'accepted', { body: '签发之后才反映的一件事，请来看看。' });
  assert.equal(words(await get('county', `/bulletins/${issue}`)), before);
  const edit = await w.post('county', `/newsroom/${issue}/edit`, { version, note: '改', distribution: '甲' });
  assert.match(words(edit), /已经签发，不能再改/);
  const text = await w.post('county', `/articles/${article}`, { title: 'x', credit: 'x', body: 'x',
    version: w.value(`SELECT version FROM bulletin_article WHERE public_id = '${article}'`) });
  assert.notEqual(text.status, 303);
});

test('a number out of the row needs a reason, which is kept', async () => {
  const asked = await step('county', issue, 'number', { number: '9', serial: '700' });
  assert.notEqual(asked.status, 303);
  assert.match(words(asked), /期号与上一期不连续/);
  assert.equal((await step('county', issue, 'number', { number: '9', serial: '700', note: '接纸质简报编号' })).status, 303);
  assert.equal(w.value(`SELECT reason FROM bulletin_issue WHERE public_id = '${issue}'`), '接纸质简报编号');
  assert.equal((await step('county', issue, 'typeset')).status, 303);
  assert.equal((await step('county', issue, 'send')).status, 303);
  assert.equal(state(issue), 'sent');
});

test('the issue is a page with figures that open, a PDF and an office document', async () => {
  const page = await get('county', `/bulletins/${issue}`);
  assert.match(words(page), /第九期|第9期/);
  const [, n] = new RegExp(`/bulletins/${issue}/figures/(\\d+)`).exec(page.text);
  const figure = words(await get('county', `/bulletins/${issue}/figures/${n}`));
  assert.match(figure, /2026-01-01 – 2026-10-31/);
  const pdf = await bytes('county', `/bulletins/${issue}/issue.pdf`);
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok(pdf.equals(await bytes('county', `/bulletins/${issue}/issue.pdf`)), 'the same bytes twice');
  const at = join(dir, 'issue.pdf');
  writeFileSync(at, pdf);
  const fonts = execFileSync('pdffonts', [at], { encoding: 'utf8' }).trim().split('\n').slice(2);
  assert.ok(fonts.length > 0);
  for (const line of fonts) assert.match(line, /yes yes yes|yes yes no|yes no/, line);
  execFileSync('qpdf', ['--check', at]);
  const text = execFileSync('pdftotext', [at, '-'], { encoding: 'utf8' }).replace(/\s/g, '');
  const order = ['总第七百期', TITLE, '一、听得见', '二、办得成', '（云集镇人大主席团供稿）', '责任编辑'];
  order.forEach((part, i) => assert.ok(text.indexOf(part) > (i === 0 ? -1 : text.indexOf(order[i - 1])), part));
  const odt = await bytes('county', `/bulletins/${issue}/issue.odt`);
  assert.equal(odt.subarray(30, 77).toString(), 'mimetypeapplication/vnd.oasis.opendocument.text');
});

test('a correction is an issue of its own that points to the one it corrects', async () => {
  assert.match(words(await send('county', '/newsroom/new', { kind: 'correction', corrects: '没有' })), /更正/);
  const id = made(await send('county', '/newsroom/new', { kind: 'correction', corrects: issue }));
  assert.match((await get('county', `/bulletins/${id}`)).text, new RegExp(`/bulletins/${issue}"`));
  assert.equal(w.value(`SELECT COUNT(*) FROM bulletin_issue WHERE kind = 'correction' AND corrects_id > 0`), '1');
});

test('a reader sees the issue once it is public, and no desk', async () => {
  const open = w.value("SELECT public_id FROM bulletin_issue WHERE is_public = 1 AND state = 'sent' ORDER BY id DESC LIMIT 1");
  const anyone = w.server.client();
  const page = await anyone.get(`/bulletins/${open}`);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /\/newsroom\//);
  const [link] = new RegExp(`/bulletins/${open}/figures/\\d+`).exec(page.text);
  assert.equal((await anyone.get(link)).status, 200);
  // Not public: only its own desk.
  assert.equal((await anyone.get(`/bulletins/${issue}`)).status, 404);
});

test('a special report tells nobody who said it, and its instruction is followed up', async () => {
  const asked = await w.ask(side, { name: '欧阳雪梅', contact: '13907341122', body:
    '我叫欧阳雪梅，住在老街东头3栋2单元501室，电话139 0734 1122，车牌湘D·8K321，身份证430422198802030045。'
    + '欧阳女士说雪梅家门口的路坏了三个月，邻居微信：lilaoer88，请修一修。村民刘翠花和老张都去问过。' });
  const id = made(await send('county', '/specials/new', { title: '出行问题', numbers: asked.number }));
  const kept = w.value(`SELECT body FROM special_report WHERE public_id = '${id}'`);
  for (const marker of ['欧阳', '雪梅', '1390734', '0734', '1122', '8K321', '19880203', 'lilaoer', '501', '老街东头'])
    assert.ok(!kept.includes(marker), `${marker} in ${kept}`);
  assert.match(kept, /路坏了三个月/);
  const page = await get('county', `/specials/${id}`);
  assert.match(words(page), /已去除的个人信息/);
  for (const kind of ['姓名', '电话或联系方式', '证件号码', '车牌号', '住址']) assert.match(words(page), new RegExp(kind));
  for (const marker of ['欧阳雪梅', '13907341122', '430422198802030045', '8K321']) assert.ok(!page.text.includes(marker), marker);
  // What was taken out is not written in again.
  const edit = await fieldsOf('county', `/specials/${id}/edit`);
  const refused = await w.post('county', `/specials/${id}/edit`, { ...edit, body: `${edit.body}\n欧阳雪梅说的。` });
  assert.match(words(refused), /文中还有能认出个人的内容/);
  assert.equal((await w.post('county', `/specials/${id}/edit`, { ...edit, addressee: '县委' })).status, 303);
  const go = (login, event, typed) => send(login, `/specials/${id}/do/${event}`, typed);
  assert.equal((await go('county', 'draft')).status, 303);
  assert.notEqual((await go('county', 'review')).status, 303);
  // Names of others: shown to the editor, and nothing goes on or to print before each is settled.
  const asks = await get('county', `/specials/${id}`);
  assert.match(words(asks), /隐去“刘翠花”.*隐去“老张”/s);
  assert.match(words(await go('county.head', 'review')), /还有可能是人名的内容没有核对/);
  assert.equal((await get('county', `/specials/${id}/report.pdf`)).status, 409);
  const names = `/specials/${id}/names`;
  const settle = async (typed) => w.post('county', names,
    { ...forms((await get('county', `/specials/${id}`)).text).find((f) => f.action === names).fields, ...typed });
  assert.equal((await settle({ words: '刘翠花', hide: '1' })).status, 303);
  assert.equal((await settle({ words: '老张', hide: '0' })).status, 303);
  assert.match(w.value(`SELECT body FROM special_report WHERE public_id = '${id}'`), /村民某群众和老张都去问过/);
  assert.doesNotMatch(words(await get('county', `/specials/${id}`)), /可能是人名/);
  assert.equal((await get('county', `/specials/${id}/report.pdf`)).status, 200);
  assert.equal((await go('county.head', 'review')).status, 303);
  assert.equal((await go('county', 'send')).status, 303);
  assert.notEqual((await go('county', 'instruct', { note: '请办', leader: '' })).status, 303);
  assert.equal((await go('county', 'instruct', { note: '请交通部门现场看', leader: '县长' })).status, 303);
  assert.equal((await go('county', 'assign', { unit: '430422-jtj' })).status, 303);
  assert.equal((await go('county', 'follow', { note: '看过了' })).status, 303);
  assert.equal((await go('county', 'result', { note: '修好了' })).status, 303);
  assert.equal((await go('county', 'close')).status, 303);
  assert.equal((await get('county.b', `/specials/${id}`)).status, 404);
  assert.equal((await get('clerk', '/specials')).status, 403);
});

test('a piece in the media is entered once, and not before it appeared', async () => {
  const piece = { outlet: '某报', level: 'city', day: '2026-02-03', title: '屋场里的恳谈会' };
  assert.equal((await send('county', '/media', piece)).status, 303);
  assert.notEqual((await send('county', '/media', piece)).status, 303);
  assert.notEqual((await send('county', '/media', { ...piece, day: '2099-01-01', title: '以后的事' })).status, 303);
  assert.match(words(await get('county', '/media')), /屋场里的恳谈会/);
});
