import type { Aftale, Besoeg } from '../care-records.ts';
import { performer, post } from './person.ts';
import { codes, count, flag, id, instant, name, object, optional, text } from './schema.ts';

const cancellation = object<NonNullable<Aftale['aflysning']>>({
  aarsag: codes('borger', 'sygdom', 'transport', 'personale', 'andet'),
  tidspunkt: instant,
  sent: flag,
});

/** What an appointment and a place in a session of a class both say. */
export const attendance = {
  ...post,
  eksternReference: optional(name),
  borgerId: id,
  ydelseId: optional(id),
  medarbejderId: optional(id),
  lokationId: optional(id),
  start: instant,
  slut: instant,
  status: codes('planlagt', 'ankommet', 'gennemfoert', 'aflyst', 'udeblevet', 'fejlregistreret'),
  oprettet: instant,
  aflysning: optional(cancellation),
  bemaerkning: optional(text),
  internNote: optional(text),
  udfoertAf: optional(performer),
} as const;

export const appointment = object<Aftale>({ ...attendance, ydelsestypeId: id }, 'aftale');

export const visit = object<Besoeg>(
  {
    ...post,
    borgerId: id,
    ydelsestypeId: id,
    ydelseId: optional(id),
    medarbejderId: optional(id),
    lokationId: id,
    vindueStart: instant,
    vindueSlut: instant,
    varighedMinutter: count(24 * 60),
    status: codes('planlagt', 'gennemfoert', 'aflyst', 'fejlregistreret'),
    oprettet: instant,
    internNote: optional(text),
  },
  'besoeg',
);
