import type {
  CodeableConcept,
  Extension,
  MeasureReport,
  MeasureReportGroup,
  MeasureReportGroupPopulation,
  MeasureReportGroupStratifierStratum,
  Quantity,
} from '@medplum/fhirtypes';
import { codeSystem, structure } from '../../fhir/canonical.ts';
import { uuidv5 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { type Count, type DayCell, medianOf, sumOf } from './cell.ts';
import { type Figure, measureUrl } from './figure.ts';
import { byUnit, maskPeriod } from './mask.ts';
import type { FigurePeriod } from './period.ts';

const populations = 'http://terminology.hl7.org/CodeSystem/measure-population';
const absent = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const namespace = '5d0b1a3e-8f52-5c8e-9a44-9f1f3f6f6b11';

/** How a unit is named in a report, by `Organization/x`. */
export type UnitNames = ReadonlyMap<string, CodeableConcept>;

/** What a report is made of. */
export interface Counted {
  readonly figure: Figure;
  readonly period: FigurePeriod;
  /** Those of the period. */
  readonly cells: readonly DayCell[];
  readonly names: UnitNames;
  /** Smaller numbers are not shown. */
  readonly smallest: number;
  readonly now: number;
}

type Population = MeasureReportGroupPopulation & {
  readonly _count?: { readonly extension: readonly Extension[] };
};

const population = (code: string, count: number | undefined): Population => ({
  code: { coding: [{ system: populations, code }] },
  ...(count === undefined
    ? { _count: { extension: [{ url: absent, valueCode: 'masked' }] } }
    : { count }),
});

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const ucum = (value: number, code: string, unit: string): Quantity => ({
  ...{ value, unit, system: 'http://unitsofmeasure.org', code },
});

function scoreOf(
  { scoring }: Figure,
  { part, whole }: Count,
  cells: readonly DayCell[],
): Quantity | undefined {
  if (whole === 0) return undefined;
  if (scoring === 'proportion') return ucum(rounded(part / whole, 4), '1', 'share');
  if (scoring === 'cohort') return ucum(whole, '1', 'number');
  const middle = medianOf(cells.flatMap(({ minutes }) => minutes ?? []));
  return middle === undefined ? undefined : ucum(rounded(middle / 60, 1), 'h', 'h');
}

/** Numbers and score, or that they are hidden. */
function measured(
  figure: Figure,
  cells: readonly DayCell[],
  isHidden: boolean,
): Pick<MeasureReportGroup, 'population' | 'measureScore'> {
  const count = sumOf(cells);
  const score = isHidden ? undefined : scoreOf(figure, count, cells);
  return {
    population: [
      population('denominator', isHidden ? undefined : count.whole),
      population('numerator', isHidden ? undefined : count.part),
    ],
    ...(score && { measureScore: score }),
  };
}

const unknownUnit: CodeableConcept = { text: 'Ukendt enhed' };

function strataOf(counted: Counted, hidden: ReadonlySet<string>) {
  const { figure, cells, names } = counted;
  return [...byUnit(cells).keys()].toSorted().map(
    (unit): MeasureReportGroupStratifierStratum => ({
      value: names.get(unit) ?? unknownUnit,
      ...measured(
        figure,
        cells.filter((one) => (one.unit ?? '') === unit),
        hidden.has(unit),
      ),
    }),
  );
}

/** One figure of one period: of all, and of each unit. It has the same id whenever it is made. Pure. */
export function reportOf(counted: Counted): MeasureReport & { id: string } {
  const { figure, period, cells, smallest, now } = counted;
  const { code, title, byUnit: isByUnit } = figure;
  const { hidden, total } = maskPeriod(cells, period, smallest);
  const strata = isByUnit ? strataOf(counted, hidden) : [];
  const group: MeasureReportGroup = {
    code: { coding: [{ system: codeSystem('figure'), code }], text: title.da },
    ...measured(figure, cells, total),
    ...(strata.length > 0 && { stratifier: [{ code: [{ text: 'Enhed' }], stratum: strata }] }),
  };
  return {
    resourceType: 'MeasureReport',
    id: uuidv5(namespace, `${code}/${period.kind}/${period.first}`),
    extension: [{ url: structure('figure-period'), valueCode: period.kind }],
    ...({ status: 'complete', type: 'summary', measure: measureUrl(code) } as const),
    date: formatInstant(now),
    period: { start: period.first, end: period.last },
    group: [group],
  };
}
