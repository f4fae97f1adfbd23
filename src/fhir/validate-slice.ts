/** Which slice of a profile an item of a list is in. https://hl7.org/fhir/R4/profiling.html#discriminator */
import type { Discriminator, Pattern, ProfileElement } from './profile-element.ts';
import { typeOfReference } from './reference.ts';
import { bindingFault } from './validate-binding.ts';
import { isObject } from './validate-state.ts';
import type { CodeSet } from './value-set.ts';

type Codes = (valueSet: string) => CodeSet | undefined;

/** Whether a value is what a pattern demands; a concept needs one coding that is. */
export function fits(pattern: Pattern, value: unknown): boolean {
  if (pattern.kind === 'plain') return value === pattern.value;
  if (!isObject(value)) return value === pattern.code;
  if (Array.isArray(value.coding)) return value.coding.some((coding) => fits(pattern, coding));
  return value.code === pattern.code && (pattern.system ?? value.system) === value.system;
}

const namesIn = (path: string): string[] =>
  path.split('.').filter((name) => name !== '$this' && name !== 'resolve()');

interface Demand {
  readonly names: readonly string[];
  readonly element: ProfileElement;
}

const demands = new WeakMap<ProfileElement, Map<string, readonly Demand[]>>();

/** What a slice says along the path of a discriminator, each with how far along. */
function demandsAt(slice: ProfileElement, path: string): readonly Demand[] {
  const ofSlice = demands.get(slice) ?? new Map<string, readonly Demand[]>();
  const known = ofSlice.get(path) ?? findDemands(slice, path);
  demands.set(slice, ofSlice.set(path, known));
  return known;
}

function findDemands(slice: ProfileElement, path: string): readonly Demand[] {
  const found = [{ names: [] as string[], element: slice }];
  let element: ProfileElement | undefined = slice;
  const names: string[] = [];
  for (const name of namesIn(path)) {
    names.push(name);
    element = element?.children.get(name);
    if (element) found.push({ names: [...names], element });
  }
  return found;
}

function valuesAt(item: unknown, names: readonly string[]): unknown[] {
  let values: unknown[] = [item];
  for (const name of names)
    values = values.flatMap((value) => (isObject(value) ? (value[name] ?? []) : []));
  return values;
}

function isDemanded(element: ProfileElement, value: unknown, codes: Codes): boolean {
  if (!element.patterns.every((pattern) => fits(pattern, value))) return false;
  return element.bindings.every(({ valueSet, strength }) => {
    const set = strength === 'required' ? codes(valueSet) : undefined;
    return !set || bindingFault(set, value) === undefined;
  });
}

const typeAt = (value: unknown): string | undefined =>
  isObject(value) && typeof value.resourceType === 'string'
    ? value.resourceType
    : isObject(value)
      ? typeOfReference(value)
      : undefined;

type Matches = (slice: ProfileElement, path: string, item: unknown, codes: Codes) => boolean;

const byValue: Matches = (slice, path, item, codes) =>
  demandsAt(slice, path)
    .filter(({ element }) => element.patterns.length + element.bindings.length > 0)
    .every(({ names, element }) =>
      valuesAt(item, names).some((value) => isDemanded(element, value, codes)),
    );

const byType: Matches = (slice, path, item) => {
  const { names, element } = demandsAt(slice, path).at(-1) ?? { names: [], element: slice };
  const allowed = element.targets.length > 0 ? element.targets : element.types;
  return valuesAt(item, names).some((value) => allowed.includes(typeAt(value) ?? ''));
};

const byExistence: Matches = (slice, path, item) => {
  const { names, element } = demandsAt(slice, path).at(-1) ?? { names: [], element: slice };
  return valuesAt(item, names).length > 0 === element.max > 0;
};

const ways = {
  value: byValue,
  pattern: byValue,
  type: byType,
  exists: byExistence,
} as const satisfies Record<Discriminator['type'], Matches>;

/** The slice that an item is in; undefined when it is in none. */
export function sliceOf(
  list: ProfileElement,
  item: unknown,
  codes: Codes,
): ProfileElement | undefined {
  for (const slice of list.slices.values()) {
    const isIn =
      slice.url === undefined
        ? list.discriminators.every(({ type, path }) => ways[type](slice, path, item, codes))
        : isObject(item) && item.url === slice.url;
    if (isIn) return slice;
  }
  return undefined;
}

/** Why the slices of an element cannot be told apart; undefined when they can. */
export function undecided(list: ProfileElement): string | undefined {
  for (const slice of list.slices.values()) {
    if (slice.url !== undefined) continue;
    const dumb = list.discriminators.find(({ type, path }) => {
      const said = demandsAt(slice, path).map(({ element }) => element);
      const ends = said.at(-1);
      if (type === 'type') return !ends || ends.targets.length + ends.types.length === 0;
      if (type === 'exists') return !ends || (ends.min === 0 && ends.max > 0);
      return said.every(({ patterns, bindings }) => patterns.length + bindings.length === 0);
    });
    if (dumb || list.discriminators.length === 0)
      return `${slice.slice}: ${dumb?.path ?? 'no discriminator'}`;
  }
  return undefined;
}
