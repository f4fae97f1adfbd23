import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import root from 'tap';
import { runFile } from './file-test.ts';

const taken = process.argv[2] ?? '';
const files: readonly string[] = JSON.parse(readFileSync(join(taken, 'files.json'), 'utf8'));

/** Whoever makes its folder first runs the file. */
function isOurs(n: number): boolean {
  try {
    mkdirSync(join(taken, String(n)));
    return true;
  } catch {
    return false;
  }
}

let running = '';
// What a file left behind ends no other file, and does not stay unseen.
process.on('uncaughtException', ({ message, stack = '' }) => {
  root.fail(`an error that no test waits for, while ${running} runs: ${message}`, { stack });
});

root.setTimeout(0);
for (const [n, file] of files.entries()) {
  if (!isOurs(n)) continue;
  // As where it runs alone.
  process.argv[1] = file;
  running = file;
  const ended = await root.test(file, { timeout: 600_000 }, (t) => runFile(t, file));
  if (!ended || !('count' in ended && ended.count > 0)) root.fail(`${file} asked nothing`);
}
