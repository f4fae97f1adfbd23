import type { Condition } from '@medplum/fhirtypes';
import { tilstandMapping } from '../../../mappings/tilstand.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';

/** Conditions by FSIII. https://hl7.org/fhir/R4/condition.html */
export const condition = defineResource<Condition>({
  type: 'Condition',
  profile: structure('samspil-condition'),
  origin: 'cura',
  about: {
    da: 'En tilstand efter FSIII, med personalets vurdering.',
    en: 'A condition by FSIII, with what staff think of it.',
  },
  feature: { name: 'insight', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'onset-date',
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  search: {
    patient: { type: 'reference', expression: 'Condition.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'Condition.subject',
      target: ['Patient'],
      within: 'patient',
    },
    'clinical-status': { type: 'token', expression: 'Condition.clinicalStatus' },
    'verification-status': { type: 'token', expression: 'Condition.verificationStatus' },
    category: { type: 'token', expression: 'Condition.category' },
    code: { type: 'token', expression: 'Condition.code' },
    'onset-date': {
      type: 'date',
      expression: 'Condition.onset.as(dateTime) | Condition.onset.as(Period)',
    },
    'abatement-date': {
      type: 'date',
      expression: 'Condition.abatement.as(dateTime) | Condition.abatement.as(Period)',
    },
  },
  mappings: [tilstandMapping],
});
