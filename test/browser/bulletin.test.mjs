// The bulletin from a contributor's first line to the reader's question where a number comes from.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import {
  serve, openBrowser, openPage, signIn, shot, barriers, invalid, tooWide, PHONE,
} from './lib.mjs';

let server;
let browser;
const people = {};
let issue;
let article;

before(async () => {
  server = await serve();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function as(login) {
  if (!people[login]) {
    people[login] = await openPage(browser, server, login === 'leader' ? { viewport: PHONE } : {});
    await signIn(people[login], server, login);
  }
  return people[login];
}

const words = (page) => page.locator('main').innerText();
async function send(page) {
  const went = page.waitForEvent('load');
  await page.locator('main form button.main').first().click();
  await went;
}

async function sound(page, name) {
  await shot(page, `bulletin-${name}`);
  assert.deepEqual(await barriers(page), [], name);
  const html = await (await page.context().request.get(page.url())).text();
  assert.deepEqual(await invalid(html), [], name);
  assert.equal(await tooWide(page), false, name);
}

async function step(login, event, fill = async () => {}) {
  const page = await as(login);
  await page.goto(`/newsroom/${issue}`);
  await page.locator(`nav.actions a[href$="/do/${event}"]`).click();
  await page.waitForURL(`**/do/${event}`);
  await fill(page);
  await send(page);
  return page;
}

test('a township writes an article and sends it in', async () => {
  const page = await as('presidium');
  await page.goto('/articles/new');
  await sound(page, 'new-article');
  await page.locator('[name=title]').fill('把恳谈会开到屋场里');
  await page.locator('[name=body]').fill('# 一、开起来\n全镇推送相关信息53篇。共收到意见151件，现场答复45件，转办106件。');
  await page.locator('[name=credit]').fill('镇人大主席团 供稿');
  await send(page);
  await page.waitForURL(/\/articles\/[a-z]{10}/);
  article = /articles\/([a-z]+)/.exec(page.url())[1];
  await page.locator('nav.actions a[href$="/do/send"]').click();
  await page.waitForURL('**/do/send');
  await send(page);
  assert.match(await words(page), /已报送/);
});

test('the desk begins an issue and takes the article', async () => {
  const page = await as('office');
  await page.goto('/newsroom');
  await sound(page, 'newsroom');
  await page.goto('/newsroom/new');
  await send(page);
  await page.waitForURL(/\/newsroom\/[a-z]{10}/);
  issue = /newsroom\/([a-z]+)/.exec(page.url())[1];
  await page.goto(`/articles/${article}/do/take`);
  await send(page);
  await page.waitForURL(`**/newsroom/${issue}`);
  assert.match(await words(page), /把恳谈会开到屋场里/);
  await sound(page, 'desk');
  assert.match(await words(page), /45\+106=151/);
});

test('a number without record or source stops the issue until it has one', async () => {
  await step('office', 'compose');
  const page = await step('office', 'check_figures');
  assert.match(await words(page), /没有绑定数据，也没有注明来源/);
  await page.goto(`/articles/${article}/figure`);
  await sound(page, 'pick');
  await page.locator('[name=code]').fill('station.visitors');
  await page.locator('[name=division]').fill('430400000000');
  await page.locator('[name=words]').fill('余人次');
  await send(page);
  await page.waitForURL(`**/articles/${article}`);
  const body = await page.locator('[name=body]').inputValue();
  assert.match(body, /\{station\.visitors\|430400000000/);
  await page.locator('[name=body]').fill(body
    .replace('53篇', '53篇〔来源：镇人大统计〕').replace('151件', '151件〔来源：镇人大统计〕')
    .replace('45件', '45件〔来源：镇人大统计〕').replace('106件', '106件〔来源：镇人大统计〕'));
  await send(page);
  await step('office', 'check_figures');
  await step('office', 'check_names');
  assert.match(await words(await step('office', 'submit')), /待签发/);
});

test('the leader signs, the desk numbers and sends it', async () => {
  const leader = await as('leader');
  await leader.goto(`/newsroom/${issue}`);
  await sound(leader, 'leader');
  assert.match(await words(await step('leader', 'sign')), /已签发/);
  let page = await step('office', 'number', (p) => p.locator('[name=number]').fill('900'));
  assert.match(await words(page), /请写明理由/);
  page = await step('office', 'number');
  assert.match(await words(page), /已编号/);
  await step('office', 'typeset');
  assert.match(await words(await step('office', 'send')), /已发送/);
});

test('what was signed cannot be changed any more', async () => {
  const page = await as('office');
  await page.goto(`/articles/${article}`);
  assert.equal(await page.locator('[name=body]').count(), 0);
});

test('a reader opens a public issue on a phone and asks what a number means', async () => {
  const page = await openPage(browser, server, { viewport: PHONE, script: false });
  await page.goto('/bulletins');
  assert.doesNotMatch(await words(page), /第3期/);
  await page.locator('ul.lines a', { hasText: '第2期' }).click();
  await shot(page, 'bulletin-reader');
  assert.equal(await tooWide(page), false);
  const html = await (await page.context().request.get(page.url())).text();
  assert.deepEqual(await invalid(html), []);
  const number = page.locator('a.number').first();
  assert.match(await number.innerText(), /1318/);
  await number.click();
  await shot(page, 'bulletin-figure');
  assert.match(await words(page), /准确数\s+1318/);
});

test('the same issue is a PDF and an office document', async () => {
  const page = await openPage(browser, server);
  await page.goto('/bulletins');
  await page.locator('ul.lines a', { hasText: '第2期' }).click();
  await sound(page, 'issue');
  for (const [link, begin] of [['PDF', '%PDF'], ['ODT', 'PK']]) {
    const href = await page.locator('main a', { hasText: link }).getAttribute('href');
    const got = await page.context().request.get(href);
    assert.equal(got.status(), 200);
    assert.equal((await got.body()).subarray(0, begin.length).toString(), begin);
  }
});

test('special reports keep their instruction, and media pieces are entered once', async () => {
  const page = await as('office');
  await page.goto('/specials');
  await page.locator('ul.lines a').first().click();
  await sound(page, 'special');
  assert.match(await words(page), /批示/);
  for (const times of [1, 2]) {
    await page.goto('/media');
    if (times === 1) await sound(page, 'media');
    await page.locator('[name=outlet]').fill('市级日报');
    await page.locator('[name=title]').fill('屋场里的恳谈会');
    await page.locator('[name=level]').selectOption('city');
    await send(page);
  }
  await page.goto('/media');
  assert.equal(await page.locator('ul.lines li', { hasText: /市级日报 \d/ }).count(), 1);
});
