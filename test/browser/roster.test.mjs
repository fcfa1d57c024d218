// A station clerk's month: the roster is made from the station's rule, a deputy is changed and
// told by telephone, staff and tasks are kept, a mediation in a hamlet is run to its end.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, openBrowser, openPage, signIn, shot, invalid, barriers, PHONE, DESK } from './lib.mjs';

let server;
let browser;
let cookies;

before(async () => {
  server = await serve();
  browser = await openBrowser();
  const page = await openPage(browser, server);
  await signIn(page, server, 'clerk');
  cookies = await page.context().cookies();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// A page of the clerk, who signed in once.
async function desk(options) {
  const page = await openPage(browser, server, options);
  await page.context().addCookies(cookies);
  return page;
}

// Nothing wrong with the page as sent and as it stands.
async function fine(page, name) {
  await shot(page, name);
  const got = await page.context().request.get(page.url());
  assert.deepEqual(await invalid(await got.text()), [], page.url());
  assert.deepEqual(await barriers(page), [], page.url());
  assert.deepEqual(page.complaints.filter((c) => !c.includes('422')), []);
}

const press = (page, words) => page.locator('main').getByRole('button', { name: words }).first().click();
const go = (page, words) => page.locator('main').getByRole('link', { name: words }).first().click();
const heading = (page) => page.locator('h1').innerText();

async function station(page) {
  await page.goto('/stations');
  await page.locator('main table a').first().click();
  await page.goto(`${new URL(page.url()).pathname}/roster`);
}

for (const [size, viewport] of [['phone', PHONE], ['desk', DESK]])
  test(`on a ${size}: the roster is made, a deputy told, staff and tasks kept`, async () => {
    const page = await desk({ viewport, script: size === 'desk' });
    await page.goto('/duties');
    await shot(page, `roster-list-${size}`);
    await station(page);
    assert.match(await heading(page), /值班、人员和工作/);
    if (size === 'desk') await fine(page, 'roster-station');
    else await shot(page, 'roster-station-phone');

    const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
    await page.locator('[name=from]').fill(day(70));
    await page.locator('[name=to]').fill(day(200));
    await press(page, '生成');
    assert.match(await page.locator('main').innerText(), size === 'phone' ? /值班表已生成/ : /没有变动/);

    const rows = page.locator('main table').first().locator('tbody tr');
    await rows.nth(size === 'phone' ? -1 : -2).locator('a').click();
    if (size === 'desk') await fine(page, 'roster-duty-desk');
    else await shot(page, 'roster-duty-phone');
    const duty = new URL(page.url()).pathname;
    await page.locator('main details summary').first().click();
    await go(page, '取消这一天');
    if (size === 'desk') await fine(page, 'roster-cancel-desk');
    await page.goto(duty);
    await page.locator('[name=told]').check();
    await press(page, '保存');
    assert.match(await rows.nth(size === 'phone' ? -1 : -2).innerText(), /已电话告知/);

    await go(page, '人员变动');
    await page.locator('[name=name]').fill('王锸');
    await page.locator('[name=post]').selectOption('liaison');
    await press(page, '保存');
    assert.match(await page.locator('main').innerText(), /王锸/);
    assert.match(await page.locator('main').innerText(), /没有得知人员变动/);
    await go(page, '逐一告知代表');
    await shot(page, `roster-untold-${size}`);
    await press(page, '登记已告知');
    assert.doesNotMatch(await page.locator('main').innerText(), /没有得知人员变动/);

    await go(page, '本站简介和规则');
    if (size === 'desk') await fine(page, 'roster-words-desk');
    await station(page);

    await go(page, '增加一项');
    if (size === 'desk') await fine(page, 'roster-task-desk');
    await page.locator('label', { hasText: '接待有登记' }).click();
    await page.locator('[name=name]').fill('雨天门口铺防滑垫');
    await press(page, '保存');
    assert.match(await page.locator('main').innerText(), /每项任务都要有人负责/);
    assert.equal(await page.locator('[name=name]').inputValue(), '雨天门口铺防滑垫');
    await page.locator('[name=lead]').fill('王锸');
    await press(page, '保存');
    assert.doesNotMatch(await page.locator('main tr', { hasText: '防滑垫' }).first().innerText(), /空缺/);

    await page.locator('main tr', { hasText: '防滑垫' }).first().locator('a').click();
    await page.locator('[name=name]').fill('');
    await press(page, '保存');
    assert.equal(await page.locator('main tr', { hasText: '防滑垫' }).count(), 0);

    await go(page, '代表之家');
    await page.locator('[name=day]').fill(day(30));
    await page.locator('[name=time_from]').fill('09:00');
    await page.locator('[name=time_to]').fill('10:30');
    await page.locator('[name=purpose]').fill('小组学习');
    await press(page, '预约');
    await go(page, '代表之家');
    await page.locator('main a[href^="/bookings/"]').first().click();
    if (size === 'desk') await fine(page, 'roster-booking-desk');
    await page.locator('main form[action^="/bookings/"] button').click();
    await station(page);
    await go(page, '代表之家');
    assert.equal(await page.locator('main a[href^="/bookings/"]').count(), 0);
    await page.context().close();
  });

test('a mediation is registered, mediated, agreed and followed up', async () => {
  const page = await desk({ viewport: PHONE });
  await page.goto('/hamlets');
  await shot(page, 'hamlet-list');
  await page.locator('main table a').first().click();
  await fine(page, 'hamlet-record');
  const member = await page.locator('main table').first().locator('a').first().innerText();
  await go(page, '登记调解');
  await page.locator('[name=title]').fill('晒谷坪轮流使用');
  await page.locator('[name=parties]').fill('李堃、张翀');
  await press(page, '保存');
  assert.match(await page.locator('main').innerText(), /李堃、张翀/);
  await go(page, '开始调解');
  await press(page, '开始调解');
  assert.match(await page.locator('main').innerText(), /请写明由哪位议事会成员调解/);
  await page.locator('[name=member]').fill(member);
  await press(page, '开始调解');
  await go(page, '达成协议');
  await page.locator('[name=note]').fill('单日双日轮流，收谷当天互相帮忙。');
  await press(page, '达成协议');
  await fine(page, 'hamlet-mediation');
  await go(page, '回访');
  await page.locator('[name=note]').fill('到户看过。');
  await press(page, '回访');
  await go(page, '回访无变化');
  await press(page, '回访无变化');
  assert.match(await page.locator('main').innerText(), /已办结/);
  await page.context().close();
});

test('anyone sees who receives when at a station, and no name of those who came', async () => {
  const page = await desk({ viewport: PHONE, script: false });
  await page.goto('/stations');
  const path = new URL(await page.locator('main table a').first().evaluate((a) => a.href)).pathname;
  await page.context().close();
  const open = await openPage(browser, server, { viewport: PHONE });
  await open.goto(`${path.replace('/stations/', '/st/')}/online`);
  await fine(open, 'roster-online');
  assert.match(await open.locator('main').innerText(), /什么时候能见到代表/);
  await open.context().close();
});
