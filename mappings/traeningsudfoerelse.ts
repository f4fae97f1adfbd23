import type { Annotation, Procedure } from '@medplum/fhirtypes';
import type { Traeningsudfoerelse } from '../src/cura/dialogue-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { type Codec, instant, text } from '../src/mapping/codec.ts';
import { extension, member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { exerciseCategory, exerciseDoneStatus } from './codes/exercise.ts';
import { actingParty } from './element/acting-party.ts';
import { exerciseUrl } from './element/exercise.ts';
import { carried, eksternReference } from './element/unmapped.ts';

const { row, list, part, fixed, mapping } = between<Traeningsudfoerelse, Procedure>(
  'traeningsudfoerelse',
  'Procedure',
);

const key: Codec<string, string> = {
  name: 'same',
  exact: true,
  decode: (value) => value,
  encode: (value) => value,
};

/** An exercise that was done at home. */
export const traeningsudfoerelseMapping = mapping(
  [
    list('extension', [
      part('noegle', extension(exerciseUrl, 'valueString', key)),
      part(['udfoertAf?', '(borgerId)'], actingParty),
    ]),
    row('traeningsprogramId', 'basedOn', only(reference('traeningsprogram', 'CarePlan'))),
    row('status', 'status', codes(exerciseDoneStatus)),
    fixed('category', { coding: [exerciseCategory] }),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row('udfoert', 'performedDateTime', instant),
    row('kommentar?', 'note', only(member<string, Annotation, 'text'>('text', text, {}))),
  ],
  { ...carried, eksternReference },
  { externalId: 'eksternReference' },
);
