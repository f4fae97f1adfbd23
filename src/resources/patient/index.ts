import type { Patient } from '@medplum/fhirtypes';
import { borgerMapping } from '../../../mappings/borger.ts';
import { structure } from '../../fhir/canonical.ts';
import { wishChanged } from '../communication/changed.ts';
import { defineResource } from '../define.ts';
import { updatePatient } from './update.ts';
import { citizenView, numberOf, proxyView } from './view.ts';

/** Citizens. https://hl7.org/fhir/R4/patient.html */
export const patient = defineResource<Patient>({
  type: 'Patient',
  profile: structure('samspil-patient'),
  origin: 'cura',
  about: {
    da: 'Borgeren, med kontaktoplysninger og ønske om påmindelse.',
    en: 'The citizen, with contact details and reminder wish.',
  },
  interactions: [
    'read',
    'vread',
    'history-instance',
    'history-type',
    'search-type',
    'update',
    'patch',
  ],
  access: { kind: 'compartment' },
  patient: ({ id }) => id,
  person: numberOf,
  views: { citizen: citizenView, proxy: proxyView },
  viewReason: {
    da: 'numre vises kun for personalet, og beskyttede oplysninger ikke for pårørende',
    en: 'numbers are for staff, and what is protected is kept from relatives',
  },
  search: {
    identifier: { type: 'token', expression: 'Patient.identifier', index: 'range' },
    name: { type: 'string', expression: 'Patient.name' },
    family: { type: 'string', expression: 'Patient.name.family' },
    given: { type: 'string', expression: 'Patient.name.given' },
    birthdate: { type: 'date', expression: 'Patient.birthDate' },
    gender: { type: 'token', expression: 'Patient.gender' },
    deceased: {
      type: 'token',
      expression: 'Patient.deceased.exists() and Patient.deceased != false',
    },
    phone: { type: 'token', expression: "Patient.telecom.where(system='phone')" },
    email: { type: 'token', expression: "Patient.telecom.where(system='email')" },
    telecom: { type: 'token', expression: 'Patient.telecom' },
    address: { type: 'string', expression: 'Patient.address' },
    'address-city': { type: 'string', expression: 'Patient.address.city' },
    'address-postalcode': { type: 'string', expression: 'Patient.address.postalCode' },
    language: { type: 'token', expression: 'Patient.communication.language' },
    'death-date': { type: 'date', expression: '(Patient.deceased as dateTime)' },
  },
  mappings: [borgerMapping],
  update: updatePatient,
  after: wishChanged,
});
