import { execFile } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunAs } from './embedded-postgres-binaries.ts';
import { explain } from './embedded-postgres-error.ts';

/** Where one cluster is and how its programs are run. */
export interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly binaries: string;
  readonly runAs: RunAs;
}

export const isWindows = process.platform === 'win32';

export const passwordFile = ({ home }: Place) => join(home, 'password');
export const logFile = ({ home }: Place) => join(home, 'postgres.log');

export function give(path: string, { uid, gid }: RunAs): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Nothing of ours leaks into the server, and its messages are in English. */
export const environment = (): NodeJS.ProcessEnv =>
  isWindows ? process.env : { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs `initdb` or `pg_ctl` to its end; throws `EmbeddedPostgresError` with its complaint. */
export async function runTool(place: Place, tool: string, args: readonly string[]): Promise<void> {
  const program = join(place.binaries, 'bin', tool);
  const options = { ...place.runAs, cwd: place.binaries, env: environment() };
  await promisify(execFile)(program, [...args], options).catch((error: unknown) => {
    const written = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw explain(written || String(error), place.cluster);
  });
}
