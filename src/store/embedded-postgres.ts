import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { isReachable, publicTwin, readyBinaries, runAs } from './embedded-postgres-binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { give, isWindows, type Place, passwordFile, runTool } from './embedded-postgres-place.ts';
import { launch, shutDown } from './embedded-postgres-server.ts';
import { answering } from './embedded-postgres-socket.ts';

export { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Major version of the binaries; data of another one is refused. */
const majorVersion = '18';

export interface EmbeddedPostgresOptions {
  /** Made when it is not there; one running server at a time. */
  readonly dataDir: string;
  /** PostgreSQL settings over ours, such as `{ fsync: 'off' }` in a test. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly connection: pg.PoolConfig;
  /** Fast shutdown: waits until PostgreSQL is down. Leaves alone a server that another living process started. */
  stop(): Promise<void>;
}

type Log = (line: string) => void;
const silent: Log = () => undefined;

/** Root's directories are often closed to the user PostgreSQL runs as; then the data lies in a public place. */
async function homeOf(dataDir: string, log: Log): Promise<string> {
  const wanted = resolve(dataDir);
  await mkdir(wanted, { recursive: true });
  if (isReachable(wanted)) return wanted;
  const twin = await publicTwin(wanted);
  log(`${wanted} cannot be read by the user nobody: PostgreSQL's data lies in ${twin}.`);
  return twin;
}

async function placeOf(dataDir: string, log: Log): Promise<Place> {
  const home = await homeOf(dataDir, log);
  const binaries = await readyBinaries(log);
  return { home, cluster: join(home, 'cluster'), binaries, runAs: runAs() };
}

/** The builtin provider sorts by code point and knows Danish letters, whatever locales the machine has. */
const clusterOptions = [
  ...['--username=samspil', '--encoding=UTF8', '--locale=C'],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
];

/** Windows has no sockets with permissions: a password stands in for them. */
async function authentication(place: Place): Promise<readonly string[]> {
  if (!isWindows) return ['--auth=trust'];
  await writeFile(passwordFile(place), randomBytes(24).toString('base64url'), { mode: 0o600 });
  return ['--auth=scram-sha-256', `--pwfile=${passwordFile(place)}`];
}

const isMade = ({ cluster }: Place) => existsSync(join(cluster, 'PG_VERSION'));

/** Made aside and renamed, so that a crash or a second starter never leaves half a cluster. */
async function makeCluster(place: Place, syncs: boolean): Promise<void> {
  const draft = await mkdtemp(join(place.home, 'draft-'));
  give(draft, place.runAs);
  const sync = syncs ? [] : ['--no-sync'];
  try {
    const args = ['-D', draft, ...clusterOptions, ...(await authentication(place)), ...sync];
    await runTool(place, 'initdb', args);
    await rename(draft, place.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isMade(place)) throw error;
  }
}

function checkVersion({ cluster }: Place): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === majorVersion) return;
  throw new EmbeddedPostgresError(
    `The data in ${cluster} is of PostgreSQL ${found || 'no version'}, and this is ${majorVersion}: use another folder or move the data over.`,
  );
}

const ownerFile = ({ home }: Place) => join(home, 'owner');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The process that started a server, while it lives; a second one that fails to start must not take it down. */
function livingOwner(place: Place): number | undefined {
  if (!existsSync(ownerFile(place))) return undefined;
  const pid = Number(readFileSync(ownerFile(place), 'utf8'));
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

async function ownedBy(place: Place, adopted: boolean): Promise<boolean> {
  const owner = adopted ? livingOwner(place) : undefined;
  if (owner !== undefined && owner !== process.pid) return false;
  await writeFile(ownerFile(place), String(process.pid));
  return true;
}

/**
 * PostgreSQL without an installation, on a Unix socket only (on Windows 127.0.0.1 with a password); takes over one that
 * a killed process left running. Throws `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const settings = options.settings ?? {};
  const place = await placeOf(options.dataDir, options.log ?? silent);
  if (!isMade(place)) await makeCluster(place, settings.fsync !== 'off');
  checkVersion(place);
  const running = await answering(place);
  const connection = running ?? (await launch(place, settings));
  const owned = await ownedBy(place, running !== undefined);
  return { connection, stop: async () => (owned ? shutDown(place) : undefined) };
}

/** Stops the server on `dataDir` and deletes its data for good. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const place = await placeOf(dataDir, silent);
  const owner = livingOwner(place);
  if (owner !== undefined && owner !== process.pid && (await answering(place)) !== undefined)
    throw new EmbeddedPostgresError(
      `Samspil is running on ${dataDir} (process ${owner}): stop it first.`,
    );
  await shutDown(place);
  await rm(place.home, { recursive: true, force: true });
  await rm(resolve(dataDir), { recursive: true, force: true });
}
