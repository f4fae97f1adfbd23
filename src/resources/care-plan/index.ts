import type { CarePlan } from '@medplum/fhirtypes';
import { traeningsprogramMapping } from '../../../mappings/traeningsprogram.ts';
import { ydelseMapping } from '../../../mappings/ydelse.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { isProgramme, markDone } from './mark-done.ts';

/** Granted services, one activity each, and exercise programmes. https://hl7.org/fhir/R4/careplan.html */
export const carePlan = defineResource<CarePlan>({
  type: 'CarePlan',
  profile: structure('samspil-care-plan'),
  origin: 'cura',
  about: {
    da: 'En bevilget ydelse: hvad, hvor tit, fra hvem; eller et træningsprogram med øvelser til hjemmet.',
    en: 'A granted service: what, how often, from whom; or a programme of exercises for home.',
  },
  feature: { name: 'exercise', interactions: [], hides: isProgramme },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'date',
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  search: {
    patient: { type: 'reference', expression: 'CarePlan.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'CarePlan.subject',
      target: ['Patient'],
      within: 'patient',
    },
    status: { type: 'token', expression: 'CarePlan.status' },
    intent: { type: 'token', expression: 'CarePlan.intent' },
    date: { type: 'date', expression: 'CarePlan.period' },
    category: { type: 'token', expression: 'CarePlan.category' },
    'based-on': {
      type: 'reference',
      expression: 'CarePlan.basedOn',
      target: ['CarePlan'],
      index: 'range',
    },
    'activity-code': { type: 'token', expression: 'CarePlan.activity.detail.code' },
    performer: {
      type: 'reference',
      expression: 'CarePlan.activity.detail.performer',
      target: ['Organization', 'Practitioner', 'PractitionerRole', 'CareTeam', 'HealthcareService'],
      index: 'range',
    },
  },
  mappings: [ydelseMapping, traeningsprogramMapping],
  operations: [markDone],
});
