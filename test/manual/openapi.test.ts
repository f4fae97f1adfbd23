import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { type OpenApi, openApiOf } from '../../src/manual/openapi/document.ts';
import { registry } from '../../src/registry.ts';
import { allFixtures } from '../contracts/door.ts';
import { describedPlain, describedProduct } from './described.ts';
import { faultsOf, operationsOf } from './openapi-form.ts';

const product = await describedProduct();
const document = await openApiOf(product);

t.test('the document is OpenAPI 3.1, and refers to nothing that is not in it', async (t) => {
  t.same(faultsOf(document), []);
  t.same(faultsOf(await openApiOf(await describedPlain())), []);
  t.ok(JSON.stringify(document).length < 900_000);
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
  const told = operationsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  t.ok(told.length > 200, `${told.length} operations`);
  t.same([...told].sort(), [...new Set([...routes, 'GET /metadata'])].sort());
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
