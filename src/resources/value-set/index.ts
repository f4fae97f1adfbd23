import type { ValueSet } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { canonicalSearch } from '../canonical-search.ts';
import { defineResource } from '../define.ts';

/** The sets of codes that our profiles bind to, and those of Cura's codes. https://hl7.org/fhir/R4/valueset.html */
export const valueSet = defineResource<ValueSet>({
  type: 'ValueSet',
  profile: structure('samspil-value-set'),
  origin: 'here',
  about: {
    da: 'Et værdisæt: de koder, et felt kan have, og Curas koder.',
    en: 'A value set: the codes that an element may have, and those of Cura.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    ...canonicalSearch('ValueSet'),
    code: {
      type: 'token',
      expression: 'ValueSet.expansion.contains.code | ValueSet.compose.include.concept.code',
      index: 'range',
    },
    reference: { type: 'uri', expression: 'ValueSet.compose.include.system', index: 'range' },
  },
});
