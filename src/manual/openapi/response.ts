/** What routes answer, in OpenAPI. */
import type { Route } from '../../interactions/route.ts';
import type { ShownOperation } from '../operation-pages.ts';

const schema = (type: string) => ({ schema: { $ref: `#/components/schemas/${type}` } });

/** A resource in FHIR's two formats. */
export const content = (type: string, ...produces: readonly string[]) => ({
  'application/fhir+json': schema(type),
  'application/fhir+xml': {},
  ...Object.fromEntries(produces.map((one) => [one, {}])),
});

/** Headers that several answers have. */
export const headers = {
  ETag: { description: 'The version, such as W/"3"', schema: { type: 'string' } },
  RetryAfter: {
    description: 'Seconds to wait before it is tried again',
    schema: { type: 'integer' },
  },
  Help: {
    description: 'rel="help": the line of the error catalogue that tells what to do',
    schema: { type: 'string' },
  },
} as const;

const refTo = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

/** Every refusal. */
export const outcome = {
  description:
    'An OperationOutcome with each thing that is wrong; programs go by `details.coding.code`, which stands in the error catalogue',
  headers: { 'Retry-After': refTo('RetryAfter'), Link: refTo('Help') },
  content: content('OperationOutcome'),
} as const;

const refusals = {
  '4XX': { $ref: '#/components/responses/Refusal' },
  '5XX': { $ref: '#/components/responses/Refusal' },
} as const;

/** IHE asks for the OperationOutcome of some operations in a Bundle. */
const bundledRefusals = {
  '4XX': {
    description: 'A Bundle with an OperationOutcome in it, or that alone',
    content: content('Resource'),
  },
  '5XX': refusals['5XX'],
} as const;

const good = (description: string, type: string, ...produces: readonly string[]) => ({
  description,
  headers: { ETag: refTo('ETag') },
  content: content(type, ...produces),
});

const unchanged = { 304: { description: 'The caller has it already' } } as const;
const empty = { 204: { description: 'Done; nothing more is said' } } as const;

type Answers = Readonly<Record<string, unknown>>;

/** By the name of an interaction; `type` is that of the room. */
const ofInteraction: Readonly<
  Record<string, (type: string, produces: readonly string[]) => Answers>
> = {
  read: (type, produces) => ({ 200: good('The resource', type, ...produces), ...unchanged }),
  vread: (type, produces) => ({ 200: good('That version', type, ...produces), ...unchanged }),
  create: (type) => ({
    200: good('It was there already', type),
    201: good('It was made', type),
  }),
  update: (type) => ({ 200: good('It was changed', type), 201: good('It was made', type) }),
  patch: (type) => ({ 200: good('It was changed', type) }),
  delete: () => ({ 200: good('Done', 'OperationOutcome'), ...empty }),
};

const bundle: Answers = { 200: good('A Bundle', 'Bundle'), ...unchanged };

function ofOperation({ parameter }: ShownOperation, produces: readonly string[]): Answers {
  const out = parameter.filter(({ use }) => use === 'out');
  const [first] = out;
  const isOne = out.length === 1 && first?.name === 'return' && /^[A-Z]/.test(first.type);
  // Who asks for `Prefer: return=OperationOutcome`, and IHE, may be answered by another resource.
  const answer = good(isOne ? `A ${first.type}` : 'What was asked for', 'Resource', ...produces);
  return { '2XX': answer, ...unchanged };
}

/** By status. */
export function answersOf(route: Route, operation?: ShownOperation): Answers {
  const produces = route.produces === undefined ? [] : [route.produces];
  if (operation) {
    const refused = operation.bundlesFailure ? bundledRefusals : refusals;
    return { ...ofOperation(operation, produces), ...refused };
  }
  const answers = ofInteraction[route.name]?.(route.room?.type ?? 'Resource', produces) ?? bundle;
  return { ...answers, ...refusals };
}
