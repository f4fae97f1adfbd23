import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import type { Medarbejder } from '../src/cura/place-records.ts';
import { flag, text } from '../src/mapping/codec.ts';
import { contactPoint, identifier, member } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { system } from './codes/system.ts';
import { shortName } from './element/person.ts';
import { internal, standsIn } from './element/unmapped.ts';

const { row, list, part, mapping } = between<Medarbejder, Practitioner>(
  'medarbejder',
  'Practitioner',
);
const trained = inside<Pick<Medarbejder, 'titel' | 'autorisationsId'>, PractitionerQualification>();

const titled = trained.shape('qualification', [
  trained.list('identifier', [trained.part('autorisationsId?', identifier(system.authorisation))]),
  trained.row('titel', 'code', member('text', text, {})),
]);

/** The title as Cura writes it; the authorisation where the law asks for one. R4 has none without a title. */
const qualification: typeof titled = {
  ...titled,
  decode: (value, context) => {
    const shown = titled.decode(value, context);
    return shown?.code === undefined ? undefined : shown;
  },
};

/** A member of staff as a person. `rolleMapping` makes the PractitionerRole of the same record. */
export const medarbejderMapping = mapping(
  [
    row('aktiv', 'active', flag),
    row(['fornavn', 'efternavn'], 'name', shortName),
    list('telecom', [
      part('telefon?', contactPoint('phone', 'work')),
      part('email?', contactPoint('email', 'work')),
    ]),
    row(['titel', 'autorisationsId?'], 'qualification', only(qualification)),
  ],
  {
    ...internal,
    funktion: standsIn('PractitionerRole.code'),
    enhedId: standsIn('PractitionerRole.organization'),
  },
);
