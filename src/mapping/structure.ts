import type { Codec, Context } from './codec.ts';
import { alike } from './form.ts';
import type { Slice } from './part.ts';
import { inMember, refusal, Unmappable, within } from './unmappable.ts';

/** A codec that may take more on the way in than it gives on the way out. */
interface OneWay<A, B, In> {
  readonly name: string;
  readonly exact?: boolean;
  readonly decode: (value: A, context: Context) => B | undefined;
  readonly encode: (value: In, context: Context, base: A | undefined) => A;
}

/** Exactly one: `{…}` is `[{…}]`. */
export function only<A, B, In = B>(codec: OneWay<A, B, In>): OneWay<A, B[], In[]> {
  const one: OneWay<A, B[], In[]> = {
    ...codec,
    decode: (value, context) => {
      const shown = codec.decode(value, context);
      return shown === undefined ? undefined : [shown];
    },
    encode: (items, context, base) => {
      const [first] = items;
      if (first === undefined) throw new Unmappable(refusal.missing, '[0]');
      if (items.length > 1) throw new Unmappable(refusal.repeated, '[1]');
      try {
        return codec.encode(first, context, base);
      } catch (error) {
        throw within(error, '[0]');
      }
    },
  };
  return alike(one, codec);
}

/**
 * A list whose items are matched with those in `base` by key, so that what FHIR does not show stays with its item
 * wherever the item moves. Equal keys are matched in order. The order is FHIR's.
 */
export function keyed<A, B>(
  codec: Codec<A, B>,
  key: (item: B) => string,
): Codec<readonly A[], B[]> {
  return {
    ...codec,
    decode: (values, context) => {
      const shown = values.map((value) => codec.decode(value, context));
      const items = shown.filter((item) => item !== undefined);
      return items.length > 0 ? items : undefined;
    },
    encode: (items, context, base) => {
      const held = Map.groupBy(base ?? [], (value) => {
        const shown = codec.decode(value, context);
        return shown === undefined ? undefined : key(shown);
      });
      const kept = items.map((item, index) =>
        inMember(`[${index}]`, () => codec.encode(item, context, held.get(key(item))?.shift())),
      );
      return [...kept, ...(held.get(undefined) ?? [])];
    },
  };
}

/** A codec that only takes part where `claims` says so; `at` is its FHIRPath below the list. */
export const slice = <A, B>(
  codec: Codec<A, B>,
  at: string,
  claims: (item: B) => boolean,
): Slice<A, B> => alike({ ...codec, at, claims }, codec);
