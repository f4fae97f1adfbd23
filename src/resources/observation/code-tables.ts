/** The codes of measurements and of exercise at home, for the concept maps. */
import type { ConceptMap, ValueSet } from '@medplum/fhirtypes';
import * as exercise from '../../../mappings/codes/exercise.ts';
import * as measure from '../../../mappings/codes/measure.ts';
import { synonyms } from '../../../mappings/codes/measure-synonyms.ts';
import { codeSystem, ours } from '../../fhir/canonical.ts';
import type { CodeTable } from '../../fhir/code-table.ts';
import { valueSetUrl } from '../../fhir/profile-terminology.ts';
import { inBoth } from '../../fhir/translation.ts';
import { titled } from '../code-table-title.ts';

const r4 = (name: string) => ({
  system: `http://hl7.org/fhir/${name}`,
  targetSet: `http://hl7.org/fhir/ValueSet/${name}`,
});

const tables = [
  { id: 'maaling-type', rows: measure.measureCode },
  {
    id: 'maaling-status',
    rows: measure.measurementStatus,
    ...r4('observation-status'),
  },
  {
    id: 'maaling-kilde',
    rows: measure.measurementSource,
    system: codeSystem('measurement-source'),
    targetSet: valueSetUrl('measurement-sources'),
  },
  {
    id: 'maaling-metode',
    rows: measure.measurementMethod,
    targetSet: valueSetUrl('measurement-methods'),
  },
  {
    id: 'maaling-tal',
    rows: measure.measuredNumber,
    system: codeSystem('measurement-number'),
    targetSet: valueSetUrl('measurement-numbers'),
  },
  { id: 'maaling-stilling', rows: measure.bodyPosition },
  {
    id: 'maaleplan-status',
    rows: exercise.measurementPlanStatus,
    ...r4('request-status'),
  },
  {
    id: 'traeningsprogram-status',
    rows: exercise.programmeStatus,
    ...r4('request-status'),
  },
  {
    id: 'oevelse-status',
    rows: exercise.exerciseStatus,
    ...r4('care-plan-activity-status'),
  },
  {
    id: 'traeningsudfoerelse-status',
    rows: exercise.exerciseDoneStatus,
    ...r4('event-status'),
  },
] as const;

/** As `codeTables`, of which it is a part. */
export const homeTables: readonly CodeTable[] = tables.map(titled);

const keyOf = ([system, , target]: (typeof synonyms)[number]): string =>
  `${system} ${target.system}`;

const source = valueSetUrl('measurement-codes');

const title = inBoth('title', {
  da: 'Koder for målinger, som tages i stedet for vores',
  en: 'Codes of measurements that are taken in place of ours',
});

const codesOfOthers: ValueSet = {
  resourceType: 'ValueSet',
  ...{ id: 'measurement-codes', name: 'MeasurementCodes', status: 'draft', url: source },
  ...title,
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
  ...title,
  ...inBoth('description', {
    da: 'Hvad hver af de andre koder bliver til her.',
    en: 'What each of the other codes becomes here.',
  }),
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
