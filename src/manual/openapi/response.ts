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
  LastModified: { description: 'When that version was made', schema: { type: 'string' } },
  Location: { description: 'The version that was made', schema: { type: 'string' } },
  ContentLocation: {
    description: 'Where to ask how far what was begun is',
    schema: { type: 'string' },
  },
  RequestId: {
    description: 'What those who run the server find the request by',
    schema: { type: 'string' },
  },
  WwwAuthenticate: {
    description: '401, and 403 where scopes are missing: which login is asked for',
    schema: { type: 'string' },
  },
  Allow: { description: '405: the methods that the address takes', schema: { type: 'string' } },
  Help: {
    description: 'rel="help": the line of the error catalogue that tells what to do',
    schema: { type: 'string' },
  },
} as const;

const refTo = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

const refusalHeaders = {
  ...{ 'Retry-After': refTo('RetryAfter'), Link: refTo('Help'), Allow: refTo('Allow') },
  ...{ 'WWW-Authenticate': refTo('WwwAuthenticate'), 'X-Request-Id': refTo('RequestId') },
};

/** Every refusal. */
export const outcome = {
  description:
    'An OperationOutcome with each thing that is wrong; programs go by `details.coding.code`, which stands in the error catalogue',
  headers: refusalHeaders,
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
    headers: refusalHeaders,
    content: content('Resource'),
  },
  '5XX': refusals['5XX'],
} as const;

const good = (description: string, type: string, ...produces: readonly string[]) => ({
  description,
  headers: {
    ...{ ETag: refTo('ETag'), 'Last-Modified': refTo('LastModified') },
    'X-Request-Id': refTo('RequestId'),
  },
  content: content(type, ...produces),
});

const made = (type: string) => {
  const { headers: own, ...rest } = good('It was made', type);
  return { ...rest, headers: { ...own, Location: refTo('Location') } };
};

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
    201: made(type),
  }),
  update: (type) => ({ 200: good('It was changed', type), 201: made(type) }),
  patch: (type) => ({ 200: good('It was changed', type) }),
  delete: () => ({ 200: good('Done', 'OperationOutcome'), ...empty }),
};

const bundle: Answers = { 200: good('A Bundle', 'Bundle'), ...unchanged };

function ofOperation({ code, parameter }: ShownOperation, produces: readonly string[]): Answers {
  const out = parameter.filter(({ use }) => use === 'out');
  const [first] = out;
  const isOne = out.length === 1 && first?.name === 'return' && /^[A-Z]/.test(first.type);
  // Who asks for `Prefer: return=OperationOutcome`, and IHE, may be answered by another resource.
  const answer = good(isOne ? `A ${first.type}` : 'What was asked for', 'Resource', ...produces);
  if (code !== 'export') return { '2XX': answer, ...unchanged };
  const headers = {
    'Content-Location': refTo('ContentLocation'),
    'X-Request-Id': refTo('RequestId'),
  };
  return { 202: { ...answer, description: 'The export was begun', headers } };
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
