// Activities as people do them: a deputy on a phone, also where there is no connection; a clerk with a
// paper register and no mouse; a leader who reads.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve, openBrowser, openPage, signIn, shot, tooWide, invalid, barriers, PHONE, DESK } from './lib.mjs';

let server;
let browser;
const people = {};

async function as(login, options = {}) {
  const name = `${login} ${JSON.stringify(options)}`;
  if (!people[name]) {
    people[name] = await openPage(browser, server, { viewport: login === 'deputy' ? PHONE : DESK, ...options });
    await signIn(people[name], server, login);
  }
  return people[name];
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

async function good(page, name) {
  await shot(page, `activity-${name}`);
  const sent = await page.context().request.get(page.url());
  assert.deepEqual(await invalid(await sent.text()), [], name);
  assert.deepEqual(await barriers(page), [], name);
  assert.equal(await tooWide(page), false, name);
}

test('a deputy records a visit on a phone: kind, a few fields, saved', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new');
  await good(page, 'kinds');
  await page.locator('a[href="/activities/new/visit"]').click();
  await good(page, 'form');
  await page.locator('[name=people]').fill('3');
  await page.locator('[name=summary]').fill('走访三户，问水电。');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  assert.match(await words(page), /走访三户/);
  await good(page, 'record');
  await page.goto('/me/work');
  assert.match(await words(page), /走访三户/);
  await good(page, 'work');
});

/* The script fills a draft in when the page has come. */
async function holds(field, value) {
  for (let i = 0; i < 100 && await field.inputValue() !== value; i++) await field.page().waitForTimeout(50);
  assert.equal(await field.inputValue(), value);
}

/* The browser says that no reply came. */
async function lost(page) {
  for (let i = 0; i < 100 && !page.url().startsWith('chrome-error:'); i++) await page.waitForTimeout(50);
  assert.match(page.url(), /^chrome-error:/);
}

test('what was typed without a connection survives a closed page and is sent once', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/visit');
  await page.locator('[name=people]').fill('5');
  const picture = await page.screenshot({ type: 'jpeg' });
  await page.locator('[name=files]').setInputFiles({ name: '山路.jpg', mimeType: 'image/jpeg', buffer: picture });
  await page.locator('p.draft', { hasText: '已存在' }).waitFor();
  await page.context().setOffline(true);
  await page.locator('[name=summary]').fill('山里没有信号，走访五户。');
  await page.locator('main form button.main').click();
  await page.locator('p.draft', { hasText: '没有网络' }).waitFor();
  await shot(page, 'activity-offline');
  await page.close({ runBeforeUnload: false });
  await page.context().setOffline(false);

  const later = await page.context().newPage();
  people['deputy {}'] = later;
  await later.goto('/activities/new');
  const draft = later.locator('[data-drafts] li', { hasText: '山里没有信号' });
  await draft.waitFor();
  await good(later, 'drafts');
  await draft.locator('a').click();
  await later.locator('[name=summary]').waitFor();
  await holds(later.locator('[name=summary]'), '山里没有信号，走访五户。');
  await holds(later.locator('[name=people]'), '5');
  await later.locator('p.draft', { hasText: '1 张照片' }).waitFor();
  assert.equal(await later.locator('[name=files]').evaluate((e) => e.files[0].name), '山路.jpg');
  const key = await later.locator('[name=idem]').inputValue();

  // The reply is lost on the way: the activity is there, the phone does not know.
  await later.context().route('**/activities/new/visit', async (route) => {
    if (route.request().method() === 'POST') {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await later.locator('main form button.main').click();
  await lost(later);
  await later.context().unroute('**/activities/new/visit');
  await later.goto('/activities/new');
  await later.locator('[data-drafts] li a').first().click();
  await holds(later.locator('[name=idem]'), key);
  await later.locator('main form button.main').click();
  await later.waitForURL(/\/activities\/A/);
  assert.equal(await later.locator('ul.files li').count(), 1, 'the photo of the draft arrived, once');
  await later.goto('/activities/new');
  assert.equal(await later.locator('[data-drafts] li').count(), 0);
  await later.goto('/activities?mine=1&kind=visit');
  assert.equal(await later.locator('tbody tr', { hasText: '山里没有信号' }).count(), 1);
});

test('a browser that keeps no photos says so, and keeps the words', async () => {
  const page = await (await as('deputy')).context().newPage();
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await page.goto('/activities/new/visit');
  await page.locator('[name=summary]').fill('照片存不下');
  await page.locator('[name=files]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') });
  await page.locator('p.draft', { hasText: '浏览器不让存照片' }).waitFor();
  await page.goto('/activities/new');
  const draft = page.locator('[data-drafts] li', { hasText: '照片存不下' });
  await draft.waitFor();
  await draft.locator('button').click();
  await page.close();
});

