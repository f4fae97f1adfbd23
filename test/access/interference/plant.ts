import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './compare.ts';
import type { Errand } from './planted.ts';
import type { Plant } from './plants.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const parts = ['src', 'mappings', 'profiles', 'fixtures', 'test', 'package.json'];

/** Where the libraries lie, found as Node finds them: they may be a link themselves. */
const libraries = join(root, 'node_modules');

/** Copies the project into a folder of its own, and switches the check off there. Throws when the text to replace is not there once. */
function copyWith({ name, file, text, instead }: Plant): string {
  const copy = mkdtempSync(join(tmpdir(), 'samspil-plant-'));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(libraries, join(copy, 'node_modules'));
  const before = readFileSync(join(copy, file), 'utf8');
  if (before.split(text).length !== 2)
    throw new RangeError(`${name}: ${file} has not exactly once: ${text}`);
  writeFileSync(
    join(copy, file),
    before.replace(text, () => instead),
  );
  return copy;
}

const answerOf = (copy: string, errand: Errand): Promise<Comparison> =>
  new Promise((resolve, reject) => {
    const child = fork(join(copy, 'test/access/interference/planted.ts'), {
      ...{ cwd: copy, execArgv: [], serialization: 'advanced' },
    });
    child.once('message', (found) => resolve(found as Comparison));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the planted house ended with ${code}`)));
    child.send(errand);
  });

/** How the houses differ whose code is that of the project but for the plant. */
export async function compareWith(plant: Plant, errand: Errand): Promise<Comparison> {
  const copy = copyWith(plant);
  try {
    return await answerOf(copy, errand);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
