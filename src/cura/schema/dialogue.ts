import type {
  Besked,
  Bilag,
  Maaleapparat,
  Maalegraense,
  Maaleplan,
  Maaletype,
  Maalevaerdi,
  Maaling,
  Oevelse,
  Traeningsprogram,
  Traeningsudfoerelse,
  Vedhaeftning,
} from '../dialogue-records.ts';
import { performer, post } from './person.ts';
import {
  codes,
  count,
  date,
  flag,
  id,
  instant,
  link,
  listOf,
  name,
  object,
  optional,
  type Schema,
  text,
} from './schema.ts';

/** Of five million bytes at most; to count the signs of so long a text takes longer than all else that is done with it. */
const base64: Schema<string> = {
  json: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' },
};
const amount: Schema<number> = { json: { type: 'number', minimum: -10_000, maximum: 10_000 } };
/** A whole number from 1 to `maximum`. */
const times = (maximum: number): Schema<number> => ({
  json: { type: 'integer', minimum: 1, maximum },
});
const measure: Schema<Maaletype> = codes(
  'blodtryk',
  'puls',
  'vaegt',
  'iltmaetning',
  'temperatur',
  'blodsukker',
);

const attachment = object<Vedhaeftning>({
  bilagId: id,
  navn: name,
  mimetype: name,
  bytes: count(10_000_000),
  sha1: optional(name),
});

export const message = object<Besked>(
  {
    ...post,
    eksternReference: optional(name),
    klientReference: optional(name),
    borgerId: id,
    traadId: optional(id),
    svarPaaId: optional(id),
    emne: name,
    tekst: text,
    retning: codes('ind', 'ud'),
    enhedId: id,
    ydelsestypeId: optional(id),
    medarbejderId: optional(id),
    paaroerendeId: optional(id),
    aftaleId: optional(id),
    sendt: instant,
    laest: optional(instant),
    svarSenest: optional(instant),
    vedhaeftninger: optional(listOf(attachment, 400)),
    status: codes('sendt', 'fejloprettet'),
    internNote: optional(text),
    udfoertAf: optional(performer),
  },
  'besked',
);

export const file = object<Bilag>(
  {
    ...post,
    eksternReference: optional(name),
    borgerId: id,
    navn: name,
    mimetype: name,
    indhold: base64,
    udfoertAf: optional(performer),
  },
  'bilag',
);

const measuredValue = object<Maalevaerdi>({
  art: codes('systolisk', 'diastolisk', 'vaerdi'),
  vaerdi: amount,
  enhed: name,
});

const apparatus = object<Maaleapparat>({
  producent: optional(name),
  model: optional(name),
  serienummer: optional(name),
});

export const measurement = object<Maaling>(
  {
    ...post,
    eksternReference: optional(name),
    borgerId: id,
    type: measure,
    maalt: instant,
    vaerdier: listOf(measuredValue, 400),
    status: codes('endelig', 'rettet', 'fejl'),
    kilde: codes('borger', 'paaroerende', 'medarbejder', 'apparat'),
    medarbejderId: optional(id),
    paaroerendeId: optional(id),
    stilling: optional(codes('siddende', 'staaende', 'liggende')),
    metode: optional(codes('manuel', 'automatisk')),
    kommentar: optional(text),
    apparat: optional(apparatus),
    klientReference: optional(name),
    maaleplanId: optional(id),
    bekraeftet: optional(flag),
    internNote: optional(text),
    udfoertAf: optional(performer),
  },
  'maaling',
);

const limit = object<Maalegraense>({
  art: codes('systolisk', 'diastolisk', 'vaerdi'),
  ...{ lav: optional(amount), hoej: optional(amount) },
  enhed: name,
});

export const measurementPlan = object<Maaleplan>(
  {
    ...post,
    borgerId: id,
    type: measure,
    medarbejderId: id,
    enhedId: id,
    ydelseId: optional(id),
    gangePrDag: times(24),
    hverDag: times(366),
    fra: date,
    til: optional(date),
    vejledning: optional(text),
    graenser: optional(listOf(limit, 2)),
    status: codes('aktiv', 'pause', 'afsluttet', 'annulleret'),
    oprettet: instant,
  },
  'maaleplan',
);

const exercise = object<Oevelse>({
  noegle: id,
  navn: name,
  beskrivelse: optional(text),
  video: optional(link),
  gentagelser: optional(name),
  gangePrUge: times(100),
});

export const exerciseProgramme = object<Traeningsprogram>(
  {
    ...post,
    borgerId: id,
    ydelseId: optional(id),
    medarbejderId: id,
    enhedId: id,
    navn: name,
    fra: date,
    til: optional(date),
    oevelser: listOf(exercise, 400),
    status: codes('aktiv', 'pause', 'afsluttet', 'annulleret'),
    oprettet: instant,
  },
  'traeningsprogram',
);

export const exerciseDone = object<Traeningsudfoerelse>(
  {
    ...post,
    eksternReference: optional(name),
    borgerId: id,
    traeningsprogramId: id,
    noegle: id,
    udfoert: instant,
    kommentar: optional(text),
    status: codes('udfoert', 'fejl'),
    udfoertAf: optional(performer),
  },
  'traeningsudfoerelse',
);
