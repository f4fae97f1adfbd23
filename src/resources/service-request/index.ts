import type { ServiceRequest } from '@medplum/fhirtypes';
import { henvendelseMapping } from '../../../mappings/henvendelse.ts';
import { maaleplanMapping } from '../../../mappings/maaleplan.ts';
import { structure } from '../../fhir/canonical.ts';
import { namedActor } from '../appointment/view.ts';
import { defineResource, idIn } from '../define.ts';
import { keepRequester } from './complete.ts';
import { createInquiry } from './create.ts';
import { isMeasurePlan, serviceOf, undelivered } from './inquiry.ts';
import { updateInquiry } from './withdraw.ts';

/** Inquiries to the municipality. https://hl7.org/fhir/R4/servicerequest.html */
export const serviceRequest = defineResource<ServiceRequest>({
  type: 'ServiceRequest',
  profile: structure('samspil-service-request'),
  origin: 'cura',
  about: {
    da: 'En henvendelse fra borger eller pårørende til en enhed, og hvor langt den er kommet.',
    en: 'An inquiry of a citizen or relative to a unit, and how far it has come.',
  },
  feature: { name: 'measurements', interactions: [], hides: isMeasurePlan },
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
  order: 'authored',
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  service: serviceOf,
  named: namedActor,
  search: {
    patient: { type: 'reference', expression: 'ServiceRequest.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'ServiceRequest.subject',
      target: ['Patient'],
      within: 'patient',
    },
    identifier: { type: 'token', expression: 'ServiceRequest.identifier', index: 'range' },
    status: { type: 'token', expression: 'ServiceRequest.status' },
    intent: { type: 'token', expression: 'ServiceRequest.intent' },
    category: { type: 'token', expression: 'ServiceRequest.category' },
    code: { type: 'token', expression: 'ServiceRequest.code' },
    authored: { type: 'date', expression: 'ServiceRequest.authoredOn' },
    requester: {
      type: 'reference',
      expression: 'ServiceRequest.requester',
      target: ['Patient', 'RelatedPerson', 'Practitioner'],
    },
    performer: {
      type: 'reference',
      expression: 'ServiceRequest.performer',
      target: ['Organization', 'HealthcareService'],
      index: 'range',
    },
    'reply-due': {
      type: 'date',
      expression: `ServiceRequest.extension('${structure('inquiry-reply-due')}').value`,
      description: {
        da: 'hvornår enheden senest svarer',
        en: 'when the unit answers at the latest',
      },
    },
  },
  mappings: [henvendelseMapping, maaleplanMapping],
  complete: keepRequester,
  create: createInquiry,
  update: updateInquiry,
  undelivered,
});
