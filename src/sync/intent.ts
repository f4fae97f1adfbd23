import type { Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import type { CuraRecords, CuraType } from '../cura/records.ts';
import { releaseSeats } from '../resources/appointment/class-seat.ts';
import { releaseAll } from '../resources/appointment/reserve.ts';
import { textArray } from '../store/array.ts';
import type { Transaction } from '../store/database.ts';

export type IntentState = 'open' | 'done' | 'refused';

/** A write that is on its way to Cura. What it says is gone from the row once it is settled. */
export interface Intent {
  readonly id: string;
  readonly kind: string;
  readonly record: CuraType;
  readonly room: string;
  readonly resourceId: string;
  readonly patient: string | null;
  readonly method: 'create' | 'replace';
  readonly policy: string;
  /** The resource that is to stand. */
  readonly draft: (Resource & { id: string }) | null;
  /** Cura's version that the decision was made on; null for a new record. */
  readonly baseVersion: number | null;
  readonly actor: Actor;
  readonly state: IntentState;
  readonly refusal: unknown;
  readonly madeAt: number;
  /** The resource stands already; Cura has it when it can be reached. */
  readonly later: boolean;
}

/** An intent that Cura has carried out, and the record as it stands there since. */
export interface Completed {
  readonly intent: Intent;
  readonly record: CuraRecords[CuraType];
}

/** Of table `intent`, in the names of `Intent`. */
export const intentColumns = `id, kind, record, room, resource_id as "resourceId", patient, method, policy, draft,
  base_version as "baseVersion", actor, state, refusal, made_at as "madeAt", later`;

export async function readIntent(
  db: Pick<Transaction, 'query'>,
  id: string,
): Promise<Intent | undefined> {
  const { rows } = await db.query<Intent>(
    `select ${intentColumns} from intent where id = $1`,
    [id],
    {
      name: 'intent',
    },
  );
  return rows[0];
}

/** Reads and locks those intents that are still open, in order of id: whoever has one settles it. */
export async function lockOpen(tx: Transaction, ids: readonly string[]): Promise<Intent[]> {
  const { rows } = await tx.query<Intent>(
    `select ${intentColumns} from intent where id = any($1::text[]) and state = 'open' order by id for update`,
    [ids],
    { name: 'lock-intents' },
  );
  return rows;
}

/**
 * Locks the open intents that these rows of the feed are the echo of: by key, or by the id that a new record was born with.
 * All at once and in order of id: whoever settles one of them meanwhile is waited for, never the other way round.
 */
export async function lockEchoed(
  tx: Transaction,
  keys: readonly string[],
  born: readonly string[],
): Promise<Intent[]> {
  if (keys.length + born.length === 0) return [];
  const { rows } = await tx.query<Intent>(
    `select ${intentColumns} from intent where state = 'open'
       and (id = any($1::text[]) or (method = 'create' and resource_id = any($2::text[])))
     order by id for update`,
    [keys, born],
    { name: 'lock-echoed' },
  );
  return rows;
}

/** Open intents on records of a type. */
export async function openOn(db: Pick<Transaction, 'query'>, record: string): Promise<Intent[]> {
  const { rows } = await db.query<Intent>(
    `select ${intentColumns} from intent where state = 'open' and record = $1`,
    [record],
    { name: 'open-on' },
  );
  return rows;
}

/** How an intent ended. */
export interface End {
  readonly intent: Pick<Intent, 'id'>;
  readonly state: 'done' | 'refused';
  readonly refusal?: unknown;
}

/**
 * Ends intents and forgets what they said. A refusal gives its reservations back; those of a success become its appointment's when that is
 * committed.
 */
export async function settleAll(tx: Transaction, ends: readonly End[], now: number): Promise<void> {
  if (ends.length === 0) return;
  await tx.query(
    `update intent i set state = x.state, draft = null, refusal = x.refusal::jsonb, settled_at = to_timestamp($4 / 1000.0)
     from unnest($1::text[], $2::text[], $3::text[]) as x(id, state, refusal) where i.id = x.id`,
    [
      textArray(ends.map(({ intent }) => intent.id)),
      textArray(ends.map(({ state }) => state)),
      textArray(
        ends.map(({ refusal }) => (refusal === undefined ? null : JSON.stringify(refusal))),
      ),
      now,
    ],
    { name: 'settle-intents' },
  );
  await releaseSeats(
    tx,
    ends.map(({ intent }) => intent.id),
  );
  await releaseAll(
    tx,
    ends.flatMap(({ intent, state }) => (state === 'refused' ? [intent.id] : [])),
  );
}

/** Those of some intents that are open, oldest first. */
export async function openAmong(
  db: Pick<Transaction, 'query'>,
  ids: readonly string[],
): Promise<Intent[]> {
  const { rows } = await db.query<Intent>(
    `select ${intentColumns} from intent where id = any($1::text[]) and state = 'open' order by id`,
    [ids],
    { name: 'open-among' },
  );
  return rows;
}

/** Open intents made before a moment, oldest first. */
export async function openBefore(
  db: Pick<Transaction, 'query'>,
  before: number,
  max: number,
): Promise<Intent[]> {
  const { rows } = await db.query<Intent>(
    `select ${intentColumns} from intent where state = 'open' and made_at < to_timestamp($1 / 1000.0) order by made_at limit $2`,
    [before, max],
  );
  return rows;
}
