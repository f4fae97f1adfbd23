/** Writes what is whole, or nothing: who reads meanwhile, and whoever is killed meanwhile, finds no half of it. */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Packed } from './archive.ts';

/** A name beside another, for what is not whole yet or no more. */
const beside = (path: string): string => mkdtempSync(`${path}.`);

/** What a run that was killed has left; an hour is longer than any run. */
const leftMs = 3_600_000;

/** Takes the place of the file. */
export function putFile(path: string, content: Buffer): void {
  const made = beside(path);
  const file = join(made, basename(path));
  writeFileSync(file, content);
  renameSync(file, path);
  rmSync(made, { recursive: true });
}

/** As it was, under another name where the disk knows such, else a copy. */
export function putCopy(from: string, to: string): void {
  const made = beside(to);
  const file = join(made, basename(to));
  try {
    linkSync(from, file);
  } catch {
    copyFileSync(from, file);
  }
  renameSync(file, to);
  rmSync(made, { recursive: true });
}

function sweep(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  for (const one of readdirSync(folder).filter((other) => other.startsWith(`${name}.`))) {
    const { mtimeMs } = statSync(join(folder, one), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== undefined && mtimeMs < Date.now() - leftMs)
      rmSync(join(folder, one), { recursive: true, force: true });
  }
}

/** Takes the place of the folder, unless another run comes in between: its files are as whole. */
function swap(made: string, path: string): void {
  const old = beside(path);
  try {
    renameSync(path, join(old, 'old'));
  } catch {
    // There was none.
  }
  try {
    renameSync(made, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/** Takes the place of a folder; the names of the files begin with the folder's own. */
export function putFolder(path: string, files: readonly Packed[]): void {
  mkdirSync(dirname(path), { recursive: true });
  sweep(path);
  const made = beside(path);
  for (const { name, text } of files) {
    const file = join(made, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  swap(join(made, basename(path)), path);
  rmSync(made, { recursive: true });
}
