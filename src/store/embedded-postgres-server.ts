import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EmbeddedPostgresError, explain } from './embedded-postgres-error.ts';
import { environment, isWindows, logFile, type Place, runTool } from './embedded-postgres-place.ts';
import {
  answering,
  dropStalePidFile,
  keptSocketDir,
  makeSocketDir,
  readPidFile,
  removeSocketDir,
} from './embedded-postgres-socket.ts';

const pollMs = 10;
/** After a kill -9 the old server's children hold its memory for a moment; another starter may be at work as well. */
const retryForMs = 10_000;
const startForMs = 120_000;

/** Tuned for two cores beside the API; whatever is committed is on disk. Logs hold no values of rows. */
const ownSettings: Readonly<Record<string, string>> = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '100',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Windows has no sockets of this kind: any port of this machine, and a password. */
const endpoint = (socketDir: string): Readonly<Record<string, string>> =>
  isWindows
    ? { listen_addresses: '127.0.0.1', port: String(20_000 + (process.pid % 20_000)) }
    : { listen_addresses: '', unix_socket_directories: socketDir };

/** Detached, or Ctrl-C would stop it before what uses it is drained. */
function spawnServer(place: Place, settings: Readonly<Record<string, string>>): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile(place), 'w');
  const child = spawn(join(place.binaries, 'bin', 'postgres'), ['-D', place.cluster, ...flags], {
    ...place.runAs,
    cwd: place.binaries,
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  return child;
}

const hasEnded = ({ exitCode, signalCode, pid }: ChildProcess) =>
  exitCode !== null || signalCode !== null || pid === undefined;

async function untilAnswering(
  place: Place,
  child: ChildProcess,
): Promise<pg.PoolConfig | undefined> {
  for (const deadline = performance.now() + startForMs; performance.now() < deadline; ) {
    const connection = await answering(place);
    if (connection || hasEnded(child)) return connection;
    await sleep(pollMs);
  }
  child.kill('SIGQUIT');
  throw new EmbeddedPostgresError(
    `PostgreSQL did not get ready on ${place.cluster} in two minutes.`,
  );
}

const mayPass = (log: string) => /lock file|shared memory block|is in use/i.test(log);

async function tryToStart(place: Place, settings: Readonly<Record<string, string>>) {
  for (const giveUp = performance.now() + retryForMs; ; await sleep(100)) {
    dropStalePidFile(place);
    const connection = await untilAnswering(place, spawnServer(place, settings));
    if (connection) return connection;
    const written = readFileSync(logFile(place), 'utf8');
    if (!mayPass(written) || performance.now() > giveUp) throw explain(written, place.cluster);
  }
}

/** Starts the server; gives the connection to it, or to one that another process started meanwhile. */
export async function launch(
  place: Place,
  settings: Readonly<Record<string, string>>,
): Promise<pg.PoolConfig> {
  const kept = keptSocketDir(place);
  const socketDir = kept ?? (await makeSocketDir(place));
  let host: string | undefined;
  try {
    const all = { ...ownSettings, ...settings, ...endpoint(socketDir) };
    const connection = await tryToStart(place, all);
    host = connection.host;
    return connection;
  } finally {
    if (kept === undefined && host !== socketDir) await removeSocketDir(socketDir);
  }
}

/** Fast shutdown; returns when the server is down, and at once when none runs. */
export async function shutDown(place: Place): Promise<void> {
  const socketDir = readPidFile(place)?.socketDir;
  if (socketDir === undefined) return;
  try {
    await runTool(place, 'pg_ctl', ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '120']);
  } catch (error) {
    if (await answering(place)) throw error;
  }
  await removeSocketDir(socketDir);
}
