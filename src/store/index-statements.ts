/** The rows by which resources are found over the whole population: links by value, numbers by size. */
import { float8Array, int2Array, textArray } from './array.ts';
import type { Transaction } from './database.ts';
import type { NumberLink } from './index-part.ts';
import type { Link } from './index-text.ts';
import type { HeadRow } from './put.ts';
import { instant } from './statements.ts';
import type { StoredRoom } from './stored-room.ts';

type Of<T> = T & { readonly row: HeadRow };

const linksOf = (rows: readonly HeadRow[]): Of<Link>[] =>
  rows.flatMap((row) => row.links.map((link) => ({ ...link, row })));

const numbersOf = (rows: readonly HeadRow[]): Of<NumberLink>[] =>
  rows.flatMap((row) => row.numbers.map((number) => ({ ...number, row })));

const ids = (rows: readonly Of<unknown>[]): Buffer => textArray(rows.map(({ row }) => row.id));
const places = (rows: readonly Of<unknown>[]): Buffer[] => [
  sorts(rows),
  ids(rows),
  int2Array(rows.map(({ row }) => row.view)),
];

async function insertLinks(
  tx: Transaction,
  table: string,
  links: readonly Of<Link>[],
): Promise<void> {
  if (links.length === 0) return;
  await tx.query(
    `insert into ${table}_link (param, value, sort, id, view)
     select param, value, ${instant('sort')}, id, view
     from unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::smallint[])
       as x(param, value, sort, id, view)`,
    [
      textArray(links.map(({ param }) => param)),
      textArray(links.map(({ value }) => value)),
      ...places(links),
    ],
    { name: `link:${table}` },
  );
}

async function insertNumbers(
  tx: Transaction,
  table: string,
  numbers: readonly Of<NumberLink>[],
): Promise<void> {
  if (numbers.length === 0) return;
  await tx.query(
    `insert into ${table}_number (param, unit, low, high, sort, id, view)
     select param, unit, low, high, ${instant('sort')}, id, view
     from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::text[], $7::smallint[])
       as x(param, unit, low, high, sort, id, view)`,
    [
      textArray(numbers.map(({ param }) => param)),
      textArray(numbers.map(({ unit }) => unit)),
      float8Array(numbers.map(({ low }) => low)),
      float8Array(numbers.map(({ high }) => high)),
      ...places(numbers),
    ],
    { name: `number:${table}` },
  );
}

/** Writes the index rows of some rows. */
export async function insertIndex(
  tx: Transaction,
  { table }: StoredRoom,
  rows: readonly HeadRow[],
): Promise<void> {
  await insertLinks(tx, table, linksOf(rows));
  await insertNumbers(tx, table, numbersOf(rows));
}

const sorts = (rows: readonly Of<unknown>[]): Buffer =>
  float8Array(rows.map(({ row }) => row.sort));

/**
 * Takes the index rows of rows away; `rows` are indexed as they were when they were written. Every column of the index is named: a
 * value that thousands share is not walked through for one of them.
 */
export async function removeIndex(
  tx: Transaction,
  { table }: StoredRoom,
  rows: readonly HeadRow[],
): Promise<void> {
  const [links, numbers] = [linksOf(rows), numbersOf(rows)];
  if (links.length > 0)
    await tx.query(
      `delete from ${table}_link l using unnest($1::text[], $2::text[], $3::text[], $4::float8[]) as x(param, value, id, sort)
       where l.param = x.param and l.value = x.value and l.sort = ${instant('x.sort')} and l.id = x.id`,
      [
        textArray(links.map(({ param }) => param)),
        textArray(links.map(({ value }) => value)),
        ids(links),
        sorts(links),
      ],
      { name: `unlink:${table}` },
    );
  if (numbers.length > 0)
    await tx.query(
      `delete from ${table}_number n using unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[]) as x(param, unit, low, high, id)
       where n.param = x.param and n.unit = x.unit and n.low = x.low and n.high = x.high and n.id = x.id`,
      [
        textArray(numbers.map(({ param }) => param)),
        textArray(numbers.map(({ unit }) => unit)),
        float8Array(numbers.map(({ low }) => low)),
        float8Array(numbers.map(({ high }) => high)),
        ids(numbers),
      ],
      { name: `unnumber:${table}` },
    );
}
