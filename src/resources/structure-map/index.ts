import type { StructureMap } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { canonicalSearch } from '../canonical-search.ts';
import { defineResource } from '../define.ts';

/** How a record of Cura becomes a resource, and back. https://hl7.org/fhir/R4/structuremap.html */
export const structureMap = defineResource<StructureMap>({
  type: 'StructureMap',
  profile: structure('samspil-structure-map'),
  origin: 'here',
  about: {
    da: 'Hvordan en post fra Cura bliver til en ressource, eller omvendt.',
    en: 'How a record of Cura becomes a resource, or the other way.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: canonicalSearch('StructureMap'),
});
