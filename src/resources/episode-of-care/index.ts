import type { EpisodeOfCare } from '@medplum/fhirtypes';
import { forloebMapping } from '../../../mappings/forloeb.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { lawNamed } from '../extension.ts';

/** Courses that granted services belong to. https://hl7.org/fhir/R4/episodeofcare.html */
export const episodeOfCare = defineResource<EpisodeOfCare>({
  type: 'EpisodeOfCare',
  profile: structure('samspil-episode-of-care'),
  origin: 'cura',
  about: {
    da: 'Et forløb: hvad det drejer sig om, hvilken enhed, hvilken lov; for personalet også tilstandene bag.',
    en: 'A course of care: what it is about, which unit, which law; for staff the conditions behind it too.',
  },
  feature: { name: 'insight', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'date',
  patient: ({ patient }) => idIn(patient.reference, 'Patient'),
  law: lawNamed,
  search: {
    patient: { type: 'reference', expression: 'EpisodeOfCare.patient', target: ['Patient'] },
    status: { type: 'token', expression: 'EpisodeOfCare.status' },
    type: { type: 'token', expression: 'EpisodeOfCare.type' },
    date: { type: 'date', expression: 'EpisodeOfCare.period' },
    organization: {
      type: 'reference',
      expression: 'EpisodeOfCare.managingOrganization',
      target: ['Organization'],
      index: 'range',
    },
    condition: {
      type: 'reference',
      expression: 'EpisodeOfCare.diagnosis.condition',
      target: ['Condition'],
    },
    'care-manager': {
      type: 'reference',
      expression: 'EpisodeOfCare.careManager',
      target: ['Practitioner'],
    },
  },
  mappings: [forloebMapping],
});
