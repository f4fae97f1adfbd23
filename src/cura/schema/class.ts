import type { Gang, Gentagelse, Hold, Holdtilmelding } from '../class-records.ts';
import { attendance } from './appointment.ts';
import { weekday } from './care.ts';
import { post } from './person.ts';
import {
  codes,
  count,
  date,
  flag,
  id,
  listOf,
  name,
  object,
  optional,
  text,
  wallTime,
} from './schema.ts';

const session = object<Gang>({
  id,
  dato: date,
  fra: wallTime,
  til: wallTime,
  lokationId: optional(id),
  medarbejderId: optional(id),
  aflyst: optional(flag),
});

export const repetition = object<Gentagelse>({
  dage: listOf(weekday, 7),
  fra: wallTime,
  til: wallTime,
  hverUge: count(52),
  fraDato: date,
  tilDato: date,
  undtagelser: listOf(date, 400),
});

export const groupClass = object<Hold>(
  {
    ...post,
    navn: name,
    beskrivelse: optional(text),
    ydelsestypeId: id,
    lokationId: id,
    medarbejderIds: listOf(id, 20),
    kapacitet: count(1000),
    minimum: optional(count(1000)),
    tilmeldingsfristTimer: count(366 * 24),
    serie: codes('hel', 'enkelt', 'begge'),
    gange: listOf(session, 400),
    gentagelse: optional(repetition),
    status: codes('aaben', 'lukket'),
  },
  'hold',
);

export const enrolment = object<Holdtilmelding>(
  { ...attendance, holdId: id, gangId: id, serieReference: optional(name) },
  'holdtilmelding',
);
