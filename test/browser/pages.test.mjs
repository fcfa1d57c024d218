// Every page that a role can reach, in both languages: the HTML as it was sent, what a screen
// reader would stumble over, at 320 and 1280 px, light and dark, normal and large text; no error of
// a script, no other host, nothing wider than the window.  And by keyboard alone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import {
  serve, openBrowser, openPage, signIn, routes, shot, barriers, invalid, tooWide, PHONE, DESK,
  PASSWORD, totp,
} from './lib.mjs';

let server;
let browser;
const ROLES = ['office', 'county', 'presidium', 'clerk', 'deputy', 'unit', 'leader', 'auditor',
  'system', 'security'];
const all = routes().filter((r) => r.method === 'GET' && !r.own && !r.path.startsWith('/api/'));
const known = all.map((r) => ({ ...r, like: new RegExp(
  `^${r.path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`) }));
const isFile = (path) => /\.(csv|xlsx|pdf|odt)$|\/files\//.test(path);
const reached = new Map();

/* Pages that no link leads to: steps of a form, half sessions, links in messages. */
const elsewhere = new Map([
  ['/case', 'opened by its code, below'],
  ['/signin/code', 'looked at when signing in, below'],
  ['/start', 'leads on'],
  ['/divisions', 'leads on'],
  ['/deputies/{id}/plate.pdf', 'after a code was issued'],
  ['/signin/enrol', 'for an account without second factor'],
  ['/signin/password', 'for a password that somebody else set'],
  ['/v/{token}', 'behind the code at a door'],
  ['/verdict/{token}', 'in a message'],
  ['/case/files/{file}', 'of one\'s own matter'],
  ['/requests/{code}/files/{file}', 'the demonstration has no pictures'],
  ['/activities/{code}/files/{file}', 'the demonstration has no pictures'],
  ['/activities/{code}/names', 'of an activity with people who are in no register'],
  ['/activities/{code}/forward', 'of an inspection; looked at in activity.test.mjs'],
  ['/activities/{code}/verify', 'of a good deed that somebody else recorded'],
  ['/audits/{id}', 'after an audit of a station'],
  ['/audits/{id}/record.pdf', 'after an audit of a station'],
  ['/findings/{id}', 'after an audit of a station'],
  ['/bookings/{id}', 'of a room that was taken; looked at in roster.test.mjs'],
  ['/coverage/bare.csv', 'when a deputy has no link'],
  ['/coverage/bare.xlsx', 'when a deputy has no link'],
  ['/diaries', 'of one deputy, from their page'],
  ['/diaries/{id}', 'published ones'],
  ['/flows/{file}', 'a drawing'],
  ['/groups/{id}/suggest', 'of a professional group'],
  ['/self-visits/{id}', 'while an entry at the door waits for the clerk'],
  ['/specials/{id}/edit', 'of a report in the making'],
  ['/staff/{id}', 'after a change of staff'],
  ['/stations/{id}/door.pdf', 'of a station that has switched its door on'],
  ['/stations/{id}/untold', 'after a change of staff'],
  ['/swaps/{id}', 'after a swap was asked for'],
  ['/talks-head', 'the leader names the head'],
  ['/tasks/{id}', 'after a task was written'],
  ['/teams/{id}/members/{member}', 'of a team in the making'],
  ['/me/second/new', 'after the present code was given'],
]);

