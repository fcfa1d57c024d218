// A citizen at a station's door: scans, says it in four steps, keeps the code, follows it, adds
// something, changes who may see the name; on phone and desk, with and without script.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import {
  serve, openBrowser, openPage, signIn, shot, tooWide, PHONE, DESK,
} from './lib.mjs';

let server;
let browser;
let staff;
let scanned;

before(async () => {
  server = await serve();
  browser = await openBrowser();
  staff = await openPage(browser, server);
  await signIn(staff, server, 'clerk');
  await staff.goto('/stations');
  await staff.locator('table tbody a').first().click();
  scanned = await staff.locator('main a[href^="/s/"]').first().getAttribute('href');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = (page) => page.locator('main form button.main').first();
const heading = (page) => page.locator('h1').innerText();

/* Every page of the way fits the window; the pages are counted. */
class Way {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.seen = 0;
  }

  async look() {
    this.seen++;
    await shot(this.page, `citizen-${this.name}-${this.seen}`);
    assert.equal(await tooWide(this.page), false, `${this.page.url()} is wider than the window`);
  }
}

async function what(page, way, words) {
  const got = await page.goto(scanned);
  assert.equal(got.status(), 200);
  await way?.look();
  await page.locator('main a.button.main').first().click();
  await page.locator('[name=body]').fill(words);
}

async function throughTo(page, way, words) {
  await what(page, way, words);
  await way?.look();
  await main(page).click();
  await page.locator('[name=place]').fill('老桥东头第三根灯杆');
  await way?.look();
  await main(page).click();
  await page.locator('[name=anonymity][value=named]').check();
  await page.locator('[name=name]').fill('芄兰');
  await page.locator('[name=contact]').fill('13800001111');
  await way?.look();
  await main(page).click();
  await page.locator('form[action="/ask/send"]').waitFor();
}

const kept = async (page) => {
  const both = await page.locator('.keep strong').allInnerTexts();
  assert.equal(both.length, 2, await page.locator('main').innerText());
  return { number: both[0].trim(), code: both[1].trim() };
};

/* How many requests with these words the staff find. */
async function count(words) {
  await staff.goto(`/requests?q=${encodeURIComponent(words)}`);
  return staff.locator('table.cards tbody tr').count();
}

async function follow(page, code) {
  await page.goto('/follow');
  await page.locator('[name=code]').fill(code);
  await main(page).click();
  await page.waitForURL('**/case');
}

const kinds = [
  ['phone, no script', { viewport: PHONE, script: false }, '井盖松动甲'],
  ['phone', { viewport: PHONE }, '井盖松动乙'],
  ['desk, no script', { viewport: DESK, script: false }, '井盖松动丙'],
  ['desk', { viewport: DESK }, '井盖松动丁'],
];

for (const [name, options, words] of kinds) {
  test(`from the scanned code to the receipt and after it: ${name}`, async () => {
    const page = await openPage(browser, server, options);
    const way = new Way(page, name.replace(/\W+/g, '-'));
    await throughTo(page, way, `${words}，晚上有人绊倒。`);
    assert.match(await page.locator('main').innerText(), new RegExp(words));
    await way.look();
    assert.equal(way.seen, 5, 'the scanned page and four pages to fill in');
    await page.locator('form[action="/ask/send"] button.main').click();
    await page.locator('.keep').first().waitFor();
    await way.look();
    const { number, code } = await kept(page);
    assert.match(number, /^\d{4}-430422-\d{6}$/);
    assert.match(code.replace(/[- ]/g, ''), /^[0-9A-Z*~$=]{25}$/);

    await follow(page, code);
    await way.look();
    assert.match(await page.locator('main').innerText(), new RegExp(number));

    const add = page.locator('details:has(form[action="/case/add"])');
    if (await add.count()) {
      await add.locator('summary').click();
      await add.locator('textarea').fill('补充一句：就在公交站旁边。');
      await add.locator('button.main').click();
      await page.waitForURL('**/case');
      assert.match(await page.locator('.timeline').innerText(), /就在公交站旁边/);
    }
    const degree = page.locator('details:has(form[action="/case/anonymity"])');
    await degree.locator('summary').click();
    await degree.locator('[value=none]').check();
    await degree.locator('form button').last().click();
    await page.waitForURL('**/case');
    await way.look();
    assert.match(await page.locator('main').innerText(), /完全匿名/);
    assert.equal(await count(words), 1);
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.foreign, []);
    await page.context().close();
  });
}

