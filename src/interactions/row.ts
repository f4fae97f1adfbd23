import { endedScope, scopeOf } from '../access/scope.ts';
import { gone, notFound, over } from '../fhir/outcome.ts';
import type { Call, Room } from '../resources/define.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder } from '../store/predicate.ts';
import { armOf } from './history-arm.ts';
import { type Version, versionsSql, type Window } from './history-row.ts';

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
  const scope = scopeOf(room, grant, 'any')('r', bind);
  const { rows } = await askNarrowly<Row>(
    ports.db,
    `select r.id, r.version, r.last_updated as "lastUpdated", r.patient, r.content from ${table} r where r.id = ${wanted} and ${scope}`,
    values,
  );
  return rows[0];
}

/** One version of a resource of this citizen, or of none, whether it stands or not. */
export async function versionOf(
  { ports, grant }: Call,
  room: Room,
  patient: string | null,
  window: Window,
): Promise<Version | undefined> {
  const arm = armOf(room, grant, patient);
  if (!arm) return undefined;
  const { table } = ports.room(room.type);
  const { text, values } = versionsSql(table, [arm], window, { direction: 'next', limit: 1 });
  return (await ports.db.query<Version>(text, values)).rows[0];
}

/** The end of what the caller could see before it was deleted; undefined for all else that is not there. */
export async function deletion(call: Call, room: Room, id: string): Promise<Version | undefined> {
  const { table } = call.ports.room(room.type);
  const { rows } = await call.ports.db.query<{ patient: string | null }>(
    `select patient from ${table}_history where id = $1 order by version desc limit 1`,
    [id],
  );
  if (!rows[0]) return undefined;
  const last = await versionOf(call, room, rows[0].patient, { id });
  return last?.content === null ? last : undefined;
}

/** 410 for what is over, by the clock alone, to who could see it until then. */
export async function refuseEnded({ ports, grant }: Call, room: Room, id: string): Promise<void> {
  const ended = endedScope(room, grant, 'any');
  if (!ended) return;
  const { bind, values } = binder();
  const { table } = ports.room(room.type);
  const text = `select from ${table} r where r.id = ${bind(id)} and ${ended('r', bind)}`;
  if ((await ports.db.query(text, values)).rowCount > 0) throw over(room.type, id);
}

/** Throws 410 for what the caller could see before it was deleted or was over, 404 for everything else. */
export async function refuseMissing(call: Call, room: Room, id: string): Promise<never> {
  const unstored = room.unstored?.(id);
  if (unstored) throw unstored;
  await refuseEnded(call, room, id);
  const deleted = await deletion(call, room, id);
  throw deleted ? gone(room.type, id) : notFound(room.type, id);
}
