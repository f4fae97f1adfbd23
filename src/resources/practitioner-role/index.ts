import type { PractitionerRole } from '@medplum/fhirtypes';
import { rolleMapping } from '../../../mappings/rolle.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';

/** What a staff member does, and in which unit. https://hl7.org/fhir/R4/practitionerrole.html */
export const practitionerRole = defineResource<PractitionerRole>({
  type: 'PractitionerRole',
  profile: structure('samspil-practitioner-role'),
  origin: 'cura',
  about: {
    da: 'En medarbejders funktion i en enhed.',
    en: 'The function of a staff member in a unit.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open' },
  search: {
    practitioner: {
      type: 'reference',
      expression: 'PractitionerRole.practitioner',
      target: ['Practitioner'],
      index: 'range',
    },
    organization: {
      type: 'reference',
      expression: 'PractitionerRole.organization',
      target: ['Organization'],
      index: 'range',
    },
    role: { type: 'token', expression: 'PractitionerRole.code' },
    active: { type: 'token', expression: 'PractitionerRole.active' },
  },
  mappings: [rolleMapping],
});
