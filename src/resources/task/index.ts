import type { Task } from '@medplum/fhirtypes';
import { sagMapping } from '../../../mappings/sag.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { lawNamed } from '../extension.ts';
import { answer } from './answer.ts';
import { basedOnOurs } from './based-on.ts';
import { citizenOfTask, isCase, isRequest } from './task.ts';
import { updateTask, withdraw } from './withdraw.ts';

/** Requests to a unit, and what a unit is told. https://hl7.org/fhir/R4/task.html */
export const task = defineResource<Task>({
  type: 'Task',
  profile: structure('samspil-task'),
  origin: 'cura',
  about: {
    da: 'En sag, som kommunen arbejder med, og det, der er skrevet på den; et ønske til en enhed om en tid, med svaret; og det, enheden skal vide: afbud efter fristen, fejl i data.',
    en: 'A case that the municipality works on, and what is written on it; a request to a unit for a time, with the answer; and what the unit must know: late cancellations, faults in data.',
  },
  feature: { name: 'insight', interactions: [], hides: isCase },
  interactions: [
    'read',
    'vread',
    'history-instance',
    'history-type',
    'search-type',
    'update',
    'patch',
  ],
  access: { kind: 'compartment' },
  order: 'authored-on',
  patient: citizenOfTask,
  views: {
    citizen: (resource) => (isRequest(resource) || isCase(resource) ? resource : undefined),
  },
  law: lawNamed,
  viewReason: {
    da: 'kun borgerens egne anmodninger og sager vises',
    en: 'only requests and cases of the citizen are shown',
  },
  search: {
    patient: { type: 'reference', expression: 'Task.for', target: ['Patient'] },
    owner: {
      type: 'reference',
      expression: 'Task.owner',
      target: ['Organization'],
      index: 'range',
    },
    focus: {
      type: 'reference',
      expression: 'Task.focus',
      target: ['Appointment', 'HealthcareService', 'Communication', 'Observation'],
      index: 'range',
    },
    requester: {
      type: 'reference',
      expression: 'Task.requester',
      target: ['Patient', 'RelatedPerson', 'Practitioner', 'Device'],
    },
    'based-on': {
      type: 'reference',
      expression: 'Task.basedOn',
      target: ['ServiceRequest'],
      index: 'range',
    },
    identifier: { type: 'token', expression: 'Task.identifier', index: 'range' },
    status: { type: 'token', expression: 'Task.status' },
    'business-status': { type: 'token', expression: 'Task.businessStatus' },
    intent: { type: 'token', expression: 'Task.intent' },
    code: { type: 'token', expression: 'Task.code' },
    'authored-on': { type: 'date', expression: 'Task.authoredOn' },
    modified: { type: 'date', expression: 'Task.lastModified' },
    'reply-due': {
      type: 'date',
      expression: 'Task.restriction.period.end',
      description: {
        da: 'hvornår enheden senest svarer',
        en: 'when the unit answers at the latest',
      },
    },
    'quality-issue': {
      type: 'token',
      index: 'range',
      expression: 'Task.reasonCode',
      description: {
        da: 'hvad der er galt med data: place, transition, double-booked eller unreached',
        en: 'what is amiss with the data: place, transition, double-booked or unreached',
      },
    },
  },
  mappings: [sagMapping],
  operations: [answer, withdraw],
  complete: basedOnOurs,
  update: updateTask,
});
