import type { Procedure } from '@medplum/fhirtypes';
import { traeningsudfoerelseMapping } from '../../../mappings/traeningsudfoerelse.ts';
import { structure } from '../../fhir/canonical.ts';
import { namedActor } from '../appointment/view.ts';
import { defineResource, idIn } from '../define.ts';
import { undelivered } from '../delivery-state.ts';

/** Exercises done at home. https://hl7.org/fhir/R4/procedure.html */
export const procedure = defineResource<Procedure>({
  type: 'Procedure',
  profile: structure('samspil-procedure'),
  origin: 'cura',
  about: {
    da: 'At en øvelse i et træningsprogram er lavet hjemme: hvilken, hvornår, og hvem der sagde det.',
    en: 'That an exercise of a programme was done at home: which, when, and who said so.',
  },
  feature: { name: 'exercise', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'date',
  named: namedActor,
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  search: {
    patient: {
      type: 'reference',
      expression: 'Procedure.subject.where(resolve() is Patient)',
      target: ['Patient'],
    },
    subject: {
      type: 'reference',
      expression: 'Procedure.subject',
      target: ['Patient'],
      within: 'patient',
    },
    'based-on': {
      type: 'reference',
      expression: 'Procedure.basedOn',
      target: ['CarePlan'],
      index: 'range',
    },
    category: { type: 'token', expression: 'Procedure.category' },
    date: { type: 'date', expression: 'Procedure.performed' },
    status: { type: 'token', expression: 'Procedure.status' },
    exercise: {
      type: 'token',
      expression: `Procedure.extension('${structure('exercise')}').value`,
      description: {
        da: 'hvilken øvelse i programmet, ved dens nøgle',
        en: 'which exercise of the programme, by its key',
      },
    },
  },
  mappings: [traeningsudfoerelseMapping],
  undelivered: (resource) => ({
    ...resource,
    meta: { tag: [{ ...undelivered }] },
  }),
});
