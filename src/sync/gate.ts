import type { Transaction } from '../store/database.ts';

/** One version of a record, as it comes in. */
export interface Incoming {
  readonly curaId: string;
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
}

/**
 * Enters versions and gives the Cura ids of those that are newer than what was known: repeats and late arrivals are not.
 * `round` marks what a full load has seen. Cura ids must be distinct.
 */
export async function admit(tx: Transaction, record: string, incoming: readonly Incoming[], round: number): Promise<Set<string>> {
  const sorted = [...incoming].sort((a, b) => (a.curaId < b.curaId ? -1 : 1));
  const { rows } = await tx.query<{ cura_id: string }>(
    `with given as (select * from unnest($2::text[], $3::text[], $4::bigint[], $5::boolean[]) as x(cura_id, id, version, deleted)),
     old as (select c.cura_id, c.version from cura_record c where c.record = $1 and c.cura_id = any($2::text[]) for update),
     entered as (
       insert into cura_record as c (record, cura_id, id, version, deleted, seen)
       select $1, cura_id, id, version, deleted, $6 from given
       on conflict (record, cura_id) do update set
         version = greatest(c.version, excluded.version), seen = greatest(c.seen, excluded.seen),
         deleted = case when excluded.version > c.version then excluded.deleted else c.deleted end)
     select given.cura_id from given left join old using (cura_id) where old.version is null or given.version > old.version`,
    [
      record,
      sorted.map(({ curaId }) => curaId),
      sorted.map(({ id }) => id),
      sorted.map(({ version }) => version),
      sorted.map(({ deleted }) => deleted),
      round,
    ],
    { name: 'admit' },
  );
  return new Set(rows.map(({ cura_id }) => cura_id));
}

/** Cura ids of a type that a full load did not see: they are gone. */
export async function unseen(tx: Transaction, record: string, round: number): Promise<{ curaId: string; id: string; version: number }[]> {
  const { rows } = await tx.query<{ curaId: string; id: string; version: number }>(
    `select cura_id as "curaId", id, version from cura_record where record = $1 and seen < $2 and not deleted`,
    [record, round],
  );
  return rows;
}
