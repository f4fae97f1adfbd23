/** Writes the generated parts of the README and the documentation as a web site; with `--check`, fails when the README is stale. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { described } from './docs/manual-part.ts';
import { refreshed, staleParts } from './docs/part.ts';
import { siteOf } from './manual/site.ts';

const readme = new URL('../README.md', import.meta.url);
const folder = new URL('../.site/', import.meta.url);
const text = readFileSync(readme, 'utf8');

/** What is no longer a page is not left behind. */
async function writeSite(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const site = siteOf(described, false);
  for (const name of site.names) {
    const file = new URL(name, folder);
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, (await site.file(name))?.body ?? '');
  }
}

if (process.argv.includes('--check')) {
  const stale = staleParts(text);
  if (stale.length > 0) {
    process.stderr.write(`README.md is stale: ${stale.join(', ')}. Run npm run docs.\n`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(readme, refreshed(text));
  await writeSite();
}
