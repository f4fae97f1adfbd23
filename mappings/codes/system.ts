import { codeSystem, ours } from '../../src/fhir/canonical.ts';

/** Code systems and identifier systems by the name that people use. */
export const system = {
  cpr: 'urn:oid:1.2.208.176.1.2',
  ecpr: 'urn:oid:1.2.208.176.1.6.1.1',
  sor: 'urn:oid:1.2.208.176.1.1',
  authorisation: 'https://autregweb.sst.dk',
  municipality: 'http://hl7.dk/fhir/core/CodeSystem/dk-core-municipality-codes',
  fsiii: 'urn:oid:1.2.208.176.2.21',
  role: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  danishRelation: 'http://hl7.dk/fhir/core/CodeSystem/dk-relatedperson-relationshipcodes',
  confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  consentScope: 'http://terminology.hl7.org/CodeSystem/consentscope',
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
  language: 'urn:ietf:bcp:47',
  patientId: `${ours}/patient-id`,
  roomNumber: `${ours}/room-number`,
  mandateReference: `${ours}/mandate-reference`,
  curaAppointment: `${ours}/cura/aftale`,
  curaVisit: `${ours}/cura/besoeg`,
  mandateKind: codeSystem('mandate-kind'),
  mandateRight: codeSystem('mandate-right'),
  mandateMatter: codeSystem('mandate-matter'),
  staffFunction: codeSystem('staff-function'),
  serviceForm: codeSystem('service-form'),
  cancellationReason: codeSystem('cancellation-reason'),
} as const;