before(async () => {
  server = await serve();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

function routeOf(path) {
  return known.find((r) => r.path === path) ?? known.find((r) => r.like.test(path));
}

/* One of each is enough, but each move of a record has a form of its own. */
function kindOf(url) {
  const route = routeOf(url.pathname);
  if (!route) return null;
  return route.path.endsWith('/do/{event}') ? url.pathname.replace(/^(\/\w+)\/[^/]+/, '$1/…') : route.path;
}

const MANY = ['/requests/{code}', '/find', '/stations/{id}', '/audit/entries', '/divisions/{code}'];
const enough = (kind) => (kind === '/audit/entries' ? 6 : MANY.includes(kind) ? 3 : 1);

async function setLook(page, { lang, large }) {
  await page.context().addCookies([
    { name: 'll-lang', value: lang, url: server.url },
    { name: 'll-large', value: large ? '1' : '0', url: server.url },
  ]);
}

/* Follows links as this person would, and says what is there: the first address of each kind. */
async function walk(page, starts) {
  const todo = [...starts];
  const done = new Set();
  const seen = new Map();
  while (todo.length > 0) {
    const url = new URL(todo.shift(), server.url);
    const kind = kindOf(url);
    const at = url.pathname + url.search;
    if (!kind || done.has(at) || (seen.get(kind)?.length ?? 0) >= enough(kind)) continue;
    done.add(at);
    const html = await fetchBoth(page, at, todo);
    if (html !== null) seen.set(kind, [...(seen.get(kind) ?? []), at]);
    for (const m of (html ?? '').matchAll(/(?:href|<form[^>]* action)="(\/[^"#]*)"/g)) {
      todo.push(m[1].replaceAll('&amp;', '&'));
    }
  }
  return seen;
}

/* What the program itself says on a page; the rest may be what people wrote. */
function words(html) {
  const own = html.replace(/<article [^>]*lang="zh-CN">[\s\S]*?<\/article>/g, '');
  const said = own.matchAll(/<(label|th|dt|button|legend|h2|summary)( [^>]*)?>([\s\S]*?)<\/\1>/g);
  /* Names of places stay as they are; a switch speaks the other language and says so; a heading may
     name somebody's post beside a word of ours. */
  return [...said].filter((m) => !/class="row"|lang="/.test(m[2] ?? ''))
    .filter((m) => m[1] !== 'h2' || !/[A-Za-z]/.test(m[3]))
    .map((m) => m[3].replace(/\p{Script=Han}{1,12}(省|市|县|区|镇|乡|街道|村)/gu, ''));
}

/* The page in both languages, as it was sent; a file has no HTML. */
async function fetchBoth(page, at, todo) {
  let html = null;
  for (const lang of ['en', 'zh']) {
    await setLook(page, { lang });
    const got = await page.context().request.get(at, { maxRedirects: 0 });
    if (got.status() === 303) {
      todo.push(got.headers().location);
      return null;
    }
    assert.equal(got.status(), 200, `a link leads to ${at}`);
    if (!got.headers()['content-type'].startsWith('text/html')) {
      assert.ok((await got.body()).length > 0, at);
      return '';
    }
    html = await got.text();
    assert.deepEqual(await invalid(html), [], `${at} in ${lang}`);
    if (lang === 'en') {
      assert.deepEqual(words(html).filter((w) => /\p{Script=Han}/u.test(w)), [], `${at} in English`);
    }
  }
  return html;
}

/* What axe finds, and what sticks out, as the page stands. */
async function inspect(page, at, look) {
  assert.deepEqual(await barriers(page), [], `${at} ${look}`);
  assert.equal(await tooWide(page), false, `${at} ${look} is wider than the window`);
}

async function see(page, at, looks) {
  let asked = '';
  for (const look of looks) {
    const large = look.includes('large');
    const lang = look.slice(0, 2);
    const size = look.includes('320') ? PHONE : DESK;
    await page.emulateMedia({ colorScheme: look.includes('dark') ? 'dark' : 'light' });
    await page.setViewportSize(size);
    if (asked !== `${lang} ${large}`) {
      asked = `${lang} ${large}`;
      await setLook(page, { lang, large });
      await page.goto(at);
    }
    await inspect(page, at, look);
  }
}

function quiet(page, who) {
  assert.deepEqual(page.complaints, [], who);
  assert.deepEqual(page.foreign, [], who);
}

const EVERY = ['zh 320', 'zh 1280', 'zh 320 dark', 'en 320', 'en 1280', 'en 1280 dark large',
  'zh 320 large', 'en 320 dark large'];
/* For a page that has been looked at before, as somebody else: one look in turn. */
let turn = 0;
const next = () => [EVERY[(turn += 3) % EVERY.length]];

test('the public pages, in every look', async () => {
  const page = await openPage(browser, server);
  const found = await walk(page, ['/', `/find?q=${encodeURIComponent('云集')}`, '/ask', '/follow',
    '/calendar', '/signin', '/how', '/privacy', '/accessibility']);
  for (const [kind, [at]] of found) {
    if (isFile(kind)) continue;
    reached.set(kind, 'anyone');
    await see(page, at, EVERY);
  }
  for (const must of ['/', '/find', '/st/{id}', '/d/{id}', '/a/{code}', '/ask', '/follow', '/how']) {
    assert.ok(reached.has(must), `${must} is not to be found`);
  }
  quiet(page, 'anyone');
  await page.context().close();
});

test('a page that does not exist says so, in every look', async () => {
  const page = await openPage(browser, server);
  const got = await page.goto('/no/such/page');
  assert.equal(got.status(), 404);
  assert.deepEqual(await invalid(await got.text()), []);
  await see(page, '/no/such/page', EVERY.slice(0, 4));
  await page.context().close();
});

async function pagesOf(login) {
  const own = await openBrowser();
  const page = await openPage(own, server);
  await signIn(page, server, login);
  const found = await walk(page, ['/start', '/queue', '/requests', '/today', '/me', '/calendar'].filter((p) =>
    !['auditor', 'system', 'security'].includes(login) || ['/start', '/me'].includes(p)));
  for (const [kind, [at]] of found) {
    const first = !reached.has(kind);
    reached.set(kind, reached.get(kind) ?? login);
    if (isFile(kind)) continue;
    await see(page, at, first ? ['zh 1280', 'en 320'] : next());
  }
  quiet(page, login);
  await own.close();
}

/* Two at a time, with a browser for each: these are most of what the browser has to do. */
test('the pages of each role', { concurrency: 2 }, async (t) => {
  await Promise.all(ROLES.map((login) => t.test(`the pages of ${login}`, () => pagesOf(login))));
});

test('every page of the table of routes was looked at', () => {
  const missing = all.map((r) => r.path).filter((p) => !elsewhere.has(p) &&
    ![...reached.keys()].some((k) => k === p || routeOf(k.replace('…', 'x'))?.path === p));
  assert.deepEqual(missing, []);
});

/* The pages between, which only a form leads to, looked at as they stand. */
test('the steps of saying it, the receipt and one\'s own matter', async () => {
  for (const [lang, size] of [['zh', PHONE], ['en', DESK]]) {
    const page = await openPage(browser, server, { viewport: size, lang });
    const answers = [];
    page.on('response', (r) => r.request().isNavigationRequest() && answers.push(r));
    const step = async (name) => {
      assert.deepEqual(await invalid(await answers.at(-1).text()), [], name);
      await inspect(page, name, `${lang} ${size.width}`);
      await page.locator('main form button.main').first().click();
    };
    await page.goto('/ask');
    await page.locator('[name=body]').fill('小区门口的路灯坏了一个星期。');
    await step('say it');
    await page.locator('[name=town]').fill('云集街道');
    await step('where');
    await page.locator('[name=anonymity]').first().check();
    await step('who');
    await step('check');
    await page.locator('.keep').first().waitFor();
    await step('receipt');
    await page.waitForURL('**/case');
    await inspect(page, 'case', `${lang} ${size.width}`);
    assert.deepEqual(await invalid(await answers.at(-1).text()), [], 'case');
    quiet(page, 'citizen');
    await page.context().close();
  }
});

/* Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) {
      const ring = await page.evaluate(() => {
        const e = document.activeElement;
        const of = (x) => getComputedStyle(x).outlineStyle;
        return of(e) !== 'none' || (e.closest('.row') && of(e.closest('.row')) !== 'none');
      });
      assert.ok(ring, `the focus on ${selector} cannot be seen`);
      return;
    }
  }
  assert.fail(`${selector} is not reached by the Tab key`);
}

test('by keyboard alone: saying it', async () => {
  const page = await openPage(browser, server, { viewport: DESK });
  await page.goto('/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'the skip link works');
  await tabTo(page, 'a[href="/ask"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ask');
  await tabTo(page, '[name=body]');
  await page.keyboard.insertText('村口的桥面有一个洞，骑车危险。');
  await tabTo(page, 'button.main');
  await page.keyboard.press('Enter');
  await page.locator('[name=town]').waitFor();
  await tabTo(page, '[name=town]');
  await page.keyboard.insertText('云集街道');
  await page.keyboard.press('Enter');
  await page.locator('[name=anonymity]').first().waitFor();
  await tabTo(page, '[name=anonymity]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'button.main');
  await page.keyboard.press('Enter');
  await page.locator('form[action="/ask/send"]').waitFor();
  await tabTo(page, 'form[action="/ask/send"] button.main');
  await page.keyboard.press('Enter');
  await page.locator('.keep').first().waitFor();
  await shot(page, 'keyboard-receipt');
  quiet(page, 'keyboard');
  await page.context().close();
});

test('by keyboard alone: signing in, moving in the list, opening a record, signing out', async () => {
  const fresh = await serve();
  try {
    const page = await openPage(browser, fresh, { viewport: DESK });
    await page.goto('/signin');
    assert.match(await page.locator('main').innerText(), new RegExp(PASSWORD), 'a stranger gets in');
    await tabTo(page, '[name=login]');
    await page.keyboard.type('county');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/signin/code');
    assert.deepEqual(await barriers(page), []);
    await tabTo(page, '[name=code]');
    await page.keyboard.type(totp());
    await page.keyboard.press('Enter');
    await page.waitForURL('**/queue');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/requests\/[\d-]+$/);
    await page.goBack();
    await tabTo(page, 'form[action="/signout"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL((to) => to.pathname === '/');
    assert.equal((await page.goto('/queue')).status(), 401);
  } finally {
    await fresh.stop();
  }
});
