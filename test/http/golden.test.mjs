// What the program lets in, who may do it, how records move and what the interface is: a change
// of any is a visible line in test/golden; the diagrams stand in docs/flows.  After a meant change:  LIANLUO_GOLDEN=write node --test test/http/golden.test.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { binary } from './lib.mjs';

function same(file, args, LANG = 'C') {
  const print = () => execFileSync(binary, args, { encoding: 'utf8', env: { LANG } });
  const said = print();
  if (process.env.LIANLUO_GOLDEN === 'write') writeFileSync(file, said);
  assert.deepEqual(said.split('\n'), readFileSync(file, 'utf8').split('\n'));
  assert.equal(print(), said, 'stable order');
  return said;
}

for (const what of ['routes', 'rights', 'flows'])
  test(`lianluo ${what} prints what test/golden/${what}.txt holds`, () =>
    same(new URL(`../golden/${what}.txt`, import.meta.url), [what]));

test('lianluo openapi prints what test/golden/openapi.json holds', () => {
  const said = JSON.parse(same(new URL('../golden/openapi.json', import.meta.url), ['openapi']));
  assert.equal(said.openapi, '3.1.0');
});

test('every flow is drawn in docs/flows', () => {
  const flows = execFileSync(binary, ['flows'], { encoding: 'utf8', env: { LANG: 'C' } });
  for (const name of new Set(flows.trim().split('\n').map((line) => line.split('\t')[0])))
    same(new URL(`../../docs/flows/${name}.svg`, import.meta.url), ['flows', name, '--svg'], 'zh_CN.UTF-8');
});
