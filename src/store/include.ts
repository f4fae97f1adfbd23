/** What matches refer to, and what refers to them. https://hl7.org/fhir/R4/search.html#include */
import type { Include } from '../fhir/search-control.ts';
import { referringTo } from './compare-reference.ts';
import { answering, ownReferences } from './compare-text.ts';
import type { Reach } from './context.ts';
import { anyOf, type Bind } from './predicate.ts';
import { isCompartment, isRange, ownerOf, paramOf, type Shape } from './shape.ts';
import { sqlText } from './sql-name.ts';

/** Included resources of a page; with more the answer says that it was cut. */
export const mostIncluded = 1_000;

const isReference = (shape: Shape, include: Include): boolean =>
  paramOf(shape, include.parameter)?.type === 'reference';

/** What one include passes on of a row's references. */
const passed = (shape: Shape, include: Include, row: string): string => {
  const column = `${row}.${answering(shape, include.parameter)}`;
  if (include.target !== undefined) {
    const prefix = sqlText(`${include.target}/`);
    return `array(select ref from unnest(${column}) ref where starts_with(ref, ${prefix}))`;
  }
  return ownReferences(shape, include.parameter, column);
};

const goingOut = (shape: Shape, includes: readonly Include[]): Include[] =>
  includes.filter(
    (include) =>
      include.direction === 'include' &&
      include.source === shape.type &&
      isReference(shape, include),
  );

/** The references that a row of this room passes on, as one array. */
export const outgoing = (shape: Shape, includes: readonly Include[], row: string): string => {
  const lists = goingOut(shape, includes).map((include) => passed(shape, include, row));
  const filled = [...new Set(lists)].map((list) => `coalesce(${list}, '{}')`);
  return filled.join(' || ') || "'{}'::text[]";
};

/** The types that the includes of a room may lead to; undefined when that may be any. */
export function targetTypes(shape: Shape, includes: readonly Include[]): string[] | undefined {
  const all = goingOut(shape, includes).map(({ parameter, target }) =>
    target === undefined ? paramOf(shape, parameter)?.target : [target],
  );
  const known = all.filter((targets) => targets !== undefined);
  return known.length < all.length ? undefined : [...new Set(known.flat())];
}

/** How included rows are read: with the references that they pass on in turn. */
export interface Reading {
  readonly reach: Reach;
  /** Includes that go on from what was included. */
  readonly next: readonly Include[];
  readonly bind: Bind;
}

const columns = (shape: Shape, next: readonly Include[]): string =>
  `${sqlText(shape.type)} as type, r.id, r.content, r.patient, ${outgoing(shape, next, 'r')} as next`;

/** Reads the resources of a type that `refs` (a list of `ref`) names, as far as the caller sees them. */
export function forwards(type: string, refs: string, reading: Reading): string | undefined {
  const { reach, next, bind } = reading;
  const room = reach.room(type);
  const scope = reach.scope(type);
  if (!room || !scope) return undefined;
  return `(select ${columns(room.shape, next)}
    from ${refs} join ${room.table} r on r.id = substr(ref, ${type.length + 2})
    where starts_with(ref, ${sqlText(`${type}/`)}) and ${scope('r', bind)} limit ${mostIncluded + 1})`;
}

/** Rows that refer to a resource: by the citizen they belong to, else by the link index. */
function referring(shape: Shape, table: string, refs: string, names: readonly string[]): string {
  const [byCitizen, byLink] = [true, false].map((own) =>
    names.filter((name) => isCompartment(shape, name) === own),
  );
  const linked = [...new Set((byLink ?? []).map((name) => ownerOf(shape, name)))];
  const direct = linked.flatMap((name) => referringTo(shape, name, 'r', 'array[ref]') ?? []);
  const params = direct.length > 0 ? [] : linked.map(sqlText);
  const parts = [
    ...(byCitizen?.length
      ? [
          `select r.* from ${refs} join ${table} r on starts_with(ref, 'Patient/') and r.patient = substr(ref, 9)`,
        ]
      : []),
    ...direct.map((holds) => `select r.* from ${refs} join ${table} r on ${holds}`),
    ...(params.length > 0
      ? [
          `select r.* from ${refs} join ${table}_link l on l.value = ref and l.param in (${params.join(', ')})
           join ${table} r on r.id = l.id and r.view = l.view`,
        ]
      : []),
  ];
  return `(${parts.join(' union all ')}) r`;
}

/** Reads the resources of a type that refer to one of `refs` by some parameters, as far as the caller sees them. */
export function backwards(
  source: string,
  names: readonly string[],
  refs: string,
  { reach, next, bind }: Reading,
): string | undefined {
  const room = reach.room(source);
  const scope = reach.scope(source);
  if (!room || !scope) return undefined;
  const linked = names.filter(
    (name) => isCompartment(room.shape, name) || isRange(room.shape, name),
  );
  if (linked.length === 0) return undefined;
  return `(select ${columns(room.shape, next)} from ${referring(room.shape, room.table, refs, linked)}
    where ${anyOf([scope('r', bind)])} limit ${mostIncluded + 1})`;
}

/** Reverse includes whose rows are read together: of one type, to the same target. */
export interface Group {
  readonly source: string;
  readonly target: string | undefined;
  readonly names: readonly string[];
}

export function groupsOf(includes: readonly Include[]): Group[] {
  const groups = new Map<string, Include[]>();
  for (const include of includes) {
    if (include.direction !== 'revinclude') continue;
    const key = `${include.source}:${include.target ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), include]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first
      ? {
          source: first.source,
          target: first.target,
          names: [first, ...others].map(({ parameter }) => parameter),
        }
      : [],
  );
}
