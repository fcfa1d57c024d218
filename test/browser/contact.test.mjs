// Contact at people's own screens: a deputy on a phone without a script, the office at a desk.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, openBrowser, openPage, signIn, shot, tooWide, barriers, invalid, PHONE } from './lib.mjs';

let server;
let browser;
const people = {};

async function as(login, options = {}) {
  if (!people[login]) {
    people[login] = await openPage(browser, server, options);
    await signIn(people[login], server, login);
  }
  return people[login];
}

const words = (page) => page.locator('main').innerText();

async function fine(page, name) {
  await shot(page, `contact-${name}`);
  assert.equal(await tooWide(page), false, `${name} is too wide`);
  const html = await (await page.request.get(page.url())).text();
  assert.deepEqual(await invalid(html), [], name);
}

before(async () => {
  server = await serve();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a deputy sees on a phone what is due, adds a voter and confirms the collection', async () => {
  const page = await as('deputy', { viewport: PHONE, script: false });
  await page.goto('/contact');
  await fine(page, 'mine');
  assert.match(await words(page), /半年征集等您核对/);
  assert.match(await words(page), /我的小组/);
  await page.locator('[name=voter]').fill('覃犇');
  await page.locator('[name=about]').fill('三组，养鱼');
  await page.locator('form[action="/contact/voters"] button').click();
  assert.match(await words(page), /三组，养鱼/);
  assert.doesNotMatch(await words(page), /覃犇/, 'names are one look further');
  await page.locator('nav.actions a[href^="/contact/collect/"]').first().click();
  await fine(page, 'confirm');
  await page.locator('[name=note]').fill('用水问题多');
  await page.locator('form[action^="/contact/collect/"] button').click();
  assert.match(await words(page), /已核对|我的小组/);
});

test('a deputy writes a diary; what concerns others is pointed out at its place before it is public', async () => {
  const page = await as('deputy');
  await page.goto('/diary/new');
  await page.locator('[name=title]').fill('老街走访');
  await page.locator('[name=body]').fill('今天到老街。\n村民李秀兰说没水，电话13900001111。');
  await page.locator('form[action="/diary/new"] button').click();
  await fine(page, 'diary-check');
  assert.deepEqual(await page.locator('mark').allInnerTexts(), ['李秀兰', '13900001111']);
  assert.equal(await page.locator('form[action$="/publish"]').count(), 0, 'not publishable yet');
  await page.locator('[name=body]').fill('今天到老街。\n一位老人说没水，我记下了。');
  await page.locator('form[action^="/diary/"]:has([name=body]) button').click();
  await page.locator('form[action$="/publish"] button').click();
  await page.locator('a[href^="/diaries/"]').click();
  await fine(page, 'diary-public');
  assert.match(await words(page), /一位老人说没水/);
});

test('the office sees coverage and gaps, opens a holder, and puts a team together', async () => {
  const page = await as('county');
  await page.goto('/coverage');
  await fine(page, 'coverage');
  assert.deepEqual(await barriers(page), []);
  await page.locator('main table a').first().click();
  await fine(page, 'holder');
  assert.deepEqual(await barriers(page), []);
  await page.goto('/teams/new');
  await page.locator('[name=day]').fill('2099-01-05');
  await page.locator('[name=place]').fill('云集镇');
  await page.locator('[name=purpose]').fill('走访云集镇');
  await page.locator('form[action="/teams/new"] button').click();
  assert.match(await words(page), /应有 1 名民情信息员，现有 0 名/);
  await page.locator('[name=staff_role][value=officer]').check();
  await page.locator('form[action$="/staff"] [name=name]').fill('何翀');
  await page.locator('form[action$="/staff"] [name=post]').fill('民情信息员');
  await page.locator('form[action$="/staff"] button').click();
  assert.doesNotMatch(await words(page), /应有 1 名民情信息员/);
  await fine(page, 'team');
});

test('the leader has contacts too, and names the head of the office', async () => {
  const page = await as('county.head');
  await page.goto('/contact');
  await fine(page, 'leader');
  assert.match(await words(page), /主任/);
  await page.goto('/talks-head');
  await page.locator('[name=account]').fill('county');
  await page.locator('form[action="/talks-head"] button').click();
  assert.match(await words(page), /衡南县人大联工委/);
});
