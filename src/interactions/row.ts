import type { Grant } from '../access/grant.ts';
import { scopeOf } from '../access/scope.ts';
import { gone, notFound } from '../fhir/outcome.ts';
import type { Call, Room } from '../resources/define.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder } from '../store/predicate.ts';
import { type View, viewBit } from '../store/shape.ts';

/** One stored representation, as the caller may see it. */
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: number;
  readonly patient: string | null;
  readonly content: string;
}

/** The representation of a resource that the caller may see; undefined when there is none for the caller. */
export async function visibleRow(
  { ports, grant }: Call,
  room: Room,
  id: string,
): Promise<Row | undefined> {
  const { bind, values } = binder();
  const { table } = ports.room(room.type);
  const wanted = bind(id);
  const scope = scopeOf(room.access, grant, 'any')('r', bind);
  const { rows } = await askNarrowly<Row>(
    ports.db,
    `select r.id, r.version, r.last_updated as "lastUpdated", r.patient, r.content from ${table} r where r.id = ${wanted} and ${scope}`,
    values,
  );
  return rows[0];
}

/** The view in which a caller sees the rows of a citizen. */
export const viewOf = (grant: Grant, patient: string | null): View => {
  if (grant.caller.kind !== 'person') return 'staff';
  return patient === null || patient === grant.self ? 'citizen' : 'proxy';
};

/** Whether the caller may know that a citizen's resource was deleted. */
const mayKnow = (grant: Grant, patient: string | null): boolean => {
  if (grant.caller.kind === 'system') return true;
  if (grant.caller.kind !== 'person') return grant.caller.kind === 'staff' && patient === null;
  return (
    patient === null ||
    patient === grant.self ||
    grant.mandates.some((one) => one.patient === patient)
  );
};

/** Throws 410 for what the caller could see before it was deleted, 404 for everything else. */
export async function refuseMissing(
  { ports, grant }: Call,
  room: Room,
  id: string,
): Promise<never> {
  const { table } = ports.room(room.type);
  const { rows } = await ports.db.query<{
    patient: string | null;
    content: string | null;
    view: number;
  }>(
    `select patient, content, view from ${table}_history where id = $1 order by version desc limit 4`,
    [id],
  );
  // The last version has a row for each view that differs.
  const last = rows.find((row) => (row.view & viewBit[viewOf(grant, row.patient)]) !== 0);
  const narrowed = room.access.kind === 'open' ? room.access.persons : room.access.relative;
  if (last?.content === null && !narrowed && mayKnow(grant, last.patient))
    throw gone(room.type, id);
  throw notFound(room.type, id);
}
