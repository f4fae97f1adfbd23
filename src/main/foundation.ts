import { type Definitions, loadDefinitions } from '../fhir/definitions.ts';
import { relabelRoom } from '../ledger/relabel.ts';
import type { Log, Ports, Room } from '../resources/define.ts';
import { insightRooms } from '../resources/insight.ts';
import { toldTypes } from '../resources/subscription/topic.ts';
import type { Database } from '../store/database.ts';
import type { Installation } from '../store/installation.ts';
import { migrate } from '../store/migrate.ts';
import { reindex } from '../store/reindex.ts';
import { type Kept, noteRetention } from '../store/retention-table.ts';
import { layGrants, roleNow } from '../store/role.ts';
import { schema } from '../store/schema.ts';
import { type StoredRoom, storeRoom } from '../store/stored-room.ts';
import { ensureTables, makeIndexes } from '../store/tables.ts';
import { raiseLedgerOffset } from '../store/tree-table.ts';

import { assertReady, mayMake } from './owner-needed.ts';

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

const definitionsRead = new Map<string, Promise<Definitions>>();

/** R4's definitions of these types and of what carries them; read once a process. */
export function definitionsOf(types: readonly string[]): Promise<Definitions> {
  const all = [...new Set([...types, ...carriers])].sort();
  const read = definitionsRead.get(all.join()) ?? loadDefinitions(all);
  definitionsRead.set(all.join(), read);
  return read;
}

/** Who makes the tables, and what is noted in them. */
export interface Preparing {
  /** Whose the tables are; without one, `db` itself makes them and is kept from nothing. */
  readonly owner?: Database;
  /** Makes the tables of the queues, where those are in this database. */
  readonly queues?: (owner: Database) => Promise<void>;
  /** How long the ledger keeps rows of each kind; what is not named is kept for good. */
  readonly retention?: readonly Kept[];
}

/** Makes and updates the tables of the schema and of the rooms, for `db` to use; what changed is to be indexed anew. */
export async function prepareStore(
  db: Database,
  rooms: readonly Room[],
  { owner = db, queues, retention = [] }: Preparing = {},
): Promise<readonly Room[]> {
  if (!(await mayMake(owner))) {
    await assertReady(owner, rooms);
    return [];
  }
  await migrate(owner, schema);
  const changed = await owner.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7001)');
    await raiseLedgerOffset(tx);
    return ensureTables(tx, rooms);
  });
  await makeIndexes(owner, rooms);
  await noteRetention(owner, retention);
  await queues?.(owner);
  const [role, owning] = await Promise.all([roleNow(db), roleNow(owner)]);
  if (role !== owning) await layGrants(owner, role);
  return rooms.filter((one) => changed.includes(one));
}

const roomsOf = (
  rooms: readonly Room[],
  key: Buffer,
  base?: string,
): ((type: string) => StoredRoom) => {
  const stored = new Map(
    rooms.map((one) => [
      one.type,
      { ...storeRoom(one, key, base), isTold: toldTypes.includes(one.type) },
    ]),
  );
  return (type) => {
    const found = stored.get(type);
    if (!found) throw new Error(`No room of type ${type} is in the registry.`);
    return found;
  };
};

const actsFirst = ({ type }: Room): number => (type === 'Provenance' ? 0 : 1);

/** Makes rooms ready on a prepared store; `changed` ones are indexed anew. */
export async function layFoundation(
  { db, installation, rooms, publicUrl, now, log }: Ground,
  changed: readonly Room[],
): Promise<GroundPorts> {
  const { secret } = installation;
  // References to our own address are those that are relative. A server that knows its port late has none.
  const base = publicUrl === '' ? undefined : `${publicUrl}/fhir`;
  const room = roomsOf(rooms, secret('person'), base);
  const isTold = rooms.some(({ type }) => type === 'Provenance');
  // First the acts themselves: the others look for those on their resources.
  for (const { type, feature } of changed.toSorted((a, b) => actsFirst(a) - actsFirst(b)))
    await reindex(db, room(type), async () => {
      if (isTold && (insightRooms.includes(type) || feature?.hides !== undefined))
        await relabelRoom(db, room(type), room('Provenance'), now());
    });
  return { db, now, publicUrl, room, secret, log };
}
