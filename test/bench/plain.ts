import type pg from 'pg';
import { servePlain } from '../../src/main/conformance-server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { answerCommands, setupOf } from './child.ts';

/** The engine alone, in a database of its own. */
export interface PlainSetup {
  readonly connection: pg.PoolConfig;
  readonly dataDir: string;
  readonly types: readonly string[];
}

const { connection, dataDir, types } = setupOf<PlainSetup>();
const db = openDatabase({ connection, applicationName: 'bench-plain', maxConnections: 16 });
const log = { info: () => undefined, error: () => undefined };
const { app, base } = await servePlain({
  ...{ db, dataDir, types, log, now: Date.now },
  ...{ host: '127.0.0.1', port: 0 },
});

answerCommands({ base: () => base }, async () => {
  await app.close();
  await db.close();
});
