import { type Definitions, loadDefinitions } from '../fhir/definitions.ts';
import type { Log, Ports, Room } from '../resources/define.ts';
import type { Database } from '../store/database.ts';
import type { Installation } from '../store/installation.ts';
import { migrate } from '../store/migrate.ts';
import { reindex } from '../store/reindex.ts';
import { schema } from '../store/schema.ts';
import { type StoredRoom, storeRoom } from '../store/stored-room.ts';
import { ensureTables, makeIndexes } from '../store/tables.ts';

/** What a registry stands on, whatever is behind it. */
export interface Ground {
  readonly db: Database;
  readonly installation: Installation;
  readonly rooms: readonly Room[];
  readonly publicUrl: string;
  readonly now: () => number;
  readonly log: Log;
}

/** What the rooms of every registry are given. */
export type GroundPorts = Pick<Ports, 'db' | 'now' | 'publicUrl' | 'room' | 'secret' | 'log'>;

/** Types that carry others, or tell of them: they are read and written whatever the registry holds. */
const carriers = ['Bundle', 'Parameters', 'OperationOutcome', 'CapabilityStatement', 'Binary'];

/** R4's definitions of these types and of what carries them. */
export const definitionsOf = (types: readonly string[]): Promise<Definitions> =>
  loadDefinitions([...new Set([...types, ...carriers])]);

/** Makes and updates the tables of the schema and of the rooms; what changed is to be indexed anew. */
export async function prepareStore(db: Database, rooms: readonly Room[]): Promise<readonly Room[]> {
  await migrate(db, schema);
  const changed = await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7001)');
    return ensureTables(tx, rooms);
  });
  await makeIndexes(db, rooms);
  return rooms.filter((one) => changed.includes(one));
}

const roomsOf = (
  rooms: readonly Room[],
  key: Buffer,
  base?: string,
): ((type: string) => StoredRoom) => {
  const stored = new Map(rooms.map((one) => [one.type, storeRoom(one, key, base)]));
  return (type) => {
    const found = stored.get(type);
    if (!found) throw new Error(`No room of type ${type} is in the registry.`);
    return found;
  };
};

/** Makes rooms ready on a prepared store; `changed` ones are indexed anew. */
export async function layFoundation(
  { db, installation, rooms, publicUrl, now, log }: Ground,
  changed: readonly Room[],
): Promise<GroundPorts> {
  const { secret } = installation;
  // References to our own address are those that are relative. A server that knows its port late has none.
  const base = publicUrl === '' ? undefined : `${publicUrl}/fhir`;
  const room = roomsOf(rooms, secret('person'), base);
  for (const one of changed) await reindex(db, room(one.type));
  return { db, now, publicUrl, room, secret, log };
}
