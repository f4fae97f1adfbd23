import type { Slot } from '@medplum/fhirtypes';
import type { Access } from '../../access/grant.ts';
import { structure } from '../../fhir/canonical.ts';
import { both, type Predicate } from '../../store/predicate.ts';
import { defineResource } from '../define.ts';
import type { Choosing } from '../feature.ts';
import { slotsToBook } from '../feature-scope.ts';
import { keepFreeTimes } from './free-time.ts';

const isFree: Predicate = (row) => `${row}.p_status && '{free}'`;

/** Persons see what is free, of units where times are booked. */
function slotAccess(choices: Choosing = {}): Access {
  const bookable = slotsToBook(choices);
  return { kind: 'open', persons: bookable ? both(isFree, bookable) : isFree };
}

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
  access: slotAccess(),
  accessIn: slotAccess,
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
