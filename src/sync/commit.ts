import type { HealthcareService, Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import { changedBy } from '../cura/performer.ts';
import type { CuraRecords, CuraType, Udfoerer } from '../cura/records.ts';
import { type Act, provenanceOf } from '../ledger/provenance.ts';
import { Unmappable } from '../mapping/mapping.ts';
import type { Change, Room, RoomMapping } from '../resources/define.ts';
import { findAll } from '../resources/find-resource.ts';
import { defaultLaw, lawOf } from '../resources/healthcare-service/policy.ts';
import type { Transaction } from '../store/database.ts';
import { putAll, removeAll } from '../store/put.ts';
import { admit } from './gate.ts';
import { deviceId, fhirId, inboundContext } from './identity.ts';
import type { SyncPorts } from './ports.ts';
import { quarantine, release } from './quarantine.ts';

type Kept = Resource & { id: string };

/** A record to take in; null for one that was deleted. */
export interface Delivery<T extends CuraType = CuraType> {
  readonly curaId: string;
  readonly version: number;
  readonly record: CuraRecords[T] | null;
  readonly by?: Udfoerer;
}

/** Why it is written: who acts and what it is called; without an actor, whoever the record says, or Cura. */
export interface Reason {
  readonly kind: string;
  readonly actor?: Actor;
  readonly policy?: string;
  readonly round: number;
  /** First load: derived rows are made afterwards. */
  readonly bulk: boolean;
}

interface Door {
  readonly room: Room;
  readonly mapping: RoomMapping;
}

/** The rooms that a record type becomes. */
export const doorsOf = (rooms: readonly Room[], type: CuraType): Door[] =>
  rooms.flatMap((room) =>
    room.mappings.filter(({ record }) => record === type).map((mapping) => ({ room, mapping })),
  );

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

const cura = (ports: SyncPorts): Actor => ({
  capacity: 'cura',
  who: `Device/${deviceId(ports.namespace, 'cura')}`,
});

const actorOf = (ports: SyncPorts, by: Udfoerer | undefined): Actor => {
  const person = changedBy(by);
  if (!person) return cura(ports);
  const id = fhirId(ports.namespace, person.record, person.id);
  return person.record === 'medarbejder'
    ? { capacity: 'staff', who: `Practitioner/${id}` }
    : { capacity: 'relative', who: `RelatedPerson/${id}` };
};

type Mapped = { readonly delivery: Delivery; readonly resource: Kept };

async function mapped(
  tx: Transaction,
  ports: SyncPorts,
  { mapping }: Door,
  type: CuraType,
  deliveries: readonly Delivery[],
): Promise<Mapped[]> {
  const context = inboundContext(ports.namespace);
  const all: Mapped[] = [];
  for (const delivery of deliveries) {
    try {
      const made = mapping.toFhir(delivery.record as never, context) as Resource;
      all.push({
        delivery,
        resource: { ...made, id: idOf(ports, type, delivery.curaId, delivery.record) },
      });
    } catch (error) {
      if (!(error instanceof Unmappable)) throw error;
      await quarantine(tx, ports, { type, ...delivery }, error);
    }
  }
  return all;
}

const serviceOf = (room: Room, resource: Resource): string | undefined =>
  room.service?.(resource as never);

/** The law of each resource's service, by service id. */
async function lawsOf(
  tx: Transaction,
  ports: SyncPorts,
  room: Room,
  resources: readonly Resource[],
): Promise<(resource: Resource) => string> {
  const ids = [...new Set(resources.flatMap((resource) => serviceOf(room, resource) ?? []))];
  const services = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), ids);
  const laws = new Map(services.map(({ resource }) => [resource.id, lawOf(resource)]));
  return (resource) => laws.get(serviceOf(room, resource) ?? '') ?? defaultLaw;
}

