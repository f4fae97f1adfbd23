import type { Parameters, ValueSet } from '@medplum/fhirtypes';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { ourTerminology } from '../../src/fhir/our-terminology.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { openPublished } from '../../src/fhir/published.ts';
import { openTerminology } from '../../src/fhir/terminology.ts';
import { validate } from '../../src/fhir/validate.ts';
import { codeTables } from '../../src/resources/code-tables.ts';

export const definitions = await loadDefinitions([
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'Parameters',
]);
export const published = openPublished();
export const own = ourTerminology(definitions.profiles, codeTables);
export const terms = openTerminology(published, own);

/** What is wrong with a resource, as FHIRPath and text. */
export const faultsOf = (resource: unknown): string[] =>
  validate(resource, definitions)
    .filter(({ severity }) => severity === 'error')
    .map(({ expression, text }) => `${expression}: ${text.en}`);

type Ask = Parameters_<typeof terms.expandValueSet>;
type Parameters_<F> = F extends (request: infer R) => unknown ? R : never;

const made = {
  identifier: 'urn:uuid:0198c2a4-0000-7000-8000-000000000000',
  timestamp: '2026-11-22T12:00:00Z',
} as const;

export const expansion = (request: Partial<Ask>): NonNullable<ValueSet['expansion']> =>
  terms.expandValueSet({ ...made, ...request }).expansion ?? made;

export const codesIn = (request: Partial<Ask>): string[] =>
  (expansion(request).contains ?? []).map(({ code = '' }) => code);

/** A value set with these includes. */
export const setOf = (...include: NonNullable<ValueSet['compose']>['include']): ValueSet => ({
  resourceType: 'ValueSet',
  status: 'active',
  compose: { include },
});

/** The values of an answer by name; of several of a name the last. */
export const answer = ({ parameter = [] }: Parameters): Record<string, unknown> =>
  Object.fromEntries(
    parameter.map(({ name, valueBoolean, valueString, part }) => [
      name,
      valueBoolean ?? valueString ?? part,
    ]),
  );

/** Status, key and English text of a refusal. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    const [issue] = error.issues;
    return `${error.status} ${issue?.code} ${issue?.key}: ${issue?.text.en}`;
  }
  throw new Error('not refused');
}
