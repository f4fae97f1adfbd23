import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { isReachable } from './embedded-postgres-binaries.ts';
import { give, isWindows, type Place, passwordFile } from './embedded-postgres-place.ts';

const socketPrefix = 'samspil-';
interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

const pidPath = ({ cluster }: Place) => join(cluster, 'postmaster.pid');

/** What a server that runs, or did until it was killed, has left in its cluster. */
export function readPidFile(place: Place): PidFile | undefined {
  if (!existsSync(pidPath(place))) return undefined;
  const [pid, , , port, socketDir = ''] = readFileSync(pidPath(place), 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port), socketDir };
}

function connectionTo(place: Place, { port, socketDir }: PidFile): pg.PoolConfig {
  const who = { user: 'samspil', database: 'postgres', port };
  if (!isWindows) return { ...who, host: socketDir };
  return { ...who, host: '127.0.0.1', password: readFileSync(passwordFile(place), 'utf8').trim() };
}

/** The connection to a server that runs on this cluster and answers, whoever started it. */
export async function answering(place: Place): Promise<pg.PoolConfig | undefined> {
  const found = readPidFile(place);
  if (!found?.port) return undefined;
  const connection = connectionTo(place, found);
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return connection;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** After a restart of the machine the number in the file may be another program's, and PostgreSQL would not start. */
export function dropStalePidFile(place: Place): void {
  const pid = readPidFile(place)?.pid;
  const commandLine = `/proc/${pid}/cmdline`;
  if (pid === undefined || !existsSync(commandLine)) return;
  if (!readFileSync(commandLine, 'utf8').includes('postgres')) rmSync(pidPath(place));
}

/** After a crash the server comes back where those still looking for it look. */
export function keptSocketDir(place: Place): string | undefined {
  const kept = readPidFile(place)?.socketDir;
  if (!kept || !basename(kept).startsWith(socketPrefix) || !existsSync(kept)) return undefined;
  return isOurs(place, kept) ? kept : undefined;
}

/** The same for the same cluster, so that who looks for it finds it again after a stop. A socket's path may have 107 bytes; macOS gives long temporary directories. */
export async function makeSocketDir(place: Place): Promise<string> {
  const root = tmpdir().length < 80 && isReachable(tmpdir()) ? tmpdir() : '/tmp';
  const name = createHash('sha256').update(place.home).digest('hex').slice(0, 16);
  const usual = join(root, `${socketPrefix}${name}`);
  const made = await mkdir(usual, { mode: 0o700 }).then(
    () => usual,
    () => (isOurs(place, usual) ? usual : mkdtemp(join(root, socketPrefix))),
  );
  give(made, place.runAs);
  return made;
}

function isOurs({ runAs }: Place, path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return uid === (runAs.uid ?? process.getuid?.()) && (mode & 0o077) === 0;
}

/** Of ours only. */
export async function removeSocketDir(path: string | undefined): Promise<void> {
  if (path && basename(path).startsWith(socketPrefix))
    await rm(path, { recursive: true, force: true });
}
