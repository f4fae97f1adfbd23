import type pg from 'pg';
import { tellMinLog } from '../../src/ledger/minlog.ts';
import { httpMinLog } from '../../src/ledger/minlog-http.ts';
import { openDatabase } from '../../src/store/database.ts';
import { organisation } from './minlog-scene.ts';

/** Tells a log, which kills the process in the midst of it. */
async function main([text = '']: readonly string[]): Promise<void> {
  const { connection, url } = JSON.parse(text) as { connection: pg.PoolConfig; url: string };
  const db = openDatabase({ connection, applicationName: 'doomed' });
  await tellMinLog({ db, organisation, minLog: httpMinLog({ url }) });
  await db.close();
}

await main(process.argv.slice(2));
