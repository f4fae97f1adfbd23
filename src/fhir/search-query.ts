/** The query of a search. https://hl7.org/fhir/R4/search.html */
import type { Codes } from './codes.ts';
import { badRequest, fail, type Issue, issue, type Text } from './outcome.ts';
import { type Control, type Controls, mergeControls, readControl } from './search-control.ts';
import type { Criterion } from './search-criterion.ts';
import { namesOf, paramOf, readEntry } from './search-entry.ts';
import type { Declared, Rooms } from './search-param.ts';

export interface SearchOptions {
  /** The type searched. */
  readonly type: string;
  /** A person's number may stand in the body of a POST only. */
  readonly method: 'GET' | 'POST';
  /** `Prefer: handling=lenient`: what we do not know is left out, with a warning. */
  readonly lenient?: boolean;
  /** Our own FHIR base: references to it are made relative. */
  readonly base?: string;
  /** The types served, with their parameters: how far chains, `_has` and includes reach. Only the type searched when absent. */
  readonly rooms?: Rooms;
  /** The terminology of `:in`, `:not-in`, `:above` and `:below`, which are refused when it is absent. */
  readonly codes?: Codes;
  /** The elements of the type, for `_elements`; any name is taken when absent. */
  readonly elements?: readonly string[];
}

/** What was asked. Every criterion must hold. */
export interface SearchQuery extends Controls {
  readonly criteria: readonly Criterion[];
  /** What was left out, when handling is lenient. */
  readonly warnings: readonly Issue[];
}

type Entry = readonly [string, string];

const maxParameters = 100;
const maxValueLength = 2_000;
const maxIncludes = 250;
/** CPR and eCPR, however the bar is written. */
const cpr = /1\.2\.208\.176\.1\.(?:2|6\.1\.1)(?:\\?\||%7C)/i;
/** `010170-1234`, `01.01.70 1234` and the like; `12.10123456` is a longitude. */
const bareCpr =
  /^[^\p{L}\p{N}+]*(?:0[1-9]|[12]\d|3[01])([^\p{L}\p{N}]*)(?:0[1-9]|1[0-2])\1\d{2}[^\p{L}\p{N}]*\d{4}[^\p{L}\p{N}]*$/u;
/** Blanks, dashes and what is not seen, also where they are encoded twice. */
const blank = /[\s\p{Pd}\p{Cf}\p{Z}]|%(?:25)*2[0d]/giu;

const limits = {
  tooMany: {
    da: `Der er over ${maxParameters} søgeparametre.`,
    en: `There are over ${maxParameters} search parameters.`,
  },
  tooLong: {
    da: `En søgeværdi er over ${maxValueLength} tegn.`,
    en: `A search value is over ${maxValueLength} characters.`,
  },
  characters: {
    da: 'En søgeværdi har et ugyldigt tegn.',
    en: 'A search value holds an invalid character.',
  },
  cpr: {
    da: 'Et CPR-nummer må ikke stå i en adresse. Send søgningen som POST til _search.',
    en: 'A CPR number may not stand in an address. Send the search as POST to _search.',
  },
  includes: {
    da: `Der er bedt om over ${maxIncludes} slags referencer: nævn dem, der skal med.`,
    en: `Over ${maxIncludes} kinds of references are asked for: name those that are wanted.`,
  },
} as const satisfies Record<string, Text>;

const isBareNumber = (text: string): boolean =>
  bareCpr.test(text.normalize('NFKC').replace(blank, ''));

/** Concepts of SNOMED CT are ten digits at times, and the address before them says that they are nobody. */
const snomed = /http:\/\/snomed\.info\/id\//g;

/** With the system of such numbers, or bare: then whatever the parameter, as it may be a mistake. A slash may part or belong. */
const isPersonNumber = ([name, given]: Entry): boolean => {
  const value = given.replace(snomed, 'sct-');
  const parts = [name.split(/[:.]/), value.split(/[,|$\\]/), value.split(/[,|/$\\]/)].flat();
  return cpr.test(`${name} ${value}`) || parts.some(isBareNumber);
};

/** Refuses (400) too many parameters, too long values, control characters, and a person's number in an address. */
export function assertReadable(entries: readonly Entry[], method: 'GET' | 'POST'): void {
  if (entries.length > maxParameters) throw badRequest('too-many-parameters', limits.tooMany);
  for (const entry of entries) {
    const text = entry.join('');
    if (text.length > maxValueLength) throw badRequest('value-too-long', limits.tooLong);
    if (/[^\P{Cc}\t\n\r]/u.test(text) || !text.isWellFormed()) {
      throw badRequest('invalid-character', limits.characters);
    }
    if (method === 'GET' && isPersonNumber(entry)) {
      throw badRequest('use-post-search', limits.cpr);
    }
  }
}

type Found = Criterion | Control | Issue;
const isIssue = (found: Found): found is Issue => 'severity' in found;
const isCriterion = (found: Found): found is Criterion => 'kind' in found;
const isControl = (found: Found): found is Control => !isIssue(found) && !isCriterion(found);

/** A composite or a place has no order. */
const sortableOf = (declared: Declared): string[] =>
  namesOf(declared).filter(
    (name) => !['composite', 'special'].includes(paramOf(declared, name)?.type ?? ''),
  );

/** The type searched is read as declared here, whatever the list of rooms says of it. */
const roomsWith = (declared: Declared, { type, rooms }: SearchOptions): Rooms =>
  rooms?.get(type) === declared ? rooms : new Map([...(rooms ?? []), [type, declared]]);

function readAll(entries: readonly Entry[], declared: Declared, options: SearchOptions): Found[] {
  const rooms = roomsWith(declared, options);
  const { type, base, codes, elements } = options;
  const known = { type, rooms, elements, sortable: sortableOf(declared) };
  return entries.map(
    (entry) => readControl(entry, known) ?? readEntry(entry, type, { rooms, base, codes }),
  );
}

function tooManyIncludes({ includes }: Controls): Issue[] {
  if (includes.length <= maxIncludes) return [];
  return [issue({ code: 'too-costly', key: 'too-many-values', text: limits.includes })];
}

/**
 * Reads a search into typed criteria. `entries` are decoded names and values, in order. Throws a FhirError (400) with an issue for
 * each parameter, modifier or value that we do not know and the valid names; when lenient these are warnings. Too long or too many,
 * and a person's number in an address, are refused either way.
 */
export function parseSearch(
  entries: readonly Entry[],
  declared: Declared,
  options: SearchOptions,
): SearchQuery {
  assertReadable(entries, options.method);
  const found = readAll(entries, declared, options);
  const controls = mergeControls(found.filter(isControl));
  const excess = tooManyIncludes(controls);
  const issues = [...found.filter(isIssue), ...excess];
  if (issues.length > 0 && !options.lenient) throw fail(400, issues);
  return {
    ...controls,
    ...(excess.length > 0 && { includes: [] }),
    criteria: found.filter(isCriterion),
    warnings: issues.map((one) => ({ ...one, severity: 'warning' as const })),
  };
}
