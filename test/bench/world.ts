import { mkdir } from 'node:fs/promises';
import type pg from 'pg';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { type Child, startChild } from './child.ts';
import type { Outside } from './outside.ts';

/** How much is measured, and where it is kept. */
export interface Size {
  readonly citizens: number;
  readonly appointments: number;
  readonly dataDir: string;
}

/** A municipality with PostgreSQL as it is set by default, each part in its own process. */
export interface World {
  readonly db: Database;
  readonly connection: pg.PoolConfig;
  readonly outside: Child;
  readonly place: Outside;
  readonly dataDir: string;
  /** What each of our processes is started with. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts one of our API processes. */
  readonly startApi: (args?: string[]) => Promise<Child>;
  readonly stop: () => Promise<void>;
}

const audience = 'samspil-bench';

const urlOf = ({ host, port, user, database, password }: pg.PoolConfig): string =>
  `postgres://${user}${typeof password === 'string' ? `:${password}` : ''}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;

export async function openWorld({ dataDir, ...size }: Size): Promise<World> {
  await mkdir(dataDir, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir: `${dataDir}/postgres` });
  const outside = await startChild('outside', { ...size, dataDir, audience });
  const place = await outside.ask<Outside>('place');
  const { connection } = postgres;
  const db = openDatabase({ connection, applicationName: 'bench' });
  const settings = {
    ...{ PORT: '0', PUBLIC_URL: 'https://samspil.example', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    ...{ DATABASE_URL: urlOf(connection), AUDIENCE: audience, IDP_ISSUER: place.issuer },
    ...{ CURA_URL: place.cura, CURA_CLIENT_ID: 'samspil', CURA_CLIENT_SECRET: 'sandkasse' },
    ...{ SMS_GATEWAY_URL: place.cura, SMS_GATEWAY_SECRET: 'bench' },
  };
  return {
    ...{ db, connection, outside, place, dataDir, settings },
    startApi: (args = []) => startChild('api', settings, args),
    stop: async () => {
      await db.close();
      await outside.stop();
      await postgres.stop();
    },
  };
}

/** A citizen who is logged in. */
export interface Somebody {
  readonly patient: string;
  readonly token: string;
}

/** Citizens with tokens that are good for a quarter of an hour. */
export async function logIn({ db, outside, place }: World, count: number): Promise<Somebody[]> {
  const step = Math.max(1, Math.floor(place.citizens.length / count));
  const chosen = place.citizens.filter((_, at) => at % step === 0).slice(0, count);
  const tokens = await outside.ask<string[]>('tokens', chosen);
  const { rows } = await db.query<{ cura_id: string; id: string }>(
    `select cura_id, id from cura_record where record = 'borger' and cura_id = any($1::text[])`,
    [chosen],
  );
  const ids = new Map(rows.map(({ cura_id, id }) => [cura_id, id]));
  return chosen.flatMap((curaId, at) => {
    const [patient, token] = [ids.get(curaId), tokens[at]];
    return patient === undefined || token === undefined ? [] : [{ patient, token }];
  });
}
