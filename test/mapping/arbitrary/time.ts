import fc from 'fast-check';
import type { Aftale, Besoeg, Fravaer, Tjeneste, Vagt } from '../../../src/cura/care-records.ts';
import type { Values } from './value.ts';
import { by, date, endTime, id, instant, object, post, time } from './value.ts';

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
      aktiv: fc.boolean(),
    },
    ['aendretAf'],
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
