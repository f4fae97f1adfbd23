import { preconditionFailed } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';

/** Whoever writes in threads waits for those who are writing in them, and reads them afterwards: no mark, answer or choice is lost. */
export async function lockThreads(tx: Transaction, threads: readonly string[]): Promise<void> {
  if (threads.length === 0) return;
  // In one order, so that two do not wait for each other.
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('thread ' || id, 0)) from unnest($1::text[]) id`,
    [[...threads].sort()],
    { name: 'lock-threads' },
  );
}

/** 412 when the citizen has changed meanwhile with whom the thread is shared: an answer in it would be seen by others. */
export async function assertShared(
  tx: Transaction,
  thread: string,
  { shared }: { readonly shared: boolean },
): Promise<void> {
  await lockThreads(tx, [thread]);
  const { rowCount } = await tx.query(
    `select from communication where id = $1 and view & 1 <> 0 and coalesce(p_shared && '{true}', false) = $2`,
    [thread, shared],
    { name: 'thread-shared' },
  );
  if (rowCount === 0) throw preconditionFailed();
}
