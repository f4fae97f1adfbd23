import type { Appointment } from '@medplum/fhirtypes';
import { aftaleMapping } from '../../../mappings/aftale.ts';
import { besoegMapping } from '../../../mappings/besoeg.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { appointmentChanged } from './after.ts';
import { book } from './book-operation.ts';
import { complete } from './complete.ts';
import { find } from './find.ts';
import { cancel, reschedule } from './operations.ts';
import { participantId } from './participants.ts';
import { citizenErrors, namedActor } from './view.ts';
import { createAppointment, updateAppointment } from './write.ts';

/** Appointments and home visits. https://hl7.org/fhir/R4/appointment.html */
export const appointment = defineResource<Appointment>({
  type: 'Appointment',
  profile: structure('samspil-appointment'),
  origin: 'cura',
  about: {
    da: 'En aftale eller et hjemmebesøg: hvornår, hos hvem, præcis hvor.',
    en: 'An appointment or home visit: when, with whom, exactly where.',
  },
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
  access: { kind: 'compartment' },
  order: 'date',
  patient: (resource) => participantId(resource, 'Patient'),
  service: (resource) => participantId(resource, 'HealthcareService'),
  views: { citizen: citizenErrors },
  named: namedActor,
  search: {
    identifier: { type: 'token', expression: 'Appointment.identifier', index: 'range' },
    actor: {
      type: 'reference',
      expression: 'Appointment.participant.actor',
      target: ['Patient', 'HealthcareService', 'Practitioner', 'PractitionerRole', 'Location'],
      index: 'range',
    },
    patient: {
      type: 'reference',
      expression: 'Appointment.participant.actor.where(resolve() is Patient)',
      target: ['Patient'],
      within: 'actor',
    },
    practitioner: {
      type: 'reference',
      expression: 'Appointment.participant.actor.where(resolve() is Practitioner)',
      target: ['Practitioner'],
      within: 'actor',
    },
    location: {
      type: 'reference',
      expression: 'Appointment.participant.actor.where(resolve() is Location)',
      target: ['Location'],
      within: 'actor',
    },
    date: { type: 'date', expression: 'Appointment.start' },
    status: { type: 'token', expression: 'Appointment.status' },
    'part-status': { type: 'token', expression: 'Appointment.participant.status' },
    slot: { type: 'reference', expression: 'Appointment.slot', target: ['Slot'], index: 'range' },
    'service-type': { type: 'token', expression: 'Appointment.serviceType' },
    'supporting-info': {
      type: 'reference',
      expression: 'Appointment.supportingInformation',
      target: ['CarePlan'],
      index: 'range',
    },
  },
  mappings: [aftaleMapping, besoegMapping],
  operations: [find, book, cancel, reschedule],
  create: createAppointment,
  update: updateAppointment,
  complete,
  after: appointmentChanged,
});
