/** A route as an operation of OpenAPI. */
import type { Route } from '../../interactions/route.ts';
import type { Described } from '../described.ts';
import { kinds } from '../interaction-pages.ts';
import { operationsOf, pageOf, type ShownOperation } from '../operation-pages.ts';
import { type OpenParameter, parametersOf, searchNames } from './parameter.ts';
import { answersOf, content } from './response.ts';

export interface OpenOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly (OpenParameter | { readonly $ref: string })[];
  readonly requestBody?: Readonly<Record<string, unknown>>;
  readonly responses: Readonly<Record<string, unknown>>;
  /** Where it is not that of the whole document. */
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: readonly [];
}

const formOf = (route: Route) => ({
  'application/x-www-form-urlencoded': {
    schema: {
      type: 'object',
      properties: Object.fromEntries(searchNames(route).map((name) => [name, { type: 'string' }])),
      additionalProperties: { type: 'string' },
    },
  },
});

const valueName = (type: string): string => `value${type[0]?.toUpperCase()}${type.slice(1)}`;

const isDatatype = (type: string): boolean =>
  /^[a-z]/.test(type) || ['Coding', 'CodeableConcept', 'Reference', 'Quantity'].includes(type);

/** A value of each datatype to write over, as a viewer shows it. */
const blanks: Readonly<Record<string, unknown>> = {
  ...{ boolean: true, integer: 1, positiveInt: 1, unsignedInt: 1, decimal: 1 },
  ...{ Reference: { reference: 'Patient/…' }, Coding: { code: '…' }, Quantity: { value: 1 } },
  CodeableConcept: { coding: [{ code: '…' }] },
};

/** Parameters to fill in: those that must be there, else all; a resource stands as one. */
function exampleOf(parameter: ShownOperation['parameter']): object {
  const taken = parameter.filter(({ use, ignored }) => use === 'in' && !ignored);
  const needed = taken.filter(({ min }) => min > 0);
  return {
    resourceType: 'Parameters',
    parameter: (needed.length > 0 ? needed : taken).map(({ name, type }) =>
      isDatatype(type)
        ? { name, [valueName(type)]: blanks[type] ?? '…' }
        : { name, resource: { resourceType: type === 'Any' ? 'Resource' : type } },
    ),
  };
}

/** Parameters, or the one resource that they would hold. */
function operationBody({ parameter }: ShownOperation): OpenOperation['requestBody'] {
  const taken = parameter.filter(({ use }) => use === 'in');
  const isResource = taken.some(({ type }) => !isDatatype(type));
  const names = taken.map(({ name }) => name).join(', ');
  const { 'application/fhir+json': json, ...rest } = content(
    isResource ? 'Resource' : 'Parameters',
  );
  return {
    description: `Parameters (${names || 'none'})${isResource ? ', or the resource alone' : ''}`,
    content: { 'application/fhir+json': { ...json, example: exampleOf(parameter) }, ...rest },
  };
}

const patches = {
  'application/json-patch+json': { schema: { type: 'array', items: { type: 'object' } } },
  'application/fhir+json': { schema: { $ref: '#/components/schemas/Parameters' } },
} as const;

function bodyOf(route: Route, operation?: ShownOperation): OpenOperation['requestBody'] {
  const { name, method, room } = route;
  const type = room?.type ?? 'Resource';
  if (method === 'PATCH') return { required: true, content: patches };
  if (name === 'create' || name === 'update') return { required: true, content: content(type) };
  if (name === 'batch' || name === 'transaction')
    return { required: true, content: content('Bundle') };
  if (method !== 'POST') return undefined;
  return operation ? operationBody(operation) : { content: formOf(route) };
}

/** Letters and digits of an address: `read-Patient`, `post-Appointment-id-op-cancel`. */
const idOf = ({ name, method, path }: Route): string => {
  const place = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replace(/^[:_]/, '').replace(/^\$/, 'op-'))
    .join('-');
  const what = name.startsWith('$') ? method.toLowerCase() : `${name}-${method.toLowerCase()}`;
  return place === '' ? what : `${what}-${place}`;
};

const shown = new WeakMap<Described, readonly ShownOperation[]>();

/** The operation that a route leads to; undefined for an interaction. */
function operationAt({ name, room }: Route, described: Described): ShownOperation | undefined {
  const all = shown.get(described) ?? operationsOf(described);
  shown.set(described, all);
  const own = all.filter(({ code }) => name === `$${code}`);
  return own.find(({ on }) => on.split(', ').includes(room?.type ?? '')) ?? own[0];
}

/** What the page of an interaction says of it. */
function saidOf(route: Route): Pick<OpenOperation, 'summary' | 'description'> {
  const [page, kind] = Object.entries(kinds).find(([, { is }]) => is(route)) ?? [];
  if (page === undefined || !kind) return { summary: route.name };
  const { title, about } = kind.texts;
  return { summary: about, description: `${title.en} / ${title.da}. See the page ${page}.` };
}

/** Everything that is said of a route. */
export function operationOf(route: Route, described: Described): OpenOperation {
  const operation = operationAt(route, described);
  const requestBody = bodyOf(route, operation);
  return {
    operationId: idOf(route),
    tags: [route.room?.type ?? 'System'],
    ...(operation
      ? {
          summary: operation.title.en,
          description: `${operation.title.da}. See the page ${pageOf(operation.code)}.`,
        }
      : saidOf(route)),
    parameters: parametersOf(route, operation),
    ...(requestBody && { requestBody }),
    responses: answersOf(route, operation),
  };
}
