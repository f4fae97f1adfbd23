import type { CareTeam } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { overAt } from './team.ts';

/** The people whom a citizen has appointments with. https://hl7.org/fhir/R4/careteam.html */
export const careTeam = defineResource<CareTeam>({
  type: 'CareTeam',
  profile: structure('samspil-care-team'),
  origin: 'derived',
  about: {
    da: 'De personer, en borger har eller for nylig havde aftaler med, med funktion og enhed; navn og direkte kontakt står på Practitioner.',
    en: 'The people whom a citizen has or lately had appointments with, with function and unit; name and direct contact stand on the Practitioner.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  // A team tells with whom there are appointments, and when: from whom those are kept, it is kept too.
  access: {
    kind: 'compartment',
    relative: (mandate) => () => `${!mandate.denied.includes('Appointment')}`,
  },
  order: 'date',
  patient: ({ subject }) => idIn(subject?.reference, 'Patient'),
  ends: overAt,
  search: {
    patient: { type: 'reference', expression: 'CareTeam.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'CareTeam.subject',
      target: ['Patient'],
      within: 'patient',
    },
    status: { type: 'token', expression: 'CareTeam.status' },
    date: { type: 'date', expression: 'CareTeam.period' },
    participant: {
      type: 'reference',
      expression: 'CareTeam.participant.member',
      target: ['Practitioner'],
      index: 'range',
    },
  },
});
