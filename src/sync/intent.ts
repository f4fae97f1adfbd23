import type { Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import type { CuraType } from '../cura/records.ts';
import { uuidv7 } from '../fhir/id.ts';
import { type Reservation, release, reserveFor } from '../resources/appointment/reserve.ts';
import type { WritePlan } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import type { SyncPorts } from './ports.ts';

export type IntentState = 'open' | 'done' | 'refused';

/** A write that is on its way to Cura. What it says is gone from the row once it is settled. */
export interface Intent {
  readonly id: string;
  readonly kind: string;
  readonly record: CuraType;
  readonly room: string;
  readonly resourceId: string;
  readonly patient: string;
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
}

const columns = `id, kind, record, room, resource_id as "resourceId", patient, method, policy, draft,
  base_version as "baseVersion", actor, state, refusal, made_at as "madeAt"`;

const joinWithinMs = 10_000;

/** Somebody else has the time: the reservation could not be made. */
export class TimeTaken extends Error {
  override readonly name = 'TimeTaken';
}

/** The resource has changed since it was decided what is to become of it. */
export class DecidedOnPast extends Error {
  override readonly name = 'DecidedOnPast';
}

/** One statement takes Cura's version and checks ours: no change that comes in between can be overwritten unseen. */
async function insert(
  tx: Transaction,
  ports: SyncPorts,
  id: string,
  plan: WritePlan,
  actor: Actor,
): Promise<boolean> {
  const { table } = ports.room(plan.resource.resourceType);
  const { rowCount } = await tx.query(
    `insert into intent (id, kind, record, room, resource_id, patient, join_key, method, policy, draft, base_version, actor, made_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
       (select version from cura_record where record = $3 and id = $5), $11, to_timestamp($12 / 1000.0)
     where $13::int is null
       or exists (select from ${table} h where h.id = $5 and h.view & 1 <> 0 and h.version = $13)
     on conflict (join_key) where state = 'open' do nothing`,
    [
      id,
      plan.kind,
      plan.record,
      plan.resource.resourceType,
      plan.resource.id,
      plan.patient,
      plan.joinKey ?? null,
      plan.method,
      plan.policy,
      JSON.stringify(plan.resource),
      JSON.stringify(actor),
      ports.now(),
      plan.basedOn ?? null,
    ],
    { name: `open-intent:${table}` },
  );
  return rowCount === 1;
}

/** The act that this one repeats: open, or settled while this one was being decided. */
async function repeated(
  tx: Transaction,
  ports: SyncPorts,
  { joinKey }: WritePlan,
): Promise<Intent | undefined> {
  if (joinKey === undefined) return undefined;
  const { rows } = await tx.query<Intent>(
    `select ${columns} from intent where join_key = $1
       and (state = 'open' or settled_at > to_timestamp($2 / 1000.0)) order by made_at desc limit 1`,
    [joinKey, ports.now() - joinWithinMs],
  );
  return rows[0];
}

/** Opens an intent with its reservations, or finds the one that it repeats. Throws `TimeTaken` and `DecidedOnPast`. */
export function openIntent(
  ports: SyncPorts,
  plan: WritePlan,
  actor: Actor,
): Promise<{ intent: Intent; joined: boolean }> {
  return ports.db.transaction(async (tx) => {
    const id = uuidv7(ports.now());
    if (!(await insert(tx, ports, id, plan, actor))) {
      const known = await repeated(tx, ports, plan);
      if (known) return { intent: known, joined: true };
      throw new DecidedOnPast();
    }
    const wanted: Reservation[] = (plan.reserve ?? []).map((one) => ({
      ...one,
      appointment: plan.resource.id,
    }));
    if (!(await reserveFor(tx, id, wanted, ports.now()))) throw new TimeTaken();
    const intent = await readIntent(tx, id);
    if (!intent) throw new Error('An intent that was just made is not there.');
    return { intent, joined: false };
  });
}

export async function readIntent(
  db: Pick<Transaction, 'query'>,
  id: string,
): Promise<Intent | undefined> {
  const { rows } = await db.query<Intent>(`select ${columns} from intent where id = $1`, [id], {
    name: 'intent',
  });
  return rows[0];
}

/** Reads and locks an intent if it is still open: whoever has it settles it. */
export async function lockOpen(tx: Transaction, id: string): Promise<Intent | undefined> {
  const { rows } = await tx.query<Intent>(
    `select ${columns} from intent where id = $1 and state = 'open' for update`,
    [id],
    { name: 'lock-intent' },
  );
  return rows[0];
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
    `select ${columns} from intent where state = 'open'
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
    `select ${columns} from intent where state = 'open' and record = $1`,
    [record],
    { name: 'open-on' },
  );
  return rows;
}

/** Ends an intent and forgets what it said. A refusal gives its reservations back; a success leaves that to the commit. */
export async function settle(
  tx: Transaction,
  intent: Intent,
  state: 'done' | 'refused',
  now: number,
  refusal: unknown = null,
): Promise<void> {
  await tx.query(
    `update intent set state = $2, draft = null, refusal = $3, settled_at = to_timestamp($4 / 1000.0) where id = $1`,
    [intent.id, state, refusal === null ? null : JSON.stringify(refusal), now],
    { name: 'settle-intent' },
  );
  await release(tx, intent.id);
}

/** Open intents made before a moment, oldest first. */
export async function openBefore(
  db: Pick<Transaction, 'query'>,
  before: number,
  max: number,
): Promise<Intent[]> {
  const { rows } = await db.query<Intent>(
    `select ${columns} from intent where state = 'open' and made_at < to_timestamp($1 / 1000.0) order by made_at limit $2`,
    [before, max],
  );
  return rows;
}
