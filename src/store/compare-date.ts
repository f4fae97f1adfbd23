/** Dates compared. https://hl7.org/fhir/R4/search.html#prefix */
import type { Criterion, DateValue } from '../fhir/search-criterion.ts';
import { endless, spanOn, widthOn } from './indexes.ts';
import { anyOf, type Bind, type Predicate } from './predicate.ts';
import { columnOf, type Shape, tableOf } from './shape.ts';
import { sqlText } from './sql-name.ts';

type Dates = Extract<Criterion, { kind: 'date' }>;
type Prefix = DateValue['prefix'];

const time = (ms: number, bind: Bind): string => `to_timestamp(${bind(ms)}::float8 / 1000.0)`;

/** The words of a condition, in SQL and in jsonpath. */
const sql = { and: 'and', or: 'or', not: 'not ' } as const;
const path = { and: '&&', or: '||', not: '!' } as const;

/** A span of the resource, [from, to), in the words of a condition. */
interface Row {
  readonly from: string;
  readonly to: string;
  readonly say: typeof sql | typeof path;
}

/** R4's range logic: the span asked for, [f, t), against that of the resource. */
const compare: Record<Prefix, (row: Row, f: () => string, t: () => string) => string> = {
  eq: ({ from, to, say }, f, t) => `(${from} >= ${f()} ${say.and} ${to} <= ${t()})`,
  ne: ({ from, to, say }, f, t) => `${say.not}(${from} >= ${f()} ${say.and} ${to} <= ${t()})`,
  gt: ({ to }, _f, t) => `${to} > ${t()}`,
  ge: ({ from, to, say }, f, t) => `(${to} > ${t()} ${say.or} ${from} >= ${f()})`,
  lt: ({ from }, f) => `${from} < ${f()}`,
  le: ({ from, to, say }, f, t) => `(${from} < ${f()} ${say.or} ${to} <= ${t()})`,
  sa: ({ from }, _f, t) => `${from} >= ${t()}`,
  eb: ({ to }, f) => `${to} <= ${f()}`,
  ap: ({ from, to, say }, f, t) => `(${from} < ${t()} ${say.and} ${to} > ${f()})`,
};

/** The same for a moment that lasts a millisecond, so that an index on it serves. */
const compareMoment: Record<Prefix, (column: string, f: () => string, t: () => string) => string> =
  {
    eq: (column, f, t) => `(${column} >= ${f()} and ${column} < ${t()})`,
    ne: (column, f, t) => `not (${column} >= ${f()} and ${column} < ${t()})`,
    gt: (column, _f, t) => `${column} >= ${t()}`,
    ge: (column, f) => `${column} >= ${f()}`,
    lt: (column, f) => `${column} < ${f()}`,
    le: (column, _f, t) => `${column} < ${t()}`,
    sa: (column, _f, t) => `${column} >= ${t()}`,
    eb: (column, f) => `${column} < ${f()}`,
    ap: (column, f, t) => `(${column} >= ${f()} and ${column} < ${t()})`,
  };

/** About a date is within a tenth of the time from now to it. */
function widened({ prefix, from, to }: DateValue, now: number): DateValue {
  if (prefix !== 'ap') return { prefix, from, to };
  const by = Math.round(Math.max(0, from - now, now - to) / 10);
  return { prefix, from: from - by, to: to + by };
}

/** Dates of a JSON list of spans in epoch milliseconds. */
export const spanTest =
  (list: string, values: readonly DateValue[], now: number) =>
  (bind: Bind): string => {
    const row: Row = { from: '@[0]', to: '@[1]', say: path };
    const tests = values.map((value) => {
      const { prefix, from, to } = widened(value, now);
      return compare[prefix](
        row,
        () => `${from}`,
        () => `${to}`,
      );
    });
    // Lax, a path would take the two ends for two spans.
    return `coalesce(${list} @? ${bind(`strict $[*] ? (${tests.join(' || ')})`)}::jsonpath, false)`;
  };

