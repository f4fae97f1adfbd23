import type { CodeableConcept, Goal, GoalTarget } from '@medplum/fhirtypes';
import type { Maal } from '../src/cura/insight-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { date } from '../src/mapping/codec.ts';
import { extension, member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { goalStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { textOr } from './element/plain-text.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, derived, group, mapping } = between<Maal, Goal>('maal', 'Goal');

const citizen = reference('borger', 'Patient');

/** What citizen and staff work towards. Who expressed it is told where it was the citizen. */
export const maalMapping = mapping(
  [
    list('extension', [
      part(
        'ydelseId?',
        extension(structure('granted-service'), 'valueReference', reference('ydelse', 'CarePlan')),
      ),
    ]),
    row('status', 'lifecycleStatus', codes(goalStatus)),
    derived('achievementStatus', ({ status }) =>
      status === 'naaet'
        ? { coding: [{ system: system.goalAchievement, code: 'achieved' }] }
        : undefined,
    ),
    row(
      'tekst',
      'description',
      member<string, CodeableConcept, 'text'>('text', textOr('Uden tekst'), {}),
    ),
    row('borgerId', 'subject', citizen),
    row('fra', 'startDate', date),
    row('til?', 'target', only(member<string, GoalTarget, 'dueDate'>('dueDate', date, {}))),
    group(['borgersMaal?'], ['expressedBy'], {
      name: 'expressedByCitizen',
      decode: ({ borgerId, borgersMaal }, context) =>
        borgersMaal ? { expressedBy: citizen.decode(borgerId, context) } : {},
      encode: ({ expressedBy }, _context, base) => {
        if (expressedBy !== undefined) return { borgersMaal: true };
        return base?.borgersMaal === false ? { borgersMaal: false } : {};
      },
    }),
    row('tilstandId?', 'addresses', only(reference('tilstand', 'Condition'))),
  ],
  carried,
);
