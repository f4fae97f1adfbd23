import type { Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';

/** A job asked for inside a transaction: it is queued if and only if the transaction commits. */
export interface OutboxJob {
  readonly queue: string;
  readonly name: string;
  /** A second job with the id of one that is still kept is not added. No `:`, no whole number. */
  readonly jobId: string;
  /** Ids and versions only, never a person's data. */
  readonly data: object;
  /** Epoch milliseconds before which it does not run; at once if not said. */
  readonly dueMs?: number;
}

/** PostgreSQL tells this channel after a transaction with outbox rows. */
export const outboxChannel = 'outbox';

export const outboxTable: MigrationStep = {
  id: 'outbox',
  sql: `create table outbox (
    id bigint generated always as identity primary key,
    queue text not null,
    name text not null,
    job_id text not null,
    data jsonb not null,
    due timestamptz
  )`,
};

/** BullMQ drops other ids or cannot find them again. Throws `TypeError`. */
export function checkJobId(id: string): void {
  if (id === '' || id.includes(':') || /^\d+$/.test(id)) {
    throw new TypeError('A job id may hold no colon, be no whole number and not be empty.');
  }
}

/** Writes jobs that a relay adds to the queues after the commit, at least once. */
export async function enqueue(tx: Transaction, jobs: readonly OutboxJob[]): Promise<void> {
  if (jobs.length === 0) return;
  for (const { jobId } of jobs) checkJobId(jobId);
  await tx.query(
    `insert into outbox (queue, name, job_id, data, due)
     select queue, name, "jobId", data, to_timestamp("dueMs" / 1000.0)
     from jsonb_to_recordset($1::jsonb)
       as job (queue text, name text, "jobId" text, data jsonb, "dueMs" double precision)`,
    [JSON.stringify(jobs)],
    { name: 'enqueue' },
  );
  tx.notify(outboxChannel);
}
