import fc from 'fast-check';
import type { Adresse, Post, Udfoerer } from '../../../src/cura/post.ts';

export const id = fc.constantFrom('1', '42', 'A-7', 'ære/1', '9 9');
/** What differs between records that Cura may hold and edits that a client may make. */
export interface Values {
  readonly text: fc.Arbitrary<string>;
  readonly whole: fc.Arbitrary<number>;
  /** Cura may hold a cancelled appointment without a reason; nobody can make one. */
  readonly unexplained: boolean;
}

const visible = fc.constantFrom(
  'Åse',
  'Ø',
  ' Bech Holm',
  "O'Neill",
  'kl. 8–10 & <b>',
  '😀',
  'to\nlinjer',
);
const blank = fc.constantFrom('', '  ', '\u0000', 'a\u0000b\u001f', '\ud800');

/** Everything Cura can hold: blank texts, control characters, zeros. */
export const held: Values = {
  text: fc.oneof(visible, blank, fc.string({ maxLength: 12, unit: 'grapheme' })),
  whole: fc.integer({ min: 0, max: 10_000 }),
  unexplained: true,
};

/** What FHIR can say. */
export const sayable: Values = {
  text: visible,
  whole: fc.integer({ min: 1, max: 10_000 }),
  unexplained: false,
};

export const digits = (length: number) =>
  fc.string({ minLength: length, maxLength: length, unit: fc.constantFrom(...'0123456789') });
const two = (n: number) => String(n).padStart(2, '0');
export const date = fc
  .tuple(
    fc.integer({ min: 1900, max: 2099 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`);
export const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
export const instant = fc.oneof(
  fc.constantFrom(
    '2026-10-25T02:30:00+02:00',
    '2026-10-25T02:30:00+01:00',
    '2026-03-29T01:59:59.999+01:00',
    '2024-02-29T23:00Z',
    '2026-11-24T12:15:00Z',
  ),
  fc
    .tuple(
      date,
      time,
      fc.constantFrom(':00', ':07', ':00.500', ''),
      fc.constantFrom('Z', '+01:00', '+02:00'),
    )
    .map(([day, at, rest, offset]) => `${day}T${at}${rest}${offset}`),
);
export const dateOrInstant = fc.oneof(date, instant);
export const uuid = fc.uuid();
export const endTime = fc.oneof(time, fc.constant('24:00'));

type Fields<R> = { [K in keyof R]-?: fc.Arbitrary<NonNullable<R[K]>> };
type Optional<R> = {
  [K in keyof R]-?: Partial<Pick<R, K>> extends Pick<R, K> ? K : never;
}[keyof R];

/** Every field must be named; those in `optional` may be missing. */
export function object<R>(fields: Fields<R>, optional: readonly Optional<R>[]): fc.Arbitrary<R> {
  const requiredKeys = Object.keys(fields).filter((key) => !optional.includes(key as Optional<R>));
  return fc.record(fields as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys,
    noNullPrototype: true,
  }) as fc.Arbitrary<R>;
}

export const by = ({ text: words }: Values) =>
  object<Udfoerer>(
    {
      art: fc.constantFrom('borger', 'paaroerende', 'medarbejder', 'link', 'system'),
      navn: words,
      relation: words,
      referenceId: id,
      mandatReference: words,
      begrundelse: words,
      tidspunkt: instant,
    },
    ['navn', 'relation', 'referenceId', 'mandatReference', 'begrundelse', 'tidspunkt'],
  );

/** What every record has. One id, so that two generated records are one to Cura. */
export const post = (values: Values): Fields<Post> => ({
  id: fc.constant('4711'),
  version: values.whole,
  aendret: instant,
  aendretAf: by(values),
});

export const address = ({ text: words }: Values) =>
  object<Adresse>({ vej: words, postnr: digits(4), by: words, kommunekode: digits(4) }, [
    'kommunekode',
  ]);
