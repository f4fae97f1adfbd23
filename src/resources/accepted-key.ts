/** What a client may send again means one thing for a citizen, for good. */
import { hash as digest } from 'node:crypto';
import { textArray } from '../store/array.ts';
import type { Transaction } from '../store/database.ts';
import type { Ports } from './define.ts';

/** `key` and `content` are keyed hashes. */
export interface Known {
  readonly patient: string;
  readonly key: string;
  readonly id: string;
  readonly content: string;
}

/** Somebody else was first with a key: what it means has to be looked up again. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/** Nobody but us adds to what is hashed, and this takes a tenth of an HMAC's time. */
export function hashBy({ secret }: Pick<Ports, 'secret'>): (text: string) => string {
  const mine = secret('accepted-key').toString('base64');
  return (text) => digest('sha256', mine + text, 'base64url');
}

/** What the keys mean already, by key. */
export async function lookUp(
  db: Pick<Transaction, 'query'>,
  patient: string,
  keys: readonly string[],
): Promise<Map<string, Known>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<Known>(
    'select patient, key, id, content from accepted_key where patient = $1 and key = any($2::text[])',
    [patient, keys],
    { name: 'accepted-keys' },
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Takes keys that mean nothing yet; gives how many there were. */
export async function takeKeys(
  tx: Pick<Transaction, 'query'>,
  all: readonly Known[],
): Promise<number> {
  if (all.length === 0) return 0;
  const { rowCount } = await tx.query(
    `insert into accepted_key (patient, key, id, content)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) x(patient, key, id, content)
     order by patient, key on conflict do nothing`,
    [
      textArray(all.map(({ patient }) => patient)),
      textArray(all.map(({ key }) => key)),
      textArray(all.map(({ id }) => id)),
      textArray(all.map(({ content }) => content)),
    ],
    { name: 'take-accepted-keys' },
  );
  return rowCount;
}
