import type { Log } from '../resources/define.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';

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

const pool = { applicationName: 'samspil', maxConnections: 16 };

/** The database at an address, or the embedded one of the data folder when there is no address. */
export async function openStore(
  { databaseUrl, dataDir }: { readonly databaseUrl?: string; readonly dataDir: string },
  log: Log,
  closers: Closers,
): Promise<Database> {
  if (databaseUrl !== undefined) {
    const db = openDatabase({ ...pool, url: databaseUrl });
    closers.push(() => db.close());
    return db;
  }
  const launch = () =>
    startEmbeddedPostgres({ dataDir: `${dataDir}/postgres`, log: (line) => log.info({}, line) });
  const postgres = await launch();
  closers.push(() => postgres.stop());
  const db = openDatabase({ ...pool, connection: postgres.connection });
  closers.push(() => db.close());
  const unwatch = watchDatabase(db, launch, log);
  closers.push(async () => unwatch());
  return db;
}
