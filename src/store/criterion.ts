import type { Criterion, DateValue, TokenValue } from '../fhir/search-criterion.ts';
import { normalise } from '../fhir/search-value.ts';
import { arrayLiteral } from './index-row.ts';
import type { Bind, Predicate } from './predicate.ts';
import { columnOf, type Shape } from './shape.ts';

/** Parameters that every room has, by the columns they compare. */
const common: Readonly<Record<string, { from: string; to: string }>> = {
  _lastUpdated: { from: 'last_updated', to: "(last_updated + interval '1 millisecond')" },
};

const time = (ms: number, bind: Bind): string => `to_timestamp(${bind(ms)}::float8 / 1000.0)`;

/** R4's range logic: the value's span [f, t) against the resource's [from, to). */
const compare: Record<
  DateValue['prefix'],
  (c: { from: string; to: string; f: string; t: string }) => string
> = {
  eq: ({ from, to, f, t }) => `(${from} >= ${f} and ${to} <= ${t})`,
  ne: ({ from, to, f, t }) => `not (${from} >= ${f} and ${to} <= ${t})`,
  gt: ({ to, t }) => `${to} > ${t}`,
  ge: ({ from, to, f, t }) => `(${to} > ${t} or ${from} >= ${f})`,
  lt: ({ from, f }) => `${from} < ${f}`,
  le: ({ from, to, f, t }) => `(${from} < ${f} or ${to} <= ${t})`,
  sa: ({ from, t }) => `${from} >= ${t}`,
  eb: ({ to, f }) => `${to} <= ${f}`,
  ap: ({ from, to, f, t }) => `(${from} < ${t} and ${to} > ${f})`,
};

const dates = (
  columns: { from: string; to: string },
  values: readonly DateValue[],
  row: string,
  bind: Bind,
): string => {
  const one = (value: DateValue): string =>
    compare[value.prefix]({
      from: `${row}.${columns.from}`.replace(`${row}.(`, `(${row}.`),
      to: `${row}.${columns.to}`.replace(`${row}.(`, `(${row}.`),
      // Bound only where a comparison asks: PostgreSQL takes no value that its statement does not use.
      get f() {
        return time(value.from, bind);
      },
      get t() {
        return time(value.to, bind);
      },
    });
  return `(${values.map(one).join(' or ')})`;
};

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const withinSystem = (system: string, column: string, bind: Bind): string =>
  `exists (select from unnest(${column}) v where v like ${bind(`${escapeLike(system)}|%`)})`;

/** The index form of a token that names a code. */
const tokenValue = ({ system, code = '' }: TokenValue): string =>
  system === undefined ? code : `${system}|${code}`;

const token = (
  criterion: Extract<Criterion, { kind: 'token' }>,
  column: string,
  bind: Bind,
): string => {
  const codes = criterion.values.filter(({ code }) => code !== undefined).map(tokenValue);
  const systems = criterion.values.filter(({ code }) => code === undefined);
  const tests = systems.map(({ system = '' }) => withinSystem(system, column, bind));
  if (codes.length > 0) tests.push(`${column} && ${bind(arrayLiteral(codes))}::text[]`);
  const test = `coalesce(${tests.join(' or ')}, false)`;
  return criterion.not ? `not ${test}` : test;
};

const ids = (criterion: Extract<Criterion, { kind: 'token' }>, row: string, bind: Bind): string => {
  const wanted = criterion.values.flatMap(({ code }) => code ?? []);
  return `${row}.id ${criterion.not ? '<> all' : '= any'}(${bind(arrayLiteral(wanted))}::text[])`;
};

const overlaps = (column: string, values: readonly string[], bind: Bind): string =>
  `coalesce(${column} && ${bind(arrayLiteral(values))}::text[], false)`;

const text = (
  criterion: Extract<Criterion, { kind: 'string' }>,
  column: string,
  bind: Bind,
): string => {
  const pattern = {
    start: (v: string) => `${v}%`,
    contains: (v: string) => `%${v}%`,
    exact: (v: string) => v,
  };
  const test = (value: string): string =>
    `v like ${bind(pattern[criterion.match](escapeLike(normalise(value))))}`;
  return `exists (select from unnest(${column}) v where ${criterion.values.map(test).join(' or ')})`;
};

/** The column set that answers a parameter: its own, or that of the parameter it lies within. */
export const answering = (shape: Shape, name: string): string =>
  columnOf(shape.search[name]?.within ?? name);

/** Parameters that name the citizen of the compartment are answered by the column that orders the table. */
export const isCompartment = (shape: Shape, name: string): boolean =>
  shape.patient !== undefined && (name === 'patient' || shape.search[name]?.within === 'patient');

const inCompartment = (values: readonly string[], row: string, bind: Bind): string => {
  const ids = values.map((value) => value.replace(/^Patient\//, ''));
  return ids.length === 1
    ? `${row}.patient = ${bind(ids[0])}`
    : `${row}.patient = any(${bind(arrayLiteral(ids))}::text[])`;
};

const reference = (
  shape: Shape,
  criterion: Extract<Criterion, { kind: 'reference' }>,
  row: string,
  bind: Bind,
): string => {
  const values = criterion.values.map((value) => value.reference);
  return isCompartment(shape, criterion.name)
    ? inCompartment(values, row, bind)
    : overlaps(`${row}.${answering(shape, criterion.name)}`, values, bind);
};

const missing = (
  shape: Shape,
  criterion: Extract<Criterion, { kind: 'missing' }>,
  column: string,
): string => {
  const tested = shape.search[criterion.name]?.type === 'date' ? `${column}_from` : column;
  return `${tested} is ${criterion.missing ? '' : 'not '}null`;
};

const spanOf = (column: string): { from: string; to: string } => ({
  from: `${column}_from`,
  to: `${column}_to`,
});

/** One criterion as a condition on the columns of a row. */
export const criterionPredicate =
  (shape: Shape, criterion: Criterion): Predicate =>
  (row, bind) => {
    const own = answering(shape, criterion.name);
    const column = `${row}.${own}`;
    switch (criterion.kind) {
      case 'missing':
        return missing(shape, criterion, column);
      case 'date':
        return dates(common[criterion.name] ?? spanOf(own), criterion.values, row, bind);
      case 'token':
        return criterion.name === '_id'
          ? ids(criterion, row, bind)
          : token(criterion, column, bind);
      case 'string':
        return text(criterion, column, bind);
      case 'reference':
        return reference(shape, criterion, row, bind);
      case 'uri':
        return overlaps(column, criterion.values, bind);
      // No reference that we store carries an identifier, and no room has numbers: nothing matches.
      case 'reference-identifier':
      case 'number':
      case 'quantity':
      case 'text':
      case 'of-type':
      case 'composite':
      case 'chain':
      case 'has':
      case 'near':
        return 'false';
      default:
        return criterion satisfies never;
    }
  };
