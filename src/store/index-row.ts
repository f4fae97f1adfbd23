import { createHmac } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { compilePath } from '../fhir/path.ts';
import type { SearchParam } from '../fhir/search-param.ts';
import { dateSpan, references, strings, tokenForms, tokens, uris } from '../fhir/search-value.ts';
import { ownParams, type Shape } from './shape.ts';

/** A value under which a resource is found over the whole population. */
export interface Link {
  readonly param: string;
  readonly value: string;
}

/** What the store keeps beside the bytes. Times are epoch milliseconds; columns are in the order of `ownParams`. */
export interface Indexed {
  readonly patient: string | null;
  readonly person: Buffer | null;
  readonly sort: number;
  readonly columns: readonly (string | number | null)[];
  readonly links: readonly Link[];
}

/** Keyed hash of a person's number: equal numbers can be matched, none can be read back. */
export const personHash = (key: Buffer, number: string): Buffer =>
  createHmac('sha256', key).update(number).digest();

/** An array as PostgreSQL writes it: `{"a","b"}`. */
export const arrayLiteral = (values: readonly string[]): string =>
  `{${values.map((value) => `"${/[\\"]/.test(value) ? value.replace(/[\\"]/g, '\\$&') : value}"`).join(',')}}`;

/** Systems of numbers that tell who a person is: they are indexed by keyed hash only. */
export const personSystems: readonly string[] = [
  'urn:oid:1.2.208.176.1.2',
  'urn:oid:1.2.208.176.1.6.1.1',
];

/** The form in which a person's number is indexed and searched. */
export const personToken = <T extends { readonly system?: string; readonly code?: string }>(
  key: Buffer,
  token: T,
): T =>
  token.code !== undefined && personSystems.includes(token.system ?? '')
    ? { ...token, code: personHash(key, token.code).toString('base64url') }
    : token;

/** Neither the number nor its bare form stands in an index row. */
const concealed = (key: Buffer, values: readonly string[]): string[] => {
  const split = values.map((value) => ({
    system: value.slice(0, value.indexOf('|')),
    code: value.slice(value.indexOf('|') + 1),
    value,
  }));
  const secret = new Set(
    split
      .filter(({ system, value }) => value.includes('|') && personSystems.includes(system))
      .map(({ code }) => code),
  );
  return split.flatMap(({ system, code, value }) => {
    if (!secret.has(code) || code === '') return value;
    return value.includes('|') ? `${system}|${personToken(key, { system, code }).code}` : [];
  });
};

const tokenValues = (elements: readonly unknown[]): string[] => [
  ...new Set(tokens(elements).flatMap(tokenForms)),
];

const valuesOf = {
  token: tokenValues,
  reference: references,
  string: strings,
  uri: uris,
} as const satisfies Partial<
  Record<SearchParam['type'], (elements: readonly unknown[]) => string[]>
>;

/** One row a code: a search walks the code's rows, and the column tells whose system it is. */
const codesOf = (values: readonly string[]): string[] => [
  ...new Set(
    values
      .filter((value) => value.includes('|'))
      .map((value) => value.slice(value.indexOf('|') + 1))
      .filter((code) => code !== ''),
  ),
];

type Extract = (resource: unknown, into: (string | number | null)[], links: Link[]) => void;

const dateColumns =
  (path: ReturnType<typeof compilePath>): Extract =>
  (resource, into) => {
    const span = dateSpan(path(resource));
    into.push(span?.from ?? null, span?.to ?? null);
  };

const arrayColumn =
  (name: string, param: SearchParam, path: ReturnType<typeof compilePath>, key: Buffer): Extract =>
  (resource, into, links) => {
    const read = valuesOf[param.type as keyof typeof valuesOf];
    const found = read(path(resource));
    const values = name === 'identifier' ? concealed(key, found) : found;
    into.push(values.length === 0 ? null : arrayLiteral(values));
    if (param.index !== 'range') return;
    const walked = param.type === 'token' ? codesOf(values) : values;
    links.push(...walked.map((value) => ({ param: name, value })));
  };

const extractor = ([name, param]: [string, SearchParam], key: Buffer): Extract => {
  const path = compilePath(param.expression);
  return param.type === 'date' ? dateColumns(path) : arrayColumn(name, param, path, key);
};

const orderColumn = (shape: Shape): number => {
  let at = 0;
  for (const [name, param] of ownParams(shape)) {
    if (name === shape.order) return at;
    at += param.type === 'date' ? 2 : 1;
  }
  return -1;
};

/** Compiles a room's search parameters to one function that makes the index row of a resource. */
export function compileIndexer(
  shape: Shape,
  key: Buffer,
): (resource: Resource, lastUpdated: number) => Indexed {
  const extractors = ownParams(shape).map((param) => extractor(param, key));
  const order = orderColumn(shape);
  return (resource, lastUpdated) => {
    const columns: (string | number | null)[] = [];
    const links: Link[] = [];
    for (const extract of extractors) extract(resource, columns, links);
    const number = shape.person?.(resource as never);
    const sort = order < 0 ? undefined : columns[order];
    return {
      patient: shape.patient?.(resource as never) ?? null,
      person: number === undefined ? null : personHash(key, number),
      sort: typeof sort === 'number' && Number.isFinite(sort) ? sort : lastUpdated,
      columns,
      links,
    };
  };
}
