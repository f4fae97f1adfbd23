/** An average of home measurements, by the rule of a municipality that answers for it; elsewhere there is none. */
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { instantToWall } from '../fhir/instant.ts';
import { type FhirError, fail, issue } from '../fhir/outcome.ts';
import type { Monitoring } from '../resources/municipality.ts';
import { measureOf } from '../resources/observation/read.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { partNames } from './chart.ts';
import type { Point } from './chart-drawing.ts';
import { seriesOf, seriesParameters, wantedIn } from './measurement-series.ts';
import { inputOf } from './operation.ts';
import { givenIn } from './operation-input.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';

const out = (
  name: string,
  type: string,
  max: string,
  documentation: OperationParameter['documentation'],
): OperationParameter => ({ name, use: 'out', min: 0, max, type, documentation });

const parameter: readonly OperationParameter[] = [
  ...seriesParameters,
  out('rule', 'string', '1', { da: 'Reglen, der er brugt.', en: 'The rule that was used.' }),
  out('count', 'integer', '1', { da: 'Målinger i gennemsnittet.', en: 'Measurements in it.' }),
  out('average', 'Quantity', '*', { da: 'Gennemsnittet.', en: 'The average.' }),
];

const notOffered = (): FhirError =>
  fail(
    404,
    issue({
      code: 'not-supported',
      key: 'monitoring-off',
      text: {
        da: 'Kommunen regner ikke på målinger, og ingen holder øje med dem.',
        en: 'The municipality works nothing out of measurements, and nobody watches them.',
      },
    }),
  );

interface Rule {
  readonly days: number;
  readonly dropFirstDay: boolean;
}

const ruleOf = ({ average = {} }: Monitoring): Rule => ({
  days: average.days ?? 3,
  dropFirstDay: average.dropFirstDay ?? true,
});

/** The measurements that count: of the last days that have any. */
export function counted(points: readonly Point[], { days, dropFirstDay }: Rule): readonly Point[] {
  const dayOf = ({ at }: Point): string => instantToWall(at).date;
  const all = [...new Set(points.map(dayOf))].sort().slice(-days);
  const kept = new Set(dropFirstDay && all.length > 1 ? all.slice(1) : all);
  return points.filter((point) => kept.has(dayOf(point)));
}

const said = ({ days, dropFirstDay }: Rule, language: 'da' | 'en'): string =>
  language === 'da'
    ? `Gennemsnit af de seneste ${days} dage med målinger${dropFirstDay ? '; den første dag tæller ikke med' : ''}.`
    : `Average of the last ${days} days with measurements${dropFirstDay ? '; the first day does not count' : ''}.`;

const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, one) => sum + one, 0) / values.length) * 10) / 10;

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$average is asked of a Patient');
  const { language, ports } = desk.call;
  const { monitoring } = ports.municipality;
  if (!monitoring) throw notOffered();
  const given = givenIn(operation, inputOf(desk, room, asking, operation));
  const wanted = wantedIn(desk, given, idAt(room, id));
  const { points, looks } = await seriesOf(desk, asking, wanted);
  const rule = ruleOf(monitoring);
  const used = counted(points, rule);
  const averages = measureOf(wanted.kind).values.flatMap(
    ({ art, unit, unitText }, nth): ParametersParameter[] => {
      const values = used.flatMap((point) => point.values[nth] ?? []);
      if (values.length === 0) return [];
      const value = { value: mean(values), unit: unitText, code: unit };
      const line = partNames[art]?.[language];
      return [
        {
          name: 'average',
          valueQuantity: { ...value, system: 'http://unitsofmeasure.org' },
          ...(line && { id: art }),
        },
      ];
    },
  );
  const body: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'rule', valueString: said(rule, language) },
      { name: 'count', valueInteger: used.length },
      ...averages,
    ],
  };
  return { status: 200, body: JSON.stringify(body), looks };
};

/** Offered where the municipality has declared who answers for it. */
export const averageOperation: GeneralOperation = {
  code: 'average',
  feature: 'measurements',
  title: { da: 'Gennemsnit af målinger', en: 'Average of measurements' },
  types: ['Patient'],
  offers: ({ person }) => person !== undefined,
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter,
  run,
};
