import type { Transaction } from '../store/database.ts';

/** One version of a record, as it comes in. */
export interface Incoming {
  readonly curaId: string;
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
}

/** Tells a full load that these were there, whatever their version. */
async function markSeen(
  tx: Transaction,
  record: string,
  curaIds: readonly string[],
  round: number,
): Promise<void> {
  if (round === 0 || curaIds.length === 0) return;
  await tx.query(
    `update cura_record set seen = $3 where record = $1 and cura_id = any($2::text[]) and seen < $3`,
    [record, curaIds, round],
    { name: 'mark-seen' },
  );
}

/**
 * Enters versions and gives the Cura ids of those that are newer than what was known: repeats and late arrivals are not.
 * One statement decides, so that of two processes with the same record at once only the newer version is news.
 * `round` marks what a full load has seen; 0 when there is none. Cura ids must be distinct.
 */
export async function admit(
  tx: Transaction,
  record: string,
  incoming: readonly Incoming[],
  round: number,
): Promise<Set<string>> {
  const sorted = [...incoming].sort((a, b) => (a.curaId < b.curaId ? -1 : 1));
  const { rows } = await tx.query<{ cura_id: string }>(
    `insert into cura_record as c (record, cura_id, id, version, deleted, seen)
     select $1, x.cura_id, x.id, x.version, x.deleted, $6
     from unnest($2::text[], $3::text[], $4::bigint[], $5::boolean[]) as x(cura_id, id, version, deleted)
     on conflict (record, cura_id) do update set
       version = excluded.version, deleted = excluded.deleted, seen = greatest(c.seen, excluded.seen)
     where excluded.version > c.version
     returning cura_id`,
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
  const news = new Set(rows.map(({ cura_id }) => cura_id));
  const known = sorted.map(({ curaId }) => curaId).filter((curaId) => !news.has(curaId));
  await markSeen(tx, record, known, round);
  return news;
}

/** Records of a type that a full load did not see: gone from Cura, unless they came while it ran. */
export async function unseen(
  db: Pick<Transaction, 'query'>,
  record: string,
  round: number,
): Promise<{ curaId: string; version: number }[]> {
  const { rows } = await db.query<{ curaId: string; version: number }>(
    `select cura_id as "curaId", version from cura_record where record = $1 and seen < $2 and not deleted`,
    [record, round],
  );
  return rows;
}
