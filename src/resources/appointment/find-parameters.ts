import type { OperationParameter } from '../operation.ts';

const input = (
  name: string,
  type: string,
  documentation: OperationParameter['documentation'],
  more: Partial<OperationParameter> = {},
): OperationParameter => ({ name, use: 'in', min: 0, max: '*', type, documentation, ...more });

const unused = {
  da: 'Modtages og bruges ikke; svaret siger det.',
  en: 'Accepted and not used; the answer says so.',
};

/** The parameters of ITI-115 and of Argonaut's `$find`; `service` is ours. */
export const findParameters: readonly OperationParameter[] = [
  input(
    'start',
    'dateTime',
    { da: 'Første starttid.', en: 'Earliest start.' },
    { min: 1, max: '1' },
  ),
  input('end', 'dateTime', { da: 'Seneste starttid.', en: 'Latest start.' }, { min: 1, max: '1' }),
  input('service', 'Reference', { da: 'En HealthcareService.', en: 'A HealthcareService.' }),
  input('specialty', 'CodeableConcept', {
    da: 'Speciale, system|kode.',
    en: 'Specialty, system|code.',
  }),
  input('visit-type', 'CodeableConcept', {
    da: 'Ydelsens kode, system|kode.',
    en: 'Code of the service, system|code.',
  }),
  input('practitioner', 'Reference', {
    da: 'En bestemt medarbejder.',
    en: 'A certain staff member.',
  }),
  input('organization', 'Reference', { da: 'En bestemt enhed.', en: 'A certain unit.' }),
  input('location-reference', 'Reference', { da: 'Et bestemt sted.', en: 'A certain place.' }),
  input(
    'patient-reference',
    'Reference',
    { da: 'Borgeren.', en: 'The citizen.' },
    { max: '1', synonyms: ['patient-id'] },
  ),
  input('_count', 'integer', { da: 'Højst så mange.', en: 'At most so many.' }, { max: '1' }),
  input('location-string', 'string', unused, { ignored: true }),
  input('patient-resource', 'Patient', unused, { ignored: true }),
  input('reason', 'string', unused, { ignored: true }),
  input('referral-identifier', 'Identifier', unused, { ignored: true }),
  input('timing', 'string', unused, { ignored: true }),
  input('insurance-reference', 'Reference', unused, { ignored: true }),
  input('coverage', 'Reference', unused, { ignored: true }),
];
