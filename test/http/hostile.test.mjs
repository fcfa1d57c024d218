// Hostile tables on the import page: refused with words, nothing kept, memory not grown.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { World, sums } from './world.mjs';

let w;
let office;
let csrf;

before(async () => {
  w = await World.make({ 'job-threads': 0 });
  office = await w.as('county');
  csrf = w.tokens.county;
});
after(() => w?.stop());

const table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => {
  let c = 0xffffffff;
  for (const b of bytes) c = table[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

// A ZIP file of [name, content]; a part may lie about how large it is.
function zip(parts) {
  const out = [];
  const directory = [];
  let at = 0;
  for (const [name, content, { size = content.length, sum } = {}] of parts) {
    const packed = deflateRawSync(content, { level: 9 });
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(sum ?? crc(content), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(size, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    out.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...out, list, end]);
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
function book(sheet, { strings, doctype = '' } = {}) {
  const parts = [
    ['[Content_Types].xml', Buffer.from(`${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`)],
    ['_rels/.rels', Buffer.from(`${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>`)],
    ['xl/workbook.xml', Buffer.from(`${xml}<workbook ${main} xmlns:r="${rels}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`)],
    ['xl/_rels/workbook.xml.rels', Buffer.from(`${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${rels}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)],
  ];
  if (strings) parts.push(['xl/sharedStrings.xml', strings]);
  parts.push(['xl/worksheets/sheet1.xml', Buffer.isBuffer(sheet) ? sheet
    : Buffer.from(`${xml}${doctype}<worksheet ${main}><sheetData>${sheet}</sheetData></worksheet>`)]);
  return zip(parts);
}
const cell = (at, words) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`;
const head = `<row r="1">${cell('A1', '编号')}${cell('B1', '名称')}${cell('C1', '所在区划代码')}${cell('D1', '地址')}</row>`;

const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${w.server.process.pid}/status`, 'utf8'))[1]);

async function upload(path, bytes, kind = 'stations', name = '表.xlsx') {
  const data = new FormData();
  for (const [k, v] of Object.entries({ csrf, kind })) data.append(k, v);
  data.append('file', new Blob([bytes]), name);
  return office.post(path, data);
}

test('a table that is well is taken, so that the others are refused for what is wrong with them', async () => {
  const got = await upload('/import', book(`${head}<row r="2">${cell('A2', 'xl-1')}${cell('B2', '表里的站')}${cell('C2', w.side('clerk', 'deputy', '430422000000').town)}${cell('D2', '老街 1 号')}</row>`));
  assert.equal(got.status, 200, got.text);
  assert.equal(w.value("SELECT name FROM station WHERE code = 'xl-1'"), '表里的站');
});

const blank = Buffer.alloc(192 << 20, 0x20);
const rows = (n) => Array.from({ length: n }, (_, i) => `<row r="${i + 2}">${cell(`A${i + 2}`, 'x')}</row>`).join('');
const hostile = {
  'a sheet that unpacks to two hundred megabytes': () => book(Buffer.concat([Buffer.from(`${xml}<worksheet ${main}><sheetData>`), blank, Buffer.from('</sheetData></worksheet>')])),
  'shared words that unpack to two hundred megabytes': () => book(head, { strings: Buffer.concat([Buffer.from(`${xml}<sst ${main}>`), blank, Buffer.from('</sst>')]) }),
  'a sheet with a document type': () => book(head, { doctype: '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' }),
  'a sheet that names a file of this machine': () => book(`<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>`, { doctype: '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>' }),
  'a formula': () => book(`${head}<row r="2"><c r="A2"><f>HYPERLINK("http://127.0.0.1/","x")</f><v>x</v></c></row>`),
  'a cell in column one million': () => book(`${head}<row r="2">${cell('BDWGN2', 'x')}</row>`),
  'a million cells beside each other': () => book(`<row r="1">${'<c/>'.repeat(1000000)}</row>`),
  'more rows than a table may have': () => book(head + rows(120000)),
  'an archive that is cut off': () => book(head).subarray(0, 400),
  'no archive at all': () => Buffer.from('PK\u0003\u0004 and then nothing of the kind'),
};

for (const [what, make] of Object.entries(hostile))
  test(`${what} is refused, keeps nothing and takes no memory`, async () => {
    const bytes = make();
    await new Promise((done) => setTimeout(done, 100)); // what the server closed meanwhile is noticed
    const before = sums(w.place);
    const least = peak();
    const got = await upload('/import', bytes);
    assert.ok([413, 422].includes(got.status), `${got.status} ${got.text.slice(0, 400)}`);
    assert.match(got.text, /<form|<h1/);
    assert.doesNotMatch(got.text, /root:x:/);
    assert.deepEqual(sums(w.place), before);
    assert.ok(peak() - least < 64 << 10, `grew by ${peak() - least} KiB`);
  });

test('a hostile table of accounts is refused in the same way', async () => {
  const security = await w.as('security');
  const data = new FormData();
  for (const [k, v] of Object.entries({ csrf: w.tokens.security, kind: 'accounts' })) data.append(k, v);
  data.append('file', new Blob([hostile['a formula']()]), '表.xlsx');
  const got = await security.post('/accounts-import', data);
  assert.equal(got.status, 422);
});

test('a table whose words begin like a formula is kept as words and taken out harmless', async () => {
  const town = w.side('clerk', 'deputy', '430422000000').town;
  const got = await upload('/import', Buffer.from(`编号,名称,所在区划代码,地址\ncsv-1,=1+1,${town},@SUM(A1)\n`), 'stations', '表.csv');
  if (got.status === 422) return assert.match(got.text, /公式/);
  const csv = (await office.get('/stations.csv')).text;
  assert.doesNotMatch(csv, /(^|,)"?=1\+1/m);
});
