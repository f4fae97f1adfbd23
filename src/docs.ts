/** Writes the generated parts of the README and the documentation as a web site; with `--check`, fails when one of them is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { described } from './docs/manual-part.ts';
import { refreshed, staleParts } from './docs/part.ts';
import { staleFiles, writeSite } from './docs/site-folder.ts';
import { siteOf } from './manual/site.ts';

const readme = new URL('../README.md', import.meta.url);
const folder = fileURLToPath(new URL('../.site', import.meta.url));
const text = readFileSync(readme, 'utf8');
const site = siteOf(described, false);

const told = (what: string, stale: readonly string[]): string => {
  const more = stale.length > 5 ? ` and ${stale.length - 5} more` : '';
  return `${what} is stale: ${stale.slice(0, 5).join(', ')}${more}. Run npm run docs.\n`;
};

if (process.argv.includes('--check')) {
  const all = [
    ['README.md', staleParts(text)],
    ['.site', await staleFiles(site, folder)],
  ] as const;
  for (const [what, stale] of all.filter(([, found]) => found.length > 0)) {
    process.stderr.write(told(what, stale));
    process.exitCode = 1;
  }
} else {
  writeFileSync(readme, refreshed(text));
  await writeSite(site, folder);
}
