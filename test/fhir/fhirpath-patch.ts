import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { applyFhirPathPatch } from '../../src/fhir/fhirpath-patch.ts';
import { FhirError } from '../../src/fhir/outcome.ts';

export const definitions = await loadDefinitions(['Patient', 'Observation', 'Parameters']);

type Part = Readonly<Record<string, unknown>>;

const written: Readonly<Record<string, string>> = {
  type: 'valueCode',
  index: 'valueInteger',
  source: 'valueInteger',
  destination: 'valueInteger',
};

/** `{ type: 'delete', path: 'Patient.name' }` as the parameter; `value` is the part without its name. */
export const operation = (given: Readonly<Record<string, unknown>>) => ({
  name: 'operation',
  part: Object.entries(given).map(([name, value]) =>
    name === 'value'
      ? { name, ...(value as Part) }
      : { name, [written[name] ?? 'valueString']: value },
  ),
});

export const patch = <T extends object>(
  resource: T,
  ...given: Readonly<Record<string, unknown>>[]
) =>
  applyFhirPathPatch(
    resource,
    { resourceType: 'Parameters', parameter: given.map(operation) },
    definitions,
  );

/** The English text of the refusal. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FhirError && error.status === 422) return error.issues[0]?.text.en ?? '';
    throw error;
  }
  throw new Error('not refused');
}
