import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import t from 'tap';
import { checkRecord, MalformedRecord } from '../../src/cura/check.ts';
import { curaOpenApi } from '../../src/cura/openapi.ts';
import { type CuraType, curaTypes } from '../../src/cura/records.ts';
import { draftSchema, recordSchemas } from '../../src/cura/schemas.ts';
import { generate } from '../../src/sandbox/people/generate.ts';
import { awaited } from '../mappings/all.ts';
import { saturday } from './sandbox.ts';

const samples = [...generate({ seed: 1, now: saturday })].flatMap(({ type, records }) =>
  records.slice(0, 1).map((record) => ({ type, record: record as object })),
);

function fault(type: CuraType, value: unknown): unknown {
  try {
    checkRecord(type, value);
    return undefined;
  } catch (error) {
    return error;
  }
}

t.test('there is a sample of every record type', (t) => {
  t.same(
    samples.map(({ type }) => type),
    curaTypes.filter((type) => !awaited.has(type)),
  );
  t.end();
});

t.test('a record without a field that it must have is malformed, by the name of the field', (t) => {
  for (const { type, record } of samples) {
    const { required } = recordSchemas[type].json as { required: string[] };
    t.ok(required.length > 3);
    for (const key of required) {
      const rest = Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
      t.match(fault(type, rest), { name: 'MalformedRecord', message: `'${key}'` });
    }
  }
  t.end();
});

t.test('each is a JSON Schema', (t) => {
  const ajv = new Ajv2020();
  for (const type of curaTypes) t.equal(ajv.validateSchema(recordSchemas[type].json), true, type);
  t.end();
});

t.test('fields that we do not know are kept', (t) => {
  for (const { type, record } of samples) {
    const more = { ...record, ukendt: { dybt: [1] } };
    t.equal(checkRecord(type, more as unknown), more as unknown);
  }
  t.end();
});

t.test('whatever stands in the place of a record, the check answers and tells no value', (t) => {
  const secret = 'hemmeligt-indhold';
  const junk = fc.oneof(fc.anything(), fc.constant(secret), fc.constant({ cpr: secret }));
  const law = fc.property(
    fc.constantFrom(...samples),
    fc.nat(),
    junk,
    ({ type, record }, at, value) => {
      const key = Object.keys(record)[at % Object.keys(record).length] ?? '';
      const error = fault(type, { ...record, [key]: value });
      return (
        error === undefined || (error instanceof MalformedRecord && !error.message.includes(secret))
      );
    },
  );
  fc.assert(law, { numRuns: 500 });
  t.ok(fault('borger', null) instanceof MalformedRecord);
  t.end();
});

t.test('a draft has all but what Cura gives', (t) => {
  const { properties, required } = draftSchema('aftale') as {
    properties: object;
    required: string[];
  };
  const given = ['id', 'version', 'aendret', 'aendretAf'];
  t.same(
    given.filter((key) => key in properties || required.includes(key)),
    [],
  );
  t.ok('eksternReference' in properties && required.includes('start'));
  t.end();
});

function refs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : refs(inner),
  );
}

t.test('the OpenAPI document refers to nothing that it does not hold', (t) => {
  const document = curaOpenApi();
  const all = refs(document);
  t.ok(all.length > 50);
  for (const ref of all) {
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => Object(at)[key], document);
    t.type(found, 'object', ref);
  }
  t.end();
});

t.test('the OpenAPI document has every operation of the port', (t) => {
  const shown = /^\/(?!v1)|^\/v1\/(hold|aftale|besoeg|holdtilmelding|aendringer|noegler)(\/|$)/;
  const paths = curaOpenApi().paths as Record<string, object>;
  t.same(
    Object.entries(paths)
      .filter(([path]) => shown.test(path))
      .map(([path, methods]) => `${Object.keys(methods).join()} ${path}`),
    [
      'get /v1/hold/{id}',
      'get /v1/hold',
      'get,put /v1/aftale/{id}',
      'get,post /v1/aftale',
      'get,put /v1/holdtilmelding/{id}',
      'get,post /v1/holdtilmelding',
      'get /v1/besoeg/{id}',
      'get /v1/besoeg',
      'get /v1/aendringer',
      'get /v1/noegler/{noegle}',
      'post /oauth/token',
    ],
  );
  t.same(Object.keys(paths['/v1/borger/{id}'] ?? {}), ['get', 'put']);
  t.same(Object.keys(paths['/v1/enhed/{id}'] ?? {}), ['get']);
  t.end();
});
