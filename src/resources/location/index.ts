import type { Location } from '@medplum/fhirtypes';
import { lokationMapping } from '../../../mappings/lokation.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { placeChanged } from './after.ts';

/** Places down to the room; the way there is in `description`. https://hl7.org/fhir/R4/location.html */
export const location = defineResource<Location>({
  type: 'Location',
  profile: structure('samspil-location'),
  origin: 'cura',
  about: {
    da: 'Et sted: matrikel, bygning, etage eller lokale, med vejvisning.',
    en: 'A place: site, building, floor or room, with the way there.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    identifier: { type: 'token', expression: 'Location.identifier', index: 'range' },
    name: { type: 'string', expression: 'Location.name | Location.alias' },
    address: { type: 'string', expression: 'Location.address' },
    'address-city': { type: 'string', expression: 'Location.address.city' },
    'address-postalcode': { type: 'string', expression: 'Location.address.postalCode' },
    organization: {
      type: 'reference',
      expression: 'Location.managingOrganization',
      target: ['Organization'],
      index: 'range',
    },
    partof: {
      type: 'reference',
      expression: 'Location.partOf',
      target: ['Location'],
      index: 'range',
    },
  },
  mappings: [lokationMapping],
  after: placeChanged,
});
