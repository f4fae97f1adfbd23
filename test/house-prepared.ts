import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import root from 'tap';
import { synchronise } from '../src/sync/inbound.ts';
import {
  emptyCluster,
  makeDatabase,
  type Server,
  startCopy,
  type Teardown,
  temporaryDir,
  testDatabase,
} from './database.ts';
import { deriveAll } from './derive-all.ts';
import { contentOf, isChangedSince, projectRoot } from './house-content.ts';
import { type Opening, openHouse } from './house-open.ts';
import { type HouseStore, makeStore } from './house-store.ts';
import { scratch } from './scratch.ts';

/** Sizes that several test files want; for one alone, making a house to copy does not pay. */
const sizes = [10, 14, 40];

export const isPrepared = (citizens: number): boolean => sizes.includes(citizens);

const database = 'house';
const keyFile = 'installation.key';
const timeFile = 'loaded-at';

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Of this user and this folder of the project; other clones have their own. */
const prefix = `samspil-prepared-${userInfo().uid}-`;
const ours = `${prefix}${shortHash(projectRoot)}-`;

/** Of the folder that holds a house of this size, made from this content. */
export const nameOf = (content: string, citizens: number): string =>
  `${ours}${content}-${citizens}`;

const dayMs = 86_400_000;

const isOld = (path: string): boolean =>
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > dayMs;

/** Takes away what was prepared from other content, and what clones that may be gone have left. */
export function dropStale(parent: string, content: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(prefix))) {
    const stale = name.startsWith(ours) ? !name.startsWith(`${ours}${content}-`) : false;
    if (stale || isOld(join(parent, name))) dropWhole(join(parent, name));
  }
}

/** Away under its name at once, so that who is copying it finds out. */
function dropWhole(path: string): void {
  const away = join(dirname(path), `${prefix}away-${process.pid}-${shortHash(path)}`);
  try {
    renameSync(path, away);
  } catch {
    return;
  }
  rmSync(away, { recursive: true, force: true });
}

/** Closes in the end what is opened meanwhile, last first. */
async function within<T>(work: (t: Teardown) => Promise<T>): Promise<T> {
  const closers: (() => unknown)[] = [];
  try {
    return await work({ teardown: (close) => void closers.push(close) });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Loads a house with slots into a new database; gives when it was done. */
const fill = (server: Server, opening: Opening): Promise<number> =>
  within(async (t) => {
    const made = await makeDatabase(t, server.connection, database);
    const changed = await makeStore(made, opening.rooms, true);
    const store = { ...made, changed, dataDir: server.dataDir };
    const house = await openHouse(t, store, opening);
    await synchronise(house.sync);
    await deriveAll(house);
    return house.clock.now() + 1;
  });

/** A log of many files would be copied each time. */
const shortLog = { min_wal_size: '32MB', max_wal_size: '32MB' };

/** Puts a house into place; where files were edited while this process loaded them, it is for this test file alone. */
async function prepare(t: Teardown, opening: Opening, place: string): Promise<string> {
  const server = await startCopy(t, await emptyCluster(t), shortLog);
  const loadedAt = await fill(server, opening).finally(() => server.stop());
  const draft = await mkdtemp(join(scratch, `${prefix}draft-`));
  t.teardown(() => rm(draft, { recursive: true, force: true }));
  chmodSync(draft, 0o711);
  await rename(join(server.dataDir, 'cluster'), join(draft, 'cluster'));
  await copyFile(join(server.dataDir, keyFile), join(draft, keyFile));
  await writeFile(join(draft, timeFile), String(loadedAt));
  if (isChangedSince(projectRoot, performance.timeOrigin)) return draft;
  // Whole or not at all; where another process was quicker, its house stands.
  await rename(draft, place).catch(() => undefined);
  return place;
}

const content = contentOf(projectRoot);
const places = new Map<number, string>();

async function placeOf(opening: Opening): Promise<string> {
  const { citizens } = opening;
  const place = places.get(citizens) ?? join(scratch, nameOf(content, citizens));
  if (existsSync(place)) return place;
  dropStale(scratch, content);
  const made = await prepare(root, opening, place);
  places.set(citizens, made);
  return made;
}

async function copied(t: Teardown, place: string): Promise<HouseStore> {
  const made = await testDatabase(t, { cluster: join(place, 'cluster'), database });
  if (!existsSync(place)) throw new Error(`${place} was taken away while it was copied.`);
  const dataDir = temporaryDir(t);
  await copyFile(join(place, keyFile), join(dataDir, keyFile));
  const loadedAt = Number(readFileSync(join(place, timeFile), 'utf8'));
  return { ...made, changed: [], dataDir, loadedAt };
}

const tries = 3;

/** A copy of a house that was loaded once on this machine. Other content, tested at the same time, may take it away meanwhile. */
export async function preparedStore(t: Teardown, opening: Opening): Promise<HouseStore> {
  for (let tried = 1; ; tried += 1) {
    const place = await placeOf(opening);
    try {
      return await copied(t, place);
    } catch (error) {
      if (tried === tries) throw error;
    }
  }
}
