import type { Communication } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';

/** What was sent to a citizen, or to a relative about the citizen. https://hl7.org/fhir/R4/communication.html */
export const communication = defineResource<Communication>({
  type: 'Communication',
  profile: structure('samspil-communication'),
  origin: 'here',
  about: {
    da: 'En besked til borgeren; en påmindelse peger på sin aftale.',
    en: 'A message to the citizen; a reminder points to its appointment.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'sent',
  patient: ({ subject }) => idIn(subject?.reference, 'Patient'),
  search: {
    identifier: { type: 'token', expression: 'Communication.identifier', index: 'range' },
    patient: {
      type: 'reference',
      expression: 'Communication.subject.where(resolve() is Patient)',
      target: ['Patient'],
    },
    subject: {
      type: 'reference',
      expression: 'Communication.subject',
      target: ['Patient'],
      within: 'patient',
    },
    status: { type: 'token', expression: 'Communication.status' },
    category: { type: 'token', expression: 'Communication.category' },
    medium: { type: 'token', expression: 'Communication.medium' },
    recipient: {
      type: 'reference',
      expression: 'Communication.recipient',
      target: ['Patient', 'RelatedPerson'],
      index: 'range',
    },
    sent: { type: 'date', expression: 'Communication.sent' },
    received: { type: 'date', expression: 'Communication.received' },
    about: {
      type: 'reference',
      expression: 'Communication.about',
      target: ['Appointment'],
      index: 'range',
      description: 'what the message is about, such as an Appointment',
    },
  },
});
