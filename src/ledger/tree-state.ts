/** Whether the tree keeps up, for whoever watches. */
import type { Database } from '../store/database.ts';
import { type Ledger, latestCheckpoint } from './checkpoint-log.ts';

/** Milliseconds; 0 is as it should be. */
export interface TreeState {
  /** Age of the oldest row that is not sealed. */
  readonly unsealedMs: number;
  /** How far the newest checkpoint is ahead of the clock. */
  readonly aheadMs: number;
  /** Place of the oldest row that is not sealed; empty when all are. */
  readonly unsealed: string;
}

/** Counts of what nobody stands behind are noted under a time that was over before, and so tell nothing here. */
const oldestSql = `select l.at, concat(l.tx, '/', l.seq) as place from tree t, ledger l
  where (l.tx, l.seq) > (t.tx, t.seq) and l.kind is distinct from 'unauthenticated' order by l.tx, l.seq limit 1`;

/** What is so at this moment. */
export async function treeState({
  db,
  now,
}: Pick<Ledger, 'now'> & { readonly db: Pick<Database, 'query'> }): Promise<TreeState> {
  const { rows } = await db.query<{ at: number; place: string }>(oldestSql, [], {
    name: 'unsealed-at',
  });
  const latest = await latestCheckpoint(db);
  const at = now();
  return {
    unsealedMs: Math.max(0, at - (rows[0]?.at ?? at)),
    aheadMs: Math.max(0, (latest?.at ?? at) - at),
    unsealed: rows[0]?.place ?? '',
  };
}

interface Trouble {
  readonly name: 'unsealedMs' | 'aheadMs';
  readonly mostMs: number;
  readonly text: string;
}

/** What is wrong with a tree, and from when on. A checkpoint may be a moment ahead of the clock of another process. */
export const troubles: readonly Trouble[] = [
  {
    ...{ name: 'unsealedMs', mostMs: 5 * 60_000 },
    text: 'rows of the ledger are not sealed: look for a transaction of the database that does not end',
  },
  {
    ...{ name: 'aheadMs', mostMs: 60_000 },
    text: 'the clock had run ahead: checkpoints have the time of the last one until it is reached',
  },
];
