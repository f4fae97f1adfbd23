import type { Actor } from '../access/grant.ts';
import { preconditionFailed } from '../fhir/outcome.ts';
import type { Change } from '../resources/define.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import { putAll } from '../store/put.ts';
import { recordActs, recording } from './act.ts';
import type { SyncPorts } from './ports.ts';

async function assertStands(
  tx: Transaction,
  table: string,
  id: string,
  version: number,
): Promise<void> {
  const { rows } = await tx.query<{ version: number }>(
    `select version from ${table} where id = $1 and view & 1 <> 0 for update`,
    [id],
  );
  if (rows[0]?.version !== version) throw preconditionFailed(rows[0]?.version);
}

/** Stores what is born here in a room that is otherwise Cura's; a resync leaves it alone, for Cura never had it. 412 when it has changed. */
export const keepHere = (
  ports: SyncPorts,
  { resource, kind, basedOn, policy, guard }: WritePlan,
  actor: Actor,
): Promise<Stored> =>
  ports.db.transaction(async (tx) => {
    const stored = ports.room(resource.resourceType);
    const room = ports.rooms.find(({ type }) => type === resource.resourceType);
    if (basedOn !== undefined) await assertStands(tx, stored.table, resource.id, basedOn);
    await guard?.(tx);
    const [written] = await putAll(tx, stored, [resource], ports.now());
    if (!room || !written) throw new Error(`${resource.resourceType} was not written.`);
    const changes: Change[] = written.outcome === 'same' ? [] : [{ written, resource }];
    if (changes.length > 0) {
      await recordActs(tx, ports, room, changes, { kind, actor, policy });
      await room.after?.(tx, { ...ports, record: recording(ports) }, changes, { bulk: false });
    }
    return { resource, version: written.version };
  });
