import type { Actor } from '../access/grant.ts';
import { uuidv7 } from '../fhir/id.ts';
import type { WritePlan } from '../resources/write-plan.ts';
import { float8Array, int4Array, textArray } from '../store/array.ts';
import type { Transaction } from '../store/database.ts';
import { type Intent, intentColumns } from './intent.ts';
import type { SyncPorts } from './ports.ts';

/** A write that is decided on. */
export interface Asked {
  readonly plan: WritePlan;
  readonly actor: Actor;
}

const joinWithinMs = 10_000;

const made = ({ plan, actor }: Asked, now: number, later: boolean): Intent => ({
  ...{ id: uuidv7(now), kind: plan.kind, record: plan.record as Intent['record'] },
  ...{ room: plan.resource.resourceType, resourceId: plan.resource.id, patient: plan.patient },
  ...{ method: plan.method, policy: plan.policy, draft: plan.resource, baseVersion: null },
  ...{ actor, state: 'open', refusal: null, madeAt: now, later },
});

/** A write with its intent, before it is known whether that can be opened. */
export interface Opening extends Asked {
  readonly intent: Intent;
}

/** One statement takes Cura's version and checks ours: no change that comes in between can be overwritten unseen. */
const insertInto = (table: string): string => `
  insert into intent (id, kind, record, room, resource_id, patient, join_key, method, policy, draft, base_version, actor, made_at, later)
  select id, kind, record, room, resource_id, patient, join_key, method, policy, draft::jsonb,
    (select version from cura_record c where c.record = x.record and c.id = x.resource_id),
    actor::jsonb, to_timestamp(made_at / 1000.0), later::boolean
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::float8[], $14::int[])
    as x(id, kind, record, room, resource_id, patient, join_key, method, policy, draft, actor, later, made_at, based_on)
  where based_on is null
    or exists (select from ${table} h where h.id = x.resource_id and h.view & 1 <> 0 and h.version = x.based_on)
  order by join_key
  on conflict (join_key) where state = 'open' do nothing returning id, base_version as "baseVersion"`;

const textsOf: readonly ((opening: Opening) => string | null)[] = [
  ({ intent }) => intent.id,
  ({ intent }) => intent.kind,
  ({ intent }) => intent.record,
  ({ intent }) => intent.room,
  ({ intent }) => intent.resourceId,
  ({ intent }) => intent.patient,
  ({ plan }) => plan.joinKey ?? null,
  ({ intent }) => intent.method,
  ({ intent }) => intent.policy,
  ({ intent }) => JSON.stringify(intent.draft),
  ({ intent }) => JSON.stringify(intent.actor),
  ({ intent }) => String(intent.later),
];

/** Enters intents of one room; gives those that could be, as they stand. */
export async function enter(
  tx: Transaction,
  ports: SyncPorts,
  room: string,
  openings: readonly Opening[],
): Promise<Opening[]> {
  const { table } = ports.room(room);
  const { rows } = await tx.query<{ id: string; baseVersion: number | null }>(
    insertInto(table),
    [
      ...textsOf.map((textOf) => textArray(openings.map(textOf))),
      float8Array(openings.map(({ intent }) => intent.madeAt)),
      int4Array(openings.map(({ plan }) => plan.basedOn ?? null)),
    ],
    { name: `open-intents:${table}` },
  );
  const versions = new Map(rows.map(({ id, baseVersion }) => [id, baseVersion]));
  return openings.flatMap((one) => {
    const baseVersion = versions.get(one.intent.id);
    return baseVersion === undefined ? [] : [{ ...one, intent: { ...one.intent, baseVersion } }];
  });
}

/** The acts that these repeat, by their keys: open, or settled while these were being decided. */
export async function repeated(
  tx: Transaction,
  ports: SyncPorts,
  openings: readonly Opening[],
): Promise<Map<string, Intent>> {
  const keys = openings.flatMap(({ plan }) => plan.joinKey ?? []);
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<Intent & { joinKey: string }>(
    `select distinct on (join_key) join_key as "joinKey", ${intentColumns} from intent
     where join_key = any($1::text[]) and (state = 'open' or settled_at > to_timestamp($2 / 1000.0))
     order by join_key, made_at desc`,
    [keys, ports.now() - joinWithinMs],
    { name: 'repeated' },
  );
  return new Map(rows.map(({ joinKey, ...intent }) => [joinKey, intent]));
}

/** What they become when they are opened; `later`: what is to stand does so at once. */
export const openingsOf = (
  ports: SyncPorts,
  asked: readonly Asked[],
  { later = false } = {},
): Opening[] => {
  const now = ports.now();
  return asked.map((one) => ({ ...one, intent: made(one, now, later) }));
};
