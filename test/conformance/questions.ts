import { evalFhirPathTyped, type TypedValue, toTypedValue } from '@medplum/core';
import type { SearchParameter, SearchParameterComponent } from '@medplum/fhirtypes';
import type { Definitions } from '../../src/fhir/definitions.ts';
import { absentValue, type Form, formsFor } from './criteria.ts';
import type { Example } from './published.ts';

/** A search, with the ids that it must find. */
export interface Question {
  readonly type: string;
  readonly param: string;
  readonly url: string;
  readonly ids: Set<string>;
  /** It must find no others. */
  readonly exact: boolean;
}

type Known = Pick<Definitions, 'searchParameters'>;

/** An expression that FHIRPath refuses finds nothing here; those of R4 that are broken are so for everybody. */
function found(expression: string, values: TypedValue[]): TypedValue[] {
  try {
    return evalFhirPathTyped(expression, values);
  } catch {
    return [];
  }
}

const mostPairs = 4;

/** The values of a composite's parts, joined: one element's parts belong together. */
function joined(given: SearchParameter, element: TypedValue, known: Known, type: string): Form[] {
  const parts = (given.component ?? []).map((component: SearchParameterComponent) => {
    const part = known.searchParameters(type).find(({ url }) => url === component.definition);
    const values = found(component.expression ?? '', [element]);
    const forms = values.flatMap((value) => formsFor(part?.type ?? '', value));
    return forms.filter(({ modifier }) => modifier === '').map(({ value }) => value);
  });
  return parts
    .reduce<string[][]>(
      (rows, values) =>
        rows.flatMap((row) => values.map((value) => [...row, value])).slice(0, mostPairs),
      [[]],
    )
    .map((row) => ({ modifier: '', value: row.join('$') }));
}

function formsOf(given: SearchParameter, example: Example, known: Known): Form[] {
  const values = found(given.expression ?? '', [toTypedValue(example.resource)]);
  return given.type === 'composite'
    ? values.flatMap((element) => joined(given, element, known, example.type))
    : values.flatMap((value) => formsFor(given.type, value));
}

const asked = '_elements=id&_count=1000';

/** Every way to find each example by each of these parameters, told once however many examples it must find. */
export function questionsFor(
  examples: readonly Example[],
  params: (type: string) => readonly SearchParameter[],
  known: Known,
): Question[] {
  const questions = new Map<string, Question>();
  for (const example of examples)
    for (const given of params(example.type))
      for (const { modifier, value, exact = false } of formsOf(given, example, known)) {
        const { type, id } = example;
        const query = `${given.code}${modifier}=${encodeURIComponent(value)}`;
        const question = questions.get(`${type}?${query}`) ?? {
          ...{ type, param: given.code ?? '', exact, url: `${type}?${query}&${asked}` },
          ids: new Set<string>(),
        };
        question.ids.add(id);
        questions.set(`${type}?${query}`, question);
      }
  return [...questions.values()];
}

/** A value that nothing has must find nothing: else a parameter that is passed over would look like one that works. */
export function emptyQuestions(
  types: readonly string[],
  params: (type: string) => readonly SearchParameter[],
): Question[] {
  return types.flatMap((type) =>
    params(type)
      .filter((given) => given.type !== 'composite')
      .map((given) => ({
        ...{ type, param: given.code ?? '', exact: true, ids: new Set<string>() },
        url: `${type}?${given.code}=${encodeURIComponent(absentValue(given.type, given.target))}&${asked}`,
      })),
  );
}
