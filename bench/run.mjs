// The budgets of DESIGN section 27 that `make bench` measures: product and anchors in one run,
// there and back, medians.  Prints for each line
//     budget<TAB>number<TAB>what<TAB>ratio<TAB>must<TAB>aim<TAB>met|short
// and what was measured to stderr.  ROUNDS (2), SECONDS (3) and ONLY (for example 1,2,6) change
// how much is done.  Everything lies in build-bench/.
import * as figures from './figures.mjs';
import * as reads from './reads.mjs';
import * as writes from './writes.mjs';
import * as worlds from './worlds.mjs';
import { printing } from './bulletin.mjs';
import { rounds, seconds, stopAll } from './lib.mjs';

const only = (process.env.ONLY ?? '').split(',').filter(Boolean).map(Number);
const wanted = (...numbers) => only.length === 0 || numbers.some((n) => only.includes(n));
const lines = [];

// met(must, aim): how the figure is compared; "<=" or ">=".
function line(number, what, figure, sign, must, aim, unit = '') {
  const ok = sign === '>=' ? figure >= must : figure <= must;
  const shown = Number.isFinite(figure) ? Number(figure.toPrecision(3)) : figure;
  lines.push([number, ['budget', number, what, `${shown}${unit}`,
    `${sign === '>=' ? '≥' : '≤'} ${must}${unit}`, `${sign === '>=' ? '≥' : '≤'} ${aim}${unit}`,
    ok ? 'met' : 'short'].join('\t')]);
}

async function main() {
  const tools = { line, wanted };

  console.error(`rounds ${rounds}, ${seconds} s each`);
  await worlds.prepare(tools);
  if (wanted(1, 2, 3, 4, 5)) await reads.carrier(tools);
  if (wanted(6, 7, 8, 9, 10, 11, 12, 18)) await writes.submissions(tools);
  if (wanted(13)) await worlds.search(tools);
  if (wanted(14)) await figures.dashboard({ ...tools, city: worlds.city });
  if (wanted(15)) await figures.upkeep({ ...tools, city: worlds.city });
  if (wanted(16, 17)) await worlds.large(tools);
  if (wanted(19)) await writes.postgres(tools);
  if (wanted(21)) await printing(tools);
  lines.sort((a, b) => a[0] - b[0]);
  for (const [, text] of lines) console.log(text);
}

try {
  await main();
} catch (e) {
  for (const [, text] of lines) console.log(text);
  console.error(e);
  process.exitCode = 1;
} finally {
  stopAll();
}
process.exit();
