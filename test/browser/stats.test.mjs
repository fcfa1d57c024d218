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

/* Cells of an exported table, as text. */
async function exported(page, link) {
  const got = page.waitForEvent('download');
  await link.click();
  const stream = await (await got).createReadStream();
  let text = '';
  for await (const piece of stream) text += piece;
  return text.replace(/^\ufeff/, '').trim().split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
}
const plain = (text) => text.replaceAll(/[\s\u2009\u202f\u00a0]/g, '');

test('a figure leads to its definition, and to its records by way of the period picker', async () => {
  const page = await as('county');
  await page.goto('/figures?division=430422000000');
  const head = page.locator('details.figure').first();
  await head.locator('summary').click();
  assert.match(await head.innerText(), /收到诉求/);
  await head.locator('a').first().click();
  await page.waitForURL('**/figures/request.received?**');
  assert.match(await words(page), /统计口径/);
  await page.locator('[name=period]').selectOption('last_month');
  await page.locator('main form button.main').click();
  await page.waitForURL('**period=last_month**');
  const value = plain(await page.locator('p.keep strong').innerText());
  await shot(page, 'stats-definition');
  await page.locator('a', { hasText: '逐条查看' }).first().click();
  await page.waitForURL('**/records**');
  await shot(page, 'stats-records');
  assert.match(plain(await words(page)), new RegExp(`收到诉求：${value}条记录`));
  const table = await exported(page, page.locator('a', { hasText: 'CSV' }).first());
  assert.equal(table.length - 1, Number(value), 'a line for each record');
  await page.locator('table a[href^="/requests/"]').first().click();
  await page.waitForURL('**/requests/**');
});

test('what is exported is what the screen shows', async () => {
  const page = await openPage(browser, server);
  await page.goto('/figures?division=430400000000&period=any&from=2026-01-01&to=2026-06-30');
  const shown = await page.locator('#places ~ table, #places ~ div table').evaluateAll((tables) => tables
    .flatMap((t) => [...t.tBodies[0].rows].map((r) => [...r.cells].map((c) => c.textContent))));
  const table = await exported(page, page.locator('p.exports').first().locator('a', { hasText: 'CSV' }));
  const counties = shown.filter((cells) => cells.length === 9).map((cells) => cells.map(plain));
  assert.equal(counties.length, 12);
  for (const cells of counties)
    assert.deepEqual(table.find((line) => line[1] === cells[0]).slice(1).map(plain), cells);
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
