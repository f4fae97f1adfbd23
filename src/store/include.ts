import type { Include } from '../fhir/search-control.ts';
import { answering, isCompartment } from './criterion.ts';
import type { Bind, Predicate } from './predicate.ts';
import type { Shape } from './shape.ts';
import type { StoredRoom } from './stored-room.ts';

/** How the statement reaches other rooms: by type, and only as far as the caller may see them. */
export interface Reach {
  readonly room: (type: string) => StoredRoom | undefined;
  readonly scope: (type: string) => Predicate | undefined;
}

/** How deep `:iterate` follows references. */
const rounds = 5;

const paramsOf = (shape: Shape, include: Include): string[] =>
  shape.search[include.parameter]?.type === 'reference' ? [include.parameter] : [];

const targetsOf = (shape: Shape, include: Include): string[] =>
  include.target
    ? [include.target]
    : [...new Set(paramsOf(shape, include).flatMap((name) => shape.search[name]?.target ?? []))];

/** The references that a row of this room passes on, as one array. */
const outgoing = (shape: Shape, includes: readonly Include[], row: string): string => {
  const columns = includes
    .filter((include) => include.source === shape.type)
    .flatMap((include) => paramsOf(shape, include).map((name) => answering(shape, name)));
  return (
    [...new Set(columns)].map((column) => `coalesce(${row}.${column}, '{}')`).join(' || ') ||
    "'{}'::text[]"
  );
};

/** The type's name comes from the registry, so it may stand in the text: the statement has fewer values to carry. */
const fetch = (
  type: string,
  from: string,
  next: readonly Include[],
  reach: Reach,
  bind: Bind,
): string | undefined => {
  const room = reach.room(type);
  const scope = reach.scope(type);
  if (!room || !scope) return undefined;
  return `select '${room.shape.type}' as type, r.id, r.content, r.patient, ${outgoing(room.shape, next, 'r')} as next
    from ${from} join ${room.table} r on r.id = substr(ref, ${type.length + 2})
    where ref like '${room.shape.type}/%' and ${scope('r', bind)}`;
};

interface Round {
  readonly name: string;
  readonly from: string;
  readonly targets: readonly string[];
  readonly next: readonly Include[];
}

const roundText = (round: Round, reach: Reach, bind: Bind): string | undefined => {
  const refs = `${round.name}_ref`;
  const parts = round.targets.flatMap((type) => fetch(type, refs, round.next, reach, bind) ?? []);
  return parts.length === 0
    ? undefined
    : `${refs} as materialized (select distinct ref from ${round.from}, unnest(next) ref),
${round.name} as materialized (${parts.join(' union all ')})`;
};

/** CTEs that fetch what the matches in `m(id, next)` refer to, and the names of those CTEs. */
export function includeRounds(
  shape: Shape,
  includes: readonly Include[],
  reach: Reach,
  bind: Bind,
): { ctes: string[]; names: string[]; next: (row: string) => string } {
  const iterate = includes.filter((include) => include.iterate);
  const ctes: string[] = [];
  const names: string[] = [];
  let active = includes.filter((include) => include.source === shape.type);
  let from = 'm';
  for (let at = 0; at < rounds && active.length > 0; at += 1) {
    const targets = [
      ...new Set(
        active.flatMap((include) => targetsOf(reach.room(include.source)?.shape ?? shape, include)),
      ),
    ];
    const text = roundText({ name: `i${at}`, from, targets, next: iterate }, reach, bind);
    if (!text) break;
    ctes.push(text);
    names.push(`i${at}`);
    from = `i${at}`;
    active = iterate.filter((include) => targets.includes(include.source));
  }
  return { ctes, names, next: (row) => outgoing(shape, includes, row) };
}

/** Rows that refer to a match: by the citizen they belong to, else by the link index. */
function referring(room: StoredRoom, shape: Shape, include: Include, bind: Bind): string {
  if (isCompartment(room.shape, include.parameter))
    return `${room.table} r on r.patient = m.id and ${shape.type === 'Patient'}`;
  const param = room.shape.search[include.parameter]?.within ?? include.parameter;
  return `${room.table}_link l on l.param = ${bind(param)} and l.value = '${shape.type}/' || m.id
      join ${room.table} r on r.id = l.id and r.view = l.view`;
}

/** CTEs that fetch what refers to the matches. Only parameters searched over the population can. */
export function revincludeRounds(
  shape: Shape,
  includes: readonly Include[],
  reach: Reach,
  bind: Bind,
): { ctes: string[]; names: string[] } {
  const texts = includes.flatMap((include, at) => {
    const room = reach.room(include.source);
    const scope = reach.scope(include.source);
    if (!room || !scope) return [];
    return `v${at} as materialized (
      select distinct on (r.id) '${room.shape.type}' as type, r.id, r.content, r.patient, '{}'::text[] as next
      from m join ${referring(room, shape, include, bind)}
      where ${scope('r', bind)})`;
  });
  return { ctes: texts, names: texts.map((text) => text.slice(0, text.indexOf(' '))) };
}
