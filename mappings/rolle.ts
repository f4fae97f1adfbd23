import type { PractitionerRole } from '@medplum/fhirtypes';
import type { Medarbejder } from '../src/cura/place-records.ts';
import { concept } from '../src/mapping/code-table.ts';
import { flag } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { staffFunction } from './codes/care.ts';
import { internal, standsIn } from './element/unmapped.ts';

const { row, derived, mapping } = between<Medarbejder, PractitionerRole>(
  'medarbejder',
  'PractitionerRole',
);

/** The function and unit of a member of staff; its id is that of the Practitioner. */
export const rolleMapping = mapping(
  [
    row('aktiv', 'active', flag),
    derived('practitioner', ({ id }, context) =>
      id === undefined
        ? undefined
        : { reference: `Practitioner/${context.fhirId('medarbejder', id)}` },
    ),
    row('enhedId', 'organization', reference('enhed', 'Organization')),
    row('funktion', 'code', only(concept(staffFunction))),
  ],
  {
    ...internal,
    fornavn: standsIn('Practitioner.name'),
    efternavn: standsIn('Practitioner.name'),
    titel: standsIn('Practitioner.qualification.code'),
    autorisationsId: standsIn('Practitioner.qualification.identifier'),
    telefon: standsIn('Practitioner.telecom'),
    email: standsIn('Practitioner.telecom'),
  },
);
