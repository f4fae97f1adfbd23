/** The matches of a page, and what they include at once, as one statement. */
import type { Include, SortKey as Sort } from '../fhir/search-control.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { among } from './chain.ts';
import type { Start } from './choose.ts';
import { orderBounds } from './compare-date.ts';
import { compartmentState } from './compartment.ts';
import type { Context } from './context.ts';
import { criterionPredicate } from './criterion.ts';
import { endingsOf } from './ends.ts';
import { backwards, forwards, groupsOf, outgoing, targetTypes } from './include.ts';
import { type Bind, binder, type Predicate } from './predicate.ts';
import { behind, type Position, reversed, type SortKey, sortKeys } from './sort-key.ts';
import { sqlText } from './sql-name.ts';

/** The part of a search that the store carries out. */
export interface StoreQuery {
  readonly criteria: readonly Criterion[];
  readonly sort: readonly Sort[];
  readonly includes: readonly Include[];
  /** Of a page. */
  readonly count: number;
}

/** A page as it is to be read. */
export interface Page {
  readonly context: Context;
  readonly query: StoreQuery;
  readonly scope: Predicate;
  readonly start: Start;
  readonly after?: Position | undefined;
  readonly before?: Position | undefined;
  readonly total: boolean;
  /** All matches are at hand, so that they are counted on the way. */
  readonly narrow: boolean;
  /** The citizen whose compartment's version is read with the page. */
  readonly versionOf?: string | undefined;
}

/** Walks the rows of one link where that was chosen. */
const source = ({ context, start }: Page, bind: Bind): string => {
  const { table } = context.room;
  const { link } = start;
  return link
    ? `${table}_link l join ${table} r on l.param = ${bind(link.param)} and l.value = ${bind(link.value)} and r.id = l.id and r.view = l.view`
    : `${table} r`;
};

/** A link has the order of its row: compared there, its index is walked from the right place. */
const own = ({ start }: Page, column: string): string =>
  start.link && (column === 'r.sort' || column === 'r.id') ? column.replace('r.', 'l.') : column;

const conditions = (page: Page, bind: Bind): string => {
  const { context, query, start, scope } = page;
  const { shape } = context.room;
  const bounds = query.criteria.flatMap((criterion) =>
    criterion.kind === 'date' && (!page.narrow || shape.from)
      ? (orderBounds(shape, criterion, context.now, own(page, 'r.sort'), bind) ?? [])
      : [],
  );
  const tests = query.criteria.map((criterion) =>
    criterionPredicate(context, criterion)('r', bind),
  );
  const narrowed = start.among ? [among(start.among, 'r', bind)] : [];
  return [...narrowed, scope('r', bind), ...bounds, ...tests].join(' and ');
};

const keysOf = (page: Page): SortKey[] => {
  const keys = sortKeys(page.context.room.shape, page.query.sort).map((key) => ({
    ...key,
    text: own(page, key.text),
  }));
  return page.before ? reversed(keys) : keys;
};

const position = ({ after, before }: Page): Position | undefined => before ?? after;

const totalText = (page: Page, from: string, where: string): string[] => {
  if (!page.total) return [];
  return page.narrow && !position(page)
    ? ['t as (select coalesce(max(n), 0) as n from p)']
    : [`t as (select count(*) as n from ${from} where ${where})`];
};

function matches(page: Page, next: string, bind: Bind): string[] {
  const from = source(page, bind);
  const keys = keysOf(page);
  const where = conditions(page, bind);
  const order = keys.map((key) => `${key.text}${key.descending ? ' desc' : ''}`).join(', ');
  const shown = keys.slice(0, -1).map((key) => `${key.text}::text`);
  const at = position(page);
  const behindIt = at ? ` and ${behind(keys, at, bind)}` : '';
  const count = `${bind(page.query.count)}::int`;
  const counting = page.total && page.narrow && !at ? ', count(*) over () as n' : '';
  return [
    `p as materialized (select r.id, r.content, r.patient, array[${shown.join(', ')}]::text[] as keys,
        row_number() over (order by ${order}) as at, ${next} as next${counting}
      from ${from} where ${where}${behindIt} order by ${order} limit ${count} + 1)`,
    `m as (select id, next from p where at <= ${count})`,
    ...totalText(page, from, where),
  ];
}

/** More would make the statement long to plan: then the types that are met are asked one by one. */
const mostTypes = 16;

/** What the matches include, read with them: each part is a query. Undefined when that is not known to be little. */
function firstRound({ context, query }: Page, bind: Bind): string[] | undefined {
  const { reach, room } = context;
  const { includes } = query;
  const types = targetTypes(room.shape, includes);
  const groups = groupsOf(includes);
  if (!types || types.length + groups.length > mostTypes) return undefined;
  const reading = { reach, next: includes.filter(({ iterate }) => iterate), bind };
  const self = `(select ${sqlText(`${room.shape.type}/`)} || m.id as ref from m) refs`;
  return [
    ...types.flatMap((type) => forwards(type, 'refs', reading) ?? []),
    ...groups.flatMap(({ source: type, target, names }) =>
      target === undefined || target === room.shape.type
        ? (backwards(type, names, self, reading) ?? [])
        : [],
    ),
  ];
}

/** A statement with its values. `isWhole`: it reads all that the matches themselves include. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly isWhole: boolean;
}

const columns = 'type, id, content, patient, next';

/** Rows of a match, of what is included, of the total and of the version, told apart by `mode`. */
export function pageStatement(page: Page): Statement {
  const { bind, values } = binder();
  const { room } = page.context;
  const next = outgoing(room.shape, page.query.includes, 'r');
  const read = matches(page, next, bind);
  const included = firstRound(page, bind);
  const refs =
    included && included.length > 0
      ? ['refs as materialized (select distinct ref from m, unnest(next) ref)']
      : [];
  const parts = (included ?? []).map(
    (part, at) => `union all select 'include', ${columns}, null, null from ${part} i${at}`,
  );
  const total = page.total
    ? `union all select 'total', '', n::text, '', null, null, null, null from t`
    : '';
  const version =
    page.versionOf === undefined
      ? ''
      : `union all select 'version', '', ${compartmentState(bind(page.versionOf), endingsOf([room], page.context.now, bind))}, '', null, null, null, null`;
  const text = `with ${[...read, ...refs].join(',\n')}
select 'match' as mode, ${sqlText(room.shape.type)} as type, id, content, patient, next, keys, at from p
${total}
${version}
${parts.join('\n')}`;
  return { text, values, isWhole: included !== undefined };
}
