/** One moment of the database, of which it is known what was committed by then. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from '../store/database.ts';

/** Shown by PostgreSQL beside a snapshot, which nobody needs to wait for. */
const marker = 'samspil-export';

const patienceMs = 5_000;
const pollMs = 25;

/** Whoever began longer ago without having written will not. */
const slowestStart = `interval '10 seconds'`;

const open = `select extract(epoch from $1::text::timestamptz - min(xact_start))::float8 * 1000 as "ageMs" from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and application_name <> '${marker}'
    and xact_start <= $1::text::timestamptz
    and (backend_xid is not null or xact_start > $1::text::timestamptz - ${slowestStart})`;

/**
 * Waits until what had begun by now is committed or given up, and gives the time of which that is true: a write has its time from
 * within its transaction, so that nothing with an earlier one comes later. Epoch milliseconds.
 */
export async function settled(db: Pick<Database, 'query'>, now: () => number): Promise<number> {
  const at = now();
  const { rows } = await db.query<{ at: string }>('select clock_timestamp()::text as at');
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const found = await db.query<{ ageMs: number | null }>(open, [rows[0]?.at]);
    const ageMs = found.rows[0]?.ageMs ?? null;
    if (ageMs === null) return at;
    if (waitedMs >= patienceMs) return Math.floor(at - ageMs) - 1;
    await sleep(pollMs);
  }
}

/** All that `work` reads through the transaction is of one moment. It may run again, as any transaction. */
export const inSnapshot = (db: Database, work: (tx: Transaction) => Promise<void>): Promise<void> =>
  db.transaction(
    async (tx) => {
      await tx.query('set transaction read only');
      await tx.query(`set local application_name = '${marker}'`);
      await work(tx);
    },
    { isolation: 'repeatable read' },
  );