test('groups are ticked by name on a phone, and a long list is narrowed by typing', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/group');
  await good(page, 'group-form');
  const first = page.locator('#f-group label').first();
  const name = (await first.innerText()).trim();
  await first.locator('input').check();
  await page.locator('[name=summary]').fill('小组学习');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  assert.match(await words(page), new RegExp(name.split('（')[0]));
});

test('two drafts lie side by side, and one can be thrown away', async () => {
  const page = await as('deputy');
  for (const text of ['第一份草稿', '第二份草稿']) {
    await page.goto('/activities/new/hamlet_meeting');
    await page.locator('[name=summary]').fill(text);
    await page.locator('p.draft', { hasText: '已存在' }).waitFor();
  }
  await page.goto('/activities/new');
  await page.locator('[data-drafts] li').nth(1).waitFor();
  assert.equal(await page.locator('[data-drafts] li').count(), 2);
  await page.locator('[data-drafts] li', { hasText: '第一份' }).locator('button').click();
  assert.equal(await page.locator('[data-drafts] li').count(), 1);
  assert.match(await page.locator('[data-drafts]').innerText(), /第二份草稿/);
});

/* A browser with a profile on the disk, as on a phone: it can be closed and opened again. */
async function phone(profile) {
  const context = await chromium.launchPersistentContext(profile, { baseURL: server.url,
    viewport: PHONE, locale: 'zh-CN', executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'] });
  const page = context.pages()[0] ?? await context.newPage();
  await signIn(page, server, 'deputy.b');
  return { context, page };
}

async function sendDraft(page, text) {
  await page.goto('/activities/new');
  await page.locator('[data-drafts] li', { hasText: text }).locator('a').click();
  await holds(page.locator('[name=summary]'), text);
  await page.locator('main form button.main').click();
}

test('two drafts outlive the browser, and each is sent once though a reply got lost', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'lianluo-phone-'));
  const texts = ['山这边走访两户', '山那边走访四户'];
  let { context, page } = await phone(profile);
  try {
    for (const text of texts) {
      await page.goto('/activities/new/visit');
      await page.locator('[name=summary]').fill(text);
      await page.locator('p.draft', { hasText: '已存在' }).waitFor();
    }
    await context.setOffline(true);
    await page.locator('main form button.main').click();
    await page.locator('p.draft', { hasText: '没有网络' }).waitFor();
    await context.close();

    ({ context, page } = await phone(profile));
    await sendDraft(page, texts[0]);
    await page.waitForURL(/\/activities\/A/);
    await context.route('**/activities/new/visit', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      assert.equal((await route.fetch({ maxRedirects: 0 })).status(), 303);
      return route.abort();
    });
    await sendDraft(page, texts[1]);
    await lost(page);
    await context.unroute('**/activities/new/visit');
    await sendDraft(page, texts[1]);
    await page.waitForURL(/\/activities\/A/);
    await page.goto('/activities/new');
    assert.equal(await page.locator('[data-drafts] li').count(), 0);
    await page.goto('/activities?mine=1&kind=visit');
    for (const text of texts) assert.equal(await page.locator('tbody tr', { hasText: text }).count(), 1, text);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

test('without script the server gives the form back filled', async () => {
  const page = await as('deputy', { script: false });
  await page.goto('/activities/new/outreach');
  await page.locator('[name=summary]').fill('走进学校');
  await page.locator('main form button.main').click();
  assert.match(await words(page), /请填写这一项/);
  assert.equal(await page.locator('[name=summary]').inputValue(), '走进学校');
  await page.locator('[name=venue]').selectOption('school');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
});

test('a clerk enters thirty rows without touching the mouse', async () => {
  const page = await as('clerk');
  await page.goto('/activities/register');
  await good(page, 'register');
  /* The page opens in the table, beside the day that is filled in already. */
  await page.locator('[name=r1_others]:focus').waitFor();
  await page.keyboard.press('Shift+Tab');
  for (let i = 1; i <= 30; i++) {
    await page.keyboard.type(i === 1 ? '5.13' : '');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(i === 7 ? '好多' : String(i));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(`登记本第${i}行`);
    if (i < 30) await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Control+Enter');
  await page.locator('#problems').waitFor();
  const wrong = page.locator('[name=r7_people]');
  assert.equal(await wrong.evaluate((e) => e === document.activeElement), true);
  await shot(page, 'activity-register-wrong');
  assert.equal(await page.locator('[name=r30_summary]').inputValue(), '登记本第30行');
  await wrong.fill('7');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/saved=30/);
  assert.match(await words(page), /已保存 30 次活动/);
});

test('rows of a spreadsheet are pasted, kept in a closed page, and what does not fit is told', async () => {
  const page = await as('clerk');
  await page.goto('/activities/register');
  await page.locator('[name=r1_others]:focus').waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', Array.from({ length: 31 },
      (_, i) => `5.${(i % 28) + 1}\t\t${i + 1}\t\t"走访""第${i + 1}""户\n问水电"\t\r\n`).join(''));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste',
      { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.locator('form.register [role=status]', { hasText: '还有 1 行放不下' }).waitFor();
  assert.equal(await page.locator('[name=r30_summary]').inputValue(), '走访"第30"户 问水电');
  await page.locator('p.draft', { hasText: /./ }).waitFor();
  await page.goto('/activities/new');
  await page.goto('/activities/register');
  await holds(page.locator('[name=r17_people]'), '17');
  await holds(page.locator('[name=r1_day]'), '5.1');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/saved=30/);
  assert.equal(await page.locator('[name=r17_people]').inputValue(), '');
});

