/** What of a room belongs to an export, as statements that read it a piece at a time. */
import { permitted } from '../access/permission.ts';
import { scopeOf } from '../access/scope.ts';
import { membersOf } from '../fhir/compartment.ts';
import type { Room } from '../resources/define.ts';
import { answering } from '../store/criterion.ts';
import { anyOf, type Bind, binder, type Predicate, textList } from '../store/predicate.ts';
import { paramOf, viewBit } from '../store/shape.ts';
import type { BulkAsked } from './bulk-asked.ts';
import { filterPredicate } from './bulk-filter.ts';
import type { Desk } from './exchange.ts';

/** A statement, ready to be sent. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The rows of one room. */
export interface BulkSource {
  readonly type: string;
  /** The next lines behind an id: `last` id, how many `lines`, their `content`. */
  readonly lines: (after: string) => Statement;
  /** Ids deleted since, behind an id; undefined where deletions were not asked for. */
  readonly deleted: ((after: string) => Statement) | undefined;
  /** `select patient …` of all its rows; undefined where none is a citizen's. */
  readonly citizens: ((bind: Bind) => string) | undefined;
}

/** How much is read at a time. */
export interface BulkSizes {
  readonly rows: number;
  /** At least one row, whatever its size. */
  readonly bytes: number;
}

export const bulkSizes: BulkSizes = { rows: 1_000, bytes: 1_000_000 };

const instant = (ms: number, bind: Bind): string => `to_timestamp(${bind(ms)}::float8 / 1000.0)`;

/** R4's compartments: the row refers to some patient, or to one of these. */
function asPublished(
  room: Room,
  patients: readonly string[] | undefined,
  row: string,
  bind: Bind,
): string {
  // Made where it is used alone: PostgreSQL must be able to tell of what type a value is.
  const own = () => (patients ? `${row}.id = any(${textList(patients, bind)})` : 'true');
  const columns = (membersOf('Patient').get(room.type) ?? [])
    .filter((name) => paramOf(room, name)?.type === 'reference')
    .map((name) => `${row}.${answering(room, name)}`);
  const refs = patients?.map((id) => `Patient/${id}`);
  const tests = columns.map((column) =>
    refs
      ? `coalesce(${column} && ${textList(refs, bind)}, false)`
      : `exists (select from unnest(${column}) ref where starts_with(ref, 'Patient/'))`,
  );
  return anyOf(room.type === 'Patient' ? [own(), ...tests] : tests);
}

/** The compartments that the export is of; `patients` are those of the Group. */
const within =
  (room: Room, { level }: BulkAsked, patients: readonly string[] | undefined): Predicate =>
  (row, bind) => {
    if (level === 'system') return 'true';
    if (!room.patient) return asPublished(room, patients, row, bind);
    return patients
      ? `${row}.patient = any(${textList(patients, bind)})`
      : `${row}.patient is not null`;
  };

const linesOf = (table: string, where: Predicate, sizes: BulkSizes) => (after: string) => {
  const { bind, values } = binder();
  const text = `
    select max(id) as last, count(*)::int as lines, string_agg(content, E'\\n' order by id) || E'\\n' as content
    from (select id, content, sum(octet_length(content)) over (order by id) - octet_length(content) as before
          from (select r.id, r.content from ${table} r
                where r.id > ${bind(after)} and ${where('r', bind)} order by r.id limit ${sizes.rows}) page) sized
    where before < ${sizes.bytes}`;
  return { text, values };
};

/** What a deletion was of is known by its citizen alone: where rows have none, all deletions of the type are told. */
const deletedOf =
  (table: string, room: Room, { level }: BulkAsked, since: number, sizes: BulkSizes) =>
  (after: string): Statement => {
    const { bind, values } = binder();
    const owned = level !== 'system' && room.patient ? ' and h.patient is not null' : '';
    const text = `select h.id from ${table}_history h
      where h.content is null and h.view & ${viewBit.staff} <> 0 and h.last_updated > ${instant(since, bind)}
        and h.id > ${bind(after)} and not exists (select from ${table} r where r.id = h.id)${owned}
      group by h.id order by h.id limit ${sizes.rows}`;
    return { text, values };
  };

/** The rows of a room that belong to it, as far as the scopes go by which it was asked for. */
function whereOf(
  desk: Desk,
  room: Room,
  asked: BulkAsked,
  patients: readonly string[] | undefined,
): Predicate {
  const { since, filters } = asked;
  const filter = filterPredicate(desk, room.type, filters);
  return (row, bind) =>
    [
      scopeOf(room, desk.call.grant, 'any')(row, bind),
      within(room, asked, patients)(row, bind),
      ...(since === undefined ? [] : [`${row}.last_updated > ${instant(since, bind)}`]),
      ...(filter ? [filter(row, bind)] : []),
    ].join(' and ');
}

/** The rooms of an export, in the order of its types. */
export function bulkSources(
  desk: Desk,
  asked: BulkAsked,
  patients: readonly string[] | undefined,
  sizes: BulkSizes,
): BulkSource[] {
  return asked.types.flatMap((type): BulkSource[] => {
    const room = desk.rooms.find((one) => one.type === type);
    if (!room) return [];
    const { table } = desk.call.ports.room(type);
    const where = whereOf(desk, room, asked, patients);
    // What was deleted cannot be held any more against what a scope asks of it.
    const since = permitted(desk.call.grant, type) === 'all' ? asked.since : undefined;
    return [
      {
        type,
        lines: linesOf(table, where, sizes),
        deleted: since === undefined ? undefined : deletedOf(table, room, asked, since, sizes),
        citizens: room.patient
          ? (bind) =>
              `select r.patient from ${table} r where r.patient is not null and ${where('r', bind)}`
          : undefined,
      },
    ];
  });
}

/** The citizens whose data is in an export, each with how many resources; undefined when no room in it holds any. */
export function citizensIn(sources: readonly BulkSource[]): Statement | undefined {
  const { bind, values } = binder();
  const each = sources.flatMap(({ citizens }) => citizens?.(bind) ?? []);
  if (each.length === 0) return undefined;
  const text = `select patient, count(*)::int as shown from (${each.join(' union all ')}) one group by patient`;
  return { text, values };
}
