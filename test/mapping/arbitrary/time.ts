import fc from 'fast-check';
import type {
  Aftale,
  Besoeg,
  FastPause,
  FastVagt,
  Fravaer,
  Pause,
  Tjeneste,
  Vagt,
} from '../../../src/cura/care-records.ts';
import type { Values } from './value.ts';
import { by, date, endTime, id, instant, object, post, time } from './value.ts';

const weekdays = fc.uniqueArray(
  fc.constantFrom('man', 'tir', 'ons', 'tor', 'fre', 'loer', 'soen'),
  { maxLength: 4 },
);

const recurringShift = object<FastVagt>(
  {
    dage: weekdays,
    fra: time,
    til: endTime,
    hverUge: fc.integer({ min: 1, max: 8 }),
    gyldigFra: date,
    gyldigTil: date,
    lokationId: id,
    undtagelser: fc.uniqueArray(date, { maxLength: 3 }),
  },
  ['hverUge', 'gyldigTil', 'lokationId', 'undtagelser'],
);

/** What a roster may lack. */
const recurring = (v: Values) => ({
  fasteVagter: fc.array(recurringShift, { maxLength: 3 }),
  pauser: fc.array(object<Pause>({ dato: date, fra: time, til: endTime }, []), { maxLength: 2 }),
  fastePauser: fc.array(object<FastPause>({ dage: weekdays, fra: time, til: endTime }, []), {
    maxLength: 2,
  }),
  transportMinutter: v.whole,
  udstyr: fc.array(id, { maxLength: 2 }),
});

export const timeRecords = (v: Values) => ({
  tjeneste: object<Tjeneste>(
    {
      ...post(v),
      medarbejderId: id,
      ydelsestypeId: id,
      lokationId: id,
      gyldigFra: date,
      gyldigTil: date,
      vagter: fc.array(
        object<Vagt>({ dato: date, fra: time, til: endTime, lokationId: id }, ['lokationId']),
        { maxLength: 4 },
      ),
      fravaer: fc.array(
        object<Fravaer>({ dato: date, fra: time, til: endTime, aarsag: v.text }, ['aarsag']),
        {
          maxLength: 4,
        },
      ),
      ...recurring(v),
      aktiv: fc.boolean(),
    },
    ['aendretAf', 'fasteVagter', 'pauser', 'fastePauser', 'transportMinutter', 'udstyr'],
  ),
  aftale: object<Aftale>(
    {
      ...post(v),
      eksternReference: fc.constant('018f6f5e-7c1a-7000-8000-000000000001'),
      borgerId: id,
      ydelsestypeId: id,
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
      'aendretAf',
      'eksternReference',
      'ydelseId',
      'medarbejderId',
      'lokationId',
      'aflysning',
      'bemaerkning',
      'internNote',
      'udfoertAf',
    ],
  ).filter(({ status, aflysning }) => v.unexplained || status !== 'aflyst' || !!aflysning),
  besoeg: object<Besoeg>(
    {
      ...post(v),
      borgerId: id,
      ydelsestypeId: id,
      ydelseId: id,
      medarbejderId: id,
      lokationId: id,
      vindueStart: instant,
      vindueSlut: instant,
      varighedMinutter: v.whole,
      status: fc.constantFrom('planlagt', 'gennemfoert', 'aflyst', 'fejlregistreret'),
      oprettet: instant,
      internNote: v.text,
    },
    ['aendretAf', 'ydelseId', 'medarbejderId', 'internNote'],
  ),
});
