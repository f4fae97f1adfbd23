import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { type OpenApi, openApiOf } from '../../src/manual/openapi/document.ts';
import { viewedOf } from '../../src/manual/openapi/viewed.ts';
import { registry } from '../../src/registry.ts';
import { allFixtures } from '../contracts/door.ts';
import { describedPlain, describedProduct } from './described.ts';
import { faultsOf, operationsOf } from './openapi-form.ts';

const product = await describedProduct();
const document = await openApiOf(product);

t.test('the document is OpenAPI 3.1, and refers to nothing that is not in it', async (t) => {
  t.same(faultsOf(document), []);
  t.same(faultsOf(await openApiOf(await describedPlain())), []);
  t.ok(JSON.stringify(document).length < 1_000_000);
});

t.test('a fault in it is found', async (t) => {
  const broken = (change: (copy: OpenApi) => unknown): string[] => {
    const copy = structuredClone(document);
    change(copy);
    return faultsOf(copy);
  };
  const path = '/Patient/{id}';
  const set = (target: object | undefined, more: object) => Object.assign(target ?? {}, more);
  t.match(
    broken((copy) => set(copy.paths[path]?.get, { responses: {} })),
    [/responses/],
  );
  t.match(
    broken((copy) => set(copy.paths[path]?.get, { parameters: [] })),
    [/\{id\}/],
  );
  t.match(
    broken((copy) => set(copy.paths[path]?.get, { operationId: 'capabilities' })),
    [/capabilities/],
  );
  t.match(
    broken((copy) => set(copy.components, { responses: {} })),
    [/Refusal/],
  );
  t.match(
    broken((copy) => set(copy, { openapi: '3.0.0' })),
    [/openapi/],
  );
});

t.test('each route has an operation, and each operation a route', async (t) => {
  const routes = product.router.routes.map(
    ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}') || '/'}`,
  );
  const told = operationsOf(document)
    .filter(({ operation: { tags } }) => !tags.includes('Beside FHIR'))
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  t.ok(told.length > 200, `${told.length} operations`);
  t.same([...told].sort(), [...new Set([...routes, 'GET /metadata'])].sort());
});

const parametersOf = (path: string, method: string): string[] =>
  (document.paths[path]?.[method]?.parameters ?? []).map((one) =>
    'name' in one ? one.name : (one.$ref.split('/').at(-1) ?? ''),
  );

t.test('what a request may say is told of wherever it may say it', async (t) => {
  const says = (path: string, method: string, ...names: string[]) =>
    t.same(
      names.filter((name) => !parametersOf(path, method).includes(name)),
      [],
      `${method} ${path}`,
    );
  says('/Appointment/$book', 'post', 'appointment-reference', 'patient-reference', '_format');
  says('/Appointment/{id}', 'get', 'id', '_elements', '_summary', 'header-if-none-match');
  says('/Appointment/{id}/_history', 'get', '_since', '_at', '_count');
  says('/Appointment', 'put', 'identifier', 'patient', '_id', 'header-if-match');
  says('/Appointment', 'get', 'patient', '_sort', 'header-prefer');
  says('/metadata', 'get', '_format');
  const schema = JSON.stringify(document.paths['/Appointment/_search']?.post?.requestBody);
  t.match(schema, '"patient":{"type":"string"}');
  const body = JSON.stringify(document.paths['/Appointment/$book']?.post?.requestBody);
  t.match(body, '"name":"appointment-reference"');
  const plain = JSON.stringify(document.paths['/Appointment/{id}/$cancel']?.post?.requestBody);
  t.match(plain, '#/components/schemas/Parameters');
  t.match(JSON.stringify(document.components.responses?.Refusal), 'WWW-Authenticate');
});

t.test('the viewer is not given types that hold each other without end', async (t) => {
  const viewed = viewedOf(document);
  t.same(faultsOf(viewed), []);
  t.notMatch(JSON.stringify(viewed.components.schemas), '$ref');
  t.ok(viewed.components.schemas.Appointment, 'those of the rooms are there');
  t.notOk(viewed.components.schemas.Extension);
  t.match(document.components.schemas, { Extension: {} }, 'the document has them all');
});

t.test('each search parameter and operation parameter is told of', async (t) => {
  for (const { type, search } of registry) {
    const names = document.paths[`/${type}`]?.get?.parameters.map((one) =>
      'name' in one ? one.name : one.$ref.split('/').at(-1),
    );
    if (!names) continue;
    t.same(
      Object.keys(search).filter((name) => !names.includes(name)),
      [],
      type,
    );
  }
});

t.test('its schemas are JSON Schema, and every fixture fits that of its type', async (t) => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addSchema({ $id: 'api', ...(document as object) }, 'api', true, false);
  ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
  const fixtures = allFixtures(registry);
  t.ok(fixtures.length > 50);
  for (const { name, resource } of fixtures) {
    const validate = ajv.getSchema(`api#/components/schemas/${resource.resourceType}`);
    t.ok(validate?.(resource), `${name}: ${JSON.stringify(validate?.errors?.slice(0, 2))}`);
  }
  const patient = ajv.getSchema('api#/components/schemas/Patient');
  t.notOk(patient?.({ resourceType: 'Patient', birthDate: '12. maj' }), 'a fault is seen');
  t.notOk(patient?.({ resourceType: 'Person' }));
});
