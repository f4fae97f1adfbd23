import type { CuraType } from '../cura/records.ts';
import type { Unmappable } from '../mapping/mapping.ts';
import type { Transaction } from '../store/database.ts';
import type { SyncPorts } from './ports.ts';

/** Sets a record aside that no mapping takes: what stood of it stays, the rest of the feed goes on. */
export async function quarantine(
  tx: Transaction,
  ports: SyncPorts,
  { type, curaId, version }: { type: CuraType; curaId: string; version: number },
  { expression }: Unmappable,
): Promise<void> {
  ports.log.error(
    { record: type, id: curaId, expression },
    'a record of Cura does not fit and was left out',
  );
  await tx.query(
    `insert into quarantine values ($1, $2, $3, $4, to_timestamp($5 / 1000.0))
     on conflict (record, cura_id) do update set version = excluded.version, expression = excluded.expression, at = excluded.at`,
    [type, curaId, version, expression, ports.now()],
  );
}

/** A newer version gets its own chance. */
export async function release(
  tx: Transaction,
  type: CuraType,
  curaIds: readonly string[],
): Promise<void> {
  await tx.query(
    'delete from quarantine where record = $1 and cura_id = any($2::text[])',
    [type, curaIds],
    { name: 'release-quarantine' },
  );
}
