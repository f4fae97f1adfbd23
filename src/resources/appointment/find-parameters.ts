import type { OperationParameter } from '../operation.ts';
import { bundleReturned, ignored } from './operation-parameter.ts';

const input = (
  name: string,
  type: string,
  documentation: OperationParameter['documentation'],
  more: Partial<OperationParameter> = {},
): OperationParameter => ({ name, use: 'in', min: 0, max: '*', type, documentation, ...more });

/** The parameters of ITI-115 and of Argonaut's `$find`; `service` is ours. */
export const findParameters: readonly OperationParameter[] = [
  input(
    'start',
    'dateTime',
    { da: 'Første starttid.', en: 'Earliest start.' },
    { min: 1, max: '1' },
  ),
  input(
    'end',
    'dateTime',
    {
      da: 'Før dette tidspunkt begynder tiden; en dato hele dagen med.',
      en: 'The time begins before this; a date means the whole of the day.',
    },
    { min: 1, max: '1' },
  ),
  input('service', 'Reference', { da: 'En HealthcareService.', en: 'A HealthcareService.' }),
  input(
    'specialty',
    'string',
    {
      da: 'Speciale, system|kode.',
      en: 'Specialty, system|code.',
    },
    { searchType: 'token' },
  ),
  input(
    'visit-type',
    'string',
    {
      da: 'Ydelsens kode, system|kode.',
      en: 'Code of the service, system|code.',
    },
    { searchType: 'token' },
  ),
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
    { synonyms: ['patient-id'] },
  ),
  input('_count', 'integer', { da: 'Højst så mange.', en: 'At most so many.' }, { max: '1' }),
  input(
    'location-string',
    'string',
    {
      da: 'Begyndelsen af et steds navn eller adresse.',
      en: 'The beginning of the name or address of a place.',
    },
    { searchType: 'string' },
  ),
  input(
    'timing',
    'Timing',
    {
      da: 'Ugedage, repeat.dayOfWeek; på GET mon,tue. Resten bruges ikke.',
      en: 'Days of the week, repeat.dayOfWeek; on GET mon,tue. The rest is not used.',
    },
    { max: '1' },
  ),
  input(
    '_after',
    'string',
    {
      da: 'Hvor næste side begynder; fra linket til den.',
      en: 'Where the next page begins; from the link to it.',
    },
    { max: '1' },
  ),
  ignored('patient-resource', 'Patient'),
  ignored('reason', 'string'),
  ignored('referral-identifier', 'Identifier'),
  ignored('insurance-reference', 'Reference'),
  ignored('coverage', 'Reference'),
  bundleReturned,
];
