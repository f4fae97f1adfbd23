import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Everything that decides what a loaded house holds. */
const deciding = [
  ...['src/**/*.*', 'mappings/**/*.*', 'profiles/**/*.*', 'fixtures/**/*.*'],
  ...[
    'test/house*.ts',
    'test/database.ts',
    'test/scratch.ts',
    'test/derive-all.ts',
    'package-lock.json',
  ],
];

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

const filesOf = (root: string): string[] =>
  deciding.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();

/** Whether any of them was written after this moment, epoch milliseconds. */
export const isChangedSince = (root: string, moment: number): boolean =>
  filesOf(root).some((file) => statSync(`${root}/${file}`).mtimeMs > moment);

/** A short name for files as they are now: another one as soon as one is changed, renamed, added or gone. */
export function contentOf(root: string): string {
  const hash = createHash('sha256').update(process.version);
  const files = filesOf(root);
  if (files.length === 0) throw new Error(`Nothing of a house is in ${root}.`);
  for (const file of files) {
    const text = readFileSync(`${root}/${file}`);
    hash.update(`${file}\n${text.length}\n`).update(text);
  }
  return hash.digest('hex').slice(0, 12);
}
