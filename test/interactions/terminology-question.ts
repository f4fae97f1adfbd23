import type { Parameters, ValueSet } from '@medplum/fhirtypes';
import { FhirError } from '../../src/fhir/outcome.ts';
import { validate } from '../../src/fhir/validate.ts';
import { fhir } from '../access/answer.ts';
import type { Ask } from '../access/ask.ts';
import type { TestHouse } from '../house.ts';

/** Codes of an expansion, in its order. */
export const codesIn = ({ expansion }: ValueSet): string[] =>
  (expansion?.contains ?? []).map(({ code = '' }) => code);

/** Values of an answer by name; a part is the code in it. */
export const valuesIn = ({ parameter = [] }: Parameters): Record<string, unknown> =>
  Object.fromEntries(
    parameter.map(({ name, valueBoolean, valueString, part }) => [
      name,
      valueBoolean ?? valueString ?? part?.find((one) => one.valueCoding)?.valueCoding?.code,
    ]),
  );

/** Asks an operation; its answer must be 200 and valid R4. */
export const asked =
  ({ service }: TestHouse, ask: Ask) =>
  async <T>(path: string, parameter?: readonly object[] | object): Promise<T> => {
    const body = Array.isArray(parameter) ? { resourceType: 'Parameters', parameter } : parameter;
    const response = await ask(
      path,
      body && { method: 'POST', headers: fhir, body: JSON.stringify(body) },
    );
    const answer = await response.json();
    if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    const faults = validate(answer, service.definitions);
    if (faults.length > 0) throw new FhirError(500, faults, {});
    return answer as T;
  };

export const mood = {
  resourceType: 'ValueSet',
  status: 'active',
  url: 'http://example.org/moods',
  compose: {
    include: [
      {
        system: 'http://example.org/mood',
        concept: [{ code: 'good', display: 'Good' }, { code: 'bad' }],
      },
    ],
  },
};
