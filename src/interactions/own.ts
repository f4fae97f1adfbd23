/** Writes where we are the system of record: each ends in our store, in one transaction with its Provenance. */
import type { Meta, Resource } from '@medplum/fhirtypes';
import { uuidv7 } from '../fhir/id.ts';
import { parseStored } from '../fhir/json.ts';
import { putBack } from '../fhir/merge.ts';
import { FhirError, methodNotAllowed, notFound } from '../fhir/outcome.ts';
import type { Change, Room } from '../resources/define.ts';
import type { Transaction } from '../store/database.ts';
import { putAll, removeAll } from '../store/put.ts';
import type { Conditions, Desk } from './exchange.ts';
import { assertSameCitizen, unseen, writerOf } from './own-right.ts';
import { saysTheSame, withMembers } from './own-same.ts';
import { type Row, refuseMissing, visibleRow } from './row.ts';
import { assertMatches } from './write-condition.ts';
import { inTransaction, lockAll } from './write-desk.ts';

type Kept = Resource & { id: string };

/** What a write came to: the row that stands now, as the caller sees it. */
export interface Outcome {
  readonly status: 200 | 201;
  readonly row: Row;
}

/** A change of what stands under an id. */
export interface Wanted {
  readonly id: string;
  readonly conditions: Conditions;
  /** What is to stand, from what the caller sees; 4xx when it cannot be. */
  readonly make: (seen: Resource) => Resource;
  /** What is to stand where nothing does. */
  readonly fresh?: Resource;
}

/** The lock of one resource. */
export const keyOf = (room: Room, id: string): string => `${room.type}/${id}`;

async function follow(
  desk: Desk,
  tx: Transaction,
  room: Room,
  change: Change,
  kind: string,
): Promise<void> {
  const { ports, grant } = desk.call;
  const actor = writerOf(grant, room, change.resource);
  await ports.record?.(tx, room, [change], { kind, ...(actor && { actor }) });
  await room.after?.(tx, ports, [change], { bulk: false });
}

async function store(
  desk: Desk,
  tx: Transaction,
  room: Room,
  resource: Kept,
  kind: string,
): Promise<Row> {
  const { ports, grant } = desk.call;
  writerOf(grant, room, resource);
  const [written] = await putAll(tx, ports.room(room.type), [resource], ports.now());
  if (written && written.outcome !== 'same')
    await follow(desk, tx, room, { written, resource }, kind);
  const row = await visibleRow(desk.call, room, resource.id);
  if (!row) throw unseen();
  return row;
}

/** A new resource, under an id of ours unless one is given. */
export const createOwn = (
  desk: Desk,
  room: Room,
  resource: Resource,
  id?: string,
): Promise<Outcome> =>
  inTransaction(desk, async (bound, tx) => {
    const made = withMembers(resource, { id: id ?? uuidv7(bound.call.ports.now()) });
    return { status: 201, row: await store(bound, tx, room, made, 'create') };
  });

/** As staff see it, with its numbers as they were written. */
async function storedNow(desk: Desk, room: Room, id: string): Promise<Kept> {
  const { ports } = desk.call;
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from ${ports.room(room.type).table} where id = $1 and view & 1 <> 0`,
    [id],
  );
  const [row] = rows;
  if (!row) throw notFound(room.type, id);
  return parseStored<Kept>(row.content);
}

/** What a view hides depends on labels: a person changes none. */
function keepLabels(desk: Desk, stored: Kept, next: Kept): Kept {
  if (desk.call.grant.caller.kind !== 'person') return next;
  const { security } = stored.meta ?? {};
  const { security: _, ...rest }: Meta = next.meta ?? {};
  return withMembers(next, { meta: { ...rest, ...(security && { security }) } });
}

async function replace(
  desk: Desk,
  tx: Transaction,
  room: Room,
  row: Row,
  { make }: Wanted,
): Promise<Row> {
  const seen = parseStored<Kept>(row.content);
  const asked = withMembers(make(seen), { id: row.id });
  const stored = room.views ? await storedNow(desk, room, row.id) : seen;
  const next = keepLabels(desk, stored, room.views ? putBack(stored, seen, asked) : asked);
  writerOf(desk.call.grant, room, stored);
  assertSameCitizen(desk.call.grant, room, stored, next);
  if (saysTheSame(stored, next)) return row;
  return store(desk, tx, room, next, 'update');
}

/** Whether something stands under the id that the caller does not see. */
async function isHidden({ call: { ports } }: Desk, room: Room, id: string): Promise<boolean> {
  const { rowCount } = await ports.db.query(
    `select from ${ports.room(room.type).table} where id = $1 limit 1`,
    [id],
  );
  return rowCount > 0;
}

/** Refuses an id that is another's, or that the caller may not choose: only what was here once comes back then. */
async function assertMayBegin(desk: Desk, room: Room, id: string): Promise<void> {
  const mayChoose = room.own?.updateCreate ?? false;
  const missing = mayChoose ? undefined : await missingStatus(desk, room, id);
  if (missing === 404) throw methodNotAllowed('PUT', ['GET', 'HEAD']);
  if (await isHidden(desk, room, id)) throw notFound(room.type, id);
}

/** 410 for what the caller may know to have been here, 404 for what is hidden or was never. */
async function missingStatus(desk: Desk, room: Room, id: string): Promise<number> {
  const missing = await refuseMissing(desk.call, room, id).catch((error: unknown) => error);
  if (missing instanceof FhirError) return missing.status;
  throw missing;
}

/** Changes what stands, or makes it where nothing does and `fresh` is given. */
export const changeOwn = (desk: Desk, room: Room, wanted: Wanted): Promise<Outcome> =>
  inTransaction(desk, async (bound, tx) => {
    const { id, conditions, fresh } = wanted;
    await lockAll(tx, [keyOf(room, id)]);
    const row = await visibleRow(bound.call, room, id);
    assertMatches(conditions, row?.version);
    if (row) return { status: 200, row: await replace(bound, tx, room, row, wanted) };
    if (!fresh) return refuseMissing(bound.call, room, id);
    await assertMayBegin(bound, room, id);
    const made = withMembers(fresh, { id });
    return { status: 201, row: await store(bound, tx, room, made, 'create') };
  });

/** Takes away what the caller sees under the id; what is not there is gone already. Gives the version of the deletion. */
export const removeOwn = (
  desk: Desk,
  room: Room,
  { id, conditions }: Omit<Wanted, 'make'>,
): Promise<number | undefined> =>
  inTransaction(desk, async (bound, tx) => {
    const { ports, grant } = bound.call;
    await lockAll(tx, [keyOf(room, id)]);
    const row = await visibleRow(bound.call, room, id);
    assertMatches(conditions, row?.version);
    if (!row) return undefined;
    const resource = await storedNow(bound, room, id);
    writerOf(grant, room, resource);
    const [written] = await removeAll(tx, ports.room(room.type), [id], ports.now());
    if (!written) return undefined;
    const change: Change = {
      ...{ resource, removed: true },
      written: { ...written, before: JSON.stringify(resource) },
    };
    await follow(bound, tx, room, change, 'delete');
    return written.version;
  });
