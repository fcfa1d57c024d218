// One psql for many questions: starting it for each took longer than most of the tests.  Asked and
// answered at once, through two named pipes, because those who look into the database do not wait.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECONDS = 120;
const still = new Int32Array(new SharedArrayBuffer(4));

export class Psql {
  constructor(target) {
    this.dir = mkdtempSync(join(tmpdir(), 'll-psql-'));
    const [question, answer] = ['question', 'answer'].map((name) => join(this.dir, name));
    execFileSync('mkfifo', [question, answer]);
    // Both ends are ours too, so that nothing waits for the other side to open them.
    this.out = openSync(question, constants.O_RDWR);
    this.in = openSync(answer, constants.O_RDWR | constants.O_NONBLOCK);
    this.process = spawn('sh', ['-c', 'exec psql "$1" -X -q -A -t -F "$2" <"$3" >"$4" 2>&1', 'sh', target,
      '\t', question, answer], { stdio: 'ignore' });
    this.process.unref();
  }

  // What psql prints for a query.
  ask(sql) {
    const end = randomBytes(12).toString('hex');
    writeSync(this.out, `${sql.trim().replace(/;?$/, ';')}\n\\echo :ERROR ${end}\n`);
    const pieces = [];
    const block = Buffer.alloc(1 << 16);
    for (let since = Date.now(); ;) {
      let n = 0;
      try {
        n = readSync(this.in, block);
      } catch (e) {
        if (e.code !== 'EAGAIN') throw e;
      }
      if (n > 0) {
        pieces.push(Buffer.from(block.subarray(0, n)));
        since = Date.now();
        const tail = Buffer.concat(pieces.slice(-2)).toString('latin1');
        const m = new RegExp(`(true|false) ${end}\n$`).exec(tail);
        if (!m) continue;
        const text = Buffer.concat(pieces).toString('utf8').slice(0, -m[0].length);
        if (m[1] === 'true') throw new Error(`psql: ${text}`);
        return text;
      }
      if (Date.now() - since > SECONDS * 1000) throw new Error(`psql does not answer: ${sql}`);
      Atomics.wait(still, 0, 0, 1);
    }
  }

  close() {
    this.process.kill();
    closeSync(this.out);
    closeSync(this.in);
    rmSync(this.dir, { recursive: true, force: true });
  }
}
