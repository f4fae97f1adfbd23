import type { Schedule } from '@medplum/fhirtypes';
import { holdplanMapping } from '../../../mappings/holdplan.ts';
import { tjenesteMapping } from '../../../mappings/tjeneste.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { scheduleChanged } from './after.ts';
import { sessionsChanged } from './class-after.ts';
import { actorIn, withoutRoster } from './roster.ts';

/** One staff member's time for one service; its Slots are derived. https://hl7.org/fhir/R4/schedule.html */
export const schedule = defineResource<Schedule>({
  type: 'Schedule',
  profile: structure('samspil-schedule'),
  origin: 'cura',
  about: {
    da: 'En medarbejders tid til én ydelse; vagtplanen ses kun af personalet.',
    en: 'The time of one staff member for one service; only staff see the roster.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open' },
  order: 'date',
  service: (resource) => actorIn(resource, 'HealthcareService'),
  views: { citizen: withoutRoster },
  viewReason: {
    da: 'vagter og fravær vises kun for personalet',
    en: 'rosters and absence are for staff',
  },
  search: {
    active: { type: 'token', expression: 'Schedule.active' },
    actor: {
      type: 'reference',
      expression: 'Schedule.actor',
      target: ['PractitionerRole', 'HealthcareService', 'Location', 'Practitioner'],
      index: 'range',
    },
    date: { type: 'date', expression: 'Schedule.planningHorizon' },
  },
  mappings: [tjenesteMapping, holdplanMapping],
  after: async (...given) => {
    await scheduleChanged(...given);
    await sessionsChanged(...given);
  },
});
