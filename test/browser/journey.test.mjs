// One matter around the whole circle, each person at their own screen: clerk, deputy, unit,
// liaison office, citizen, auditor.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, openBrowser, openPage, signIn, shot, tooWide, PHONE } from './lib.mjs';

let server;
let browser;
const people = {};
let citizen;
let number;
let code;
const WORDS = '通往中心小学的公路塌了一角，班车每天绕行。';
const REASON = '只填了石子，雨一下又塌了。';

async function as(login) {
  if (!people[login]) {
    people[login] = await openPage(browser, server, login === 'deputy' ? { viewport: PHONE } : {});
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

async function record(login) {
  const page = await as(login);
  const got = await page.goto(`/requests/${number}`);
  assert.equal(got.status(), 200, `${login} may not see ${number}`);
  return page;
}

/* A button of the record, its page, its form. */
async function move(login, event, fill = async () => {}) {
  const page = await record(login);
  const link = page.locator(`nav.actions a[href$="/do/${event}"]`);
  if (await link.locator('xpath=ancestor::details').count()) {
    await page.locator('nav.actions details summary').click();
  }
  await link.click();
  await shot(page, `journey-${login}-${event}`);
  assert.equal(await tooWide(page), false);
  await fill(page);
  await page.locator('main form').first().locator('button').first().click();
  await page.waitForURL(`**/requests/${number}`);
  return page;
}

async function judge(fill) {
  await citizen.goto('/case');
  const form = citizen.locator('form[action="/case/verdict"]');
  await fill(form);
  await form.locator('button.main').click();
}

const unitRow = (page, name) => page.locator('fieldset#f-unit_id label.row', { hasText: name });

test('a clerk enters a visitor at the desk, gives number and code, and accepts', async () => {
  const page = await as('clerk');
  await page.goto('/desk');
  await page.locator('[name=channel][value=station]').check();
  await page.locator('[name=body]').fill(WORDS);
  await page.locator('[name=place]').fill('中心小学路口');
  await page.locator('[name=anonymity][value=office]').check();
  await page.locator('[name=name]').fill('鲁堃');
  await page.locator('[name=contact]').fill('13900002222');
  await page.locator('form[action="/desk"] button.main').click();
  await page.locator('.keep').first().waitFor();
  await shot(page, 'journey-desk-done');
  [number, code] = (await page.locator('.keep strong').allInnerTexts()).map((s) => s.trim());
  assert.match(number, /^\d{4}-430422-\d{6}$/);

  const slip = page.waitForEvent('download', { timeout: 5000 }).catch(() => null);
  const answer = page.waitForResponse((r) => r.url().endsWith('/ask/slip'));
  await page.locator('form[action="/ask/slip"] button').click();
  assert.match((await answer).headers()['content-type'], /application\/pdf/);
  await slip;

  const kept = await record('clerk');
  assert.doesNotMatch(await words(kept), /鲁堃|13900002222/, 'a name is shown only for a reason');
  await move('clerk', 'accept');
  assert.match(await words(kept), /已受理/);
});

test('a deputy looks at it and explains or forwards, but never decides', async () => {
  const page = await as('deputy');
  const got = await page.goto(`/requests/${number}`);
  assert.ok([200, 404].includes(got.status()));
  if (got.status() === 200) {
    const offered = await page.locator('nav.actions a').evaluateAll((all) =>
      all.map((a) => a.getAttribute('href').split('/').pop()));
    for (const event of ['cannot', 'solved', 'reply', 'extend', 'suspend', 'decline']) {
      assert.ok(!offered.includes(event), `a deputy is offered ${event}`);
    }
  }
});

test('a deputy forwards one of the matters asked of them', async () => {
  const page = await as('deputy');
  await page.goto('/queue');
  await shot(page, 'journey-deputy-queue');
  await page.locator('table.cards tbody a').first().click();
  await page.locator('nav.actions a[href$="/do/forward"]').click();
  await page.locator('fieldset#f-unit_id label.row').first().click();
  await shot(page, 'journey-deputy-forward');
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/requests\/[\d-]+$/);
  assert.match(await words(page), /已转办/);
});

test('the office forwards to a unit, which returns it with its reason', async () => {
  await move('county', 'forward', async (page) => {
    await unitRow(page, '衡南县交通运输局').click();
  });
  const page = await move('unit', 'return', async (p) => {
    await p.locator('[name=note]').fill('这一段是水库专用路，请转水利局。');
  });
  assert.match(await words(page), /退回/);
});

test('a return without a reason is refused at its field and keeps what was typed', async () => {
  await move('county', 'forward', async (page) => {
    await unitRow(page, '衡南县交通运输局').click();
    await page.locator('[name=note]').fill('已核对：路权属县道，请交通运输局办理。');
  });
  const page = await record('unit');
  await page.locator('nav.actions a[href$="/do/return"]').first().evaluate((a) => a.click());
  await page.locator('[name=note]').waitFor();
  await page.locator('main form button').first().click();
  await page.locator('#problems').waitFor();
  assert.equal(await page.locator('[name=note]').getAttribute('aria-invalid'), 'true');
});

test('the unit takes it and replies; the citizen is asked', async () => {
  await move('unit', 'take');
  await move('unit', 'reply', async (page) => {
    await page.locator('[name=outcome][value=solved]').check();
    await page.locator('[name=answer]').fill('塌方处已回填石子。');
  });
  citizen = await openPage(browser, server, { viewport: PHONE, script: false });
  await citizen.goto('/follow');
  await citizen.locator('[name=code]').fill(code);
  await citizen.locator('main form button.main').click();
  await shot(citizen, 'journey-citizen-asked');
  assert.match(await words(citizen), /塌方处已回填石子/);
  assert.match(await words(citizen), /待评价/);
});

test('"not solved" needs a reason, keeps the answers, and starts round 2', async () => {
  await judge(async (form) => {
    await form.locator('[name=solved][value=no]').check();
    await form.locator('[name=result_satisfaction][value=dissatisfied]').check();
    await form.locator('[name=reply_satisfaction][value=basically]').check();
  });
  assert.equal(await citizen.locator('[name=reason]').getAttribute('aria-invalid'), 'true');
  assert.ok(await citizen.locator('[name=solved][value=no]').isChecked(), 'the answer is kept');
  assert.equal(await tooWide(citizen), false);
  await shot(citizen, 'journey-citizen-reason');
  await citizen.locator('[name=reason]').fill(REASON);
  await citizen.locator('form[action="/case/verdict"] button.main').click();
  assert.match(await words(citizen), /第 2 次办理/);
});

test('the unit hears the reason but sees no evaluation before it is published', async () => {
  const page = await record('unit');
  const seen = await words(page);
  assert.ok(seen.includes(REASON), 'what is still to be done is told');
  assert.equal(await page.locator('section[aria-labelledby=verdicts] table').count(), 0);
  assert.doesNotMatch(seen, /不满意|基本满意/);
  await shot(page, 'journey-unit-round2');
});

test('round 2: the unit replies again and the citizen says solved', async () => {
  await move('unit', 'reply', async (page) => {
    await page.locator('[name=outcome][value=solved]').check();
    await page.locator('[name=answer]').fill('已重新压实并铺设沥青，班车恢复原线。');
  });
  await judge(async (form) => {
    await form.locator('[name=solved][value=yes]').check();
    await form.locator('[name=result_satisfaction][value=satisfied]').check();
  });
  assert.match(await words(citizen), /已解决/);
  await shot(citizen, 'journey-citizen-solved');
  const unit = await record('unit');
  assert.equal(await unit.locator('section[aria-labelledby=verdicts] table').count(), 0);
});

test('the office sees and publishes the evaluation; then the unit sees it', async () => {
  const office = await record('county');
  await shot(office, 'journey-office-closed');
  assert.equal(await office.locator('section[aria-labelledby=verdicts] tbody tr').count(), 2);
  await office.locator(`form[action="/requests/${number}/publish"] button`).click();
  await office.waitForURL(`**/requests/${number}`);
  const unit = await record('unit');
  assert.match(await unit.locator('section[aria-labelledby=verdicts]').innerText(), /不满意/);
});

test('a name is seen for a reason, and the auditor sees who looked and verifies the chain', async () => {
  const clerk = await as('clerk');
  await clerk.goto(`/requests/${number}/identity`);
  await clerk.locator('[name=reason]').fill('核对联系电话');
  await clerk.locator('main form button.main').click();
  assert.match(await words(clerk), /13900002222/);

  const page = await as('auditor');
  await page.goto('/audit');
  await shot(page, 'journey-audit');
  await page.locator('main a[href^="/audit/entries"]').first().click();
  assert.match(await words(page), /核对联系电话/);
  await shot(page, 'journey-audit-entries');
  await page.goto('/audit');
  await page.locator('main a[href="/audit/verify"]').click();
  await page.locator('section.notice.done').waitFor();
  await shot(page, 'journey-audit-verified');
});

test('nobody met an error of a page or another host on the way', () => {
  for (const [login, page] of [...Object.entries(people), ['citizen', citizen]]) {
    assert.deepEqual(page.complaints.filter((c) => !/status of (401|404|422)/.test(c)), [], login);
    assert.deepEqual(page.foreign, [], login);
  }
});
