/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html#_typefilter-query-parameter */
import { scopeOf } from '../access/scope.ts';
import { badRequest, quote } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { noChoices, type Reach } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import { anyOf, type Predicate } from '../store/predicate.ts';
import { pairsOf } from './address.ts';
import { askedOf } from './asked.ts';
import type { Desk } from './exchange.ts';

/** One search that narrows a type, such as `status=final`. */
export interface BulkFilter {
  readonly type: string;
  readonly query: string;
}

const unusable = (filter: string) =>
  badRequest(
    'type-filter',
    {
      da: `_typeFilter ${quote(filter)} kan ikke bruges. Den skrives som en søgning på en af de typer, der hentes, uden parametre for svaret: Observation?status=final.`,
      en: `_typeFilter ${quote(filter)} cannot be used. It is written as a search for one of the types that are exported, without parameters for the answer: Observation?status=final.`,
    },
    { expression: '_typeFilter' },
  );

/** Parameters of a search that say how it is answered. */
const ofTheAnswer =
  /^_(?:sort|count|include|revinclude|summary|elements|total|contained|containedType|page|format|pretty)\b/;

const typed = /^([A-Z][A-Za-z]*)\?(.+)$/s;

/** Reads the conditions of a filter. 400 for what is no search of that type, lenient or not: what is passed over would widen the export. */
export function criteriaOf(desk: Desk, { type, query }: BulkFilter): readonly Criterion[] {
  const room = desk.rooms.find((one) => one.type === type);
  const entries = pairsOf(query);
  if (!room || entries.length === 0 || entries.some(([name]) => ofTheAnswer.test(name)))
    throw unusable(`${type}?${query}`);
  return askedOf(desk, room, { address: type, entries, inUrl: true }, false).query.criteria;
}

/** Filters as they were sent: repeated, or with commas between them. 400 for one that is of none of the types. */
export function filtersOf(
  desk: Desk,
  sent: readonly string[],
  types: readonly string[],
): BulkFilter[] {
  const all = sent.flatMap((one) => one.split(/,(?=[A-Z][A-Za-z]*\?)/));
  return all.map((one) => {
    const [, type = '', query = ''] = typed.exec(one) ?? [];
    if (!types.includes(type)) throw unusable(one);
    criteriaOf(desk, { type, query });
    return { type, query };
  });
}

function reachOf({ rooms, call }: Desk): Reach {
  const served = new Map(rooms.map((room) => [room.type, room]));
  return {
    room: (type) => (served.has(type) ? call.ports.room(type) : undefined),
    scope: (type) => {
      const room = served.get(type);
      return room && scopeOf(room, call.grant, 'any');
    },
  };
}

/** What a row must meet for the filters of its type: any one of them; undefined where there is none. */
export function filterPredicate(
  desk: Desk,
  type: string,
  filters: readonly BulkFilter[],
): Predicate | undefined {
  const own = filters.filter((one) => one.type === type);
  if (own.length === 0) return undefined;
  const { ports } = desk.call;
  const [room, reach, now] = [ports.room(type), reachOf(desk), ports.now()];
  const context = { room, reach, now, choices: noChoices(), depth: 0 };
  const each = own.map((filter) =>
    criteriaOf(desk, filter).map((criterion) => criterionPredicate(context, criterion)),
  );
  return (row, bind) =>
    anyOf(each.map((all) => `(${all.map((test) => test(row, bind)).join(' and ')})`));
}
