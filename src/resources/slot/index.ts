import type { Slot } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { keepFreeTimes } from './free-time.ts';

/** Times of a Schedule; a worker keeps them. https://hl7.org/fhir/R4/slot.html */
export const slot = defineResource<Slot>({
  type: 'Slot',
  profile: structure('samspil-slot'),
  origin: 'derived',
  about: {
    da: 'En tid i en medarbejders kalender; borgere ser kun de ledige.',
    en: 'A time of a staff member; citizens see the free ones only.',
  },
  interactions: ['read', 'vread', 'search-type'],
  access: { kind: 'open', persons: (row) => `${row}.p_status && '{free}'` },
  order: 'start',
  beside: keepFreeTimes,
  search: {
    schedule: {
      type: 'reference',
      expression: 'Slot.schedule',
      target: ['Schedule'],
      index: 'range',
    },
    start: { type: 'date', expression: 'Slot.start' },
    status: { type: 'token', expression: 'Slot.status' },
    'service-type': { type: 'token', expression: 'Slot.serviceType', index: 'range' },
  },
});
