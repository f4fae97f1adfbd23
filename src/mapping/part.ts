import type { Codec, Context } from './codec.ts';
import type { Loose, Port } from './field.ts';
import { unkept } from './fit.ts';
import type { RowDescription } from './row.ts';
import { describe, whenAbsent } from './row.ts';
import { type Trace, type TracedCodec, traceMade } from './trace.ts';
import { traceItems, tracePort } from './trace-value.ts';

/** How to know an item of a list again wherever it stands. `at` is its FHIRPath. */
export interface Claim<A, Item> {
  readonly at: string;
  readonly claims: (item: Item) => boolean;
  /**
   * Spares a codec that is not exact the comparison: true only if what `decode` makes of `made` surely says all
   * that the item says. False lets the mapping compare, which finds the place.
   */
  readonly keeps?: (item: Item, made: A, context: Context) => boolean;
}

/** A codec for one item of a list. */
export interface Slice<A, Item> extends Codec<A, Item>, Claim<A, Item> {}

/** One item, or with `many` several, of a list that holds the values of more than one field. */
export interface Part<K extends string> {
  readonly fields: readonly K[];
  readonly at: string;
  readonly described: readonly RowDescription[];
  readonly many: boolean;
  readonly exact: boolean;
  readonly claims: (item: unknown) => boolean;
  /** As `Claim.keeps`. */
  readonly keeps?: (item: unknown, record: Loose, context: Context) => boolean;
  /** Adds its items. */
  readonly decode: (record: Loose, items: unknown[], context: Context) => void;
  /** `taken` is its one item or undefined; with `many` the list of its items. */
  readonly encode: (taken: unknown, into: Loose, context: Context, base?: Loose) => void;
  /** Of one item. */
  readonly codec: TracedCodec;
  /** What it makes, from the item `first` of the list of `element` on. */
  readonly trace: (
    record: Loose,
    context: Context,
    element: string,
    first: number,
  ) => readonly Trace[];
}

type AnySlice = Slice<unknown, unknown>;

export function onePart(port: Port, slice: AnySlice): Part<string> {
  const { keeps } = slice;
  return {
    fields: port.fields,
    at: slice.at,
    described: describe(port, slice.at, slice),
    many: false,
    exact: slice.exact === true,
    claims: slice.claims,
    ...(keeps && {
      keeps: (item, record, context) => {
        const made = port.read(record);
        return made !== undefined && keeps(item, made, context);
      },
    }),
    decode: (record, items, context) => {
      const value = port.read(record);
      if (value === undefined) return;
      const shown = slice.decode(value, context);
      if (shown !== undefined) items.push(shown);
    },
    encode: (item, into, context, base) => {
      if (item === undefined) port.write(into, whenAbsent(port, slice, context, base));
      else port.write(into, slice.encode(item, context, base && port.read(base)));
    },
    codec: slice,
    trace: (record, context, element, first) => {
      const at = { row: `${element}${slice.at}`, path: `${element}[${first}]` };
      return tracePort(port, slice, at)(record, context);
    },
  };
}

/** Many items of one slice from one list field. An empty list shows nothing. */
export function manyParts(
  port: Port,
  slice: AnySlice,
  list: Codec<unknown, unknown[]>,
): Part<string> {
  return {
    fields: port.fields,
    at: slice.at,
    described: describe(port, slice.at, slice),
    many: true,
    exact: slice.exact === true,
    claims: slice.claims,
    decode: (record, items, context) => {
      const value = port.read(record);
      if (value !== undefined) items.push(...(list.decode(value, context) ?? []));
    },
    encode: (taken, into, context, base) => {
      const items = taken as unknown[];
      const held = base && port.read(base);
      const nothing = items.length === 0 && held === undefined && !port.required;
      port.write(into, nothing ? undefined : list.encode(items, context, held));
    },
    codec: slice,
    trace: (record, context, element, first) => {
      const values = port.read(record) as unknown[] | undefined;
      if (values === undefined) return [];
      const row = `${element}${slice.at}`;
      const place = (nth: number) => ({ row, path: `${element}[${first + nth}]` });
      return traceItems(port, slice, values, place, context);
    },
  };
}

const made: TracedCodec = { name: 'derived', decode: () => undefined, encode: () => undefined };

export function derivedPart(
  at: string,
  claims: (item: unknown) => boolean,
  make: (record: Loose, context: Context) => unknown,
): Part<never> {
  return {
    fields: [],
    at,
    described: [{ path: at, codec: 'derived' }],
    many: false,
    exact: false,
    claims,
    keeps: (item, record, context) => unkept(make(record, context), item) === undefined,
    decode: (record, items, context) => {
      const shown = make(record, context);
      if (shown !== undefined) items.push(shown);
    },
    encode: () => undefined,
    codec: made,
    trace: (record, context, element, first) =>
      traceMade(
        `${element}${at}`,
        'derived',
        make,
      )(record, context).map((one) =>
        one.path === undefined ? one : { ...one, path: `${element}[${first}]` },
      ),
  };
}
