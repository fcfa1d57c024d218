// What the program lets in, who may do it and how records move: a change of any is a visible line
// in test/golden.  After a meant change:  LIANLUO_GOLDEN=write node --test test/http/golden.test.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { binary } from './lib.mjs';

for (const what of ['routes', 'rights', 'flows'])
  test(`lianluo ${what} prints what test/golden/${what}.txt holds`, () => {
    const file = new URL(`../golden/${what}.txt`, import.meta.url);
    const said = execFileSync(binary, [what], { encoding: 'utf8', env: { LANG: 'C' } });
    if (process.env.LIANLUO_GOLDEN === 'write') writeFileSync(file, said);
    assert.deepEqual(said.split('\n'), readFileSync(file, 'utf8').split('\n'));
    assert.equal(execFileSync(binary, [what], { encoding: 'utf8', env: { LANG: 'C' } }), said, 'stable order');
  });
