/** Parameters of addresses and headers, in OpenAPI. */
import { controlNames } from '../../fhir/search-control.ts';
import { namesOf, paramOf } from '../../fhir/search-entry.ts';
import type { Route } from '../../interactions/route.ts';
import type { OperationParameter } from '../../resources/operation.ts';
import type { ShownOperation } from '../operation-pages.ts';
import { plainOf } from '../page.ts';
import { controlTexts, everyTypeTexts } from '../search-texts.ts';

export interface OpenParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: object;
}

interface Named {
  readonly $ref: string;
}

const words = { type: 'string' } as const;

const inPath: Readonly<Record<string, string>> = {
  id: 'Id of the resource',
  version: 'Number of the version',
  member: 'Type in the compartment, or * for all',
};

const pathParameters = ({ path }: Route): OpenParameter[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true, schema: words },
    description: inPath[name] ?? name,
  }));

const header = (name: string, description: string): OpenParameter => ({
  ...{ name, in: 'header', schema: words },
  description,
});

const inQuery = (name: string, description: string): OpenParameter => ({
  ...{ name, in: 'query', schema: words },
  description,
});

/** Names as keys of a component: `_lastUpdated`, `header-if-match`. */
const shared: Readonly<Record<string, OpenParameter>> = {
  'header-if-match': header(
    'If-Match',
    'The version that the change was decided on: 412 unless it stands',
  ),
  'header-if-none-match': header(
    'If-None-Match',
    'GET: 304 when it is still that; PUT: only where nothing stands',
  ),
  'header-if-none-exist': header('If-None-Exist', 'A search: nothing is made when it finds one'),
  'header-prefer': header(
    'Prefer',
    'return=minimal, representation or OperationOutcome; handling=strict or lenient; respond-async for an export',
  ),
  'header-if-modified-since': header('If-Modified-Since', '304 when nothing has changed since'),
  'header-accept-language': header(
    'Accept-Language',
    'en: refusals in English; Danish unless asked',
  ),
  _since: inQuery('_since', 'Versions since this time'),
  _at: inQuery('_at', 'Versions that stood at this time'),
  ...Object.fromEntries(
    [...namesOf({}), ...controlNames].map((name) => [
      name,
      {
        ...{ name, in: 'query', schema: words },
        description: plainOf(
          everyTypeTexts[name] ?? controlTexts[name] ?? paramOf({}, name)?.type ?? name,
        ),
      },
    ]),
  ),
};

/** Parameters that many addresses take. */
export const commonParameters: Readonly<Record<string, OpenParameter>> = shared;

const named = (name: string): Named => ({ $ref: `#/components/parameters/${name}` });

const searching: readonly string[] = ['search-type', 'search-compartment'];

const searchParameters = ({ room }: Route): OpenParameter[] =>
  Object.entries(room?.search ?? {}).map(([name, { type, description }]) => ({
    ...{ name, in: 'query', schema: words },
    description: description ? `${description.en} / ${description.da}` : `A ${type}, as R4 has it`,
  }));

const isPlainType = (type: string): boolean => /^[a-z]/.test(type) || type === 'Reference';

/** In an address every value is a word; only those that are one can stand there. */
const inputOf = ({
  name,
  min,
  max,
  type,
  documentation,
  synonyms = [],
}: OperationParameter): OpenParameter[] =>
  isPlainType(type) || type === 'Timing'
    ? [
        {
          ...{ name, in: 'query' },
          // Who says it by another of its names has said it.
          required: min > 0 && synonyms.length === 0,
          description: [documentation.en, ...synonyms.map((one) => `Also ${one}.`)].join(' '),
          schema: max === '1' ? words : { type: 'array', items: words },
        },
      ]
    : [];

const known = ['header-if-none-match', 'header-if-modified-since'];
const parts = ['_summary', '_elements'];
const versions = ['_since', '_at', '_count', ...parts];
const found = [...namesOf({}), ...controlNames].filter(
  (name) => !/^_(?:format|pretty)$/.test(name),
);

/** By the name of an interaction, what its addresses take that others of its kind take too. */
const takenBy: Readonly<Record<string, readonly string[]>> = {
  read: [...parts, ...known],
  vread: [...parts, ...known],
  'history-instance': [...versions, ...known],
  'history-type': [...versions, ...known],
  'history-system': [...versions, ...known],
  create: ['header-if-none-exist', 'header-prefer'],
  update: ['header-if-match', 'header-if-none-match', 'header-prefer'],
  patch: ['header-if-match', 'header-prefer'],
  delete: ['header-if-match'],
  batch: ['header-prefer'],
  transaction: ['header-prefer'],
};

/** Criteria in the address: of a search by GET, and of what is written by a search instead of an id. */
const isByCriteria = ({ name, method, path }: Route): boolean =>
  searching.includes(name)
    ? method === 'GET'
    : ['update', 'patch', 'delete'].includes(name) && !path.includes(':');

function criteriaOf(route: Route): (OpenParameter | Named)[] {
  if (!isByCriteria(route)) return [];
  const isSearch = searching.includes(route.name);
  return [
    ...(route.name === 'search-compartment' ? [] : searchParameters(route)),
    ...(isSearch ? [...found, 'header-prefer', ...known] : namesOf({})).map(named),
  ];
}

/** What the fields of a form of `_search` are called, with what else a search takes. */
export const searchNames = ({ room, name }: Route): readonly string[] =>
  name === 'search-type'
    ? [...Object.keys(room?.search ?? {}), ...namesOf({}), ...controlNames]
    : [...namesOf({}), ...controlNames];

/** Everything that a route takes beside its body. What an operation is asked by POST may stand in the body as well. */
export function parametersOf(route: Route, operation?: ShownOperation): (OpenParameter | Named)[] {
  const isBody = route.method === 'POST';
  const asked = (operation?.bodyOnly ? [] : (operation?.parameter ?? []))
    .filter(({ use }) => use === 'in')
    .flatMap(inputOf)
    .map((one) => (isBody ? { ...one, required: false } : one));
  return [
    ...pathParameters(route),
    ...criteriaOf(route),
    ...asked,
    ...(takenBy[route.name] ?? []).map(named),
    ...(operation ? ['header-prefer'] : []).map(named),
    ...['_format', '_pretty', 'header-accept-language'].map(named),
  ];
}