test('two opinions of one activity are two requests', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/hamlet_meeting');
  await page.locator('[name=summary]').fill('连着提了两条意见');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  const record = page.url().replace(/\?.*/, '');
  await page.goto(`${record}/opinion`);
  for (const text of ['第一条：路灯不亮。', '第二条：水渠堵了。']) {
    assert.equal(await page.locator('[name=body]').inputValue(), '');
    await page.locator('[name=body]').fill(text);
    await page.locator('p.draft', { hasText: /./ }).waitFor();
    await page.locator('main form button.main').click();
    await page.locator('section.notice.done').waitFor();
  }
  await page.goto(record);
  assert.match(await words(page), /第一条[^]*第二条/);
});

test('on a shared phone nobody sees the draft of another account', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/visit');
  await page.locator('[name=summary]').fill('只给自己看的草稿');
  await page.locator('p.draft', { hasText: '已存在' }).waitFor();
  const link = page.url();
  const own = await page.context().cookies();
  await page.context().clearCookies();
  await page.locator('main form button.main').click();
  await page.locator('main', { hasText: '请先登录' }).waitFor();
  await page.context().addCookies(await (await as('clerk')).context().cookies());
  await page.goto('/activities/new');
  assert.equal(await page.locator('[data-drafts] li').count(), 0);
  await page.goto(link);
  assert.equal(await page.locator('[name=summary]').inputValue(), '');
  await page.context().clearCookies();
  await page.context().addCookies(own);
  await page.goto('/activities/new');
  const draft = page.locator('[data-drafts] li', { hasText: '只给自己看的草稿' });
  await draft.locator('a').click();
  await holds(page.locator('[name=summary]'), '只给自己看的草稿');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
});

