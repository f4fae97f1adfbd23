import type { Codec, Context } from './codec.ts';
import type { Loose } from './field.ts';
import type { Row, RowDescription } from './row.ts';
import { knownMembers, within } from './unmappable.ts';

/** The codec of a whole record or nested object. Fields that no row maps stay as they are in `base`. */
export interface Shape<A, B> extends Codec<A, B> {
  readonly described: readonly RowDescription[];
  /** Its rows, for whoever looks at how a value was made. */
  readonly inner: readonly Row<string>[];
}

/** Compiles rows to two closures. */
export function shape<A, B>(name: string, rows: readonly Row<string>[]): Shape<A, B> {
  const elements = new Set(rows.flatMap((row) => row.elements));
  return {
    name,
    exact: rows.every((row) => row.exact),
    described: rows.flatMap((row) => row.described),
    inner: rows,
    decode: (value, context) => {
      const into: Loose = {};
      decodeRows(rows, value as Loose, into, context);
      return into as B;
    },
    encode: (value, context, base) => {
      const into: Loose = { ...base };
      knownMembers(value as Loose, elements);
      encodeRows(rows, value as Loose, into, context, base as Loose | undefined);
      return into as A;
    },
  };
}

/** One `try` around all rows: one for each cost a third of the time. */
export function decodeRows(
  rows: readonly Row<string>[],
  record: Loose,
  into: Loose,
  context: Context,
): void {
  let index = 0;
  try {
    for (; index < rows.length; index++) rows[index]?.decode(record, into, context);
  } catch (error) {
    throw inRow(error, rows[index]);
  }
}

export function encodeRows(
  rows: readonly Row<string>[],
  resource: Loose,
  into: Loose,
  context: Context,
  base: Loose | undefined,
): void {
  let index = 0;
  try {
    for (; index < rows.length; index++) rows[index]?.encode(resource, into, context, base);
  } catch (error) {
    throw inRow(error, rows[index]);
  }
}

const inRow = (error: unknown, row: Row<string> | undefined) =>
  within(error, row?.path ?? '', row?.fields[0]);
