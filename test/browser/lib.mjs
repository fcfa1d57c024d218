// What the browser journeys share: a server on a demonstration database, Debian's Chromium, signing
// in with a second factor, and the two judges of every page: axe and html-validate.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const binary = process.env.LIANLUO_TEST_BINARY ?? 'build/src/lianluo';
const shots = process.env.LIANLUO_SHOTS;
/* The program takes LIANLUO_* for settings of its own. */
const programEnv = Object.fromEntries(
  Object.entries(process.env).filter(([k]) => !k.startsWith('LIANLUO_')));

export const PHONE = { width: 320, height: 640 };
export const DESK = { width: 1280, height: 900 };
export const PASSWORD = 'lianluo-yanshi-2026';
const SEED = Buffer.from('lianluo-demo-2026-se');

/* One demonstration city for all files of a run, copied for each. */
function template() {
  const dir = process.env.LIANLUO_TEST_DEMO ? join(process.env.LIANLUO_TEST_DEMO, 'data') : join(tmpdir(), `lianluo-demo-${process.ppid}`);
  if (!existsSync(join(dir, 'lianluo.db'))) {
    const made = spawnSync(binary, ['demo', '--data', dir], { encoding: 'utf8', env: programEnv });
    if (made.status !== 0) throw new Error(`demo: ${made.stderr}`);
    if (!process.env.LIANLUO_TEST_DEMO) {
      process.on('exit', () => {
        rmSync(dir, { recursive: true, force: true });
        rmSync(`${dir}.keys`, { force: true });
      });
    }
  }
  return dir;
}

export async function serve(extra = []) {
  const from = template();
  const root = mkdtempSync(join(tmpdir(), 'lianluo-browser-'));
  const data = join(root, 'data');
  cpSync(from, data, { recursive: true });
  cpSync(`${from}.keys`, `${data}.keys`);
  const child = spawn(binary, ['serve', '--data', data, '--port', '0', ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: programEnv,
  });
  let log = '';
  child.stderr.on('data', (d) => (log += d));
  const url = await new Promise((ok, bad) => {
    let out = '';
    child.stdout.on('data', (d) => {
      out += d;
      const m = /http:\/\/\S+/.exec(out);
      if (m) ok(m[0].replace(/\/$/, ''));
    });
    child.on('exit', (code) => bad(new Error(`server ended with ${code}: ${log}`)));
  });
  return {
    url,
    data,
    log: () => log,
    async stop() {
      const gone = new Promise((ok) => child.on('exit', ok));
      child.kill('SIGTERM');
      await gone;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

/* A page of its own: phone or desk, with or without JavaScript, zh or en. */
export async function openPage(browser, server, options = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: options.viewport ?? DESK,
    javaScriptEnabled: options.script ?? true,
    locale: options.lang === 'en' ? 'en-GB' : 'zh-CN',
    colorScheme: options.dark ? 'dark' : 'light',
  });
  const foreign = [];
  await context.route('**/*', (route) => {
    const to = route.request().url();
    if (!to.startsWith(server.url) && !to.startsWith('data:')) foreign.push(to);
    return route.continue();
  });
  const page = await context.newPage();
  page.foreign = foreign;
  page.complaints = [];
  page.on('console', (m) => m.type() === 'error' && page.complaints.push(m.text()));
  page.on('pageerror', (e) => page.complaints.push(String(e)));
  return page;
}

export function totp(seed = SEED, at = Date.now(), step = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000) + step));
  const h = createHmac('sha1', seed).update(counter).digest();
  const o = h[19] & 15;
  return String((h.readUInt32BE(o) & 0x7fffffff) % 1000000).padStart(6, '0');
}

/* A code is good once.  The first of a person is reckoned here, as an authenticator does it; who
   comes back within half a minute takes the one that the demonstration's page shows. */
const used = new Set();

async function code(page, server, login) {
  const key = `${server.url} ${login}`;
  if (!used.has(key)) {
    used.add(key);
    return totp();
  }
  return /\d{6}/.exec(await page.locator('section.notice').innerText())[0];
}

/* Password and second factor, as the person does it. */
export async function signIn(page, server, login) {
  await page.goto('/signin');
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('main form button.main').click();
  await page.waitForURL('**/signin/code');
  await page.locator('[name=code]').fill(await code(page, server, login));
  await page.locator('main form button.main').click();
  await page.waitForURL((to) => !to.pathname.startsWith('/signin'));
}

/* Where the GET routes are, as `lianluo routes` prints them. */
export function routes() {
  const out = spawnSync(binary, ['routes'], { encoding: 'utf8', env: programEnv });
  if (out.status !== 0) throw new Error(`routes: ${out.stderr}`);
  return out.stdout.trim().split('\n').map((line) => {
    const [method, path, right, ...marks] = line.split(/\s+/);
    return { method, path, right, own: marks.includes('own') };
  });
}

export async function shot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
});

/* Problems that html-validate finds in the page as it was sent. */
export async function invalid(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) =>
    r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.line}:${m.column})`));
}

/* Problems that axe finds in the page as it stands. */
export async function barriers(page) {
  if (!await page.evaluate(() => Boolean(globalThis.axe))) await page.evaluate(axeSource);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((v) =>
    `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary ?? ''}`).join(' | ')}`);
}

/* Does anything stick out to the right of the window? */
export async function tooWide(page) {
  return page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}
