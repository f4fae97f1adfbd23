import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Caller } from '../../../src/access/grant.ts';
import { buildApp } from '../../../src/http/app.ts';
import type { Service } from '../../../src/http/server.ts';
import { compose, type World } from '../../../src/main/compose.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';

/** What two houses have in common, whatever their stores hold. */
export interface Common {
  /** The key of the numbers of persons, base64. */
  readonly personKey: string;
  readonly namespace: string;
  /** The present, epoch milliseconds. */
  readonly now: number;
}

/** A house over a store that stands. */
export interface Twin {
  readonly db: Database;
  readonly service: Service;
  /** Where it is asked. */
  readonly base: string;
  /** What failed, for the one who reads the test. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** A neighbour that nobody may speak to: no question of these tests is to leave the house. */
const nobody = <T extends object>(): T =>
  new Proxy({} as T, {
    get: (_, name) => () => {
      throw new Error(`a neighbour was asked for ${String(name)}`);
    },
  });

/** What is looked at is not kept: a question must not change what the next one finds. */
const forgetful = <T extends object>(): T =>
  new Proxy({} as T, { get: () => async () => undefined });

function worldOf({ personKey, namespace, now }: Common, db: Database, faults: string[]): World {
  const secret = (purpose: string): Buffer =>
    purpose === 'person'
      ? Buffer.from(personKey, 'base64')
      : createHash('sha256').update(purpose).digest();
  const error: World['log']['error'] = (facts) => void faults.push(JSON.stringify(facts));
  return {
    ...{ db, installation: { secret, namespace }, cura: nobody(), channels: {} },
    verify: () => nobody(),
    ...{ municipality: '9999', publicUrl: 'https://samspil.test' },
    ...{ now: () => now, log: { info: () => undefined, error } },
  };
}

/** Opens a house whose callers are known by their tokens. `whole` decides what a caller may do, where it is not this house itself. */
export async function openTwin(
  common: Common,
  connection: pg.PoolConfig,
  callers: ReadonlyMap<string | undefined, Caller>,
  whole?: Twin,
): Promise<Twin> {
  const db = openDatabase({ connection, applicationName: 'twin', maxConnections: 6 });
  const faults: string[] = [];
  const house = await compose(worldOf(common, db, faults), []);
  const service: Service = {
    ...house.service,
    access: forgetful(),
    countRefusal: async () => undefined,
    verify: async (authorization) => {
      const caller = callers.get(authorization);
      if (!caller) throw new RangeError('nobody has this token');
      return caller;
    },
    ...(whole && { grant: whole.service.grant }),
  };
  const app = buildApp(service);
  const base = `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
  const close = async () => {
    await app.close();
    await db.close();
  };
  return { db, service, base, faults, close };
}
