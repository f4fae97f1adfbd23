import type { Resource } from '@medplum/fhirtypes';
import type { Udfoerer } from '../cura/post.ts';
import type { CuraRecords, CuraType } from '../cura/records.ts';
import { type Context, Unmappable } from '../mapping/mapping.ts';
import type { Room } from '../resources/define.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';
import type { Transaction } from '../store/database.ts';
import type { Deed } from './act.ts';
import { inboundContextOf } from './born-here.ts';
import { fhirId } from './identity.ts';
import type { SyncPorts } from './ports.ts';
import { quarantine } from './quarantine.ts';

type Kept = Resource & { id: string };

/** A record to take in; null for one that was deleted. */
export interface Delivery<T extends CuraType = CuraType> {
  readonly curaId: string;
  readonly version: number;
  readonly record: CuraRecords[T] | null;
  readonly by?: Udfoerer;
  /** What was done, where it was done here; else it is what the whole delivery is. */
  readonly deed?: Deed;
}

/** A room that a record type becomes, and how. */
export interface Door {
  readonly room: Room;
  readonly mapping: RoomMapping;
}

/** The rooms that a record type becomes. */
export const doorsOf = (rooms: readonly Room[], type: CuraType): Door[] =>
  rooms.flatMap((room) =>
    room.mappings.filter(({ record }) => record === type).map((mapping) => ({ room, mapping })),
  );

/** The room of a type. Throws for one that is not in the registry. */
export function roomOf({ rooms }: Pick<SyncPorts, 'rooms'>, type: string): Room {
  const room = rooms.find((one) => one.type === type);
  if (!room) throw new Error(`There is no room ${type}.`);
  return room;
}

const bornHere = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** A record that was born here keeps the id that it was born with. */
export const idOf = (
  ports: Pick<SyncPorts, 'namespace'>,
  type: CuraType,
  curaId: string,
  record: unknown,
): string => {
  const own = (record as { eksternReference?: string } | null)?.eksternReference;
  return own !== undefined && bornHere.test(own) ? own : fhirId(ports.namespace, type, curaId);
};

export interface Mapped {
  readonly delivery: Delivery;
  readonly resource: Kept;
}

async function mapOne(
  tx: Transaction,
  ports: SyncPorts,
  { mapping }: Door,
  type: CuraType,
  { delivery, context }: { readonly delivery: Delivery; readonly context: Context },
): Promise<Mapped[]> {
  try {
    const made = mapping.toFhir(delivery.record as never, context);
    const id = idOf(ports, type, delivery.curaId, delivery.record);
    return [{ delivery, resource: { ...made, id } as Kept }];
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    await quarantine(tx, ports, { type, ...delivery }, error);
    return [];
  }
}

/** The records as resources of the door's room, complete with what only we know. What does not fit is set aside and told. */
export async function mapped(
  tx: Transaction,
  ports: SyncPorts,
  door: Door,
  type: CuraType,
  deliveries: readonly Delivery[],
): Promise<Mapped[]> {
  const all: Mapped[] = [];
  const context = await inboundContextOf(tx, ports.namespace, deliveries);
  for (const delivery of deliveries)
    all.push(...(await mapOne(tx, ports, door, type, { delivery, context })));
  if (!door.room.complete) return all;
  const resources = await door.room.complete(
    tx,
    ports,
    all.map(({ resource }) => resource),
  );
  return all.map((one, at) => ({ ...one, resource: resources[at] ?? one.resource }));
}
