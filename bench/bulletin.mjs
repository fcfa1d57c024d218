// Line 21: an issue of more than eight pages, from its records to the PDF, asked for again and again.
import { rmSync } from 'node:fs';
import { binary, dir, root, join, serve, stop, copyWorld, execFileSync, median, environment } from './lib.mjs';
import { city } from './worlds.mjs';

const PORT = 9790;
const TIMES = 30;

export async function printing({ line }) {
  const world = copyWorld(city, join(dir, 'world-bulletin'));
  const said = execFileSync(binary, ['bulletin', 'import', join(root, 'test/bulletin/2023-10.txt'),
    '--data', world], { encoding: 'utf8', env: environment });
  const server = await serve(world, PORT);
  const took = [];

  for (let i = 0; i < TIMES; i++) {
    const begin = performance.now();
    const got = await fetch(`http://127.0.0.1:${PORT}/bulletins/${said.split('\t')[0]}/issue.pdf`);
    await got.arrayBuffer();
    if (got.status !== 200) throw new Error(`bulletin: ${got.status}`);
    if (i > 2) took.push(performance.now() - begin);
  }
  await stop(server);
  rmSync(world, { recursive: true, force: true });
  rmSync(`${world}.keys`, { force: true });
  line(21, 'bulletin of 8 pages and more, data to PDF, warm', median(took), '<=', 150, 60, ' ms');
}
