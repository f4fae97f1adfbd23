/** Addresses beside those of the registry, in OpenAPI. */
import type { Described } from '../described.ts';
import { type Beside, besides, page } from './beside-address.ts';
import type { OpenOperation } from './operation.ts';

const text = { schema: { type: 'string' } } as const;

/** Those that are no FHIR refuse in words of their own. */
const refusedAs: Readonly<Record<string, string>> = { [page]: page, 'text/calendar': 'text/plain' };

function answersOf({ answers, type = '' }: Beside): OpenOperation['responses'] {
  const kind = refusedAs[type];
  return {
    ...Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [
        status,
        { description, ...(type !== '' && status === '200' && { content: { [type]: {} } }) },
      ]),
    ),
    '4XX': kind
      ? { description: 'Words that say why not', content: { [kind]: {} } }
      : { $ref: '#/components/responses/Refusal' },
  };
}

function operationOf(one: Beside, { base: at }: Described): OpenOperation {
  const { path, method = 'get', summary, under, query = {}, isOpen } = one;
  const words = path.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    operationId: [method, ...(under === 'origin' ? ['server'] : []), ...words].join('-'),
    tags: ['Beside FHIR'],
    summary,
    ...(isOpen && { security: [] }),
    ...(under === 'origin' && { servers: [{ url: at.replace(/\/fhir$/, '') }] }),
    parameters: [
      ...inPath.map((name) => ({
        ...{ name, in: 'path' as const, required: true, description: name, ...text },
      })),
      ...Object.entries(query).map(([name, required]) => ({
        ...{ name, in: 'query' as const, required, description: name, ...text },
      })),
    ],
    responses: answersOf(one),
  };
}

const isThere = ({ needs }: Beside, { router }: Described): boolean =>
  needs === undefined ||
  router.routes.some(({ name, room }) => name === needs || room?.type === needs);

type Paths = Record<string, Record<string, OpenOperation>>;

/** Them as paths. An address that is there both behind the base and behind the server is told of once: the one behind the base. */
export function besidePaths(described: Described): Paths {
  const paths: Paths = {};
  for (const one of besides.filter((each) => isThere(each, described))) {
    const method = one.method ?? 'get';
    paths[one.path] = { [method]: operationOf(one, described), ...paths[one.path] };
  }
  return paths;
}
