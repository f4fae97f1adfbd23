import type { Identifier, Organization } from '@medplum/fhirtypes';
import type { Forening } from '../src/cura/activity-records.ts';
import { concept } from '../src/mapping/code-table.ts';
import { flag, text } from '../src/mapping/codec.ts';
import { contactPoint, identifier } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { associationKind } from './codes/activity.ts';
import { system } from './codes/system.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, derivedPart, mapping } = between<Forening, Organization>(
  'forening',
  'Organization',
);

/** An association, or a group of volunteers. */
export const foreningMapping = mapping(
  [
    list('identifier', [
      part('cvr?', identifier(system.cvr, 'official')),
      derivedPart(
        `.where(system='${system.curaAssociation}')`,
        (item: Identifier) => item.system === system.curaAssociation,
        ({ id }) => (id === undefined ? undefined : { system: system.curaAssociation, value: id }),
      ),
    ]),
    row('aktiv', 'active', flag),
    row('art', 'type', only(concept(associationKind))),
    row('navn', 'name', text),
    list('telecom', [
      part('telefon?', contactPoint('phone')),
      part('email?', contactPoint('email')),
      part('hjemmeside?', contactPoint('url')),
    ]),
  ],
  carried,
);
