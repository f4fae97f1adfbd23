import type { RelatedPerson } from '@medplum/fhirtypes';
import type { Paaroerende } from '../src/cura/person-records.ts';
import { concept } from '../src/mapping/code-table.ts';
import { contactPoint, identifier, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { relationship } from './codes/person.ts';
import { system } from './codes/system.ts';
import { shortName } from './element/person.ts';
import { internal } from './element/unmapped.ts';

const { row, list, part, mapping } = between<Paaroerende, RelatedPerson>(
  'paaroerende',
  'RelatedPerson',
);

/** A relative of one citizen: the relationship only. Rights are in Consent. */
export const paaroerendeMapping = mapping(
  [
    list('identifier', [part('cpr?', identifier(system.cpr, 'official'))]),
    row('borgerId', 'patient', reference('borger', 'Patient')),
    row('relation', 'relationship', only(concept(relationship))),
    row(['fornavn', 'efternavn'], 'name', shortName),
    list('telecom', [
      part('telefon?', contactPoint('phone')),
      part('email?', contactPoint('email')),
    ]),
  ],
  internal,
);
