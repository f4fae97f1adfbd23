import type {
  FastPause,
  FastVagt,
  Fravaer,
  Paamindelse,
  Pause,
  Tjeneste,
  Vagt,
  Ydelse,
  Ydelsestype,
} from '../care-records.ts';
import type { Aabningstid, Enhed, Lokation, Ugedag } from '../place-records.ts';
import { address, post } from './person.ts';
import {
  codes,
  count,
  date,
  degrees,
  flag,
  id,
  instant,
  listOf,
  name,
  object,
  optional,
  type Schema,
  sor,
  text,
  wallTime,
} from './schema.ts';

export const weekday: Schema<Ugedag> = codes('man', 'tir', 'ons', 'tor', 'fre', 'loer', 'soen');

export const unit = object<Enhed>(
  {
    ...post,
    navn: name,
    sor,
    telefon: optional(name),
    email: optional(name),
    aabningstider: listOf(
      object<Aabningstid>({ dage: listOf(weekday, 7), fra: wallTime, til: wallTime }),
      50,
    ),
    overordnetId: optional(id),
  },
  'enhed',
);

export const place = object<Lokation>(
  {
    ...post,
    navn: name,
    art: codes('sted', 'bygning', 'etage', 'lokale', 'hjem'),
    overordnetId: optional(id),
    enhedId: optional(id),
    adresse: optional(address),
    bredde: optional(degrees(90)),
    laengde: optional(degrees(180)),
    lokalenummer: optional(name),
    vejvisning: optional(text),
  },
  'lokation',
);

const action = codes('direkte', 'anmodning', 'ingen');
const minutes = count(24 * 60);
const hours = count(366 * 24);

const timing = object<Paamindelse>({
  dageFoer: optional(count(14)),
  timerFoer: optional(count(14 * 24)),
  klokken: optional(wallTime),
});
const reminder: Schema<Paamindelse> = { json: { ...timing.json, minProperties: 1 } };

export const serviceType = object<Ydelsestype>(
  {
    ...post,
    navn: name,
    beskrivelse: optional(text),
    kode: name,
    kodeUuid: name,
    form: codes('fremmoede', 'hjem', 'video', 'telefon'),
    enhedId: id,
    lokationId: optional(id),
    ansvarligMyndighed: name,
    leverandoer: name,
    lovgrundlag: codes('sundhedsloven', 'serviceloven', 'aeldreloven'),
    gyldigFra: date,
    gyldigTil: optional(date),
    varighedMinutter: minutes,
    bufferFoerMinutter: minutes,
    bufferEfterMinutter: minutes,
    takstMinutter: minutes,
    varselTimer: hours,
    horisontDage: count(3660),
    afbudsfristTimer: hours,
    flyttefristTimer: hours,
    efterFrist: codes('accepter', 'afvis'),
    kraeverYdelse: flag,
    paaroerendeMaaBooke: flag,
    book: action,
    flyt: action,
    aflys: action,
    smsLink: optional(codes('ingen', 'login', 'afbud')),
    maksAabneAftaler: optional(count(1000)),
    svartidTimer: optional(hours),
    reservationMinutter: optional(minutes),
    aabenForAlle: optional(flag),
    helligdage: optional(codes('lukket', 'aaben')),
    foelgerAabningstid: optional(flag),
    paamindes: optional(flag),
    paamindelser: optional(listOf(reminder, 4)),
    stedISms: optional(flag),
    aktiv: flag,
  },
  'ydelsestype',
);

export const grantedService = object<Ydelse>(
  {
    ...post,
    borgerId: id,
    ydelsestypeId: optional(id),
    navn: name,
    kode: name,
    kodeUuid: name,
    status: codes('bevilget', 'aktiv', 'pause', 'afsluttet', 'annulleret'),
    oprettet: instant,
    gyldigFra: date,
    gyldigTil: optional(date),
    hyppighed: optional(name),
    ansvarligEnhedId: id,
    leverandoerEnhedId: id,
    internNote: optional(text),
  },
  'ydelse',
);

const weeks: Schema<number> = { json: { type: 'integer', minimum: 1, maximum: 8 } };
const shift = object<Vagt>({ dato: date, fra: wallTime, til: wallTime, lokationId: optional(id) });
const absence = object<Fravaer>({
  dato: date,
  fra: wallTime,
  til: wallTime,
  aarsag: optional(name),
});
const recurringShift = object<FastVagt>({
  dage: listOf(weekday, 7),
  fra: wallTime,
  til: wallTime,
  hverUge: optional(weeks),
  gyldigFra: date,
  gyldigTil: optional(date),
  lokationId: optional(id),
  undtagelser: optional(listOf(date, 366)),
});
const pause = object<Pause>({ dato: date, fra: wallTime, til: wallTime });
const recurringPause = object<FastPause>({
  dage: listOf(weekday, 7),
  fra: wallTime,
  til: wallTime,
});

export const roster = object<Tjeneste>(
  {
    ...post,
    medarbejderId: id,
    ydelsestypeId: id,
    lokationId: id,
    gyldigFra: date,
    gyldigTil: date,
    vagter: listOf(shift),
    fravaer: listOf(absence),
    fasteVagter: optional(listOf(recurringShift, 100)),
    pauser: optional(listOf(pause)),
    fastePauser: optional(listOf(recurringPause, 100)),
    transportMinutter: optional(count(240)),
    udstyr: optional(listOf(id, 20)),
    aktiv: flag,
  },
  'tjeneste',
);
