import type pg from 'pg';
import type { Actor } from '../../src/access/grant.ts';
import type { CuraPort } from '../../src/cura/port.ts';
import { registry } from '../../src/registry.ts';
import type { Call } from '../../src/resources/define.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import type { Database, Transaction } from '../../src/store/database.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { earlierAct } from '../../src/sync/earlier.ts';
import { keepHere } from '../../src/sync/keep-here.ts';
import type { SyncPorts } from '../../src/sync/ports.ts';
import { writeTogether } from '../../src/sync/write-all.ts';
import { writeLaterOf } from '../../src/sync/write-later.ts';
import { writeThroughOf } from '../../src/sync/write-through.ts';

/** Where a process that is to die finds the house, and at which of its calls it dies; 0: it lives. */
export interface Fate {
  readonly connection: pg.PoolConfig;
  readonly curaUrl: string;
  readonly namespace: string;
  readonly personKey: string;
  readonly now: number;
  readonly killAt: number;
}

/** Counts calls from the first transaction on: nothing is written before it. */
export function reaper(killAt: number): {
  tick: () => void;
  start: () => void;
  count: () => number;
} {
  let count = 0;
  let started = false;
  return {
    start: () => {
      started = true;
    },
    tick: () => {
      if (!started) return;
      count += 1;
      if (count === killAt) process.kill(process.pid, 'SIGKILL');
    },
    count: () => count,
  };
}

export type Reaper = ReturnType<typeof reaper>;

/** Dies before a call of the database. */
export function mortal(db: Database, { tick, start }: Reaper, inside: boolean): Database {
  const queryOf = (asked: Pick<Transaction, 'query'>): Database['query'] => {
    return async (...given) => {
      tick();
      return asked.query(...given);
    };
  };
  return {
    ...db,
    query: queryOf(db),
    transaction: async (work, options) => {
      start();
      tick();
      return db.transaction(async (tx) => {
        const result = await work(inside ? { ...tx, query: queryOf(tx) } : tx);
        // Before the commit; what comes after it is before the next call.
        tick();
        return result;
      }, options);
    },
  };
}

/** Dies before or after a call of Cura. */
export const mortalCura = (cura: CuraPort, { tick }: Reaper): CuraPort => {
  const around = async <T>(asked: () => Promise<T>): Promise<T> => {
    tick();
    const answer = await asked();
    tick();
    return answer;
  };
  return {
    ...cura,
    get: (...given) => around(() => cura.get(...given)),
    create: (...given) => around(() => cura.create(...given)),
    replace: (...given) => around(() => cura.replace(...given)),
  };
};

/** All that an act asks for, without the rest of the house. */
export function callOf(fate: Fate, db: Database, cura: CuraPort): Omit<Call, 'grant'> {
  const rooms = new Map(
    registry.map((one) => [one.type, storeRoom(one, Buffer.from(fate.personKey, 'hex'))]),
  );
  const room: SyncPorts['room'] = (type) => {
    const found = rooms.get(type);
    if (!found) throw new Error(`No room ${type}.`);
    return found;
  };
  const shared = {
    db,
    room,
    now: () => fate.now,
    secret: () => Buffer.alloc(32),
    log: { info: () => undefined, error: () => undefined },
  };
  const sync: SyncPorts = {
    ...shared,
    cura,
    municipality: loadMunicipality('9999'),
    rooms: registry,
    namespace: fate.namespace,
    patienceMs: 100,
  };
  const through = writeThroughOf(sync);
  const ports = {
    ...shared,
    municipality: loadMunicipality('9999'),
    publicUrl: 'https://samspil.test',
    write: (...given: Parameters<typeof through>) =>
      given[0].here ? keepHere(sync, ...given) : through(...given),
    writeTogether: (plans: Parameters<typeof writeTogether>[1], actor: Actor) =>
      writeTogether(sync, plans, actor),
    writeLater: writeLaterOf(sync),
    earlier: (joinKey: string) => earlierAct(sync, joinKey),
  };
  return { ports, language: 'da' };
}
