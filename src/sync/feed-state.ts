import type { Transaction } from '../store/database.ts';

/** How far the feed has been followed, and how many full loads there were. */
export interface FeedState {
  readonly cursor: number;
  readonly round: number;
  /** Null until the first full load has ended. Epoch milliseconds. */
  readonly loadedAt: number | null;
}

/** Reads the state and keeps others from following the feed until the transaction ends. */
export async function lockFeed(tx: Transaction): Promise<FeedState> {
  await tx.query(`insert into sync_state (name, cursor) values ('feed', 0) on conflict do nothing`);
  const { rows } = await tx.query<FeedState>(
    `select cursor, round, loaded_at as "loadedAt" from sync_state where name = 'feed' for update`,
  );
  return rows[0] ?? { cursor: 0, round: 0, loadedAt: null };
}
