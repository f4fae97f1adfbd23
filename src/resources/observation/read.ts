/** What a client sends as a measurement, whatever its shape, read as the one shape that is kept. */
import type { CodeableConcept, Observation, ObservationComponent } from '@medplum/fhirtypes';
import { type Measure, type Measured, measures } from '../../../mappings/codes/measure.ts';
import { type Meant, meantBy } from '../../../mappings/codes/measure-synonyms.ts';
import { fail, type Issue, issue } from '../../fhir/outcome.ts';
import { readQuantity } from './quantity.ts';

/** The kinds by the name that the tables have for them. */
export type Kind = keyof typeof measures;

/** One number, in the unit that it is kept in. */
export interface Amount {
  readonly measured: Measured;
  readonly value: number;
  /** FHIRPath of where it was read. */
  readonly at: string;
}

export interface Reading {
  readonly kind: Kind;
  readonly amounts: readonly Amount[];
}

export const measureOf = (kind: Kind): Measure => measures[kind];

const badCode = (expression: string): Issue =>
  issue({
    ...{ code: 'code-invalid', key: 'measure-code', expression },
    text: {
      da: 'Koden er ikke en måling, der tages imod her: blodtryk, puls, vægt, iltmætning, temperatur eller blodsukker.',
      en: 'The code is no measurement that is taken here: blood pressure, pulse, weight, oxygen saturation, temperature or blood glucose.',
    },
  });

/** What a concept means by all of its codings, which must agree. */
function meantIn({ coding = [] }: CodeableConcept, expression: string): Meant | Issue {
  const all = coding.map(meantBy);
  const [first] = all;
  const bad = all.findIndex((one) => !one || one.kind !== first?.kind || one.art !== first.art);
  if (first && bad < 0) return first;
  return badCode(coding.length === 0 ? expression : `${expression}.coding[${Math.max(bad, 0)}]`);
}

const isIssue = (one: object): one is Issue => 'severity' in one;

const misplaced = (expression: string, text: Issue['text']): Issue =>
  issue({ code: 'structure', key: 'measure-shape', expression, text });

const twoNumbers = misplaced('Observation.component', {
  da: 'Et blodtryk er én Observation med to komponenter: systolisk og diastolisk.',
  en: 'A blood pressure is one Observation with two components: systolic and diastolic.',
});

const oneNumber = misplaced('Observation.component', {
  da: 'Målingen har én værdi og ingen komponenter.',
  en: 'The measurement has one value and no components.',
});

function amountOf(
  component: ObservationComponent | Observation,
  measured: Measured,
  measure: Measure,
  at: string,
): Amount | Issue {
  const read = readQuantity(component.valueQuantity, measured, measure, at);
  return 'issue' in read ? read.issue : { measured, value: read.value, at };
}

const more = (expression: string): Issue =>
  misplaced(expression, {
    da: 'En komponent har kun code og valueQuantity; mere kan Cura ikke gemme.',
    en: 'A component has a code and a valueQuantity only; Cura cannot keep more.',
  });

/** What else a component says would be lost. */
const othersIn = (component: ObservationComponent, at: string): Issue[] =>
  Object.keys(component)
    .filter((name) => name !== 'code' && name !== 'valueQuantity' && !name.startsWith('value'))
    .map((name) => more(`${at}.${name}`));

/** The components of a blood pressure by their codes, in the order that they are kept in. */
function componentsOf({ component = [] }: Observation, kind: Kind): (Amount | Issue)[] {
  const measure = measureOf(kind);
  const found = component.map((one, at) => {
    const path = `Observation.component[${at}]`;
    return { one, path, meant: meantIn(one.code, `${path}.code`) };
  });
  const bad = found.flatMap(({ one, meant, path }) => {
    if (isIssue(meant)) return [meant];
    const isPart = meant.kind === kind && meant.art !== undefined;
    return isPart ? othersIn(one, path) : [badCode(`${path}.code`)];
  });
  if (bad.length > 0) return bad;
  return measure.values.map((measured) => {
    const mine = found.filter(({ meant }) => !isIssue(meant) && meant.art === measured.art);
    const [first] = mine;
    if (!first || found.length !== measure.values.length) return twoNumbers;
    return amountOf(first.one, measured, measure, `${first.path}.valueQuantity`);
  });
}

function amountsOf(given: Observation, kind: Kind): (Amount | Issue)[] {
  const measure = measureOf(kind);
  const [first] = measure.values;
  if (first?.code !== undefined)
    return given.valueQuantity ? [twoNumbers] : componentsOf(given, kind);
  if (given.component) return [oneNumber];
  return first ? [amountOf(given, first, measure, 'Observation.valueQuantity')] : [];
}

/** Another category of the same system would be a claim that is not kept. */
function categoryIssues({ category = [] }: Observation, kind: Kind): Issue[] {
  const { category: own } = measureOf(kind);
  return category.flatMap(({ coding = [] }, at) =>
    coding.some(({ code }) => code === own)
      ? []
      : [
          misplaced(`Observation.category[${at}]`, {
            da: `Kategorien af målingen er ${own}.`,
            en: `The category of the measurement is ${own}.`,
          }),
        ],
  );
}

/** What was measured; 422 with all that cannot be read. */
export function readingOf(given: Observation): Reading {
  const meant = meantIn(given.code, 'Observation.code');
  if (isIssue(meant)) throw fail(422, meant);
  if (meant.art !== undefined) throw fail(422, twoNumbers);
  const amounts = amountsOf(given, meant.kind);
  const issues = [...amounts.filter(isIssue), ...categoryIssues(given, meant.kind)];
  if (issues.length > 0) throw fail(422, [...new Set(issues)]);
  return { kind: meant.kind, amounts: amounts.filter((one): one is Amount => !isIssue(one)) };
}
