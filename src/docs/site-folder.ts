import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Site } from '../manual/site.ts';

/** Files of a folder, with those of its folders, by their path in it. */
const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) =>
          join(one.parentPath, one.name)
            .slice(folder.length + 1)
            .replaceAll('\\', '/'),
        )
    : [];

/** Writes the whole site beside its folder and changes the two: whoever is killed at this leaves the old one whole. What is no longer a page is not left behind. */
export async function writeSite(site: Site, folder: string): Promise<void> {
  const [made, old] = [`${folder}-made`, `${folder}-old`];
  rmSync(made, { recursive: true, force: true });
  for (const name of site.names) {
    const path = join(made, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, (await site.file(name))?.body ?? '');
  }
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(made, folder);
  rmSync(old, { recursive: true, force: true });
}

/** Files of a written site that are not as they should be, or are too many or too few; none where no site was written. */
export async function staleFiles(site: Site, folder: string): Promise<string[]> {
  const there = new Set(filesIn(folder));
  if (there.size === 0) return [];
  const stale = [...there].filter((name) => !site.names.includes(name));
  for (const name of site.names) {
    const fresh = Buffer.from((await site.file(name))?.body ?? '');
    if (!there.has(name) || !fresh.equals(readFileSync(join(folder, name)))) stale.push(name);
  }
  return stale;
}
