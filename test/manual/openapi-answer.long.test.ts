import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { openApiOf } from '../../src/manual/openapi/document.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { describedProduct } from './described.ts';
import { type At, operationsOf } from './openapi-form.ts';

const document = await openApiOf(await describedProduct());
const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ $id: 'api', ...(document as object) }, 'api', true, false);

/** Who may ask most of each type. */
const personas: Readonly<Record<string, string>> = {
  Provenance: 'auditor',
  AuditEvent: 'auditor',
  Subscription: 'system',
  System: 'system',
};

const askerOf = ({ operation: { tags } }: At): string => personas[tags[0] ?? ''] ?? 'staff';

/** An id of each type that has one to see. */
async function idsOf(house: TestHouse): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { name } of document.tags) {
    const found = await house.as(personas[name] ?? 'staff')(`${name}?_count=1`);
    const { entry = [] } = (await found.json()) as { entry?: { resource: { id: string } }[] };
    const id = entry.find(({ resource }) => resource.id !== undefined)?.resource.id;
    if (id !== undefined) ids.set(name, id);
  }
  return ids;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref: string } }>>;
  readonly $ref?: string;
}

/** What is said of an answer of this status; undefined where nothing is. */
function saidOf({ operation: { responses } }: At, status: number): Content | undefined {
  const said = (responses[status] ?? responses[`${`${status}`[0]}XX`]) as Content | undefined;
  const name = said?.$ref?.split('/').at(-1);
  return name === undefined ? said : (document.components.responses?.[name] as Content);
}

/** How an answer differs from what is said of it. */
async function faultOf(at: At, answer: Response): Promise<string | undefined> {
  const said = saidOf(at, answer.status);
  const text = await answer.text();
  if (!said) return `${answer.status} is not told of: ${text.slice(0, 300)}`;
  if (text === '') return undefined;
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const { content = {} } = said;
  if (!(type in content) && !('*/*' in content)) return `${type} is not told of`;
  const ref = content[type]?.schema?.$ref;
  if (ref === undefined) return undefined;
  const validate = ajv.getSchema(`api${ref}`);
  return validate?.(JSON.parse(text)) ? undefined : JSON.stringify(validate?.errors?.slice(0, 2));
}

/** What says that nobody answers there at all. */
const isNowhere = /"code":"(?:unknown-type|unknown-operation|method-not-allowed)"/;

/** A websocket is no request that is answered. */
const isRequest = ({ path }: At): boolean => path !== '/live';

const placed = ({ operation }: At, path: string, { base }: TestHouse): string =>
  operation.servers ? `${new URL(path, base)}` : path.slice(1);

/** Pages for people, the door of all of FHIR, and what an older address leads to. */
const isNoApi = /^(?:\/docs|\/fhir(?:$|\/?\*))/;

/** Addresses of Fastify, each once, with parameters as the document has them. */
const served = ({ app }: TestHouse): string[] => {
  const stack: string[] = [];
  const all = app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods] =
        /^([│├└─ ]*)(\S+)(?: \((.*)\))?$/.exec(line) ?? [];
      if (part === '') return [];
      stack.length = indent.length / 4 - 1;
      stack.push(part);
      const path = stack.join('');
      return methods === undefined || isNoApi.test(path) ? [] : [path.replace(/:(\w+)/g, '{$1}')];
    });
  return [...new Set(all)];
};

t.test('Every operation of the document answers as it says', async (t) => {
  t.setTimeout(240_000);
  const house = await startHouse(t);
  const ids = await idsOf(house);
  t.ok(ids.size > 20, `${ids.size} types`);
  const told = new Set(Object.keys(document.paths));
  const addresses = served(house);
  t.ok(addresses.length > 15, `${addresses.length} addresses`);
  t.same(
    addresses.filter((path) => !told.has(path.replace(/^\/fhir(?=\/)/, ''))),
    [],
    'no address of the server is left out',
  );
  const statuses: number[] = [];
  for (const at of operationsOf(document).filter(isRequest)) {
    const { path, method, operation } = at;
    const id = ids.get(operation.tags[0] ?? '') ?? 'nobody';
    const filled = path.replace('{id}', id).replace('{version}', '1').replace('{member}', '*');
    const isAsking = method === 'get' || method === 'delete';
    const answer = await house.as(askerOf(at))(placed(at, filled, house), {
      method: method.toUpperCase(),
      headers: { accept: 'application/fhir+json', ...(!isAsking && { prefer: 'return=minimal' }) },
      ...(operation.requestBody && { body: '{"resourceType":"Basic"}' }),
    });
    statuses.push(answer.status);
    const copy = answer.clone();
    t.equal(await faultOf(at, answer), undefined, operation.operationId);
    if (answer.status === 404 || answer.status === 405)
      t.notMatch(await copy.text(), isNowhere, operation.operationId);
  }
  t.ok(statuses.filter((status) => status < 300).length > 100, 'many are answered');
  t.ok(statuses.filter((status) => status >= 400).length > 20, 'and some refused');
  t.same(
    statuses.filter((status) => status >= 500),
    [],
  );
});
