/** https://hl7.org/fhir/R4/operations.html */
import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { outcomeUrl } from '../fhir/bundle.ts';
import { badRequest, FhirError, fail, type Issue, issue, quote, render } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import { validate } from '../fhir/validate.ts';
import type { Operation, Room } from '../resources/define.ts';
import { operationFeature } from '../resources/feature-room.ts';
import type { Input } from '../resources/operation.ts';
import type { Asking, Desk, Look, Method, Told } from './exchange.ts';
import { helpLink } from './help-link.ts';
import { refusedLook } from './look.ts';
import { idAt } from './place.ts';
import type { OpenRoute } from './route.ts';
import { tell } from './tell.ts';

/** What reading the input of an operation takes. */
export type Described = Pick<Operation, 'code' | 'parameter'>;

const canonicalName = (operation: Described, name: string): string | undefined =>
  operation.parameter.find(
    (one) => one.use === 'in' && (one.name === name || one.synonyms?.includes(name)),
  )?.name;

const unknown = (operation: Described, name: string) => {
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

function collect(operation: Described, given: readonly ParametersParameter[]): Input['values'] {
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
  operation: Described,
  entries: readonly (readonly [string, string])[],
): Input => ({
  values: collect(
    operation,
    entries.map(([name, valueString]) => ({ name, valueString })),
  ),
});

/** The input of a call by POST: Parameters, or one bare resource. */
export function inputFromBody(operation: Described, body: Resource | undefined): Input {
  if (!body) return { values: new Map() };
  if (body.resourceType !== 'Parameters') return { values: new Map(), resource: body };
  return { values: collect(operation, (body as Parameters).parameter ?? []) };
}

/** The resource in a body that an operation takes: Parameters, or one of the room's type. 400, 422. */
function bodyIn(desk: Desk, room: Room, asking: Asking): Resource | undefined {
  const body = asking.body(['resource']);
  if (body?.kind !== 'resource') return undefined;
  const resource = body.resource as Resource;
  if (resource.resourceType !== 'Parameters' && resource.resourceType !== room.type)
    throw badRequest(
      'resource-type',
      {
        da: `Indholdet skal være Parameters eller ${room.type}.`,
        en: `The body must be Parameters or ${room.type}.`,
      },
      { expression: 'resourceType' },
    );
  const issues = validate(resource, desk.definitions).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  if (issues.length > 0) throw fail(422, issues);
  return resource;
}

/** What an operation was given, in its address and its body; names are checked, values are not. 400, 415, 422. */
export function inputOf(desk: Desk, room: Room, asking: Asking, operation: Described): Input {
  assertReadable(asking.query, 'GET');
  const inUrl = inputFromQuery(operation, asking.query);
  if (asking.method === 'GET') return inUrl;
  const inBody = inputFromBody(operation, bodyIn(desk, room, asking));
  return { ...inBody, values: new Map([...inUrl.values, ...inBody.values]) };
}

const unavailable: Issue = issue({
  severity: 'fatal',
  code: 'not-found',
  key: 'not-available',
  text: { da: 'Det ønskede kan ikke fås.', en: 'What was asked for is not available.' },
});

/** What cannot be had is said in IHE's way first, then in ours. */
const saidAs = ({ status, issues }: FhirError): readonly Issue[] =>
  status === 404 || status === 409 ? [unavailable, ...issues] : issues;

/** ITI-117 asks for a Bundle with the OperationOutcome in it. */
function failed(error: FhirError, desk: Desk, looks: readonly Look[]): Told {
  const { call, definitions } = desk;
  const resource = render(saidAs(error), call.language);
  const entry = { fullUrl: outcomeUrl(resource), search: { mode: 'outcome' }, resource };
  const body = { resourceType: 'Bundle', type: 'searchset', total: 0, entry: [entry] };
  const link = helpLink(definitions, call.ports.publicUrl, error.issues);
  return {
    status: error.status,
    headers: { ...error.headers, link },
    body: JSON.stringify(body),
    looks,
  };
}

const operate =
  (room: Room, operation: Operation): OpenRoute['run'] =>
  async (desk, asking, place) => {
    const id = place.id === undefined ? {} : { id: idAt(room, place.id) };
    const input = inputOf(desk, room, asking, operation);
    return tell(desk, room, asking, await operation.run({ ...desk.call, input, ...id }));
  };

const bundlingFailure =
  (run: OpenRoute['run'], route: Pick<OpenRoute, 'name' | 'room'>): OpenRoute['run'] =>
  async (desk, asking, place) => {
    try {
      return await run(desk, asking, place);
    } catch (error) {
      if (error instanceof FhirError)
        return failed(error, desk, refusedLook(error, route, asking, place));
      throw error;
    }
  };

/** The addresses of a room's own operations: GET only where nothing changes. */
export const operationRoutes = (room: Room): OpenRoute[] =>
  room.operations.flatMap((operation) => {
    const run = operate(room, operation);
    const paths = [
      ...(operation.onType ? [`/${room.type}`] : []),
      ...(operation.onInstance ? [`/${room.type}/:id`] : []),
    ];
    const methods: readonly Method[] = operation.affectsState ? ['POST'] : ['GET', 'POST'];
    return paths.flatMap((path) =>
      methods.map((method) => ({
        ...{ name: `$${operation.code}`, method, room, path: `${path}/$${operation.code}` },
        feature: operationFeature(operation, room),
        run: operation.bundlesFailure
          ? bundlingFailure(run, { name: `$${operation.code}`, room })
          : run,
      })),
    );
  });
