/** https://hl7.org/fhir/R4/operations.html */
import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { badRequest, quote } from '../fhir/outcome.ts';
import type { Answer, Call, Input, Operation } from '../resources/define.ts';

const canonicalName = (operation: Operation, name: string): string | undefined =>
  operation.parameter.find(
    (one) => one.use === 'in' && (one.name === name || one.synonyms?.includes(name)),
  )?.name;

const unknown = (operation: Operation, name: string) => {
  const names = operation.parameter
    .filter(({ use }) => use === 'in')
    .flatMap(({ name: own, synonyms = [] }) => [own, ...synonyms]);
  return badRequest(
    'unknown-parameter',
    {
      da: `$${operation.code} kender ikke ${quote(name)}. Den kender: ${names.join(', ')}.`,
      en: `$${operation.code} does not know ${quote(name)}. It knows: ${names.join(', ')}.`,
    },
    { expression: quote(name) },
  );
};

function collect(operation: Operation, given: readonly ParametersParameter[]): Input['values'] {
  const values = new Map<string, ParametersParameter[]>();
  for (const parameter of given) {
    const name = canonicalName(operation, parameter.name);
    if (name === undefined) throw unknown(operation, parameter.name);
    values.set(name, [...(values.get(name) ?? []), parameter]);
  }
  for (const { name, max } of operation.parameter)
    if (max === '1' && (values.get(name)?.length ?? 0) > 1)
      throw badRequest(
        'parameter-repeated',
        { da: `${name} kan kun gives én gang.`, en: `${name} can be given only once.` },
        { expression: name },
      );
  return values;
}

/** The input of a call by GET: every value is a plain string. */
export const inputFromQuery = (
  operation: Operation,
  entries: readonly (readonly [string, string])[],
): Input => ({
  values: collect(
    operation,
    entries.map(([name, valueString]) => ({ name, valueString })),
  ),
});

/** The input of a call by POST: Parameters, or one bare resource. */
export function inputFromBody(operation: Operation, body: Resource | undefined): Input {
  if (!body) return { values: new Map() };
  if (body.resourceType !== 'Parameters') return { values: new Map(), resource: body };
  return { values: collect(operation, (body as Parameters).parameter ?? []) };
}

export const operate = (
  call: Call,
  operation: Operation,
  input: Input,
  id: string | undefined,
): Promise<Answer> => operation.run({ ...call, input, ...(id !== undefined && { id }) });
