import type { CodeSystem } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { canonicalSearch } from '../canonical-search.ts';
import { defineResource } from '../define.ts';

/** The codes that are ours or Cura's. https://hl7.org/fhir/R4/codesystem.html */
export const codeSystem = defineResource<CodeSystem>({
  type: 'CodeSystem',
  profile: structure('samspil-code-system'),
  origin: 'here',
  about: {
    da: 'Et kodesystem: koder, som er vores eller Curas, og hvad de betyder.',
    en: 'A code system: codes that are ours or Cura’s, and what they mean.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    ...canonicalSearch('CodeSystem'),
    code: { type: 'token', expression: 'CodeSystem.concept.code', index: 'range' },
    'content-mode': { type: 'token', expression: 'CodeSystem.content', index: 'range' },
    system: { type: 'uri', expression: 'CodeSystem.url', index: 'range' },
  },
});
