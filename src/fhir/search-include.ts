/** `_include` and `_revinclude`. https://hl7.org/fhir/R4/search.html#include */
import { type Rooms, type SearchParam, targetsOf } from './search-param.ts';

/** `_include` and `_revinclude` of `source:parameter:target`. Wildcards have become one of these for each parameter. */
export interface Include {
  readonly direction: 'include' | 'revinclude';
  readonly iterate: boolean;
  readonly source: string;
  readonly parameter: string;
  readonly target?: string;
}

type Direction = Include['direction'];

interface Way {
  readonly source: string;
  readonly parameter: string;
  readonly targets: readonly string[];
}

function waysOf(source: string, rooms: Rooms): Way[] {
  const declared: [string, SearchParam][] = Object.entries(rooms.get(source) ?? {});
  const all = declared.map(([parameter, param]) => ({
    ...{ source, parameter, targets: targetsOf(param, rooms) },
  }));
  return all.filter(({ targets }) => targets.length > 0);
}

/** What may be asked for: includes start at the type searched, reverse ones lead to it; iterated ones may do so elsewhere. */
function waysFrom(
  { direction, iterate }: Pick<Include, 'direction' | 'iterate'>,
  type: string,
  rooms: Rooms,
): Way[] {
  if (iterate) return [...rooms.keys()].flatMap((source) => waysOf(source, rooms));
  if (direction === 'include') return waysOf(type, rooms);
  return [...rooms.keys()]
    .flatMap((source) => waysOf(source, rooms))
    .filter(({ targets }) => targets.includes(type))
    .map((way) => ({ ...way, targets: [type] }));
}

const grammar = /^(?:\*|([A-Z][A-Za-z]*):(\*|[a-z][a-z0-9-]*)(?::([A-Z][A-Za-z]*))?)$/;

const iterating: Readonly<Record<string, boolean>> = {
  '': false,
  ':iterate': true,
  ':recurse': true,
};

/** What was asked for, or what may be. */
export type Included = readonly Include[] | { readonly valid: readonly string[] };

/** Reads one of them; `name` is such as `_include:iterate`. Wildcards leave out what `target` rules out. */
export function readInclude(name: string, value: string, type: string, rooms: Rooms): Included {
  const direction: Direction = name.startsWith('_rev') ? 'revinclude' : 'include';
  const suffix = name.slice(`_${direction}`.length);
  if (!Object.hasOwn(iterating, suffix))
    return { valid: [`_${direction}`, `_${direction}:iterate`] };
  const iterate = iterating[suffix] === true;
  const ways = waysFrom({ direction, iterate }, type, rooms);
  const [matched, source, parameter = '*', target] = grammar.exec(value) ?? [];
  const found = ways.filter(
    (way) =>
      (source === undefined || source === way.source) &&
      (parameter === '*' || parameter === way.parameter) &&
      (target === undefined || way.targets.includes(target)),
  );
  // Nothing refers to the type: then everything that does is nothing.
  const isEmpty = found.length === 0 && !(matched === '*');
  if (matched === undefined || isEmpty) return { valid: validOf(ways, source, parameter) };
  return found.map((way) => ({
    ...{ direction, iterate, source: way.source, parameter: way.parameter },
    ...(target !== undefined && { target }),
  }));
}

/** The targets, when only the target was wrong. */
function validOf(ways: readonly Way[], source = '', parameter = ''): string[] {
  const same = ways.find((way) => way.source === source && way.parameter === parameter);
  return same
    ? same.targets.map((target) => `${source}:${parameter}:${target}`)
    : ways.map((way) => `${way.source}:${way.parameter}`);
}
