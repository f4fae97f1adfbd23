/** Where a run of the official validator keeps what it lays out. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../scratch.ts';

/** The top of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is known from the last time is kept here, beside a folder for each run. */
export const kept = join(root, '.profiles/official');

/** A folder for this process alone, so that two runs do not meet. It goes when the process ends; what a killed one left goes now. */
export function openRun(): string {
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(kept)) {
    const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(kept, name), { recursive: true, force: true });
  }
  const run = mkdtempSync(join(kept, `run-${process.pid}-`));
  process.once('exit', () => rmSync(run, { recursive: true, force: true }));
  return run;
}
