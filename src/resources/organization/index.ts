import type { Organization } from '@medplum/fhirtypes';
import { enhedMapping } from '../../../mappings/enhed.ts';
import { foreningMapping } from '../../../mappings/forening.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { unitChanged } from './after.ts';
import { isAssociation } from './association.ts';
import { completeUnits } from './declared.ts';

/** Units of the municipality, and associations. https://hl7.org/fhir/R4/organization.html */
export const organization = defineResource<Organization>({
  type: 'Organization',
  profile: structure('samspil-organization'),
  origin: 'cura',
  about: {
    da: 'En enhed i kommunen med SOR-kode, telefon og åbningstider; eller en forening, der holder aktiviteter.',
    en: 'A unit of the municipality with SOR code, phone and opening hours; or an association that holds activities.',
  },
  feature: { name: 'activities', interactions: [], hides: isAssociation },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    identifier: { type: 'token', expression: 'Organization.identifier', index: 'range' },
    name: { type: 'string', expression: 'Organization.name | Organization.alias' },
    active: { type: 'token', expression: 'Organization.active' },
    type: { type: 'token', expression: 'Organization.type' },
    partof: {
      type: 'reference',
      expression: 'Organization.partOf',
      target: ['Organization'],
      index: 'range',
    },
  },
  mappings: [enhedMapping, foreningMapping],
  complete: completeUnits,
  after: unitChanged,
});
