import type pg from 'pg';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { runExport } from '../../src/workers/bulk-run.ts';
import { contextOf } from './bulk-scene.ts';

/** Which export the process makes, and before which of its transactions it dies; 0: it lives. */
export interface BulkDoom {
  readonly connection: pg.PoolConfig;
  readonly id: string;
  readonly killAt: number;
}

function mortal(db: Database, killAt: number): Database {
  let count = 0;
  return {
    ...db,
    transaction: (work, options) => {
      count += 1;
      if (count === killAt) process.kill(process.pid, 'SIGKILL');
      return db.transaction(work, options);
    },
  };
}

async function main([text = '']: readonly string[]): Promise<void> {
  const { connection, id, killAt } = JSON.parse(text) as BulkDoom;
  const db = openDatabase({ connection, applicationName: 'doomed' });
  const context = await contextOf(connection, mortal(db, killAt));
  await runExport(context, id, { rows: 2, bytes: 1_000_000 });
  await db.close();
}

await main(process.argv.slice(2));
