import type { Resource } from '@medplum/fhirtypes';
import { type Definition, definitions } from './fsh.ts';

type Check = (resource: Resource) => string[];
type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const listOf = (value: unknown): unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** `occurred[x]` is whichever member begins so. */
function membersOf(parent: Json, name: string): unknown[] {
  if (!name.endsWith('[x]')) return listOf(parent[name]);
  return Object.keys(parent)
    .filter((key) => key.startsWith(name.slice(0, -'[x]'.length)))
    .flatMap((key) => listOf(parent[key]));
}

/** The values of the last element of a path, by each object that may hold it. */
function valuesAt(resource: Resource, path: string): unknown[][] {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let parents: unknown[] = [resource];
  for (const name of names)
    parents = parents.flatMap((parent) => (isJson(parent) ? membersOf(parent, name) : []));
  return parents.filter(isJson).map((parent) => membersOf(parent, last));
}

const typeOf = (name: string): string =>
  definitions.find((definition) => definition.name === name)?.parent ?? name;

function cardinality(path: string, min: number, max: number): Check {
  return (resource) =>
    valuesAt(resource, path)
      .filter(({ length }) => length < min || length > max)
      .map(({ length }) => `${path} is there ${length} times`);
}

function references(path: string, names: readonly string[]): Check {
  const types = names.map(typeOf);
  const fits = (value: unknown): boolean =>
    isJson(value) &&
    (value.reference === undefined || types.includes(`${value.reference}`.split('/')[0] ?? ''));
  return (resource) =>
    valuesAt(resource, path)
      .flat()
      .flatMap((value) => (fits(value) ? [] : [`${path} leads elsewhere`]));
}

/** `"text"`, `#code` or `system#code`. */
function fixed(path: string, literal: string): Check {
  const [, system = '', code = literal.slice(1, -1)] = /^([^"]*)#(.+)$/.exec(literal) ?? [];
  const fits = (value: unknown): boolean => {
    if (!isJson(value)) return value === code;
    return listOf(value.coding).some(
      (coding) => isJson(coding) && coding.system === system && coding.code === code,
    );
  };
  return (resource) =>
    valuesAt(resource, path)
      .flat()
      .flatMap((value) => (fits(value) ? [] : [`${path} is not ${literal}`]));
}

const forms: readonly (readonly [RegExp, (...found: string[]) => Check])[] = [
  [
    /^([\w.]+(?:\[x\])?) (\d+)\.\.(\d+|\*)$/,
    (path = '', min, max) =>
      cardinality(path, Number(min), max === '*' ? Number.POSITIVE_INFINITY : Number(max)),
  ],
  [
    /^([\w.]+) only Reference\((.+)\)$/,
    (path = '', names = '') => references(path, names.split(' or ')),
  ],
  [/^([\w.]+) = (\S+)$/, (path = '', literal = '') => fixed(path, literal)],
];

/** The rules of a profile that are checked: cardinalities, reference targets and fixed values; slices and bindings are not. */
export function checksOf({ rules }: Definition): Check[] {
  return rules.flatMap((rule) => {
    for (const [pattern, make] of forms) {
      const found = pattern.exec(rule);
      if (found) return [make(...found.slice(1))];
    }
    return [];
  });
}

const byType = new Map(
  definitions
    .filter(({ kind }) => kind === 'Profile')
    .map((profile) => [profile.parent, checksOf(profile)]),
);

/** Where a resource is not as our profile of its type says. */
export const misfits = (resource: Resource): string[] =>
  (byType.get(resource.resourceType) ?? []).flatMap((check) => check(resource));
