import { createHash } from 'node:crypto';
import type { Include, SortKey as Sort } from '../fhir/search-control.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { answering, criterionPredicate, isCompartment, tokenValue } from './criterion.ts';
import type { Transaction } from './database.ts';
import { includeRounds, type Reach, revincludeRounds } from './include.ts';
import { type Bind, binder, type Predicate } from './predicate.ts';
import type { Shape } from './shape.ts';
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

/** A page to go on from: the sort values of the last match. */
export interface Position {
  readonly keys: readonly string[];
  readonly id: string;
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

interface SortKey {
  readonly text: string;
  readonly type: 'timestamptz' | 'text';
  readonly descending: boolean;
}

const sortKey = (shape: Shape, name: string, descending: boolean): SortKey => {
  if (name === shape.order) return { text: 'r.sort', type: 'timestamptz', descending };
  if (name === '_lastUpdated') return { text: 'r.last_updated', type: 'timestamptz', descending };
  if (name === '_id') return { text: 'r.id', type: 'text', descending };
  const column = `r.${answering(shape, name)}`;
  return shape.search[name]?.type === 'date'
    ? { text: `coalesce(${column}_from, 'infinity')`, type: 'timestamptz', descending }
    : { text: `coalesce(${column}[1], '')`, type: 'text', descending };
};

const sortKeys = (shape: Shape, sort: readonly Sort[]): SortKey[] => {
  const asked = sort.map(({ name, descending }) => sortKey(shape, name, descending));
  const keys = asked.length > 0 ? asked : [{ text: 'r.sort', type: 'timestamptz', descending: false } as const];
  return [...keys, { text: 'r.id', type: 'text', descending: keys.at(-1)?.descending ?? false }];
};

/** Rows behind a position, whatever mix of directions. */
const behind = (keys: readonly SortKey[], after: Position, bind: Bind): string => {
  const values = [...after.keys, after.id].map((value, at) => `${bind(value)}::text::${keys[at]?.type ?? 'text'}`);
  const step = (at: number): string => {
    const equal = keys.slice(0, at).map((key, before) => `${key.text} = ${values[before]}`);
    return [...equal, `${keys[at]?.text} ${keys[at]?.descending ? '<' : '>'} ${values[at]}`].join(' and ');
  };
  return `(${keys.map((_, at) => step(at)).join(' or ')})`;
};

const drives = (shape: Shape, criterion: Criterion): boolean => {
  const own = shape.search[criterion.name]?.within ?? criterion.name;
  if (shape.search[own]?.index !== 'range') return false;
  if (criterion.kind === 'reference') return criterion.values.length === 1;
  return criterion.kind === 'token' && !criterion.not && criterion.values.length === 1 && criterion.values[0]?.code !== undefined;
};

const linkJoin = (room: StoredRoom, criterion: Criterion, bind: Bind): string => {
  const param = room.shape.search[criterion.name]?.within ?? criterion.name;
  const value = criterion.kind === 'token' ? tokenValue(criterion.values[0] ?? {}) : criterion.kind === 'reference' ? criterion.values[0]?.reference : '';
  return `${room.table}_link l join ${room.table} r on l.param = ${bind(param)} and l.value = ${bind(value)} and r.id = l.id and r.view = l.view`;
};

/** Walks the link index of one value where there is one; a search under a citizen walks the citizen's range instead. */
const source = (call: SearchCall, bind: Bind): { from: string; driven: boolean } => {
  const inPatient = call.query.criteria.some(
    ({ name }) => name === '_id' || isCompartment(call.room.shape, name),
  );
  const driver = inPatient ? undefined : call.query.criteria.find((criterion) => drives(call.room.shape, criterion));
  return driver
    ? { from: linkJoin(call.room, driver, bind), driven: true }
    : { from: `${call.room.table} r`, driven: false };
};

const conditions = (call: SearchCall, bind: Bind): string =>
  [call.scope, ...call.query.criteria.map((criterion) => criterionPredicate(call.room.shape, criterion))]
    .map((predicate) => predicate('r', bind))
    .join(' and ');

function statement(call: SearchCall): { text: string; values: unknown[] } {
  const { bind, values } = binder();
  const { shape } = call.room;
  const { from, driven } = source(call, bind);
  const keys = sortKeys(shape, call.query.sort).map((key) =>
    driven && key.text === 'r.sort' ? { ...key, text: 'l.sort' } : driven && key.text === 'r.id' ? { ...key, text: 'l.id' } : key,
  );
  const where = conditions(call, bind);
  const order = keys.map((key) => `${key.text}${key.descending ? ' desc' : ''}`).join(', ');
  const forward = includeRounds(shape, call.query.includes.filter(({ direction }) => direction === 'include'), call.reach, bind);
  const reverse = revincludeRounds(shape, call.query.includes.filter(({ direction }) => direction === 'revinclude'), call.reach, bind);
  const shown = keys.slice(0, -1).map((key) => `${key.text}::text`).join(', ');
  const page = call.after ? ` and ${behind(keys, call.after, bind)}` : '';
  const count = `${bind(call.query.count)}::int`;
  const ctes = [
    `p as materialized (select r.id, r.content, r.patient, array[${shown}] as keys, row_number() over (order by ${order}) as at,
        ${forward.next('r')} as next
      from ${from} where ${where}${page} order by ${order} limit ${count} + 1)`,
    `m as (select id, next from p where at <= ${count})`,
    ...(call.total ? [`t as (select count(*) as n from ${from} where ${where})`] : []),
    ...forward.ctes,
    ...reverse.ctes,
  ];
  const text = `with ${ctes.join(',\n')}
select 'match' as mode, ${bind(shape.type)}::text as type, id, content, patient, keys, at from p
${call.total ? "union all select 'total', '', n::text, '', null, null, null from t" : ''}
${[...forward.names, ...reverse.names].map((name) => `union all select 'include', type, id, content, patient, null, null from ${name}`).join('\n')}`;
  return { text, values };
}

const named = new Map<string, string>();
const mostNamed = 500;

/** A name for a statement that comes often, so that PostgreSQL parses it once; rare shapes past the limit go unnamed. */
const nameOf = (text: string): string | undefined => {
  const known = named.get(text);
  if (known !== undefined || named.size >= mostNamed) return known;
  const name = `s${createHash('sha1').update(text).digest('base64url')}`;
  named.set(text, name);
  return name;
};

interface Row extends Omit<Found, 'mode'> {
  readonly mode: 'match' | 'include' | 'total';
  readonly at: number | null;
}

const withoutRepeats = (rows: readonly Row[], matches: readonly Row[]): Row[] => {
  const seen = new Set(matches.map(({ type, id }) => `${type}/${id}`));
  return rows.filter(({ type, id }) => !seen.has(`${type}/${id}`) && seen.add(`${type}/${id}`));
};

/** Runs a search as one statement: matches in order, then what they include, each as far as the caller may see. */
export async function search(db: Pick<Transaction, 'query'>, call: SearchCall): Promise<SearchResult> {
  const { text, values } = statement(call);
  const name = nameOf(text);
  const { rows } = await db.query<Row>(text, values, name === undefined ? {} : { name });
  const found = rows.filter(({ mode }) => mode === 'match').sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const matches = found.slice(0, call.query.count) as readonly (Row & Found)[];
  const total = rows.find(({ mode }) => mode === 'total');
  return {
    matches,
    includes: withoutRepeats(rows.filter(({ mode }) => mode === 'include'), matches) as readonly (Row & Found)[],
    more: found.length > call.query.count,
    ...(total ? { total: Number(total.id) } : {}),
  };
}
