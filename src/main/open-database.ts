import type { Log } from '../resources/define.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { canBecome, embeddedRole, makeRole, roleOf } from '../store/role.ts';

/** Things to close, last opened first. */
export type Closers = (() => Promise<void>)[];

/** Closes all that was opened, last first. */
export const closeAll = async (closers: Closers): Promise<void> => {
  for (const close of [...closers].reverse()) await close();
};

const watchEveryMs = 2_000;

/** Brings the embedded database back when it is gone: meanwhile requests are answered 503, and nothing that was committed is lost. */
function watchDatabase(db: Database, revive: () => Promise<unknown>, log: Log): () => void {
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await db.query('select 1');
    } catch {
      log.error({}, 'The embedded database is gone; it is being started again.');
      await revive().catch((error: Error) =>
        log.error({ fault: error.name }, 'The embedded database does not start.'),
      );
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look(), watchEveryMs);
  return () => clearInterval(timer);
}

/** One database as two roles have it. */
export interface Store {
  /** For everything that runs. */
  readonly db: Database;
  /** Makes tables and gives rights, and is closed again before anything runs. */
  readonly owner: Database;
}

/** Where a store is. */
export interface StorePlace {
  /** Without one, PostgreSQL is started in `dataDir`. */
  readonly databaseUrl?: string;
  /** Of the role that the tables belong to; without one, that of `databaseUrl`. */
  readonly databaseOwnerUrl?: string;
  readonly dataDir: string;
}

type Where = Pick<DatabaseOptions, 'url' | 'connection'>;

const ownerPool = { applicationName: 'samspil-owner', maxConnections: 2, pipelineConnections: 1 };
const pool = { applicationName: 'samspil', maxConnections: 16 };

function opened(closers: Closers, running: Where, owner: Where): Store {
  const store = {
    db: openDatabase({ ...pool, ...running }),
    owner: openDatabase({ ...ownerPool, ...owner }),
  };
  closers.push(async () => {
    await Promise.all([store.db.close(), store.owner.close()]);
  });
  return store;
}

/** Who has one address only lays the owner's rights down on each connection, as far as that is allowed. */
async function ofOneLogin(url: string): Promise<Where> {
  const owner = openDatabase({ ...ownerPool, url });
  try {
    const { rows } = await owner.query<{ name: string }>('select current_database() as name');
    const role = roleOf(rows[0]?.name ?? '');
    if (!(await canBecome(owner, role))) return { url };
    return { connection: { connectionString: url, options: `-c role=${role}` } };
  } finally {
    await owner.close();
  }
}

async function embedded(dataDir: string, log: Log, closers: Closers): Promise<Store> {
  const launch = () =>
    startEmbeddedPostgres({ dataDir: `${dataDir}/postgres`, log: (line) => log.info({}, line) });
  const { connection, stop } = await launch();
  closers.push(stop);
  const store = opened(
    closers,
    { connection: { ...connection, user: embeddedRole } },
    { connection },
  );
  const { password } = connection;
  await makeRole(store.owner, embeddedRole, typeof password === 'string' ? { password } : {});
  const unwatch = watchDatabase(store.db, launch, log);
  closers.push(async () => unwatch());
  return store;
}

/** The database at an address, or the embedded one of the data folder when there is no address. */
export async function openStore(
  { databaseUrl: url, databaseOwnerUrl: ownerUrl, dataDir }: StorePlace,
  log: Log,
  closers: Closers,
): Promise<Store> {
  if (url === undefined) return embedded(dataDir, log, closers);
  if (ownerUrl !== undefined) return opened(closers, { url }, { url: ownerUrl });
  return opened(closers, await ofOneLogin(url), { url });
}
