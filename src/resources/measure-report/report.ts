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
import { byUnit, mask, roughly, type Shown } from './mask.ts';
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

/** How one report tells its numbers. */
interface Telling {
  readonly figure: Figure;
  /** To the nearest of so many; 1 is exactly. */
  readonly step: number;
  /** Of fewer there is no middle. */
  readonly smallest: number;
}

function scoreOf(
  { figure: { scoring }, step, smallest }: Telling,
  count: Count,
  cells: readonly DayCell[],
): Quantity | undefined {
  const [part, whole] = [roughly(count.part, step), roughly(count.whole, step)];
  if (whole === 0) return undefined;
  if (scoring === 'proportion') return ucum(rounded(part / whole, 4), '1', 'share');
  if (scoring === 'cohort') return ucum(whole, '1', 'number');
  const minutes = cells.flatMap((one) => one.minutes ?? []);
  const middle = minutes.length < smallest ? undefined : medianOf(minutes);
  return middle === undefined ? undefined : ucum(rounded(middle / 60, 1), 'h', 'h');
}

/** Numbers and score, or that they are hidden. */
function measured(
  telling: Telling,
  cells: readonly DayCell[],
  isHidden: boolean,
): Pick<MeasureReportGroup, 'population' | 'measureScore'> {
  const count = sumOf(cells);
  const score = isHidden ? undefined : scoreOf(telling, count, cells);
  const shown = (number: number) => (isHidden ? undefined : roughly(number, telling.step));
  return {
    population: [
      population('denominator', shown(count.whole)),
      population('numerator', shown(count.part)),
    ],
    ...(score && { measureScore: score }),
  };
}

const unknownUnit: CodeableConcept = { text: 'Ukendt enhed' };

function strataOf({ cells, names }: Counted, telling: Telling, hidden: ReadonlySet<string>) {
  // Of what is rounded to nothing it is not told that there was something.
  const named = [...byUnit(cells)].filter(([, { whole }]) => roughly(whole, telling.step) > 0);
  const units = telling.step > 1 ? named : [...byUnit(cells)];
  return units
    .map(([unit]) => unit)
    .toSorted()
    .map(
      (unit): MeasureReportGroupStratifierStratum => ({
        value: names.get(unit) ?? unknownUnit,
        ...measured(
          telling,
          cells.filter((one) => (one.unit ?? '') === unit),
          hidden.has(unit),
        ),
      }),
    );
}

/**
 * Months do not overlap, and are told exactly but for what is small. Days and weeks lie in them: told exactly they would tell, by
 * difference, what a month hides, and a month what they hide. They are told to the nearest of the smallest number.
 */
function shownOf({ cells, period, smallest }: Counted): Shown & { readonly step: number } {
  return period.kind === 'month'
    ? { ...mask(byUnit(cells), smallest), step: 1 }
    : { hidden: new Set(), total: false, step: smallest };
}

/** One figure of one period: of all, and of each unit. It has the same id whenever it is made. Pure. */
export function reportOf(counted: Counted): MeasureReport & { id: string } {
  const { figure, period, cells, smallest, now } = counted;
  const { code, title, byUnit: isByUnit } = figure;
  const { hidden, total, step } = shownOf(counted);
  const telling = { figure, step, smallest };
  const strata = isByUnit ? strataOf(counted, telling, hidden) : [];
  const group: MeasureReportGroup = {
    code: { coding: [{ system: codeSystem('figure'), code }], text: title.da },
    ...measured(telling, cells, total),
    ...(strata.length > 0 && { stratifier: [{ code: [{ text: 'Enhed' }], stratum: strata }] }),
  };
  return {
    resourceType: 'MeasureReport',
    id: uuidv5(namespace, `${code}/${period.kind}/${period.first}`),
    extension: [
      { url: structure('figure-period'), valueCode: period.kind },
      ...(step > 1 ? [{ url: structure('figure-rounding'), valuePositiveInt: step }] : []),
    ],
    ...({ status: 'complete', type: 'summary', measure: measureUrl(code) } as const),
    date: formatInstant(now),
    period: { start: period.first, end: period.last },
    group: [group],
  };
}
