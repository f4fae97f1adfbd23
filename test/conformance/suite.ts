import type { Encounter, Observation } from '@medplum/fhirtypes';
import type { FhirResource } from 'fhir-kit-client';

/** The types that a suite of others mostly begins with. */
export const types = ['Patient', 'Organization', 'Observation', 'Encounter'] as const;
export type Type = (typeof types)[number];

/** Whose identifiers they are. */
export const system = 'http://hospital.example/ids';
/** An element with one identifier. */
export const identified = (value: string) => ({ identifier: [{ system, value }] });
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });

const encounter: Encounter = {
  resourceType: 'Encounter',
  ...identified('e-1'),
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: 'Patient/p-1' },
  serviceProvider: { reference: 'Organization/o-1' },
};

const observation: Observation = {
  resourceType: 'Observation',
  ...identified('b-1'),
  status: 'final',
  code: loinc('8867-4'),
  subject: { reference: 'Patient/p-1' },
  effectiveDateTime: '2026-11-24T10:00:00+01:00',
  valueQuantity: { value: 72.5, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
};

/** What a suite writes, a change of it, and how it looks for it again. */
export const stories: Readonly<
  Record<Type, { made: FhirResource; changed: object; searches: Record<string, string>[] }>
> = {
  Patient: {
    made: { resourceType: 'Patient', ...identified('p-1'), name: [{ family: 'Holm' }] },
    changed: { birthDate: '1950-02-03' },
    searches: [{ family: 'hol' }, { birthdate: '1950-02' }, { identifier: `${system}|p-1` }],
  },
  Organization: {
    made: { resourceType: 'Organization', ...identified('o-1'), name: 'Sundhedshuset' },
    changed: { active: true },
    searches: [{ 'name:contains': 'hedshus' }, { active: 'true' }, { identifier: 'o-1' }],
  },
  Encounter: {
    made: { ...encounter },
    changed: { status: 'finished' },
    searches: [
      { subject: 'Patient/p-1' },
      { 'patient.family': 'Holm' },
      { 'service-provider.name': 'sundhed' },
    ],
  },
  Observation: {
    made: { ...observation },
    changed: { status: 'amended' },
    searches: [
      { 'code-value-quantity': 'http://loinc.org|8867-4$gt72' },
      { date: 'ge2026-11-24', patient: 'p-1' },
      { 'value-quantity': '72.5|http://unitsofmeasure.org|/min' },
    ],
  },
};

/** Each after what it refers to. */
export const order = ['Patient', 'Organization', 'Encounter', 'Observation'] as const;
