import {
  columnOf,
  hasNumbers,
  isRange,
  ownParams,
  type Shape,
  storageOf,
  tableOf,
} from './shape.ts';
import { hash, shortened, sqlText } from './sql-name.ts';

type Index = readonly [name: string, on: string];

const quoted = (names: readonly string[]): string => names.map(sqlText).join(', ');

/** What strings contain is found by their groups of three letters. */
function infixes(shape: Shape, table: string): Index[] {
  const names = ownParams(shape).flatMap(([name, { type }]) =>
    type === 'string' && isRange(shape, name) ? name : [],
  );
  if (names.length === 0) return [];
  const on = `${table}_link using gin (value gin_trgm_ops) where param in (${quoted(names)})`;
  // Named by what it holds: with another list of parameters it is another index.
  return [[`${table}_link_infix_${hash(on)}`, on]];
}

/** The span of a date's columns, as its index has it. */
export const spanOn = (row: string, column: string): string =>
  `tstzrange(${row}${column}_from, ${row}${column}_to)`;

/** What counts as a date without an end: no two dates of ours are further apart, and PostgreSQL can take it from any of them. */
export const endless = `interval '4000 years'`;

/** How long the date is by which a room is ordered. None that begins earlier than the longest can reach into a time. */
export const widthOn = (column: string): string => {
  const [from, to] = [`${column}_from`, `${column}_to`];
  return `(case when ${from} is null then null when isfinite(${from}) and isfinite(${to}) then least(${to} - ${from}, ${endless}) else ${endless} end)`;
};

function dates(shape: Shape, table: string): Index[] {
  const isDate = (name: string): boolean =>
    ownParams(shape).some(([own, { type }]) => own === name && storageOf[type] === 'dates');
  const spans = ownParams(shape).flatMap(([name]): Index[] => {
    if (name === shape.order || !isDate(name) || !isRange(shape, name)) return [];
    const column = columnOf(name);
    return [[shortened(`${table}_${column}`), `${table} using gist (${spanOn('', column)})`]];
  });
  const { order } = shape;
  if (order === undefined || !isDate(order)) return spans;
  return [...spans, [`${table}_width`, `${table} (${widthOn(columnOf(order))})`]];
}

/** Indexes beside the keys of the rows, by name: what a search walks. */
export function indexesOf(shape: Shape): readonly Index[] {
  if (shape.from) return [];
  const table = tableOf(shape);
  const numbers: readonly Index[] = [
    [`${table}_number_low`, `${table}_number (param, unit, low, high, id)`],
    [`${table}_number_high`, `${table}_number (param, unit, high)`],
  ];
  return [
    [`${table}_patient`, `${table} (patient, sort, id) where patient is not null`],
    [`${table}_updated`, `${table} (last_updated, id)`],
    [`${table}_sort`, `${table} (sort, id)`],
    [`${table}_person`, `${table} (person) where person is not null`],
    [`${table}_link_key`, `${table}_link (param, value, sort, id, view)`],
    [`${table}_history_updated`, `${table}_history (last_updated, id)`],
    [
      `${table}_history_patient`,
      `${table}_history (patient, last_updated) where patient is not null`,
    ],
    ...(shape.ends
      ? [[`${table}_ends`, `${table} (ends, patient) where ends is not null`] as const]
      : []),
    ...(hasNumbers(shape) ? numbers : []),
    ...infixes(shape, table),
    ...dates(shape, table),
  ];
}
