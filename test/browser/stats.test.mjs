// A reader of public figures, an office that asks for figures and a presidium that confirms them,
// each at their own screen.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, openBrowser, openPage, signIn, shot, tooWide, PHONE } from './lib.mjs';

let server;
let browser;
const people = {};

async function as(login) {
  if (!people[login]) {
    people[login] = await openPage(browser, server, login === 'presidium' ? { viewport: PHONE } : {});
    await signIn(people[login], server, login);
  }
  return people[login];
}

before(async () => {
  server = await serve();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const words = (page) => page.locator('main').innerText();

test('anyone reads the figures of a place on a phone, goes down a level and opens a definition', async () => {
  const page = await openPage(browser, server, { viewport: PHONE });
  await page.goto('/figures?period=twelve_months');
  await shot(page, 'stats-public');
  assert.equal(await tooWide(page), false);
  await page.locator('details.figure summary').first().click();
  assert.match(await page.locator('details.figure').first().innerText(), /怎样统计/);
  await page.locator('table a', { hasText: '衡南县' }).first().click();
  await page.waitForURL('**/figures?division=430422000000**');
  assert.match(await words(page), /衡南县/);
  assert.ok(await page.locator('svg.plot rect.mark').count() > 5, 'a column for each month');
  await page.goto('/figures/request.reply_satisfaction?division=430422000000&period=twelve_months');
  await shot(page, 'stats-figure');
  assert.equal(await tooWide(page), false);
  assert.match(await words(page), /÷/);
  assert.doesNotMatch(await words(page), /逐条查看/);
});

test('the office follows a figure to its records', async () => {
  const page = await as('county');
  await page.goto('/figures/request.received?division=430422000000&period=last_month');
  await page.locator('a', { hasText: '逐条查看' }).click();
  await page.waitForURL('**/records**');
  await shot(page, 'stats-records');
  await page.locator('table a[href^="/requests/"]').first().click();
  await page.waitForURL('**/requests/**');
});

test('the office asks once, the presidium confirms, and both see it', async () => {
  const office = await as('county');
  await office.goto('/reports/new');
  await office.locator('[name=title]').fill('一件事的数据');
  await office.locator('fieldset#measures details').filter({ hasText: '收到诉求' }).first()
    .evaluate((d) => { d.open = true; });
  await office.locator('label', { hasText: '收到诉求' }).first().click();
  await shot(office, 'stats-ask');
  await office.locator('main form button.main').click();
  await office.waitForURL((to) => /\/reports\/(?!new)/.test(to.pathname));
  const presidium = await as('presidium');
  await presidium.goto('/reports');
  await presidium.locator('a', { hasText: '一件事的数据' }).click();
  await presidium.locator('table a[href*="/place/"]').first().click();
  await shot(presidium, 'stats-confirm');
  assert.equal(await tooWide(presidium), false);
  await presidium.locator('[name=note]').fill('与登记册一致');
  await presidium.locator('main form button.main').click();
  await presidium.waitForURL((to) => !to.pathname.includes('/place/'));
  await office.reload();
  assert.match(await words(office), /与登记册一致/);
});
