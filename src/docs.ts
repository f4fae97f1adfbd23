/** Writes the generated parts of the README; with `--check`, fails when they are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { refreshed, staleParts } from './docs/part.ts';

const readme = new URL('../README.md', import.meta.url);
const text = readFileSync(readme, 'utf8');

if (process.argv.includes('--check')) {
  const stale = staleParts(text);
  if (stale.length > 0) {
    process.stderr.write(`README.md is stale: ${stale.join(', ')}. Run npm run docs.\n`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(readme, refreshed(text));
}
