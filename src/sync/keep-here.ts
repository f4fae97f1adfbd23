import type { Actor } from '../access/grant.ts';
import { preconditionFailed } from '../fhir/outcome.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import type { SyncPorts } from './ports.ts';
import { storeHere } from './store-here.ts';

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
    const type = resource.resourceType;
    if (basedOn !== undefined) await assertStands(tx, ports.room(type).table, resource.id, basedOn);
    await guard?.(tx);
    const deed = { kind, actor, policy };
    const [version = 0] = await storeHere(tx, ports, type, [{ resource, deed }]);
    return { resource, version };
  });
