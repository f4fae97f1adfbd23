/** The rules of OpenAPI 3.1 that a document of ours could break. https://spec.openapis.org/oas/v3.1.0 */
import type { OpenApi } from '../../src/manual/openapi/document.ts';
import type { OpenOperation } from '../../src/manual/openapi/operation.ts';

export interface At {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenOperation;
}

export const operationsOf = ({ paths }: OpenApi): At[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

/** Where a JSON pointer of the document leads. */
const leads = (document: OpenApi, ref: string): unknown =>
  ref.startsWith('#/')
    ? ref
        .slice(2)
        .split('/')
        .reduce<unknown>(
          (at, step) => (at as Record<string, unknown> | undefined)?.[step],
          document,
        )
    : undefined;

const inPath = (path: string): string[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);

type Parameter = Extract<OpenOperation['parameters'][number], { name: string }>;

const resolved = (document: OpenApi, one: OpenOperation['parameters'][number]): Parameter =>
  ('$ref' in one ? leads(document, one.$ref) : one) as Parameter;

function parameterFaults(document: OpenApi, { path, operation }: At): string[] {
  const all = operation.parameters
    .map((one) => resolved(document, one))
    .filter((one) => one !== undefined);
  const keys = all.map(({ name, in: where }) => `${where} ${name}`);
  const named = all.filter((one) => one.in === 'path').map(({ name }) => name);
  return [
    ...keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} twice`),
    ...inPath(path)
      .filter((name) => !named.includes(name))
      .map((name) => `{${name}} of the path is not told of`),
    ...named
      .filter((name) => !inPath(path).includes(name))
      .map((name) => `${name} is not in the path`),
    ...all
      .filter((one) => one.in === 'path' && one.required !== true)
      .map(({ name }) => `${name} must be required`),
    ...all
      .filter((one) => !['path', 'query', 'header', 'cookie'].includes(one.in) || !one.schema)
      .map(({ name }) => `${name} has no place or schema`),
  ];
}

const statusForm = /^(?:[1-5]\d\d|[1-5]XX|default)$/;

function responseFaults(document: OpenApi, { responses }: OpenOperation): string[] {
  const codes = Object.keys(responses);
  const said = Object.values(responses).map((one) => {
    const ref = (one as { $ref?: string }).$ref;
    return (ref === undefined ? one : leads(document, ref)) as { description?: string } | undefined;
  });
  return [
    ...(codes.length === 0 ? ['responses: there must be one'] : []),
    ...codes.filter((code) => !statusForm.test(code)).map((code) => `responses: ${code}`),
    ...said.filter((one) => one && !one.description).map(() => 'responses: no description'),
  ];
}

function operationFaults(document: OpenApi, at: At): string[] {
  const { method, operation } = at;
  const body = operation.requestBody?.content;
  const faults = [
    ...(methods.includes(method) ? [] : [`${method} is no method`]),
    ...parameterFaults(document, at),
    ...responseFaults(document, operation),
    ...(operation.requestBody && typeof body !== 'object' ? ['requestBody has no content'] : []),
    ...(operation.requestBody && (method === 'get' || method === 'delete') ? ['a body'] : []),
    ...operation.tags.filter((tag) => !document.tags.some(({ name }) => name === tag)),
  ];
  return faults.map((fault) => `${method} ${at.path}: ${fault}`);
}

/** `/a/{id}` and `/a/{name}` would be one address. */
const alike = (paths: readonly string[]): string[] => {
  const forms = paths.map((path) => path.replace(/\{[^}]+\}/g, '{}'));
  return paths.filter((_, at) => forms.indexOf(forms[at] ?? '') !== at);
};

const top = ['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components'];

/** Everything that is wrong with a document. */
export function faultsOf(document: OpenApi): string[] {
  const { openapi, info, paths, components } = document;
  const all = operationsOf(document);
  const ids = all.map(({ operation }) => operation.operationId);
  const keys = Object.values(components).flatMap((part) => Object.keys(part));
  return [
    ...(/^3\.1\.\d+$/.test(openapi) ? [] : ['openapi: another version']),
    ...['title', 'version'].filter((name) => typeof info[name] !== 'string'),
    ...Object.keys(document).filter((name) => !top.includes(name)),
    ...Object.keys(paths).filter((path) => !path.startsWith('/')),
    ...alike(Object.keys(paths)).map((path) => `${path} stands twice`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `operationId ${id} twice`),
    ...ids.filter((id) => !/^[\w-]+$/.test(id)).map((id) => `operationId ${id}`),
    ...keys.filter((key) => !/^[\w.-]+$/.test(key)).map((key) => `components: ${key}`),
    ...[...new Set(refsIn(document))].filter((ref) => leads(document, ref) === undefined),
    ...all.flatMap((at) => operationFaults(document, at)),
  ];
}
