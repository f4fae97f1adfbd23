/** The rows by which resources are found over the whole population: links by value, numbers by size. */
import { float8Array, int2Array, textArray } from './array.ts';
import type { NumberLink } from './index-part.ts';
import type { Link } from './index-text.ts';
import type { HeadRow } from './put.ts';
import type { StoredRoom } from './stored-room.ts';

type Of<T> = T & { readonly row: HeadRow };

/** Index rows to be written or taken away. */
export interface IndexRows {
  readonly links: readonly Of<Link>[];
  readonly numbers: readonly Of<NumberLink>[];
}

/** The index rows that some rows have. */
export const indexOf = (rows: readonly HeadRow[]): IndexRows => ({
  links: rows.flatMap((row) => row.links.map((link) => ({ ...link, row }))),
  numbers: rows.flatMap((row) => row.numbers.map((number) => ({ ...number, row }))),
});

const placeOf = ({ id, view, sort }: HeadRow): string => `${view} ${sort} ${id}`;
const linkKey = ({ param, value, row }: Of<Link>): string => `${param} ${placeOf(row)} ${value}`;
const numberKey = ({ param, unit, low, high, row }: Of<NumberLink>): string =>
  `${param} ${low} ${high} ${placeOf(row)} ${unit}`;

/** Those of `all` that `others` has not. */
function without<T>(all: readonly T[], others: readonly T[], keyOf: (one: T) => string): T[] {
  if (all.length === 0 || others.length === 0) return [...all];
  const known = new Set(others.map(keyOf));
  return all.filter((one) => !known.has(keyOf(one)));
}

/** What of the index is no more and what is new, when some rows take the place of others. Most changes leave most of it as it is. */
export function indexChange(
  gone: readonly HeadRow[],
  come: readonly HeadRow[],
): { readonly gone: IndexRows; readonly come: IndexRows } {
  const [before, after] = [indexOf(gone), indexOf(come)];
  const difference = (a: IndexRows, b: IndexRows): IndexRows => ({
    links: without(a.links, b.links, linkKey),
    numbers: without(a.numbers, b.numbers, numberKey),
  });
  return { gone: difference(before, after), come: difference(after, before) };
}

const places = (rows: readonly Of<unknown>[]): Buffer[] => [
  float8Array(rows.map(({ row }) => row.sort)),
  textArray(rows.map(({ row }) => row.id)),
  int2Array(rows.map(({ row }) => row.view)),
];

/** What `indexArrays` gives, as the values of a statement from `$first` on. */
const arrays = (first: number): { readonly links: string; readonly numbers: string } => {
  const typed = (types: readonly string[], from: number): string =>
    types.map((type, at) => `$${from + at}::${type}[]`).join(', ');
  const links = ['text', 'text', 'float8', 'text', 'smallint'];
  const numbers = ['text', 'text', 'float8', 'float8', 'float8', 'text', 'smallint'];
  return {
    links: `unnest(${typed(links, first)}) as x(param, value, sort, id, view)`,
    numbers: `unnest(${typed(numbers, first + links.length)}) as x(param, unit, low, high, sort, id, view)`,
  };
};

/** Values of a statement that names the index rows. */
export const indexArrays = ({ numbered }: StoredRoom, { links, numbers }: IndexRows): Buffer[] => [
  textArray(links.map(({ param }) => param)),
  textArray(links.map(({ value }) => value)),
  ...places(links),
  ...(numbered
    ? [
        textArray(numbers.map(({ param }) => param)),
        textArray(numbers.map(({ unit }) => unit)),
        float8Array(numbers.map(({ low }) => low)),
        float8Array(numbers.map(({ high }) => high)),
        ...places(numbers),
      ]
    : []),
];

/** Parts of a `with` that write index rows, whose arrays begin at `$first`. */
export const insertParts = ({ table, numbered }: StoredRoom, first: number): string[] => {
  const from = arrays(first);
  const link = `link as (insert into ${table}_link (param, value, sort, id, view)
    select param, value, to_timestamp(sort / 1000.0), id, view from ${from.links})`;
  const number = `number as (insert into ${table}_number (param, unit, low, high, sort, id, view)
    select param, unit, low, high, to_timestamp(sort / 1000.0), id, view from ${from.numbers})`;
  return numbered ? [link, number] : [link];
};

/**
 * Parts of a `with` that take index rows away, whose arrays begin at `$first`. Every column of the index is named: a value that thousands
 * share is not walked through for one of them.
 */
export const deleteParts = ({ table, numbered }: StoredRoom, first: number): string[] => {
  const from = arrays(first);
  const link = `link as (delete from ${table}_link l using ${from.links}
    where l.param = x.param and l.value = x.value and l.sort = to_timestamp(x.sort / 1000.0) and l.id = x.id and l.view = x.view)`;
  const number = `number as (delete from ${table}_number n using ${from.numbers}
    where n.param = x.param and n.unit = x.unit and n.low = x.low and n.high = x.high and n.id = x.id and n.view = x.view)`;
  return numbered ? [link, number] : [link];
};
