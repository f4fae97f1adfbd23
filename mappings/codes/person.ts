import type { Coding, Patient } from '@medplum/fhirtypes';
import type { Borger, Paamindelse, Relation } from '../../src/cura/person-records.ts';
import { system } from './system.ts';

export const gender = {
  mand: 'male',
  kvinde: 'female',
  ukendt: 'unknown',
} as const satisfies Record<Borger['koen'], Patient['gender']>;

export const reminderChannel = {
  sms: 'sms',
  nemsms: 'nemsms',
  digitalpost: 'digital-post',
  ingen: 'none',
} as const satisfies Record<Paamindelse['kanal'], string>;

const role = (code: string, display: string): Coding => ({ system: system.role, code, display });

/** dk-core's relationship codes with their Danish names. */
export const relationship = {
  aegtefaelle: role('SPS', 'Ægtefælle'),
  samlever: role('DOMPART', 'Samlever'),
  datter: role('DAUC', 'Datter'),
  soen: role('SONC', 'Søn'),
  mor: role('MTH', 'Mor'),
  far: role('FTH', 'Far'),
  soeskende: role('SIB', 'Søskende'),
  barnebarn: role('GRNDCHILD', 'Barnebarn'),
  ven: role('FRND', 'Ven'),
  nabo: role('NBOR', 'Nabo'),
  vaerge: role('GUARD', 'Værge'),
  foraeldremyndighed: {
    system: system.danishRelation,
    code: 'PARAUTH',
    display: 'Forældremyndighedsindehaver',
  },
} as const satisfies Record<Relation, Coding>;
