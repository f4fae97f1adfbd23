import type { Practitioner } from '@medplum/fhirtypes';
import { medarbejderMapping } from '../../../mappings/medarbejder.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { namedStaff, reachable, reachableStill } from './view.ts';

/** Staff, with direct contact. https://hl7.org/fhir/R4/practitioner.html */
export const practitioner = defineResource<Practitioner>({
  type: 'Practitioner',
  profile: structure('samspil-practitioner'),
  origin: 'cura',
  about: {
    da: 'En medarbejder med navn og direkte kontakt.',
    en: 'A staff member with name and direct contact.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open' },
  views: { citizen: reachable },
  viewReason: {
    da: 'den, der er holdt op, kan ikke kontaktes',
    en: 'who has left is not to be reached',
  },
  past: reachableStill,
  named: namedStaff,
  search: {
    name: { type: 'string', expression: 'Practitioner.name' },
    family: { type: 'string', expression: 'Practitioner.name.family' },
    given: { type: 'string', expression: 'Practitioner.name.given' },
    active: { type: 'token', expression: 'Practitioner.active' },
    telecom: { type: 'token', expression: 'Practitioner.telecom' },
    phone: { type: 'token', expression: "Practitioner.telecom.where(system='phone')" },
    email: { type: 'token', expression: "Practitioner.telecom.where(system='email')" },
  },
  mappings: [medarbejderMapping],
});
