import type { Task } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { answer } from './answer.ts';
import { citizenOfTask, isRequest } from './task.ts';
import { updateTask, withdraw } from './withdraw.ts';

/** Requests to a unit, and what a unit is told. https://hl7.org/fhir/R4/task.html */
export const task = defineResource<Task>({
  type: 'Task',
  profile: structure('samspil-task'),
  origin: 'here',
  about: {
    da: 'Et ønske til en enhed om en tid, med svaret; og det, enheden skal vide: afbud efter fristen, fejl i data.',
    en: 'A request to a unit for a time, with the answer; and what the unit must know: late cancellations, faults in data.',
  },
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
  views: { citizen: (resource) => (isRequest(resource) ? resource : undefined) },
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
      target: ['Appointment', 'HealthcareService'],
      index: 'range',
    },
    requester: {
      type: 'reference',
      expression: 'Task.requester',
      target: ['Patient', 'RelatedPerson', 'Practitioner', 'Device'],
    },
    status: { type: 'token', expression: 'Task.status' },
    intent: { type: 'token', expression: 'Task.intent' },
    code: { type: 'token', expression: 'Task.code' },
    'authored-on': { type: 'date', expression: 'Task.authoredOn' },
    modified: { type: 'date', expression: 'Task.lastModified' },
    'reply-due': {
      type: 'date',
      expression: 'Task.restriction.period.end',
      description: 'when the unit answers at the latest',
    },
    'quality-issue': {
      type: 'token',
      index: 'range',
      expression: 'Task.reasonCode',
      description: 'what is amiss with the data: place, transition, double-booked or unreached',
    },
  },
  operations: [answer, withdraw],
  update: updateTask,
});
