import { curaOperations, type Operation, ref } from './operations.ts';
import { curaTypes } from './records.ts';
import { performer } from './schema/person.ts';
import type { JsonSchema } from './schema/schema.ts';
import { recordSchemas } from './schemas.ts';

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

function parameter(name: string, place: string, schema: JsonSchema, required = place === 'path') {
  return { name, in: place, required, schema };
}

const parameters = {
  id: parameter('id', 'path', { type: 'string' }),
  noegle: parameter('noegle', 'path', { type: 'string' }),
  max: parameter('max', 'query', { type: 'integer', minimum: 0, maximum: 5000 }),
  efter: parameter('efter', 'query', { type: 'string' }),
  efterNummer: parameter('efter', 'query', { type: 'integer', minimum: 0 }),
  eksternReference: parameter('eksternReference', 'query', { type: 'string' }),
  ifMatch: parameter('If-Match', 'header', { type: 'string', pattern: '^"\\d+"$' }, true),
  key: parameter('Idempotency-Key', 'header', { type: 'string', maxLength: 200 }, true),
};

const change: JsonSchema = {
  type: 'object',
  description: 'The record after the change; null when it was deleted.',
  properties: {
    loebenummer: { type: 'integer', minimum: 1 },
    type: { type: 'string' },
    id: { type: 'string' },
    version: { type: 'integer' },
    aendretAf: performer.json,
    noegle: { type: 'string', description: 'Idempotency-Key of the write that made the row' },
    post: { type: ['object', 'null'] },
  },
  required: ['loebenummer', 'type', 'id', 'version', 'post'],
};

const pageOf = (
  items: JsonSchema,
  extra: Record<string, JsonSchema>,
  list: string,
): JsonSchema => ({
  type: 'object',
  properties: { [list]: { type: 'array', items }, ...extra },
  required: [list],
});

function schemas(): Record<string, JsonSchema> {
  const all: Record<string, JsonSchema> = {
    Afvisning: {
      type: 'object',
      properties: {
        kode: { type: 'string' },
        tekst: { type: 'string', description: 'Danish, for people' },
        version: { type: 'integer' },
      },
      required: ['kode', 'tekst'],
    },
    aendringer: pageOf(change, { seneste: { type: 'integer' } }, 'raekker'),
  };
  for (const type of curaTypes) {
    all[type] = recordSchemas[type].json;
    all[`${type}-side`] = pageOf(ref(type), { naeste: { type: 'string' } }, 'poster');
  }
  return all;
}

function responses({ answers }: Operation): Record<string, unknown> {
  const entries = Object.entries({ ...answers, 429: 'Too many requests; wait for Retry-After' });
  return Object.fromEntries(
    entries.map(([status, answer]) => [
      status,
      typeof answer === 'string'
        ? { description: answer }
        : { description: 'Done', content: json(answer) },
    ]),
  );
}

function operation(entry: Operation): Record<string, unknown> {
  return {
    summary: entry.summary,
    parameters: (entry.parameters ?? []).map((key) => ({ $ref: `#/components/parameters/${key}` })),
    ...(entry.body && { requestBody: { required: true, content: json(entry.body) } }),
    responses: responses(entry),
  };
}

/**
 * The interface that Samspil assumes of Cura, as an OpenAPI 3.1 document: an assumption, since none is public. Every record
 * may hold fields that are not described here, and they survive a write.
 */
export function curaOpenApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const entry of curaOperations()) {
    paths[entry.path] = { ...paths[entry.path], [entry.method]: operation(entry) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Columna Cura, as Samspil assumes it', version: '1' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    security: [{ oauth: [] }],
    paths,
    components: { schemas: schemas(), parameters, securitySchemes },
  };
}

const securitySchemes = {
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: {} } },
  },
};
