import type { Meta, Patient, PatientCommunication } from '@medplum/fhirtypes';
import type { Borger } from '../src/cura/person-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { date, dateOrInstant, text } from '../src/mapping/codec.ts';
import { contactPoint, identifier, member } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { gender } from './codes/person.ts';
import { system } from './codes/system.ts';
import { address, fullName, reminderPreference } from './element/person.ts';
import { written } from './element/unmapped.ts';

const { row, list, part, derivedPart, group, mapping } = between<Borger, Patient>(
  'borger',
  'Patient',
);

const restricted = { system: system.confidentiality, code: 'R' };

const isRestricted = (meta: Meta | undefined) =>
  meta?.security?.some(({ system, code }) => system === restricted.system && code === 'R') === true;

const language = only(
  member<string, PatientCommunication, 'language'>(
    'language',
    member(
      'coding',
      only(
        member<string, { system?: string; code?: string }, 'code'>('code', text, {
          system: system.language,
        }),
      ),
      {},
    ),
    { preferred: true },
  ),
);

/** A citizen. `birthDate` comes from Cura's own field only: an eCPR's digits are no date of birth. */
export const borgerMapping = mapping(
  [
    group(['beskyttet'], ['meta'], {
      name: 'confidentiality',
      decode: ({ beskyttet }) => (beskyttet ? { meta: { security: [{ ...restricted }] } } : {}),
      encode: ({ meta }) => ({ beskyttet: isRestricted(meta) }),
    }),
    list('extension', [part('paamindelse?', reminderPreference)]),
    list('identifier', [
      part('cpr?', identifier(system.cpr, 'official')),
      part('ecpr?', identifier(system.ecpr, 'temp')),
      derivedPart(
        `.where(system='${system.patientId}')`,
        (item: { system?: string; value?: string }) => item.system === system.patientId,
        ({ id }, context) => ({ system: system.patientId, value: context.fhirId('borger', id) }),
      ),
    ]),
    row(['fornavn', 'mellemnavn?', 'efternavn'], 'name', fullName),
    list('telecom', [
      part('telefon?', contactPoint('phone')),
      part('email?', contactPoint('email')),
    ]),
    row('koen', 'gender', codes(gender)),
    row('foedselsdato?', 'birthDate', date),
    row('doed?', 'deceasedDateTime', dateOrInstant),
    row('adresse?', 'address', only(address)),
    row('sprog?', 'communication', language),
  ],
  written,
);
