import type { Appointment } from '@medplum/fhirtypes';
import { aftaleMapping } from '../../../mappings/aftale.ts';
import { besoegMapping } from '../../../mappings/besoeg.ts';
import { holdtilmeldingMapping } from '../../../mappings/holdtilmelding.ts';
import { structure } from '../../fhir/canonical.ts';
import { teamsFollow } from '../care-team/derive.ts';
import { defineResource } from '../define.ts';
import { tasksFollow } from '../task/follow.ts';
import { appointmentChanged } from './after.ts';
import { book } from './book-operation.ts';
import { seatsChanged } from './class-after.ts';
import { complete } from './complete.ts';
import { find } from './find.ts';
import { proposalRefused } from './find-answer.ts';
import { hold } from './hold-operation.ts';
import { endsAt } from './hold-state.ts';
import { cancel, reschedule } from './operations.ts';
import { participantId } from './participants.ts';
import { proposeMove, requestBooking } from './request-operations.ts';
import { withoutVideo } from './video-address.ts';
import { citizenErrors, namedActor } from './view.ts';
import { joinWaitlistOperation } from './waitlist-operation.ts';
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
  feature: { name: 'booking', interactions: ['create'] },
  without: { video: withoutVideo },
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
  ends: endsAt,
  views: { citizen: citizenErrors },
  viewReason: {
    da: 'fejlregistreringer vises kun for personalet',
    en: 'what was entered in error is for staff',
  },
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
    'cancelation-reason': {
      type: 'token',
      expression: 'Appointment.cancelationReason',
      description: {
        da: 'hvorfor den blev aflyst; `late` tæller det, der kom efter fristen',
        en: 'why it was cancelled; `late` counts what came after the deadline',
      },
    },
    slot: { type: 'reference', expression: 'Appointment.slot', target: ['Slot'], index: 'range' },
    'service-type': { type: 'token', expression: 'Appointment.serviceType' },
    'supporting-info': {
      type: 'reference',
      expression: 'Appointment.supportingInformation',
      target: ['CarePlan'],
      index: 'range',
    },
  },
  unstored: proposalRefused,
  mappings: [aftaleMapping, besoegMapping, holdtilmeldingMapping],
  operations: [
    find,
    hold,
    book,
    joinWaitlistOperation,
    cancel,
    reschedule,
    proposeMove,
    requestBooking,
  ],
  create: createAppointment,
  update: updateAppointment,
  complete,
  after: async (tx, ports, changes, options) => {
    await seatsChanged(tx, ports, changes, options);
    await appointmentChanged(tx, ports, changes, options);
    await tasksFollow(tx, ports, changes, options);
    await teamsFollow(tx, ports, changes, options);
  },
});
