import type { Codec, Context } from './codec.ts';
import type { Field, Value, Written, WrittenValue } from './field.ts';
import { port } from './field.ts';
import { listRow } from './list.ts';
import type { Claim, Part, Slice } from './part.ts';
import { derivedPart, manyParts, onePart } from './part.ts';
import type { GroupCodec, Row } from './row.ts';
import { derivedRow, fixedRow, groupRow, plainRow } from './row.ts';
import type { Shape } from './shape.ts';
import { shape } from './shape.ts';
import { keyed } from './structure.ts';

type Spec<R> = Field<R> | readonly Field<R>[];
type Keys<S> = Written<S extends readonly string[] ? S[number] : S> & string;
type Element<F, E extends keyof F> = NonNullable<F[E]>;
type ItemOf<A> = A extends readonly (infer I)[] ? I : never;

/** Rows and parts for a record `R` (or an object in it) and a resource (or element) `F`. */
export interface RowMakers<R, F> {
  /** One field, or several seen as one, and one element. */
  readonly row: <const S extends Spec<R>, E extends keyof F & string>(
    spec: S,
    element: E,
    codec: RowCodec<Value<R, S>, WrittenValue<R, S>, Element<F, E>>,
  ) => Row<Keys<S>>;
  /** An element whose items belong to several fields. */
  readonly list: <E extends keyof F & string, const P extends readonly Part<string>[]>(
    element: E,
    parts: P,
  ) => Row<P[number]['fields'][number]>;
  /** One item of a list. */
  readonly part: <const S extends Spec<R>, I>(
    spec: S,
    slice: RowCodec<Value<R, S>, WrittenValue<R, S>, I> & Claim<Value<R, S>, I>,
  ) => Part<Keys<S>>;
  /** All items that a list field has; `key` matches them with those in `base`. */
  readonly parts: <const S extends Field<R>, I>(
    spec: S,
    slice: Slice<ItemOf<Value<R, S>>, I>,
    key: (item: I) => string,
  ) => Part<Keys<S>>;
  /** An item made from the record, known again by `claims`. */
  readonly derivedPart: <I>(
    at: string,
    claims: (item: I) => boolean,
    make: (record: R, context: Context) => I | undefined,
  ) => Part<never>;
  /** An element made from the record; a client may send the same value or none. */
  readonly derived: <E extends keyof F & string>(
    element: E,
    make: (record: R, context: Context) => F[E] | undefined,
  ) => Row<never>;
  /** An element that is always this value. Shared between resources, so it is frozen. */
  readonly fixed: <E extends keyof F & string>(element: E, value: Element<F, E>) => Row<never>;
  /** Fields and elements that do not pair one to one. */
  readonly group: <
    const S extends readonly Field<R>[],
    const E extends readonly (keyof F & string)[],
  >(
    spec: S,
    elements: E,
    codec: Group<R, F, Keys<S> & keyof R, E[number]>,
  ) => Row<Keys<S>>;
  /** Rows of a nested object as one codec. */
  readonly shape: (name: string, rows: readonly Row<string>[]) => Shape<R, F>;
}

/** A codec that may read more of the record than it writes. */
export interface RowCodec<Read, Write, B> {
  readonly name: string;
  readonly exact?: boolean;
  readonly decode: (value: Read, context: Context) => B | undefined;
  readonly encode: (value: B, context: Context, base: Read | undefined) => Write;
}

/** A codec that sees both sides whole and answers for the fields `K` and the elements `E`. */
export interface Group<R, F, K extends keyof R, E extends keyof F> {
  readonly name: string;
  readonly decode: (record: R, context: Context) => Partial<Pick<F, E>>;
  readonly encode: (resource: F, context: Context, base: R | undefined) => Partial<Pick<R, K>>;
}

type AnyCodec = Codec<unknown, unknown>;
type AnySlice = Slice<unknown, unknown>;

const makers = {
  row: (spec: string, element: string, codec: AnyCodec) => plainRow(port(spec), element, codec),
  list: listRow,
  part: (spec: string, slice: AnySlice) => onePart(port(spec), slice),
  parts: (spec: string, slice: AnySlice, key: (item: unknown) => string) =>
    manyParts(port(spec), slice, keyed(slice, key) as AnyCodec as Codec<unknown, unknown[]>),
  derivedPart,
  derived: derivedRow,
  fixed: (element: string, value: unknown) => fixedRow(element, freeze(value)),
  group: (spec: readonly string[], elements: readonly string[], codec: GroupCodec) =>
    groupRow(port(spec), elements, codec),
  shape,
};

/** The row makers of a nested object, such as an address or a complex extension. */
export const inside = <R, F>(): RowMakers<R, F> => makers as unknown as RowMakers<R, F>;

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
