import type { Goal } from '@medplum/fhirtypes';
import { maalMapping } from '../../../mappings/maal.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';

/** What citizen and staff work towards. https://hl7.org/fhir/R4/goal.html */
export const goal = defineResource<Goal>({
  type: 'Goal',
  profile: structure('samspil-goal'),
  origin: 'cura',
  about: {
    da: 'Et mål, som borger og personale arbejder mod.',
    en: 'A goal that citizen and staff work towards.',
  },
  feature: { name: 'insight', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'start-date',
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  search: {
    patient: { type: 'reference', expression: 'Goal.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'Goal.subject',
      target: ['Patient'],
      within: 'patient',
    },
    'lifecycle-status': { type: 'token', expression: 'Goal.lifecycleStatus' },
    'achievement-status': { type: 'token', expression: 'Goal.achievementStatus' },
    'start-date': { type: 'date', expression: '(Goal.start as date)' },
    'target-date': { type: 'date', expression: '(Goal.target.due as date)' },
    addresses: {
      type: 'reference',
      expression: 'Goal.addresses',
      target: ['Condition'],
      description: {
        da: 'tilstanden, som målet handler om',
        en: 'the condition that the goal is about',
      },
    },
  },
  mappings: [maalMapping],
});
