import fc from 'fast-check';
import type { Aftale } from '../../../src/cura/care-records.ts';
import type { Gang, Gentagelse, Hold, Holdtilmelding } from '../../../src/cura/class-records.ts';
import { by, date, endTime, id, instant, object, post, time, type Values } from './value.ts';

const session = object<Gang>(
  {
    id: fc.constantFrom('G-1', 'G-2', '2026-11-24'),
    dato: date,
    fra: time,
    til: endTime,
    lokationId: id,
    medarbejderId: id,
    aflyst: fc.boolean(),
  },
  ['lokationId', 'medarbejderId', 'aflyst'],
);

const repetition = object<Gentagelse>(
  {
    dage: fc.shuffledSubarray(['man', 'tir', 'ons', 'tor', 'fre', 'loer', 'soen'] as const),
    fra: time,
    til: endTime,
    hverUge: fc.nat(8),
    fraDato: date,
    tilDato: date,
    undtagelser: fc.array(date, { maxLength: 3 }),
  },
  [],
);

const enrolment = (v: Values): fc.Arbitrary<Holdtilmelding> =>
  object<Holdtilmelding>(
    {
      ...post(v),
      eksternReference: fc.constant('018f6f5e-7c1a-7000-8000-000000000002'),
      borgerId: id,
      holdId: id,
      gangId: fc.constantFrom('G-1', '2026-11-24'),
      serieReference: fc.uuid(),
      ydelseId: id,
      medarbejderId: id,
      lokationId: id,
      start: instant,
      slut: instant,
      status: fc.constantFrom(
        'planlagt',
        'ankommet',
        'gennemfoert',
        'aflyst',
        'udeblevet',
        'fejlregistreret',
      ),
      oprettet: instant,
      aflysning: object<NonNullable<Aftale['aflysning']>>(
        {
          aarsag: fc.constantFrom('borger', 'sygdom', 'transport', 'personale', 'andet'),
          tidspunkt: instant,
          sent: fc.boolean(),
        },
        [],
      ),
      bemaerkning: v.text,
      internNote: v.text,
      udfoertAf: by(v),
    },
    [
      ...(['aendretAf', 'eksternReference', 'serieReference', 'ydelseId'] as const),
      ...(['medarbejderId', 'lokationId', 'aflysning', 'bemaerkning'] as const),
      ...(['internNote', 'udfoertAf'] as const),
    ],
  ).filter(({ status, aflysning }) => v.unexplained || status !== 'aflyst' || !!aflysning);

export const classRecords = (v: Values) => ({
  hold: object<Hold>(
    {
      ...post(v),
      navn: v.text,
      beskrivelse: v.text,
      ydelsestypeId: id,
      lokationId: id,
      medarbejderIds: fc.array(id, { maxLength: 3 }),
      kapacitet: v.whole,
      minimum: v.whole,
      tilmeldingsfristTimer: v.whole,
      serie: fc.constantFrom('hel', 'enkelt', 'begge'),
      gange: fc.array(session, { maxLength: 4 }),
      gentagelse: repetition,
      status: fc.constantFrom('aaben', 'lukket'),
    },
    ['aendretAf', 'beskrivelse', 'minimum', 'gentagelse'],
  ),
  holdtilmelding: enrolment(v),
});