const columnTests = (
  { values }: Dates,
  now: number,
  test: (prefix: Prefix, f: () => string, t: () => string) => string,
  bind: Bind,
): string =>
  anyOf(
    values.map((value) => {
      const { prefix, from, to } = widened(value, now);
      // Bound only where a comparison asks: PostgreSQL takes no value that its statement does not use.
      return test(
        prefix,
        () => time(from, bind),
        () => time(to, bind),
      );
    }),
  );

/** A date of a resource that has several is any one of them; the columns hold the span of all. */
export const datePredicate =
  (criterion: Dates, now: number): Predicate =>
  (row, bind) => {
    if (criterion.name === '_lastUpdated') {
      return columnTests(
        criterion,
        now,
        (prefix, f, t) => compareMoment[prefix](`${row}.last_updated`, f, t),
        bind,
      );
    }
    const column = `${row}.${columnOf(criterion.name)}`;
    const hull: Row = { from: `${column}_from`, to: `${column}_to`, say: sql };
    const one = columnTests(criterion, now, (prefix, f, t) => compare[prefix](hull, f, t), bind);
    const name = sqlText(criterion.name);
    const each = spanTest(`(${row}.parts->${name})`, criterion.values, now)(bind);
    return `(case when ${row}.parts ? ${name} then ${each} else ${one} end)`;
  };

/** What holds of the span of every match: it ends after `after` and starts before `before`. */
interface Bounds {
  readonly after: number;
  readonly before: number;
}

const boundsOf: Record<Prefix, (from: number, to: number) => Bounds> = {
  eq: (after, before) => ({ after, before }),
  ne: () => ({ after: -Infinity, before: Infinity }),
  gt: (_, after) => ({ after, before: Infinity }),
  ge: (after) => ({ after, before: Infinity }),
  lt: (before) => ({ after: -Infinity, before }),
  le: (_, before) => ({ after: -Infinity, before }),
  sa: (_, after) => ({ after, before: Infinity }),
  eb: (before) => ({ after: -Infinity, before }),
  ap: (after, before) => ({ after, before }),
};

/** Bounds of the matches of all values together; undefined where they bound nothing. */
function bounds({ values }: Dates, now: number): Bounds | undefined {
  const all = values.map((value) => {
    const { prefix, from, to } = widened(value, now);
    return boundsOf[prefix](from, to);
  });
  const after = Math.min(...all.map((one) => one.after));
  const before = Math.max(...all.map((one) => one.before));
  return after === -Infinity && before === Infinity ? undefined : { after, before };
}

/**
 * What a date by which the room is ordered says of the order, so that a walk begins and ends where it must. `sort` is the column
 * that is walked.
 */
export function orderBounds(shape: Shape, criterion: Dates, now: number, sort: string, bind: Bind) {
  const found = criterion.name === shape.order ? bounds(criterion, now) : undefined;
  if (!found) return undefined;
  const width =
    shape.from?.width ??
    `(select coalesce(max(${widthOn(columnOf(criterion.name))}), interval '0') from ${tableOf(shape)})`;
  const ends = [
    ...(found.after === -Infinity
      ? []
      : [
          `${sort} > case when ${width} >= ${endless} then '-infinity' else ${time(found.after, bind)} - ${width} end`,
        ]),
    ...(found.before === Infinity
      ? []
      : [
          `${sort} < case when ${width} >= ${endless} then 'infinity' else ${time(found.before, bind)} end`,
        ]),
  ];
  return ends.join(' and ');
}

/** What another date's index is asked; undefined where it cannot narrow. */
export function spanCandidate(criterion: Dates, now: number, bind: Bind): string | undefined {
  const found = bounds(criterion, now);
  if (!found) return undefined;
  const asked = `tstzrange(${time(found.after, bind)}, ${time(found.before, bind)}, '()')`;
  return `${spanOn('', columnOf(criterion.name))} && ${asked}`;
}
