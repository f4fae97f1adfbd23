import type { CarePlan, Period } from '@medplum/fhirtypes';
import type { Traeningsprogram } from '../src/cura/dialogue-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { date, instant, text } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { exerciseCategory, programmeStatus } from './codes/exercise.ts';
import { exercisesOf } from './element/exercise.ts';
import { carried } from './element/unmapped.ts';

const { row, fixed, group, mapping } = between<Traeningsprogram, CarePlan>(
  'traeningsprogram',
  'CarePlan',
);

const inPeriod = inside<Pick<Traeningsprogram, 'fra' | 'til'>, Period>();
const period = inPeriod.shape('period', [
  inPeriod.row('fra', 'start', date),
  inPeriod.row('til?', 'end', date),
]);

/** What a therapist has a citizen do at home: an activity for each exercise. */
export const traeningsprogramMapping = mapping(
  [
    fixed('category', [{ coding: [exerciseCategory] }]),
    row('status', 'status', codes(programmeStatus)),
    fixed('intent', 'plan'),
    row('navn', 'title', text),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row(['fra', 'til?'], 'period', period),
    row('oprettet', 'created', instant),
    row('medarbejderId', 'author', reference('medarbejder', 'Practitioner')),
    row('enhedId', 'contributor', only(reference('enhed', 'Organization'))),
    row('ydelseId?', 'basedOn', only(reference('ydelse', 'CarePlan'))),
    group(['oevelser', '(status)', '(enhedId)'], ['activity'], exercisesOf),
  ],
  carried,
);
