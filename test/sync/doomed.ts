import type pg from 'pg';
import type { Grant } from '../../src/access/grant.ts';
import { createCuraClient } from '../../src/cura/client.ts';
import type { CuraPort } from '../../src/cura/port.ts';
import { registry } from '../../src/registry.ts';
import { book } from '../../src/resources/appointment/book.ts';
import { cancelAs } from '../../src/resources/appointment/cancel.ts';
import { move } from '../../src/resources/appointment/move.ts';
import type { Call } from '../../src/resources/define.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { type Database, openDatabase, type Transaction } from '../../src/store/database.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { earlierAct } from '../../src/sync/earlier.ts';
import type { SyncPorts } from '../../src/sync/ports.ts';
import { writeThrough } from '../../src/sync/write-through.ts';

/** What the process does and at which of its calls it dies; 0: it lives. */
export interface Doom {
  readonly connection: pg.PoolConfig;
  readonly curaUrl: string;
  readonly namespace: string;
  readonly personKey: string;
  readonly now: number;
  readonly grant: Grant;
  readonly act: 'book' | 'move' | 'cancel';
  readonly patient: string;
  readonly id: string;
  readonly slot: string;
  readonly killAt: number;
  /** Also at each statement of a transaction, which falls with the process: the same as before its commit. */
  readonly inside: boolean;
}

/** Counts calls from the first transaction on: nothing is written before it. */
function reaper(killAt: number): { tick: () => void; start: () => void; count: () => number } {
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

type Reaper = ReturnType<typeof reaper>;

function mortal(db: Database, { tick, start }: Reaper, inside: boolean): Database {
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

const mortalCura = (cura: CuraPort, { tick }: Reaper): CuraPort => {
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

function callOf(doom: Doom, db: Database, cura: CuraPort): Call {
  const rooms = new Map(
    registry.map((one) => [one.type, storeRoom(one, Buffer.from(doom.personKey, 'hex'))]),
  );
  const room: SyncPorts['room'] = (type) => {
    const found = rooms.get(type);
    if (!found) throw new Error(`No room ${type}.`);
    return found;
  };
  const shared = {
    db,
    room,
    now: () => doom.now,
    secret: () => Buffer.alloc(32),
    log: { info: () => undefined, error: () => undefined },
  };
  const sync: SyncPorts = {
    ...shared,
    cura,
    rooms: registry,
    namespace: doom.namespace,
    patienceMs: 100,
  };
  const ports = {
    ...shared,
    municipality: loadMunicipality('9999'),
    publicUrl: 'https://samspil.test',
    write: (...given: Parameters<Call['ports']['write']>) => writeThrough(sync, ...given),
    earlier: (joinKey: string) => earlierAct(sync, joinKey),
  };
  return { ports, grant: doom.grant, language: 'da' };
}

async function perform(call: Call, { act, patient, id, slot }: Doom): Promise<void> {
  if (act === 'book') await book(call, { slot, patient });
  else if (act === 'move') await move(call, id, slot);
  else await cancelAs(call, id, undefined);
}

/** Does one act and is killed before its nth call of database or Cura, or says how many calls there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const doom = JSON.parse(text) as Doom;
  const end = reaper(doom.killAt);
  const db = openDatabase({ connection: doom.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: doom.curaUrl, ...sandboxCredentials });
  await perform(callOf(doom, mortal(db, end, doom.inside), mortalCura(client, end)), doom);
  // Done, and not yet answered.
  end.tick();
  process.stdout.write(String(end.count()));
  client.close();
  await db.close();
}

await main(process.argv.slice(2));
