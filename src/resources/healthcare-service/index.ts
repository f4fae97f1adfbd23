import type { HealthcareService } from '@medplum/fhirtypes';
import { holdMapping } from '../../../mappings/hold.ts';
import { ydelsestypeMapping } from '../../../mappings/ydelsestype.ts';
import { structure } from '../../fhir/canonical.ts';
import { remindersChanged } from '../communication/changed.ts';
import { defineResource } from '../define.ts';
import { serviceChanged } from './after.ts';
import { completeClasses, servicesChanged } from './class-change.ts';

/** Kinds of service, with the rules for booking them. https://hl7.org/fhir/R4/healthcareservice.html */
export const healthcareService = defineResource<HealthcareService>({
  type: 'HealthcareService',
  profile: structure('samspil-healthcare-service'),
  origin: 'cura',
  about: {
    da: 'En slags ydelse med reglerne for at bestille, flytte og aflyse.',
    en: 'A kind of service with the rules for booking, moving and cancelling.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  service: ({ id }) => id,
  search: {
    name: { type: 'string', expression: 'HealthcareService.name' },
    active: { type: 'token', expression: 'HealthcareService.active' },
    'service-type': { type: 'token', expression: 'HealthcareService.type', index: 'range' },
    characteristic: { type: 'token', expression: 'HealthcareService.characteristic' },
    organization: {
      type: 'reference',
      expression: 'HealthcareService.providedBy',
      target: ['Organization'],
      index: 'range',
    },
    location: {
      type: 'reference',
      expression: 'HealthcareService.location',
      target: ['Location'],
      index: 'range',
    },
  },
  mappings: [ydelsestypeMapping, holdMapping],
  complete: completeClasses,
  after: async (...given) => {
    await servicesChanged(...given);
    await serviceChanged(...given);
    await remindersChanged(...given);
  },
});
