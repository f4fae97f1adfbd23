import type { AuditEvent } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { standing } from './view.ts';

const profile = structure('samspil-audit-event');

const isPatient = '.where(resolve() is Patient)';

/** Who looked at what, for whom, by which right. https://hl7.org/fhir/R4/auditevent.html */
export const auditEvent = defineResource<AuditEvent>({
  type: 'AuditEvent',
  profile,
  origin: 'derived',
  about: {
    da: 'Hvem der har set hvad om hvem, med hvilken ret, og hvad der blev afvist.',
    en: 'Who looked at what about whom, by which right, and what was refused.',
  },
  interactions: ['read', 'vread', 'search-type'],
  access: { kind: 'compartment', auditor: true, staff: 'none' },
  order: 'date',
  patient: ({ entity }) =>
    idIn(entity?.find(({ role }) => role?.code === '1')?.what?.reference, 'Patient'),
  from: standing(profile),
  search: {
    date: { type: 'date', expression: 'AuditEvent.recorded' },
    patient: {
      type: 'reference',
      expression: `AuditEvent.agent.who${isPatient} | AuditEvent.entity.what${isPatient}`,
      target: ['Patient'],
    },
    agent: {
      type: 'reference',
      expression: 'AuditEvent.agent.who',
      target: ['Practitioner', 'RelatedPerson', 'Patient', 'Device'],
    },
    'agent-role': { type: 'token', expression: 'AuditEvent.agent.role' },
    entity: {
      type: 'reference',
      expression: 'AuditEvent.entity.what',
      target: [
        ...['Appointment', 'Patient', 'RelatedPerson', 'Consent', 'CarePlan', 'Communication'],
        ...['Device', 'Provenance', 'AuditEvent'],
      ],
    },
    'entity-type': { type: 'token', expression: 'AuditEvent.entity.type' },
    'entity-role': { type: 'token', expression: 'AuditEvent.entity.role' },
    source: { type: 'reference', expression: 'AuditEvent.source.observer', target: ['Device'] },
    action: { type: 'token', expression: 'AuditEvent.action' },
    outcome: { type: 'token', expression: 'AuditEvent.outcome' },
    type: { type: 'token', expression: 'AuditEvent.type' },
    subtype: { type: 'token', expression: 'AuditEvent.subtype' },
    purpose: {
      type: 'token',
      expression: 'AuditEvent.purposeOfEvent',
      description: {
        da: 'hvorfor der blev set efter, fra v3-PurposeOfUse',
        en: 'why it was looked at, of v3-PurposeOfUse',
      },
    },
  },
});
