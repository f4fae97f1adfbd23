/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters */
import type { Parameters } from '@medplum/fhirtypes';
import { badRequest, fail, type Issue, issue, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import { validate } from '../fhir/validate.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { Asking, Desk, Entries } from './exchange.ts';

/** What `$export` takes. */
export const bulkParameters: readonly OperationParameter[] = [
  {
    ...{ name: '_outputFormat', use: 'in', min: 0, max: '1', type: 'string' },
    documentation: {
      da: 'Filernes format: application/fhir+ndjson, application/ndjson eller ndjson.',
      en: 'Format of the files: application/fhir+ndjson, application/ndjson or ndjson.',
    },
  },
  {
    ...{ name: '_since', use: 'in', min: 0, max: '1', type: 'instant' },
    documentation: {
      da: 'Kun det, der er ændret eller slettet efter dette øjeblik.',
      en: 'Only what has been changed or deleted after this instant.',
    },
  },
  {
    ...{ name: '_type', use: 'in', min: 0, max: '*', type: 'string' },
    documentation: {
      da: 'Kun disse ressourcetyper, med komma imellem.',
      en: 'Only these resource types, with commas between them.',
    },
  },
  {
    ...{ name: '_typeFilter', use: 'in', min: 0, max: '*', type: 'string' },
    documentation: {
      da: 'Søgninger som Observation?status=final: af den type kun det, som en af dem finder.',
      en: 'Searches such as Observation?status=final: of that type only what one of them finds.',
    },
  },
];

const names: readonly string[] = bulkParameters.map(({ name }) => name);

const unknown = (name: string): Issue => {
  const shown = quote(name);
  return issue({
    code: 'not-supported',
    key: 'unknown-parameter',
    text: {
      da: `$export kan ikke bruge ${shown}. Muligt er: ${names.join(', ')}.`,
      en: `$export cannot use ${shown}. Valid are: ${names.join(', ')}.`,
    },
    expression: shown,
  });
};

const noParameters = () =>
  badRequest(
    'resource-type',
    { da: 'Indholdet skal være Parameters.', en: 'The body must be Parameters.' },
    { expression: 'resourceType' },
  );

/** The one value of a parameter as text; empty where it has none that is text. */
const textOf = (parameter: object): string => {
  const value = Object.entries(parameter).find(([name]) => name.startsWith('value'))?.[1];
  return typeof value === 'string' ? value : '';
};

function entriesOfBody(desk: Desk, asking: Asking): Entries {
  if (asking.method !== 'POST') return [];
  const body = asking.body(['resource']);
  if (body?.kind !== 'resource') return [];
  const resource = body.resource as Parameters;
  if (resource.resourceType !== 'Parameters') throw noParameters();
  const issues = validate(resource, desk.definitions).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  if (issues.length > 0) throw fail(422, issues);
  return (resource.parameter ?? []).map((one) => [one.name, textOf(one)] as const);
}

/** What was sent, by name, and what was passed over as the caller allows. */
interface BulkSent {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly warnings: readonly Issue[];
}

/** Reads what was sent with a kick-off, in the address or as Parameters. A person's number may stand in neither. 400, 422. */
export function sentWith(desk: Desk, asking: Asking): BulkSent {
  const entries = [...asking.query, ...entriesOfBody(desk, asking)];
  // What is asked is kept for the worker, and no job may hold such a number.
  assertReadable(entries, 'GET');
  const values = Map.groupBy(entries, ([name]) => name);
  const issues = [...values.keys()].filter((name) => !names.includes(name)).map(unknown);
  const { lenient } = asking.prefer;
  if (issues.length > 0 && !lenient) throw fail(400, issues);
  for (const { name, max } of bulkParameters)
    if (max === '1' && (values.get(name)?.length ?? 0) > 1)
      throw badRequest(
        'parameter-repeated',
        { da: `${name} kan kun gives én gang.`, en: `${name} can be given only once.` },
        { expression: name },
      );
  return {
    values: new Map([...values].map(([name, all]) => [name, all.map(([, value]) => value)])),
    warnings: issues.map((one) => ({ ...one, severity: 'warning' as const })),
  };
}
