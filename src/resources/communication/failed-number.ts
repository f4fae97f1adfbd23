/** Numbers that no message reaches; they stand as keyed hashes, never in clear. */
import { createHmac } from 'node:crypto';
import type { Transaction } from '../../store/database.ts';

/** The hash of a number that is kept of it. */
export const numberHash = (key: Buffer, number: string): string =>
  createHmac('sha256', key).update(`number ${number}`).digest('base64url');

export interface FailedNumber {
  readonly recipient: string;
  readonly numberHash: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The numbers that failed for these recipients. */
export async function failedNumbers(
  db: Pick<Transaction, 'query'>,
  recipients: readonly string[],
): Promise<readonly FailedNumber[]> {
  const { rows } = await db.query<FailedNumber>(
    `select recipient, number_hash as "numberHash", at from failed_number where recipient = any($1::text[])`,
    [recipients],
    { name: 'failed-numbers' },
  );
  return rows;
}

/** Notes the numbers that these plans were sent to as ones that fail; a plan by a channel without numbers has none. */
export async function noteFailed(
  tx: Transaction,
  planIds: readonly string[],
  now: number,
): Promise<void> {
  if (planIds.length === 0) return;
  await tx.query(
    `insert into failed_number (recipient, number_hash, patient, at)
     select distinct recipient, number_hash, patient, to_timestamp($2 / 1000.0) from reminder
     where id = any($1::text[]) and number_hash is not null
     on conflict (recipient, number_hash) do update set at = excluded.at`,
    [planIds, now],
  );
}
