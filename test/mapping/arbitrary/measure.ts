import fc from 'fast-check';
import { measures } from '../../../mappings/codes/measure.ts';
import type {
  Maaleapparat,
  Maalegraense,
  Maaleplan,
  Maaletype,
  Maalevaerdi,
  Maaling,
} from '../../../src/cura/dialogue-records.ts';
import { drawnRecords } from './schema.ts';
import { by, id, instant, object, post, type Values } from './value.ts';

const kinds = Object.keys(measures) as Maaletype[];

/** One number of each that the kind has, in any order and in its unit. */
const valuesOf = (kind: Maaletype): fc.Arbitrary<readonly Maalevaerdi[]> => {
  const { values } = measures[kind];
  const each = values.map(({ art, unit }) =>
    fc
      .integer({ min: 1, max: 30_000 })
      .map((hundredths): Maalevaerdi => ({ art, vaerdi: hundredths / 100, enhed: unit })),
  );
  return fc
    .tuple(...each)
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
};

const kindOf = fc
  .constantFrom(...kinds)
  .chain((type) => valuesOf(type).map((vaerdier) => ({ type, vaerdier })));

type Ends = Pick<Maalegraense, 'lav' | 'hoej'>;
const end = fc.integer({ min: -500, max: 3_000 }).map((tenths) => tenths / 10);
const ends: fc.Arbitrary<Ends> = fc.oneof(
  fc.record({ lav: end }),
  fc.record({ hoej: end }),
  fc.tuple(end, end).map(([a, b]) => ({ lav: Math.min(a, b), hoej: Math.max(a, b) })),
);
const limit = (art: Maalegraense['art']): fc.Arbitrary<Maalegraense> =>
  fc
    .tuple(ends, fc.constantFrom('mm[Hg]', 'kPa', 'kg', '%'))
    .map(([some, enhed]) => ({ art, ...some, enhed }));

/** Each number once, with one end at least. */
const limits = fc
  .shuffledSubarray(['systolisk', 'diastolisk', 'vaerdi'] as const, { minLength: 1, maxLength: 2 })
  .chain((arts) => fc.tuple(...arts.map(limit)));

export const measureRecords = (v: Values) => ({
  maaleplan: fc
    .tuple(drawnRecords(v).maaleplan, fc.option(limits, { nil: undefined }))
    .map(
      ([{ graenser: _, ...plan }, graenser]): Maaleplan =>
        graenser ? { ...plan, graenser } : plan,
    ),
  maaling: fc
    .tuple(
      object<Omit<Maaling, 'type' | 'vaerdier'>>(
        {
          ...post(v),
          eksternReference: fc.uuid({ version: 7 }),
          borgerId: id,
          maalt: instant,
          status: fc.constantFrom('endelig', 'rettet', 'fejl'),
          kilde: fc.constantFrom('borger', 'paaroerende', 'medarbejder', 'apparat'),
          medarbejderId: id,
          paaroerendeId: id,
          stilling: fc.constantFrom('siddende', 'staaende', 'liggende'),
          metode: fc.constantFrom('manuel', 'automatisk'),
          kommentar: v.text,
          apparat: object<Maaleapparat>({ producent: v.text, model: v.text, serienummer: v.text }, [
            'producent',
            'model',
            'serienummer',
          ]),
          klientReference: fc.oneof(
            v.text,
            fc.constantFrom('urn:app|7', 'https://app.example/id|a|b', '|', 'æ ø|1', 'a|'),
          ),
          maaleplanId: id,
          bekraeftet: fc.boolean(),
          internNote: v.text,
          udfoertAf: by(v),
        },
        [
          ...(['aendretAf', 'eksternReference', 'medarbejderId', 'paaroerendeId'] as const),
          ...(['stilling', 'metode', 'kommentar', 'apparat', 'klientReference'] as const),
          ...(['maaleplanId', 'bekraeftet', 'internNote', 'udfoertAf'] as const),
        ],
      ),
      kindOf,
    )
    .map(([rest, kind]): Maaling => ({ ...rest, ...kind })),
});
