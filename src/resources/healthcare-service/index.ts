import type { HealthcareService } from '@medplum/fhirtypes';
import { aktivitetMapping } from '../../../mappings/aktivitet.ts';
import { holdMapping } from '../../../mappings/hold.ts';
import { ydelsestypeMapping } from '../../../mappings/ydelsestype.ts';
import { structure } from '../../fhir/canonical.ts';
import { remindersChanged } from '../communication/changed.ts';
import { defineResource } from '../define.ts';
import { approvedOnly, isActivity } from './activity.ts';
import { approve, reject } from './activity-approve.ts';
import { completeActivities } from './activity-occasion.ts';
import { completePositions } from './activity-position.ts';
import { activitySearch } from './activity-search.ts';
import { shownService } from './activity-shown.ts';
import { createActivity, updateActivity } from './activity-write.ts';
import { serviceChanged } from './after.ts';
import { completeClasses, servicesChanged } from './class-change.ts';

/** Kinds of service with the rules for booking them, classes and activities. https://hl7.org/fhir/R4/healthcareservice.html */
export const healthcareService = defineResource<HealthcareService>({
  type: 'HealthcareService',
  profile: structure('samspil-healthcare-service'),
  origin: 'cura',
  about: {
    da: 'En slags ydelse med reglerne for at bestille, flytte og aflyse; et hold; eller en aktivitet i nærheden.',
    en: 'A kind of service with the rules for booking, moving and cancelling; a class; or an activity near home.',
  },
  feature: { name: 'activities', interactions: ['create', 'update', 'patch'], hides: isActivity },
  interactions: [
    'read',
    'vread',
    'history-instance',
    'history-type',
    'search-type',
    'create',
    'update',
    'patch',
  ],
  access: { kind: 'open', public: true, shown: shownService },
  views: { citizen: approvedOnly, proxy: approvedOnly },
  viewReason: {
    da: 'kun godkendte aktiviteter vises',
    en: 'only activities that are approved are shown',
  },
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
    ...activitySearch,
  },
  mappings: [ydelsestypeMapping, holdMapping, aktivitetMapping],
  operations: [approve, reject],
  create: createActivity,
  update: updateActivity,
  complete: async (tx, ports, services) =>
    completeActivities(
      tx,
      ports,
      await completePositions(tx, ports, await completeClasses(tx, ports, services)),
    ),
  after: async (...given) => {
    await servicesChanged(...given);
    await serviceChanged(...given);
    await remindersChanged(...given);
  },
});
