import type { RelatedPerson } from '@medplum/fhirtypes';
import { paaroerendeMapping } from '../../../mappings/paaroerende.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';
import { numberOf, withoutNumber } from '../patient/view.ts';

/** Relatives; their rights stand in Consent. https://hl7.org/fhir/R4/relatedperson.html */
export const relatedPerson = defineResource<RelatedPerson>({
  type: 'RelatedPerson',
  profile: structure('samspil-related-person'),
  origin: 'cura',
  about: {
    da: 'En pårørende til én borger; rettighederne står i Consent.',
    en: 'A relative of one citizen; the rights are in Consent.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: {
    kind: 'compartment',
    relative: (mandate) => (row, bind) => `${row}.id = ${bind(mandate.relatedPerson)}`,
  },
  patient: ({ patient }) => idIn(patient.reference, 'Patient'),
  person: numberOf,
  views: { citizen: withoutNumber, proxy: withoutNumber },
  viewReason: { da: 'numre vises kun for personalet', en: 'numbers are for staff' },
  search: {
    identifier: { type: 'token', expression: 'RelatedPerson.identifier', index: 'range' },
    patient: { type: 'reference', expression: 'RelatedPerson.patient', target: ['Patient'] },
    relationship: { type: 'token', expression: 'RelatedPerson.relationship' },
    name: { type: 'string', expression: 'RelatedPerson.name' },
    telecom: { type: 'token', expression: 'RelatedPerson.telecom' },
    phone: { type: 'token', expression: "RelatedPerson.telecom.where(system='phone')" },
    email: { type: 'token', expression: "RelatedPerson.telecom.where(system='email')" },
  },
  mappings: [paaroerendeMapping],
});
