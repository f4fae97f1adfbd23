/** The codes of measurements and of exercise at home, for the concept maps. */
import type { ConceptMap, ValueSet } from '@medplum/fhirtypes';
import * as exercise from '../../../mappings/codes/exercise.ts';
import * as measure from '../../../mappings/codes/measure.ts';
import { synonyms } from '../../../mappings/codes/measure-synonyms.ts';
import { codeSystem, ours } from '../../fhir/canonical.ts';
import type { CodeTable } from '../../fhir/our-terminology.ts';
import { valueSetUrl } from '../../fhir/profile-terminology.ts';

const r4 = (name: string) => ({
  system: `http://hl7.org/fhir/${name}`,
  targetSet: `http://hl7.org/fhir/ValueSet/${name}`,
});

/** As `codeTables`, of which it is a part. */
export const homeTables: readonly CodeTable[] = [
  { id: 'maaling-type', title: 'Kind of a measurement', rows: measure.measureCode },
  {
    ...{ id: 'maaling-status', title: 'Status of a measurement' },
    ...{ rows: measure.measurementStatus, ...r4('observation-status') },
  },
  {
    ...{ id: 'maaling-kilde', title: 'Who measured', rows: measure.measurementSource },
    ...{
      system: codeSystem('measurement-source'),
      targetSet: valueSetUrl('measurement-sources'),
    },
  },
  {
    ...{ id: 'maaling-metode', title: 'How it was measured', rows: measure.measurementMethod },
    targetSet: valueSetUrl('measurement-methods'),
  },
  {
    ...{ id: 'maaling-tal', title: 'Which number of a measurement', rows: measure.measuredNumber },
    ...{
      system: codeSystem('measurement-number'),
      targetSet: valueSetUrl('measurement-numbers'),
    },
  },
  { id: 'maaling-stilling', title: 'Position of the body', rows: measure.bodyPosition },
  {
    ...{ id: 'maaleplan-status', title: 'Status of a measurement plan' },
    ...{ rows: exercise.measurementPlanStatus, ...r4('request-status') },
  },
  {
    ...{ id: 'traeningsprogram-status', title: 'Status of an exercise programme' },
    ...{ rows: exercise.programmeStatus, ...r4('request-status') },
  },
  {
    ...{ id: 'oevelse-status', title: 'Status of an exercise, by its programme' },
    ...{ rows: exercise.exerciseStatus, ...r4('care-plan-activity-status') },
  },
  {
    ...{ id: 'traeningsudfoerelse-status', title: 'Status of an exercise done' },
    ...{ rows: exercise.exerciseDoneStatus, ...r4('event-status') },
  },
];

const keyOf = ([system, , target]: (typeof synonyms)[number]): string =>
  `${system} ${target.system}`;

const source = valueSetUrl('measurement-codes');

const codesOfOthers: ValueSet = {
  resourceType: 'ValueSet',
  ...{ id: 'measurement-codes', name: 'MeasurementCodes', status: 'draft', url: source },
  title: 'Codes of measurements that are taken in place of ours',
  compose: {
    include: [...Map.groupBy(synonyms, ([system]) => system)].map(([system, some]) => ({
      system,
      concept: some.map(([, code]) => ({ code })),
    })),
  },
};

/** What becomes of each. */
const whatTheyBecome: ConceptMap = {
  resourceType: 'ConceptMap',
  ...{ id: 'measurement-codes', name: 'MeasurementCodes', status: 'draft' },
  title: 'Codes of measurements that are taken in place of ours',
  url: `${ours}/ConceptMap/measurement-codes`,
  sourceUri: source,
  group: [...Map.groupBy(synonyms, keyOf).values()].map((some) => ({
    source: some[0]?.[0] ?? '',
    target: some[0]?.[2].system ?? '',
    element: some.map(([, code, target]) => ({
      code,
      target: [{ code: target.code ?? '', equivalence: 'equivalent' }],
    })),
  })),
};

/** The codes of others that are taken for a measurement, and what each becomes. */
export const measurementCodes = [codesOfOthers, whatTheyBecome] as const;
