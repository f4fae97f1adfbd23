/** What of a resource is compared as text. A derived value is `<parameter>:<kind>:<text>`, such as `code:text:blodtryk`. */
import type { SearchParam } from '../fhir/search-param.ts';
import {
  displays,
  rawStrings,
  referenceIdentifiers,
  references,
  strings,
  tokenForms,
  tokens,
  typedIdentifiers,
  uris,
  versionedReferences,
} from '../fhir/search-value.ts';
import { concealed, personToken, splitToken } from './person-token.ts';

/** A value under which a resource is found over the whole population. */
export interface Link {
  readonly param: string;
  readonly value: string;
}

type Elements = readonly unknown[];

/** What the extraction knows beside the elements: the key of person hashes and our own FHIR base. */
export interface Setting {
  readonly key: Buffer;
  readonly base?: string | undefined;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
const forms = (found: readonly string[], { key }: Setting): readonly string[] =>
  found.length === 0 ? found : concealed(key, distinct(found.flatMap(tokenForms)));

/** The values of a parameter's own column. */
export const textsOf = {
  token: (elements: Elements, setting: Setting) => forms(tokens(elements), setting),
  reference: (elements: Elements, { base }: Setting) => references(elements, base),
  string: (elements: Elements) => strings(elements),
  uri: (elements: Elements) => uris(elements),
} as const satisfies Partial<
  Record<SearchParam['type'], (elements: Elements, setting: Setting) => readonly string[]>
>;

/** Longer values do not fit an index; a search for one walks those that begin alike and compares the whole. */
const longestLink = 200;

/** The part of a value that an index row holds. */
export const linkValue = (value: string): string =>
  value.length <= longestLink ? value : value.slice(0, longestLink).replace(/[\uD800-\uDBFF]$/, '');

/** A search for what a string contains looks for this much of it; each piece of a long string has that much of the next. */
export const longestInfix = longestLink / 2;
const mostPieces = 1_000;

/** Pieces of a string that together contain whatever it contains, the first of them its beginning. */
function pieces(text: string): string[] {
  const count = Math.min(mostPieces, Math.max(1, Math.ceil(text.length / longestInfix) - 1));
  return Array.from({ length: count }, (_, at) =>
    text.slice(at * longestInfix, at * longestInfix + longestLink).toWellFormed(),
  );
}

/** One row a code and one a system: a search walks these, and the column tells whose code it is. */
const tokenLinks = (values: readonly string[]): string[] =>
  distinct(values.filter((value) => value.includes('|'))).flatMap((value) => {
    const { system, code } = splitToken(value);
    return code === '' ? `${system}|` : code;
  });

const linkedTexts: Partial<Record<SearchParam['type'], (values: readonly string[]) => string[]>> = {
  token: tokenLinks,
  string: (values) => values.flatMap(pieces),
};

/** Index rows of the values of a column. */
export const linksOf = (
  name: string,
  type: SearchParam['type'],
  values: readonly string[],
): Link[] =>
  distinct((linkedTexts[type]?.(values) ?? [...values]).map(linkValue)).map((value) => ({
    param: name,
    value,
  }));

/** What a modifier compares, and the rows by which it is found over the population. */
interface Derived {
  readonly kind: 'text' | 'identifier' | 'of-type' | 'exact' | 'version' | 'some';
  readonly values: readonly string[];
  readonly links?: readonly string[];
}

function typedValues(elements: Elements, { key }: Setting): string[] {
  return typedIdentifiers(elements).map(
    ({ type, token }) => `${type}|${personToken(key, splitToken(token)).code}`,
  );
}

const shown = (elements: Elements): Derived => {
  const values = displays(elements);
  return { kind: 'text', values, links: values };
};

const derivations: Partial<
  Record<SearchParam['type'], (elements: Elements, setting: Setting) => Derived[]>
> = {
  token: (elements, setting) => {
    const typed = typedValues(elements, setting);
    return [shown(elements), { kind: 'of-type', values: typed, links: typed }];
  },
  reference: (elements, setting) => {
    const identifiers = forms(referenceIdentifiers(elements), setting);
    return [
      shown(elements),
      { kind: 'identifier', values: identifiers, links: tokenLinks(identifiers) },
      { kind: 'version', values: versionedReferences(elements, setting.base) },
    ];
  },
  string: (elements) => [{ kind: 'exact', values: rawStrings(elements) }],
};

/** How a derived value begins. */
export const derivedPrefix = (name: string, kind: Derived['kind']): string => `${name}:${kind}:`;

type Members = Readonly<Record<string, unknown>>;

const isVersioned = (text: unknown): boolean =>
  typeof text === 'string' && text.includes('/_history/');

/** Whether an element may hold more than its value: most do not, and are not looked at again. */
const isRich: Partial<Record<SearchParam['type'], (element: unknown) => boolean>> = {
  token: (element) => {
    if (typeof element !== 'object' || element === null) return false;
    const { text, display, coding, type } = element as Members;
    return (text ?? display ?? coding ?? type) !== undefined;
  },
  reference: (element) => {
    if (typeof element !== 'object' || element === null) return isVersioned(element);
    const { display, identifier, reference } = element as Members;
    return (display ?? identifier) !== undefined || isVersioned(reference);
  },
  string: () => true,
};

/** What modifiers compare of a parameter. */
export interface Derivation {
  readonly values: readonly string[];
  readonly links: readonly Link[];
}

const nothing: Derivation = { values: [], links: [] };

/** The derived values of a parameter, and their index rows. A value without any text of its own is noted, so that it is not missing. */
export function derive(
  name: string,
  type: SearchParam['type'],
  elements: Elements,
  setting: Setting & { readonly isEmpty: boolean },
): Derivation {
  const some = setting.isEmpty && elements.length > 0 ? [derivedPrefix(name, 'some')] : [];
  const may = isRich[type];
  const rich = may && elements.some(may) ? (derivations[type]?.(elements, setting) ?? []) : [];
  if (rich.length + some.length === 0) return nothing;
  const values = rich.flatMap(({ kind, values: found }) =>
    found.map((value) => `${derivedPrefix(name, kind)}${value}`),
  );
  const links = rich.flatMap(({ kind, links: found = [] }) =>
    distinct(found.map(linkValue)).map((value) => ({ param: `${name}:${kind}`, value })),
  );
  return { values: [...values, ...some], links };
}
