/** Writes that were accepted on top of one another before Cura had the first: each goes to Cura in its turn, and the last is what stands here. */
import type { CuraType } from '../cura/records.ts';
import { float8Array, textArray } from '../store/array.ts';
import type { Transaction } from '../store/database.ts';
import { idOf } from './door.ts';
import { admit } from './gate.ts';
import type { Completed } from './intent.ts';
import type { SyncPorts } from './ports.ts';

/** Keeps others from accepting a change of these until the transaction ends. */
export async function lockStanding(
  tx: Transaction,
  { room }: Pick<SyncPorts, 'room'>,
  type: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { table } = room(type);
  await tx.query(
    `select from ${table} where id = any($1::text[]) order by id for update`,
    [[...ids]],
    { name: `lock-standing:${table}` },
  );
}

/**
 * Of completed writes the intents on which a newer accepted one rests: what they made of the record is what that one is decided on, and
 * no longer what is to be seen here.
 */
export async function covered(
  tx: Transaction,
  ports: SyncPorts,
  all: readonly Completed[],
): Promise<ReadonlySet<string>> {
  const later = all.filter(({ intent }) => intent.later);
  if (later.length === 0) return new Set();
  for (const [room, some] of Map.groupBy(later, ({ intent }) => intent.room))
    await lockStanding(
      tx,
      ports,
      room,
      some.map(({ intent }) => intent.resourceId),
    );
  const { rows } = await tx.query<{ id: string }>(
    `update intent i set base_version = x.version
     from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) as x(id, resource_id, base_version, version)
     where i.state = 'open' and i.later and i.resource_id = x.resource_id and i.id > x.id
       and i.base_version is not distinct from x.base_version
     returning x.id`,
    [
      textArray(later.map(({ intent }) => intent.id)),
      textArray(later.map(({ intent }) => intent.resourceId)),
      later.map(({ intent }) => intent.baseVersion),
      float8Array(later.map(({ record }) => record.version)),
    ],
    { name: 'rest-on' },
  );
  return new Set(rows.map(({ id }) => id));
}

/** Takes in that Cura has these, and nothing of what they say: what was accepted since is what stands here. */
export async function admitAll(
  tx: Transaction,
  ports: SyncPorts,
  type: CuraType,
  all: readonly Completed[],
): Promise<void> {
  if (all.length === 0) return;
  const incoming = all.map(({ record }) => ({
    ...{ curaId: record.id, version: record.version },
    ...{ id: idOf(ports, type, record.id, record), deleted: false },
  }));
  await admit(tx, type, incoming, 0);
}
