import type {
  Coding,
  Composition,
  Device,
  EpisodeOfCare,
  Goal,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import type {
  Forloeb,
  Helhedsvurdering,
  Henvendelse,
  Hjaelpemiddel,
  Maal,
  Sag,
  Tilstand,
} from '../../src/cura/insight-records.ts';
import { system } from './system.ts';

const course = (code: string, display: string): Coding => ({
  system: system.courseKind,
  code,
  display,
});

export const courseKind = {
  sygepleje: course('nursing', 'Sygepleje'),
  pleje: course('care', 'Pleje og omsorg'),
  genoptraening: course('retraining', 'Genoptræning'),
  rehabilitering: course('rehabilitation', 'Rehabilitering'),
  forebyggelse: course('prevention', 'Forebyggelse'),
  hjaelpemiddel: course('aids', 'Hjælpemidler'),
} as const satisfies Record<Forloeb['art'], Coding>;

export const courseStatus = {
  planlagt: 'planned',
  aktiv: 'active',
  pause: 'onhold',
  afsluttet: 'finished',
  annulleret: 'cancelled',
} as const satisfies Record<Forloeb['status'], EpisodeOfCare['status']>;

/** FSIII's "Henvendelse fra". */
export const inquiryFrom = {
  A1: { system: system.fsiii, code: 'A1', display: 'Borger' },
  A2: { system: system.fsiii, code: 'A2', display: 'Pårørende' },
} as const satisfies Record<Henvendelse['fra'], Coding>;

/** How far an inquiry has come; R4's status does not tell received from handled. */
export const inquiryState = {
  modtaget: 'received',
  behandles: 'in-progress',
  afsluttet: 'closed',
  annulleret: 'withdrawn',
} as const satisfies Record<Henvendelse['status'], string>;

export const inquiryStatus = {
  modtaget: 'active',
  behandles: 'active',
  afsluttet: 'completed',
  annulleret: 'revoked',
} as const satisfies Record<Henvendelse['status'], ServiceRequest['status']>;

const caseAs = (code: string, display: string): Coding => ({
  system: system.caseState,
  code,
  display,
});

export const caseState = {
  modtaget: caseAs('received', 'Modtaget'),
  oplyses: caseAs('investigation', 'Oplyses'),
  afgoerelse: caseAs('decision', 'Afgørelse'),
  afsluttet: caseAs('closed', 'Afsluttet'),
  annulleret: caseAs('annulled', 'Annulleret'),
} as const satisfies Record<Sag['status'], Coding>;

export const caseStatus = {
  modtaget: 'received',
  oplyses: 'in-progress',
  afgoerelse: 'in-progress',
  afsluttet: 'completed',
  annulleret: 'cancelled',
} as const satisfies Record<Sag['status'], Task['status']>;

export const documentStatus = {
  udkast: 'preliminary',
  endelig: 'final',
  rettet: 'amended',
  fejl: 'entered-in-error',
} as const satisfies Record<Helhedsvurdering['status'], Composition['status']>;

const clinical = (code: string): Coding => ({ system: system.conditionClinical, code });
const verified = (code: string): Coding => ({ system: system.conditionVerification, code });

/** A condition that may come is active as a problem, and not confirmed; one of no relevance is refuted. */
export const conditionStatus = {
  aktuel: { clinical: clinical('active'), verified: verified('confirmed') },
  potentiel: { clinical: clinical('active'), verified: verified('provisional') },
  'ikke-relevant': { clinical: clinical('inactive'), verified: verified('refuted') },
  afsluttet: { clinical: clinical('resolved'), verified: verified('confirmed') },
} as const satisfies Record<Tilstand['status'], { clinical: Coding; verified: Coding }>;

export const goalStatus = {
  aktiv: 'active',
  naaet: 'completed',
  opgivet: 'cancelled',
  annulleret: 'rejected',
} as const satisfies Record<Maal['status'], Goal['lifecycleStatus']>;

/** Returned and scrapped are both no longer in use. */
export const aidStatus = {
  udlaant: 'active',
  returneret: 'inactive',
  kasseret: 'inactive',
} as const satisfies Record<Hjaelpemiddel['status'], NonNullable<Device['status']>>;
