import type { Include, SortKey as Sort } from '../fhir/search-control.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { criterionPredicate, isCompartment } from './criterion.ts';
import type { Database } from './database.ts';
import { includeRounds, type Reach, revincludeRounds } from './include.ts';
import { askNarrowly } from './narrow.ts';
import { type Bind, binder, type Predicate } from './predicate.ts';
import type { Shape } from './shape.ts';
import { behind, type Position, type SortKey, sortKeys } from './sort-key.ts';
import type { StoredRoom } from './stored-room.ts';

/** One row of an answer. `keys` are the sort values of a match, for the cursor. */
export interface Found {
  readonly mode: 'match' | 'include';
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly patient: string | null;
  readonly keys: readonly string[];
}

export interface SearchResult {
  readonly matches: readonly Found[];
  readonly includes: readonly Found[];
  readonly more: boolean;
  readonly total?: number;
}

/** The part of a search that the store carries out. */
export interface StoreQuery {
  readonly criteria: readonly Criterion[];
  readonly sort: readonly Sort[];
  readonly includes: readonly Include[];
  /** Of a page. */
  readonly count: number;
}

export interface SearchCall {
  readonly room: StoredRoom;
  readonly query: StoreQuery;
  readonly scope: Predicate;
  readonly reach: Reach;
  readonly after?: Position;
  readonly total: boolean;
}

const drives = (shape: Shape, criterion: Criterion): boolean => {
  const own = shape.search[criterion.name]?.within ?? criterion.name;
  if (shape.search[own]?.index !== 'range') return false;
  if (criterion.kind === 'reference') return criterion.values.length === 1;
  return (
    criterion.kind === 'token' &&
    !criterion.not &&
    criterion.values.length === 1 &&
    criterion.values[0]?.code !== undefined
  );
};

const linkJoin = (room: StoredRoom, criterion: Criterion, bind: Bind): string => {
  const param = room.shape.search[criterion.name]?.within ?? criterion.name;
  const value =
    criterion.kind === 'token'
      ? criterion.values[0]?.code
      : criterion.kind === 'reference'
        ? criterion.values[0]?.reference
        : '';
  return `${room.table}_link l join ${room.table} r on l.param = ${bind(param)} and l.value = ${bind(value)} and r.id = l.id and r.view = l.view`;
};

/** Whether a search goes no further than one citizen's rows, or some ids. */
const isNarrow = ({ room, query }: SearchCall): boolean =>
  query.criteria.some(
    (criterion) =>
      (criterion.kind === 'reference' && isCompartment(room.shape, criterion.name)) ||
      (criterion.kind === 'token' && criterion.name === '_id' && !criterion.not),
  );

/** Walks the link index of one value where there is one; a search under a citizen walks the citizen's range instead. */
const source = (call: SearchCall, bind: Bind): { from: string; driven: boolean } => {
  const driver = isNarrow(call)
    ? undefined
    : call.query.criteria.find((criterion) => drives(call.room.shape, criterion));
  return driver
    ? { from: linkJoin(call.room, driver, bind), driven: true }
    : { from: `${call.room.table} r`, driven: false };
};

const conditions = (call: SearchCall, bind: Bind): string =>
  [
    call.scope,
    ...call.query.criteria.map((criterion) => criterionPredicate(call.room.shape, criterion)),
  ]
    .map((predicate) => predicate('r', bind))
    .join(' and ');

/** Ordered and joined by the link's own columns, a driven search reads its index in order. */
const keysOf = (call: SearchCall, driven: boolean): SortKey[] => {
  const own: Readonly<Record<string, string>> = driven
    ? { 'r.sort': 'l.sort', 'r.id': 'l.id' }
    : {};
  return sortKeys(call.room.shape, call.query.sort).map((key) => ({
    ...key,
    text: own[key.text] ?? key.text,
  }));
};

/** All matches are at hand where the range is one citizen's: they are counted on the way. */
const countsOnTheWay = (call: SearchCall): boolean =>
  call.total && call.after === undefined && isNarrow(call);

const page = (call: SearchCall, next: string, bind: Bind): string[] => {
  const { from, driven } = source(call, bind);
  const keys = keysOf(call, driven);
  const where = conditions(call, bind);
  const order = keys.map((key) => `${key.text}${key.descending ? ' desc' : ''}`).join(', ');
  const shown = keys.slice(0, -1).map((key) => `${key.text}::text`);
  const after = call.after ? ` and ${behind(keys, call.after, bind)}` : '';
  const count = `${bind(call.query.count)}::int`;
  const counting = countsOnTheWay(call);
  const total = counting
    ? 'select coalesce(max(n), 0) as n from p'
    : `select count(*) as n from ${from} where ${where}`;
  return [
    `p as materialized (select r.id, r.content, r.patient, array[${shown.join(', ')}] as keys,
        row_number() over (order by ${order}) as at, ${next} as next${counting ? ', count(*) over () as n' : ''}
      from ${from} where ${where}${after} order by ${order} limit ${count} + 1)`,
    `m as (select id, next from p where at <= ${count})`,
    ...(call.total ? [`t as (${total})`] : []),
  ];
};

function statement(call: SearchCall): { text: string; values: unknown[] } {
  const { bind, values } = binder();
  const { room, query, reach } = call;
  const going = (direction: Include['direction']): Include[] =>
    query.includes.filter((include) => include.direction === direction);
  const forward = includeRounds(room.shape, going('include'), reach, bind);
  const reverse = revincludeRounds(room.shape, going('revinclude'), reach, bind);
  const ctes = [...page(call, forward.next('r'), bind), ...forward.ctes, ...reverse.ctes];
  const text = `with ${ctes.join(',\n')}
select 'match' as mode, '${room.shape.type}' as type, id, content, patient, keys, at from p
${call.total ? "union all select 'total', '', n::text, '', null, null, null from t" : ''}
${[...forward.names, ...reverse.names].map((name) => `union all select 'include', type, id, content, patient, null, null from ${name}`).join('\n')}`;
  return { text, values };
}

interface Row extends Omit<Found, 'mode'> {
  readonly mode: 'match' | 'include' | 'total';
  readonly at: number | null;
}

const withoutRepeats = (rows: readonly Row[], matches: readonly Row[]): Row[] => {
  const seen = new Set(matches.map(({ type, id }) => `${type}/${id}`));
  return rows.filter(({ type, id }) => !seen.has(`${type}/${id}`) && seen.add(`${type}/${id}`));
};

/** A narrow search is planned once for all; what walks the population is planned for its values. */
const ask = (db: Pick<Database, 'query' | 'pipelined'>, call: SearchCall) => {
  const { text, values } = statement(call);
  if (!isNarrow(call)) return db.query<Row>(text, values);
  return askNarrowly<Row>(db, text, values);
};

/** Runs a search as one statement: matches in order, then what they include, each as far as the caller may see. */
export async function search(
  db: Pick<Database, 'query' | 'pipelined'>,
  call: SearchCall,
): Promise<SearchResult> {
  const { rows } = await ask(db, call);
  const found = rows
    .filter(({ mode }) => mode === 'match')
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const matches = found.slice(0, call.query.count) as readonly (Row & Found)[];
  const total = rows.find(({ mode }) => mode === 'total');
  return {
    matches,
    includes: withoutRepeats(
      rows.filter(({ mode }) => mode === 'include'),
      matches,
    ) as readonly (Row & Found)[],
    more: found.length > call.query.count,
    ...(total ? { total: Number(total.id) } : {}),
  };
}
