import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { representations, serialise } from './bytes.ts';
import { noteChanges } from './change-event.ts';
import { touch } from './compartment.ts';
import type { Transaction } from './database.ts';
import type { Indexed } from './index-row.ts';
import { indexChange, indexOf } from './index-statements.ts';
import { narrowPast } from './past.ts';
import { viewBit } from './shape.ts';
import { insertRows, retire, selectHeads } from './statements.ts';
import type { StoredRoom } from './stored-room.ts';

/** What a write did. `version` is the version that now stands. */
export interface Written {
  readonly id: string;
  readonly version: number;
  readonly outcome: 'created' | 'updated' | 'same';
  readonly patient: string | null;
  /** The bytes that stood before, as staff see them. */
  readonly before?: string;
}

/** A row to insert: one representation of one version. */
export interface HeadRow extends Indexed {
  readonly id: string;
  readonly view: number;
  readonly version: number;
  readonly lastUpdated: number;
  readonly content: string;
}

interface Head {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  readonly lastUpdated: number;
}

const headRows = (
  room: StoredRoom,
  resource: Resource & { id: string },
  version: number,
  now: number,
): HeadRow[] =>
  representations(room.shape, resource).map((shown) => ({
    ...room.index(shown.resource, now),
    id: resource.id,
    view: shown.view,
    version,
    lastUpdated: now,
    content: serialise(shown.resource, version, now),
    // The compartment and the person behind it are facts of the resource, not of a view.
    patient: room.shape.patient?.(resource as never) ?? null,
  }));

/** The index rows that the stored representations of a resource have. */
const linksOf = (room: StoredRoom, { content, version, lastUpdated }: Head): HeadRow[] =>
  headRows(room, parseStored<Resource & { id: string }>(content), version, lastUpdated);

const isStaff = (head: { view: number }): boolean => (head.view & viewBit.staff) !== 0;

/** What stands of some ids, and the last versions of those that were taken away: a thing that comes back goes on counting. */
interface Heads {
  readonly heads: Map<string, Head>;
  readonly gone: Map<string, number>;
}

/** Locks and reads the staff representations that stand now. */
async function headsNow(tx: Transaction, room: StoredRoom, ids: readonly string[]): Promise<Heads> {
  const rows = await selectHeads(tx, room, ids);
  return {
    heads: new Map(rows.filter(isStaff).map((row) => [row.id, row])),
    gone: new Map(rows.filter(({ view }) => view === 0).map((row) => [row.id, row.version])),
  };
}

/**
 * Writes resources of one room: next version, history, bytes and index rows, in the caller's transaction.
 * A resource equal to what stands makes no new version. Ids must be distinct.
 */
export async function putAll(
  tx: Transaction,
  room: StoredRoom,
  resources: readonly (Resource & { id: string })[],
  now: number,
): Promise<Written[]> {
  if (resources.length === 0) return [];
  const { heads, gone: removed } = await headsNow(
    tx,
    room,
    resources.map(({ id }) => id),
  );
  const written = resources.map((resource): Written => {
    const head = heads.get(resource.id);
    const same = head && serialise(resource, head.version, head.lastUpdated) === head.content;
    const patient = room.shape.patient?.(resource as never) ?? null;
    if (same) return { id: resource.id, version: head.version, outcome: 'same', patient };
    const version = (head?.version ?? removed.get(resource.id) ?? 0) + 1;
    return head
      ? { id: resource.id, version, outcome: 'updated', patient, before: head.content }
      : { id: resource.id, version, outcome: 'created', patient };
  });
  await write(tx, room, { resources, written, heads, now });
  return written;
}

interface Writing {
  readonly resources: readonly (Resource & { id: string })[];
  readonly written: readonly Written[];
  readonly heads: ReadonlyMap<string, Head>;
  readonly now: number;
}

/** What stood goes to the history, and what is new stands. */
async function write(
  tx: Transaction,
  room: StoredRoom,
  { resources, written, heads, now }: Writing,
): Promise<void> {
  const rows = resources.flatMap((resource, at) =>
    written[at]?.outcome === 'same' ? [] : headRows(room, resource, written[at]?.version ?? 1, now),
  );
  if (rows.length === 0) return;
  const ids = written.flatMap(({ id, outcome }) => (outcome === 'updated' ? [id] : []));
  const gone = ids.flatMap((id) => heads.get(id) ?? []).flatMap((head) => linksOf(room, head));
  const index = indexChange(gone, rows);
  await retire(tx, room, { ids, index: index.gone, leaving: 'replaced', now });
  await insertRows(tx, room, rows, index.come);
  await narrowPast(tx, room, ids);
  noteChanges(tx, room, rows, { now, removed: false });
  touch(tx, [...gone, ...rows]);
  await room.shape.beside?.(tx, [...gone, ...rows]);
}

/** Writes resources that surely never stood before, such as those whose ids were just drawn. */
export async function createAll(
  tx: Transaction,
  room: StoredRoom,
  resources: readonly (Resource & { id: string })[],
  now: number,
): Promise<void> {
  const written = resources.map(
    ({ id }): Written => ({ id, version: 1, outcome: 'created', patient: null }),
  );
  await write(tx, room, { resources, written, heads: new Map(), now });
}

/** Makes the rows of standing versions again, with the versions that they have. */
export async function rewrite(
  tx: Transaction,
  room: StoredRoom,
  standing: readonly {
    resource: Resource & { id: string };
    version: number;
    lastUpdated: number;
  }[],
): Promise<void> {
  const rows = standing.flatMap(({ resource, version, lastUpdated }) =>
    headRows(room, resource, version, lastUpdated),
  );
  const { rows: before } = await tx.query<{ patient: string | null; view: number }>(
    `delete from ${room.table} where id = any($1::text[]) returning patient, view`,
    [rows.map(({ id }) => id)],
  );
  if (rows.length > 0) await insertRows(tx, room, rows, indexOf(rows));
  touch(tx, [...before, ...rows]);
}

/** Takes resources away; their history stays and ends with a deletion. Unknown ids are passed over. */
export async function removeAll(
  tx: Transaction,
  room: StoredRoom,
  ids: readonly string[],
  now: number,
): Promise<Written[]> {
  const heads = [...(await headsNow(tx, room, ids)).heads.values()];
  const rows = heads.flatMap((head) => linksOf(room, head));
  const away = { ids: heads.map(({ id }) => id), index: indexOf(rows), now };
  await retire(tx, room, { ...away, leaving: 'removed' });
  noteChanges(tx, room, rows, { now, removed: true });
  touch(tx, rows);
  await room.shape.beside?.(tx, rows);
  return heads.map(({ id, version }) => ({
    id,
    version: version + 1,
    outcome: 'updated',
    patient: null,
  }));
}
