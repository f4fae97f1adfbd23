import type { Resource } from '@medplum/fhirtypes';
import type { CuraType } from '../cura/records.ts';
import { findAll } from '../resources/find-resource.ts';
import type { Transaction } from '../store/database.ts';
import { putAll, removeAll } from '../store/put.ts';
import { type Reason, recordActs, recording, type Told } from './act.ts';
import { type Delivery, type Door, doorsOf, idOf, mapped } from './door.ts';
import { admit } from './gate.ts';
import type { SyncPorts } from './ports.ts';
import { release } from './quarantine.ts';

type Kept = Resource & { id: string };

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
      ? [{ written: one, resource, by: delivery.by, deed: delivery.deed }]
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
  await recordActs(tx, ports, door.room, all, reason);
  const known = { ...ports, record: recording(ports) };
  await door.room.after?.(tx, known, all, { bulk: reason.bulk });
}

async function removed(
  tx: Transaction,
  ports: SyncPorts,
  { room }: Door,
  type: CuraType,
  deliveries: readonly Delivery[],
): Promise<Told[]> {
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
