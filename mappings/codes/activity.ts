import type { Coding } from '@medplum/fhirtypes';
import type { Aktivitet, Forening } from '../../src/cura/activity-records.ts';
import { system } from './system.ts';

const coded =
  (name: string) =>
  (code: string, display: string): Coding => ({ system: name, code, display });

const kind = coded(system.activityKind);
const group = coded(system.activityAudience);
const association = coded(system.associationKind);

/** What makes a service an activity. */
export const activity: Readonly<Coding> = coded(system.serviceCategory)('activity', 'Aktivitet');

export const activityKind = {
  bevaegelse: kind('movement', 'Bevægelse'),
  faellesskab: kind('company', 'Fællesskab'),
  kultur: kind('culture', 'Kultur'),
  mad: kind('food', 'Mad'),
  samtale: kind('talk', 'Samtale'),
  natur: kind('nature', 'Natur'),
  digital: kind('digital', 'Digital hjælp'),
} as const satisfies Record<Aktivitet['kategori'], Coding>;

/** Whom an activity is for. */
export const audience = {
  alle: group('all', 'Alle'),
  aeldre: group('older', 'Ældre'),
  paaroerende: group('relatives', 'Pårørende'),
  demens: group('dementia', 'Mennesker med demens'),
  kraeft: group('cancer', 'Mennesker med kræft'),
  hjerte: group('heart', 'Mennesker med hjertesygdom'),
  sorg: group('grief', 'Mennesker i sorg'),
  unge: group('young', 'Unge'),
} as const satisfies Record<Aktivitet['maalgrupper'][number], Coding>;

/** How far the approval of an activity has come. */
export const approval = {
  afventer: 'pending',
  godkendt: 'approved',
  afvist: 'rejected',
  nedlagt: 'withdrawn',
} as const satisfies Record<Aktivitet['status'], string>;

/** How one signs up: not at all, at the address of who holds it, or for the class, here. */
export const signUp = {
  ingen: 'none',
  link: 'link',
  samspil: 'here',
} as const satisfies Record<Aktivitet['tilmelding'], string>;

export const associationKind = {
  forening: association('association', 'Forening'),
  frivillig: association('volunteers', 'Frivilliggruppe'),
} as const satisfies Record<Forening['art'], Coding>;
