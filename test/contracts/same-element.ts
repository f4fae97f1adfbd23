import { isDeepStrictEqual } from 'node:util';
import type { StructureDefinition } from '@medplum/fhirtypes';
import type { Profile } from '../../src/fhir/profile.ts';
import type { ProfileElement } from '../../src/fhir/profile-element.ts';

/** What an element demands, without how it was written: for comparison. */
type Said = Readonly<Record<string, unknown>>;

const sorted = <T>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** `valueQuantity` is `value` where nothing but a Quantity may stand. */
function children(element: ProfileElement): [string, ProfileElement][] {
  return [...element.children].map(([name, child]) => {
    const choice = [...element.children].find(
      ([other, { types }]) =>
        name !== other && types.length === 1 && name === `${other}${capital(types[0] ?? '')}`,
    );
    return [choice?.[0] ?? name, child];
  });
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

const least = ({ min, slices }: ProfileElement): number =>
  Math.max(
    min,
    [...slices.values()].reduce((sum, slice) => sum + slice.min, 0),
  );

const own = (element: ProfileElement): Said => {
  const { max, types, targets, patterns, bindings, rules, isClosed, url } = element;
  const isExtensions = [...element.slices.values()].some((slice) => slice.url !== undefined);
  return {
    ...(least(element) > 0 && { min: least(element) }),
    ...(Number.isFinite(max) && { max }),
    ...(types.length > 0 && { types: sorted(types) }),
    ...(targets.length > 0 && { targets: sorted(targets) }),
    ...(patterns.length > 0 && { patterns: sorted(patterns) }),
    ...(bindings.length > 0 && { bindings: sorted(bindings) }),
    ...(rules.length > 0 && { rules: sorted(rules) }),
    ...(isClosed && { isClosed }),
    ...(url !== undefined && { url }),
    ...(!isExtensions &&
      element.discriminators.length > 0 && { discriminators: element.discriminators }),
  };
};

/** Each path at which something is demanded, with what; a slice of a list is `list:slice`. */
function demandsOf(element: ProfileElement, path: string): Map<string, Said> {
  const found = new Map([[path, own(element)]]);
  const below = [
    ...children(element).map(([name, child]) => [`${path}.${name}`, child] as const),
    ...[...element.slices].map(([name, slice]) => [`${path}:${name}`, slice] as const),
  ];
  for (const [at, one] of below)
    for (const [inner, demand] of demandsOf(one, at))
      found.set(inner, { ...found.get(inner), ...demand });
  return found;
}

/** What the type that a definition is about says of cardinalities, by path. */
function basesOf({ type = '', snapshot }: StructureDefinition): ReadonlyMap<string, Said> {
  return new Map(
    (snapshot?.element ?? []).map(({ id = '', base }) => [
      id.slice(type.length).replaceAll('[x]', ''),
      { min: base?.min, max: base?.max === '*' ? undefined : Number(base?.max) },
    ]),
  );
}

/** Whose url an extension has follows from what it is: the house does not say it twice. */
const saysUrl = (path: string, one: Said, { url }: StructureDefinition): boolean => {
  const slice = /:(\w+)\.url$/.exec(path)?.[1] ?? (path === '.url' ? url : undefined);
  return isDeepStrictEqual(one, { patterns: [{ kind: 'plain', value: slice }] });
};

/** What a profile demands beyond the type that it is about, by path. */
export function said({ root }: Profile, definition: StructureDefinition): Said {
  const bases = basesOf(definition);
  const all = [...demandsOf(root, '')].map(([path, { min, max, ...rest }]) => {
    const base = bases.get(path.replace(/:value(?=[A-Z])\w+/g, '')) ?? {};
    const ownMin = min !== undefined && min !== base.min && { min };
    const ownMax = max !== undefined && max !== base.max && { max };
    return [path, { ...rest, ...ownMin, ...ownMax }] as const;
  });
  return Object.fromEntries(
    all.filter(([path, one]) => Object.keys(one).length > 0 && !saysUrl(path, one, definition)),
  );
}
