import type { ConceptMap } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { canonicalSearch } from '../canonical-search.ts';
import { defineResource } from '../define.ts';

/** How Cura's codes become those of FHIR. https://hl7.org/fhir/R4/conceptmap.html */
export const conceptMap = defineResource<ConceptMap>({
  type: 'ConceptMap',
  profile: structure('samspil-concept-map'),
  origin: 'here',
  about: {
    da: 'En oversættelse af Curas koder til FHIRs.',
    en: 'A translation of Cura’s codes to those of FHIR.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    ...canonicalSearch('ConceptMap'),
    'source-system': { type: 'uri', expression: 'ConceptMap.group.source', index: 'range' },
    'target-system': { type: 'uri', expression: 'ConceptMap.group.target', index: 'range' },
    'source-code': { type: 'token', expression: 'ConceptMap.group.element.code', index: 'range' },
    'target-code': {
      type: 'token',
      expression: 'ConceptMap.group.element.target.code',
      index: 'range',
    },
    'source-uri': {
      type: 'reference',
      expression: '(ConceptMap.source as uri)',
      target: ['ValueSet'],
      index: 'range',
    },
    'target-uri': {
      type: 'reference',
      expression: '(ConceptMap.target as uri)',
      target: ['ValueSet'],
      index: 'range',
    },
  },
});