test('a double tap on send makes one request', async () => {
  const page = await openPage(browser, server, { viewport: PHONE });
  await throughTo(page, null, '双击提交的一件事，排水沟堵了。');
  await page.locator('form[action="/ask/send"] button.main').dblclick({ noWaitAfter: true });
  await page.locator('.keep').first().waitFor();
  await kept(page);
  assert.equal(await count('双击提交的一件事'), 1);
  await page.context().close();
});

test('the receipt, loaded again, is the same receipt', async () => {
  for (const script of [true, false]) {
    const words = `刷新回执${script ? '有' : '无'}脚本`;
    const page = await openPage(browser, server, { viewport: PHONE, script });
    await throughTo(page, null, `${words}，路面塌了。`);
    await page.locator('form[action="/ask/send"] button.main').click();
    await page.locator('.keep').first().waitFor();
    const first = await kept(page);
    await page.reload();
    assert.deepEqual(await kept(page), first);
    assert.equal(await count(words), 1);
    await page.context().close();
  }
});

test('going back from the receipt and sending again makes no second request', async () => {
  const page = await openPage(browser, server, { viewport: PHONE, script: false });
  await throughTo(page, null, '返回再交的一件事，栏杆断了。');
  await page.locator('form[action="/ask/send"] button.main').click();
  await page.locator('.keep').first().waitFor();
  const first = await kept(page);
  await page.goBack().catch(() => page.reload());
  if (await page.locator('form[action="/ask/send"]').count() === 0) await page.reload();
  await page.locator('form[action="/ask/send"] button.main').click();
  await page.locator('.keep').first().waitFor();
  assert.deepEqual(await kept(page), first);
  assert.equal(await count('返回再交的一件事'), 1);
  await page.context().close();
});

test('a mistake is told at its field and what was typed stays', async () => {
  for (const script of [true, false]) {
    const page = await openPage(browser, server, { viewport: PHONE, script });
    await what(page, null, '水');
    await main(page).click();
    assert.equal(await page.locator('[name=body]').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.locator('[name=body]').inputValue(), '水');
    await page.locator('[name=body]').fill('水管漏水，路面一直是湿的。');
    await main(page).click();
    const more = page.locator('details:has([name=town])');
    if (await more.count()) await more.locator('summary').click();
    await page.locator('[name=place]').fill('三岔路口');
    await page.locator('[name=town]').fill('没有这个地方镇');
    await main(page).click();
    const town = page.locator('[name=town]');
    assert.equal(await town.getAttribute('aria-invalid'), 'true');
    assert.equal(await town.inputValue(), '没有这个地方镇');
    assert.ok(await town.isVisible(), 'the field in error is open to see');
    assert.equal(await page.locator('[name=place]').inputValue(), '三岔路口');
    const told = await town.getAttribute('aria-describedby');
    assert.ok(told.includes('error'), told);
    await shot(page, `citizen-mistake-${script}`);
    assert.match(await page.locator('#problems').innerText(), /\S/);
    await town.fill('');
    await main(page).click();
    await page.locator('[name=contact]').fill('不是电话');
    await page.locator('[name=anonymity][value=named]').check();
    await main(page).click();
    const contact = page.locator('[name=contact]:visible');
    assert.equal(await contact.inputValue(), '不是电话');
    assert.equal(await contact.getAttribute('aria-invalid'), 'true');
    await contact.fill('13800001111');
    await main(page).click();
    assert.match(await page.locator('main').innerText(), /三岔路口/);
    await page.context().close();
  }
});

test('a wrong query code opens nothing and says so', async () => {
  const page = await openPage(browser, server, { viewport: PHONE });
  await page.goto('/follow');
  await page.locator('[name=code]').fill('ABCDEF');
  await main(page).click();
  assert.equal(await page.locator('[name=code]').getAttribute('aria-invalid'), 'true');
  assert.match(await heading(page), /\S/);
  assert.equal((await page.goto('/case')).status(), 401);
  await page.context().close();
});
