/** The REST API in OpenAPI 3.1, from the routes of the registry. https://spec.openapis.org/oas/v3.1.0 */
import type { Route } from '../../interactions/route.ts';
import type { Described } from '../described.ts';
import { besidePaths } from './beside.ts';
import { type OpenOperation, operationOf } from './operation.ts';
import { commonParameters } from './parameter.ts';
import { headers, outcome } from './response.ts';
import { type JsonSchema, schemasOf } from './schema.ts';

/** What others read of it. Everything refers within the document. */
export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/** `/Patient/:id` as `/Patient/{id}`. */
export const pathOf = ({ path }: Pick<Route, 'path'>): string =>
  path === '' ? '/' : path.replace(/:(\w+)/g, '{$1}');

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A batch and a transaction have one address; they are told apart by what is sent. */
async function pathsOf(described: Described): Promise<OpenApi['paths']> {
  const paths: Record<string, Record<string, OpenOperation>> = {};
  for (const [at, route] of described.router.routes.entries()) {
    if (at % 25 === 0) await turn();
    const [path, method] = [pathOf(route), route.method.toLowerCase()];
    paths[path] ??= {};
    paths[path][method] ??= operationOf(route, described);
  }
  return paths;
}

const system = {
  name: 'System',
  description: 'What is asked of the whole / Hvad der spørges om på tværs',
};

const beside = {
  name: 'Beside FHIR',
  description: 'Discovery, exports, open data, proofs / Opslag, udtræk, åbne data, beviser',
};

const statement = {
  get: {
    operationId: 'capabilities',
    tags: [system.name],
    summary: 'The CapabilityStatement',
    parameters: ['_format', '_pretty', 'header-accept-language'].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    responses: {
      200: {
        description: 'What this server can',
        content: { 'application/fhir+json': { schema: { $ref: '#/components/schemas/Resource' } } },
      },
      '4XX': { $ref: '#/components/responses/Refusal' },
    },
  },
} as const;

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'A token of the municipality’s identity provider; in the sandbox: npm run token',
} as const;

/** The document, made in small turns. Schemas of resources name what a profile demands of each element; `$validate` checks the rest. */
export async function openApiOf(described: Described): Promise<OpenApi> {
  const { rooms, base, isSecured } = described;
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samspil',
      version: '1',
      summary: 'FHIR R4 over Columna Cura',
      description:
        'Made of the registry, as the CapabilityStatement is. What each parameter and refusal means stands in the pages beside it. Every address that answers GET answers HEAD as well.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: base }],
    // Some is open to whoever brings no token.
    ...(isSecured && { security: [{ bearer: [] }, {}] }),
    tags: [
      ...rooms.map(({ type, about }) => ({ name: type, description: `${about.en} / ${about.da}` })),
      system,
      ...(isSecured ? [beside] : []),
    ],
    paths: {
      '/metadata': statement,
      ...(await pathsOf(described)),
      ...(isSecured && besidePaths(described)),
    },
    components: {
      schemas: await schemasOf(described),
      parameters: commonParameters,
      headers,
      responses: { Refusal: outcome },
      ...(isSecured && { securitySchemes: { bearer } }),
    },
  };
}
