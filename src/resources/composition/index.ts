import type { Composition } from '@medplum/fhirtypes';
import { helhedsvurderingMapping } from '../../../mappings/helhedsvurdering.ts';
import { journalnotatMapping } from '../../../mappings/journalnotat.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { opened, openedStill } from './view.ts';

/** Assessments and care notes, section by section. https://hl7.org/fhir/R4/composition.html */
export const composition = defineResource<Composition>({
  type: 'Composition',
  profile: structure('samspil-composition'),
  origin: 'cura',
  about: {
    da: 'En helhedsvurdering eller et journalnotat; afsnit, der ikke er åbnet, ses kun af personalet, og udkast slet ikke af andre.',
    en: 'An overall assessment or a care note; sections that are not opened are for staff alone, and so are drafts.',
  },
  feature: { name: 'insight', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment' },
  order: 'date',
  patient: ({ subject }) => idIn(subject?.reference, 'Patient'),
  views: { citizen: opened },
  viewReason: {
    da: 'udkast, fejl og afsnit, som personalet holder tilbage, vises ikke',
    en: 'drafts, mistakes and sections that staff keep back are not shown',
  },
  past: openedStill,
  search: {
    patient: { type: 'reference', expression: 'Composition.subject', target: ['Patient'] },
    subject: {
      type: 'reference',
      expression: 'Composition.subject',
      target: ['Patient'],
      within: 'patient',
    },
    status: { type: 'token', expression: 'Composition.status' },
    type: { type: 'token', expression: 'Composition.type' },
    date: { type: 'date', expression: 'Composition.date' },
    title: { type: 'string', expression: 'Composition.title' },
    author: {
      type: 'reference',
      expression: 'Composition.author',
      target: ['Practitioner'],
      index: 'range',
    },
    section: { type: 'token', expression: 'Composition.section.code' },
  },
  mappings: [helhedsvurderingMapping, journalnotatMapping],
});
