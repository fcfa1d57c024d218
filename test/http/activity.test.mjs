// Activities over HTTP: recorded once, corrected openly, opinions become requests, registers entered
// and imported without losing a letter.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { World } from './world.mjs';

const SUMMARY = '到老人家里看望，问水电费和看病报销。';
let w;
let here;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  here = w.side('clerk', 'deputy', '430422000000');
});
after(() => w?.stop());

const key = () => randomUUID().replaceAll('-', '');
const facts = (measure) => Number(w.value(`SELECT COALESCE(SUM(quantity), 0) FROM ledger_fact WHERE measure = '${measure}'`));
const numberOf = (got) => got.headers.get('location').replace(/^.*\/|\?.*$/g, '');
const visit = (more = {}) => ({ day: '2026-05-13', people: '3', summary: SUMMARY, division: here.town, ...more });

async function recorded(login, fields = visit(), kind = 'visit') {
  const got = await w.post(login, `/activities/new/${kind}`, { idem: key(), ...fields });
  assert.equal(got.status, 303, got.text);
  return numberOf(got);
}

test('a deputy records a visit with a few fields and finds it among what they did', async () => {
  const deputy = await w.as('deputy');
  const form = await deputy.get('/activities/new/visit');
  assert.equal(form.status, 200);
  assert.match(form.text, /name="day" type="date" value="20\d\d-/);
  const code = await recorded('deputy');
  const page = await deputy.get(`/activities/${code}`);
  assert.match(page.text, /3 人/);
  assert.match(page.text, new RegExp(SUMMARY));
  const work = await deputy.get('/me/work?from=2026-05-13&to=2026-05-13');
  assert.match(work.text, new RegExp(`/activities/${code}`));
  assert.doesNotMatch(work.text, /积分|排名|登录次数/);
});

test('the same form sent twice is one activity, and other words under its key are refused', async () => {
  const before = facts('activity.visit');
  const fields = visit({ idem: key() });
  const first = await w.post('clerk', '/activities/new/visit', fields);
  const again = await w.post('clerk', '/activities/new/visit', fields);
  assert.equal(first.status, 303, first.text);
  assert.equal(again.headers.get('location'), first.headers.get('location'));
  assert.equal(facts('activity.visit'), before + 1);
  const other = await w.post('clerk', '/activities/new/visit', { ...fields, people: '9' });
  assert.equal(other.status, 422);
  assert.match(other.text, new RegExp(`/activities/${numberOf(first)}/correct`));
  assert.match(other.text, /value="9"/);
});

test('a wrong field keeps what was typed and is told at the field', async () => {
  const got = await w.post('clerk', '/activities/new/outreach', visit({ idem: key(), day: '2999-01-01', people: '' }));
  assert.equal(got.status, 422);
  assert.match(got.text, /id="f-day-error"/);
  assert.match(got.text, /id="f-venue-error"/);
  assert.match(got.text, new RegExp(SUMMARY));
});

test('a correction leaves what was there and books what is true; a withdrawal books nothing', async () => {
  const [times, visits] = [facts('activity.visit.times'), facts('activity.visit')];
  const code = await recorded('clerk');
  const clerk = await w.as('clerk');
  const version = () => w.value(`SELECT version FROM activity WHERE code = '${code}'`);
  let got = await w.post('clerk', `/activities/${code}/correct`, visit({ people: '8', version: version() }));
  assert.equal(got.status, 422);
  got = await w.post('clerk', `/activities/${code}/correct`, visit({ people: '8', why: '漏数了', version: version() }));
  assert.equal(got.status, 303, got.text);
  assert.equal(facts('activity.visit.times'), times + 8);
  assert.match((await clerk.get(`/activities/${code}`)).text, /3 → 8/);
  got = await w.post('clerk', `/activities/${code}/correct`, visit({ people: '9', why: '再改', version: '1' }));
  assert.equal(got.status, 412);
  got = await w.post('clerk', `/activities/${code}/withdraw`, { why: '记了两遍', version: version() });
  assert.equal(got.status, 303, got.text);
  assert.equal(facts('activity.visit'), visits);
  assert.match((await clerk.get(`/activities/${code}`)).text, /已撤回/);
});

test('names of people met are sealed, shown for a reason, and the look is recorded', async () => {
  const code = await recorded('clerk', visit({ voters: '贺犇、尹垚' }));
  const clerk = await w.as('clerk');
  const page = await clerk.get(`/activities/${code}`);
  assert.doesNotMatch(page.text, /贺犇/);
  assert.match(page.text, /2 位群众/);
  const shown = await w.post('clerk', `/activities/${code}/names`, { reason: '核对走访' });
  assert.match(shown.text, /贺犇/);
  assert.equal(w.value(`SELECT COUNT(*) FROM audit_entry WHERE object = 'activity' AND action = 'read'
    AND object_id = (SELECT id FROM activity WHERE code = '${code}')`), '1');
});

test('an opinion raised in an activity is one request, answered on the spot or not', async () => {
  const code = await recorded('deputy', visit(), 'hamlet_meeting');
  const received = facts('request.received.deputy');
  const form = { body: '水渠堵了，下游十几户浇不上水。', kind: 'help', anonymity: 'none' };
  let got = await w.post('deputy', `/activities/${code}/opinion`, { ...form, idem: key() });
  assert.equal(got.status, 200, got.text);
  const open = /\/requests\/(\d{4}-\d{6}-\d{6})"/.exec(got.text)[1];
  got = await w.post('deputy', `/activities/${code}/opinion`,
    { ...form, body: '医保缴费时间到什么时候？', on_spot: '1', answer: '到今年年底，可以在手机上缴。', idem: key() });
  const answered = /\/requests\/(\d{4}-\d{6}-\d{6})"/.exec(got.text)[1];
  assert.equal(w.state(open), 'new');
  assert.ok(['deputy_reply', 'confirm'].includes(w.state(answered)), w.state(answered));
  assert.equal(facts('request.received.deputy'), received + 2);
  const page = await (await w.as('deputy')).get(`/activities/${code}`);
  assert.match(page.text, new RegExp(`/requests/${open}`));
  assert.match(page.text, new RegExp(`/requests/${answered}`));
  assert.match((await (await w.as('deputy')).get(`/requests/${open}`)).text, new RegExp(code));
});

test('the export is the list on the screen', async () => {
  await recorded('clerk', visit({ day: '2026-04-04', tags: '送温暖', title: '导出核对' }));
  const clerk = await w.as('clerk');
  const query = '?from=2026-04-04&to=2026-04-04&kind=visit&tag=%E9%80%81%E6%B8%A9%E6%9A%96';
  const page = await clerk.get(`/activities${query}`);
  const csv = await clerk.get(`/activities.csv${query}`);
  assert.match(page.text, /导出核对/);
  const lines = csv.text.trim().split('\n');
  assert.equal(lines.length, 1 + page.text.match(/<tr>\s*<td/g).length);
  assert.match(csv.text, /导出核对/);
});

test('a register is kept only when every row is right, and nothing typed is lost', async () => {
  const before = facts('activity.visit');
  const form = { idem: key(), kind: 'visit', station: 'none', division: here.town, r1_day: '5.13', r1_people: '4',
    r1_summary: '走访一组', r2_people: '很多', r2_summary: '走访二组', r3_summary: '走访三组', r3_others: '查无此人' };
  let got = await w.post('clerk', '/activities/register', form);
  assert.equal(got.status, 422, got.text);
  assert.match(got.text, /id="r2_people-error"/);
  assert.match(got.text, /id="r3_others-error"/);
  assert.match(got.text, /value="走访三组"/);
  assert.equal(facts('activity.visit'), before);
  got = await w.post('clerk', '/activities/register', { ...form, r2_people: '６', r3_others: '' });
  assert.equal(got.status, 303, got.text);
  assert.match(got.headers.get('location'), /saved=3/);
  assert.equal(facts('activity.visit'), before + 3);
  assert.equal(w.value("SELECT day FROM activity WHERE summary = '走访二组'").slice(5), '05-13');
});

test('a sheet is checked first, imported once, and the same again changes nothing', async () => {
  const clerk = await w.as('clerk');
  const table = (rows) => `登记本和行号,种类,日期,地区代码,人数,做了什么\n${rows}`;
  const send = async (rows, dry) => {
    const data = new FormData();
    data.append('csrf', w.tokens.clerk);
    if (dry) data.append('dry', '1');
    data.append('file', new Blob([table(rows)]), 'register.csv');
    return clerk.post('/activities/import', data);
  };
  const before = facts('activity.visit');
  let got = await send(`本1-1,走访,2026/5/3,${here.town},5,看望\n本1-2,跳舞,2026-05-04,${here.town},两,看望\n`, false);
  assert.equal(got.status, 422, got.text);
  assert.match(got.text, /B 种类/);
  assert.match(got.text, /E 人数/);
  const good = `本1-1,走访,2026/5/3,${here.town},5,看望\n本1-2,走访,2026-05-04,${here.town},6,看望\n`;
  got = await send(good, true);
  assert.match(got.text, /检查通过/);
  assert.equal(facts('activity.visit'), before);
  got = await send(good, false);
  assert.match(got.text, /新增 2 次/);
  got = await send(good, false);
  assert.match(got.text, /新增 0 次，已经有 2 次/);
  assert.equal(facts('activity.visit'), before + 2);
});

test('a correction is told in words: places, amounts and what was chosen', async () => {
  const deed = visit({ mode: 'project', money: '500', goods: '水泥', material: '20', unit: 'each' });
  const code = await recorded('clerk', deed, 'good_deed');
  const got = await w.post('clerk', `/activities/${code}/correct`, { ...deed, mode: 'guidance', money: '800',
    why: '数写错了', version: w.value(`SELECT version FROM activity WHERE code = '${code}'`) });
  assert.equal(got.status, 303, got.text);
  const page = (await (await w.as('clerk')).get(`/activities/${code}`)).text;
  assert.match(page, /项目服务 → 现场指导/);
  assert.match(page, /500\.00 元[^]*→[^]*800\.00 元/);
  assert.doesNotMatch(page, /material=|cubic_metre|guidance/);
});

test('the days of a branded session are set by the office, in the way they are written', async () => {
  const rule = { kind: 'activity.days.session', division: here.county, from: '2030-01-01', source: '本地做法' };
  let got = await w.post('county', '/rules/new', { ...rule, value: '逢四说事=四' });
  assert.equal(got.status, 422);
  assert.match(got.text, /digit:4/);
  got = await w.post('county', '/rules/new', { ...rule, value: '逢四说事=digit:4;居民下午茶=weekday:5' });
  assert.equal(got.status, 303, got.text);
  got = await w.post('county', '/rules/new', { ...rule, kind: 'clock.activity.feedback', value: '1m' });
  assert.equal(got.status, 303, got.text);
});

test('hostile sheets are refused whole, with a reason', async () => {
  const clerk = await w.as('clerk');
  const rows = () => w.value('SELECT COUNT(*) FROM activity');
  const before = rows();
  const send = async (bytes, name) => {
    const data = new FormData();
    data.append('csrf', w.tokens.clerk);
    data.append('file', new Blob([bytes]), name);
    return clerk.post('/activities/import', data);
  };
  const title = '登记本和行号,种类,日期,地区代码,人数,做了什么\n';
  for (const [bytes, name] of [['', 'a.csv'], ['PK\x03\x04 not a zip', 'a.xlsx'], [Buffer.alloc(4096, 0xff), 'a.csv'],
    [`${title}本-1,走访,2026-13-40,${here.town},5,看望\n`, 'a.csv'],
    [`${title}本-1,走访,2026-05-03,${here.town},${'9'.repeat(40)},看望\n`, 'a.csv'],
    [`${title}本-1,走访,2026-05-03,${here.town},5,${'长'.repeat(10000)}\n`, 'a.csv'],
    [`${title}本-1,走访,2026-05-03,430421000000,5,看望\n`, 'a.csv'],
    ['种类\n走访\n', 'a.csv']]) {
    const got = await send(bytes, name);
    assert.equal(got.status, 422, `${name}: ${got.text}`);
  }
  assert.equal(rows(), before);
  const got = await send(`${title}本-1,走访,2026-05-03,${here.town},5,𠮷家和=HYPERLINK(1)\n`, 'a.csv');
  assert.equal(got.status, 200, got.text);
  assert.equal(w.value("SELECT COUNT(*) FROM activity WHERE summary = '𠮷家和=HYPERLINK(1)'"), '1');
});

test('an opinion counts where it was raised, also on the spot', async () => {
  const [all, spot] = [facts('activity.opinions'), facts('activity.opinions.on_spot')];
  const code = await recorded('deputy', visit(), 'visit');
  const form = { body: '问医保什么时候缴。', kind: 'consult', anonymity: 'none' };
  await w.post('deputy', `/activities/${code}/opinion`, { ...form, idem: key() });
  await w.post('deputy', `/activities/${code}/opinion`, { ...form, on_spot: '1', answer: '到年底。', idem: key() });
  assert.equal(facts('activity.opinions'), all + 2);
  assert.equal(facts('activity.opinions.on_spot'), spot + 1);
  const version = w.value(`SELECT version FROM activity WHERE code = '${code}'`);
  await w.post('deputy', `/activities/${code}/withdraw`, { why: '记了两遍', version });
  assert.equal(facts('activity.opinions'), all);
});

test('a sheet brings money, goods with their unit, and the reason of another day', async () => {
  const clerk = await w.as('clerk');
  const [yuan, kilograms] = [facts('activity.donation.money'), facts('activity.donation.goods.kilogram')];
  const send = async (rows) => {
    const data = new FormData();
    data.append('csrf', w.tokens.clerk);
    data.append('file', new Blob([`登记本和行号,种类,日期,地区代码,人数,金额（元）,物品名称,物品数量,计量单位,品牌名称,改期原因,做了什么\n${rows}`]), 'a.csv');
    return clerk.post('/activities/import', data);
  };
  let got = await send(`捐-1,捐款捐物,2026-05-03,${here.town},4,500.50,大米,30,石,,,慰问\n事-1,品牌活动,2026-05-15,${here.town},9,,,,,逢四说事,,说事\n`);
  assert.equal(got.status, 422, got.text);
  assert.match(got.text, /逢 4 的日子/);
  got = await send(`捐-1,捐款捐物,2026-05-03,${here.town},4,500.50,大米,30,公斤,,,慰问\n事-1,品牌活动,2026-05-15,${here.town},9,,,,,逢四说事,大雨,说事\n`);
  assert.equal(got.status, 200, got.text);
  assert.equal(facts('activity.donation.money'), yuan + 50050);
  assert.equal(facts('activity.donation.goods.kilogram'), kilograms + 30);
});
