import type { CarePlan, CarePlanActivityDetail, Coding } from '@medplum/fhirtypes';
import type { Handlemaade, Lovgrundlag, Ydelse, Ydelsestype } from '../../src/cura/care-records.ts';
import type { Medarbejder, Ugedag } from '../../src/cura/place-records.ts';
import { system } from './system.ts';

const form = (code: string, display: string): Coding => ({
  system: system.serviceForm,
  code,
  display,
});

export const serviceForm = {
  fremmoede: form('attendance', 'Fremmøde'),
  hjem: form('home', 'I hjemmet'),
  video: form('video', 'Video'),
  telefon: form('telephone', 'Telefon'),
} as const satisfies Record<Ydelsestype['form'], Coding>;

/** How a citizen may book, move or cancel. */
export const actionMode = {
  direkte: 'direct',
  anmodning: 'request',
  ingen: 'none',
} as const satisfies Record<Handlemaade, string>;

export const afterDeadline = {
  accepter: 'accept',
  afvis: 'refuse',
} as const satisfies Record<Ydelsestype['efterFrist'], string>;

export const smsLink = {
  ingen: 'none',
  login: 'login',
  afbud: 'cancel',
} as const satisfies Record<NonNullable<Ydelsestype['smsLink']>, string>;

export const publicHolidays = {
  lukket: 'closed',
  aaben: 'open',
} as const satisfies Record<NonNullable<Ydelsestype['helligdage']>, string>;

/** The policy addresses of the national eHealth infrastructure. */
export const legalBasis = {
  sundhedsloven: 'http://ehealth.sundhed.dk/policy/dk/sundhedsloven',
  serviceloven: 'http://ehealth.sundhed.dk/policy/dk/serviceloven',
  aeldreloven: 'http://ehealth.sundhed.dk/policy/dk/aeldreloven',
} as const satisfies Record<Lovgrundlag, string>;

const duty = (code: string, display: string): Coding => ({
  system: system.staffFunction,
  code,
  display,
});

export const staffFunction = {
  sygeplejerske: duty('nurse', 'Sygeplejerske'),
  fysioterapeut: duty('physiotherapist', 'Fysioterapeut'),
  ergoterapeut: duty('occupational-therapist', 'Ergoterapeut'),
  sosu: duty('care-assistant', 'Social- og sundhedsassistent'),
  forebyggelse: duty('preventive-consultant', 'Forebyggelseskonsulent'),
  diaetist: duty('dietitian', 'Klinisk diætist'),
} as const satisfies Record<Medarbejder['funktion'], Coding>;

export const weekday = {
  man: 'mon',
  tir: 'tue',
  ons: 'wed',
  tor: 'thu',
  fre: 'fri',
  loer: 'sat',
  soen: 'sun',
} as const satisfies Record<Ugedag, string>;

interface Granted {
  readonly plan: CarePlan['status'];
  readonly activity: CarePlanActivityDetail['status'];
}

/** Granted and begun are both an active plan: the activity tells them apart. */
export const grantedStatus = {
  bevilget: { plan: 'active', activity: 'not-started' },
  aktiv: { plan: 'active', activity: 'in-progress' },
  pause: { plan: 'on-hold', activity: 'on-hold' },
  afsluttet: { plan: 'completed', activity: 'completed' },
  annulleret: { plan: 'revoked', activity: 'cancelled' },
} as const satisfies Record<Ydelse['status'], Granted>;