test('a phone without room for drafts says so and sends all the same', async () => {
  const page = await (await as('deputy')).context().newPage();
  await page.addInitScript(() => {
    Storage.prototype.setItem = function full(key) {
      if (key.startsWith('draft ')) throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.goto('/activities/new/visit');
  await page.locator('[name=summary]').fill('存不下也要能发');
  await page.locator('p.draft', { hasText: '存不下草稿' }).waitFor();
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  await page.close();
});

test('a session on a wrong day is told at the field and goes with its reason', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/session');
  assert.equal(await page.locator('[name=brand]').inputValue(), '逢四说事');
  await page.locator('[name=day]').fill('2026-05-15');
  await page.locator('[name=person_times]').fill('12');
  await page.locator('main form button.main').click();
  assert.match(await page.locator('#f-day-error').innerText(), /逢 4 的日子/);
  await good(page, 'off-day');
  await page.locator('[name=shifted]').fill('14 日大雨，路不通');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  assert.match(await words(page), /14 日大雨/);
});

test('a report goes to a unit and its answer comes back to the deputy', async () => {
  const deputy = await as('deputy');
  await deputy.goto('/activities/new/inspection');
  await deputy.locator('[name=subject]').fill('通村公路护栏');
  await deputy.locator('main form button.main').click();
  await deputy.waitForURL(/\/activities\/A/);
  const record = deputy.url().replace(/\?.*/, '');
  const office = await as('county');
  await office.goto(record);
  await office.locator('nav.actions a', { hasText: '转送报告' }).click();
  await good(office, 'forward');
  await office.locator('[name=org]').selectOption({ label: '衡南县交通运输局' });
  await office.locator('[name=points]').fill('把护栏装上');
  await office.locator('main form button.main').click();
  await office.locator('main', { hasText: '报告转送和反馈' }).waitFor();
  await good(office, 'forwarded');
  const unit = await as('unit');
  await unit.goto('/me/work');
  await good(unit, 'work-unit');
  await unit.goto(await office.locator('h3 a', { hasText: '交通运输局' }).getAttribute('href'));
  await good(unit, 'answer');
  await unit.locator('[name=answer]').fill('护栏已经装好');
  await unit.locator('main form button.main, main form button').last().click();
  await unit.locator('main', { hasText: '已反馈' }).waitFor();
  await deputy.goto('/me/work');
  assert.match(await words(deputy), /通村公路护栏\s*已反馈/);
});

test('an opinion is registered from the record, and a correction is seen by whoever looks', async () => {
  const page = await as('deputy');
  await page.goto('/activities/new/hamlet_meeting');
  await page.locator('[name=person_times]').fill('21');
  await page.locator('[name=summary]').fill('在晒谷坪开恳谈会。');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A/);
  const record = page.url();
  await page.locator('nav.actions a.main').click();
  await good(page, 'opinion');
  await page.locator('[name=body]').fill('村口的路灯半个月不亮了。');
  await page.locator('main form button.main').click();
  await page.locator('section.notice.done').waitFor();
  await page.goto(`${record.replace(/\?.*/, '')}/correct`);
  await good(page, 'correct');
  await page.locator('[name=person_times]').fill('22');
  await page.locator('[name=why]').fill('漏数一人');
  await page.locator('main form button.main').click();
  await page.waitForURL(/\/activities\/A[^/]*$/);
  const leader = await as('county.head');
  await leader.goto(record);
  assert.match(await words(leader), /21 → 22/);
  assert.match(await words(leader), /提出的意见/);
  await good(leader, 'leader');
  await leader.goto('/activities');
  await good(leader, 'list');
});