async function record(
  tx: Transaction,
  ports: SyncPorts,
  room: Room,
  changes: readonly (Change & { by?: Udfoerer })[],
  reason: Reason,
): Promise<void> {
  const law = await lawsOf(
    tx,
    ports,
    room,
    changes.map(({ resource }) => resource),
  );
  const now = ports.now();
  const acts = changes.map(
    ({ written, resource, removed, by }): Act => ({
      target: { type: room.type, id: written.id, version: written.version },
      patient: room.patient?.(resource as never) ?? null,
      actor: reason.actor ?? actorOf(ports, by),
      kind: reason.kind,
      outcome: removed ? 'deleted' : written.outcome === 'created' ? 'created' : 'updated',
      policy: reason.policy ?? law(resource),
      occurred: now,
      recorded: now,
      assembler: `Device/${deviceId(ports.namespace, reason.actor ? 'samspil' : 'cura')}`,
    }),
  );
  await putAll(tx, ports.room('Provenance'), acts.map(provenanceOf), now);
}

async function throughDoor(
  tx: Transaction,
  ports: SyncPorts,
  door: Door,
  type: CuraType,
  deliveries: readonly Delivery[],
  reason: Reason,
): Promise<void> {
  const stored = ports.room(door.room.type);
  const standing = await mapped(
    tx,
    ports,
    door,
    type,
    deliveries.filter(({ record: one }) => one !== null),
  );
  const written = await putAll(
    tx,
    stored,
    standing.map(({ resource }) => resource),
    ports.now(),
  );
  const changes = standing.flatMap(({ delivery, resource }, at) => {
    const one = written[at];
    return one && one.outcome !== 'same'
      ? [{ written: one, resource, ...(delivery.by && { by: delivery.by }) }]
      : [];
  });
  const removals = await removed(
    tx,
    ports,
    door,
    type,
    deliveries.filter(({ record: one }) => one === null),
  );
  const all = [...changes, ...removals];
  if (all.length === 0) return;
  await record(tx, ports, door.room, all, reason);
  await door.room.after?.(tx, ports, all, { bulk: reason.bulk });
}

async function removed(
  tx: Transaction,
  ports: SyncPorts,
  { room }: Door,
  type: CuraType,
  deliveries: readonly Delivery[],
): Promise<(Change & { by?: Udfoerer })[]> {
  if (deliveries.length === 0) return [];
  const { rows } = await tx.query<{ id: string; cura_id: string }>(
    'select id, cura_id from cura_record where record = $1 and cura_id = any($2::text[])',
    [type, deliveries.map(({ curaId }) => curaId)],
  );
  const ids = rows.map(({ id }) => id);
  const before = await findAll<Kept>(tx, ports.room(room.type), ids);
  const written = await removeAll(tx, ports.room(room.type), ids, ports.now());
  return before.flatMap(({ resource }) => {
    const one = written.find(({ id }) => id === resource.id);
    return one
      ? [
          {
            written: { ...one, before: JSON.stringify(resource) },
            resource,
            removed: true as const,
          },
        ]
      : [];
  });
}

/**
 * Takes records of one type into the store, in the caller's transaction: resources, history, index, Provenance and what
 * follows from them. A version that is known already changes nothing. Gives the Cura ids that were news.
 */
export async function commitRecords(
  tx: Transaction,
  ports: SyncPorts,
  type: CuraType,
  deliveries: readonly Delivery[],
  reason: Reason,
): Promise<Set<string>> {
  const newest = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    const known = newest.get(delivery.curaId);
    if (!known || known.version < delivery.version) newest.set(delivery.curaId, delivery);
  }
  const incoming = [...newest.values()].map(({ curaId, version, record: one }) => ({
    curaId,
    version,
    id: idOf(ports, type, curaId, one),
    deleted: one === null,
  }));
  const news = await admit(tx, type, incoming, reason.round);
  const fresh = [...newest.values()].filter(({ curaId }) => news.has(curaId));
  if (fresh.length === 0) return news;
  await release(tx, type, [...news]);
  for (const door of doorsOf(ports.rooms, type))
    await throughDoor(tx, ports, door, type, fresh, reason);
  return news;
}
