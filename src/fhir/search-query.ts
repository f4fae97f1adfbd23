/** The query of a search. https://hl7.org/fhir/R4/search.html */
import { badRequest, fail, type Issue, issue, quote, type Text } from './outcome.ts';
import {
  type Control,
  type Controls,
  controlNames,
  mergeControls,
  readControl,
} from './search-control.ts';
import { type Criterion, modifiers, prefixes, readCriterion } from './search-criterion.ts';
import { splitEscaped } from './search-escape.ts';
import type { SearchParam } from './search-param.ts';

export interface SearchOptions {
  /** The type searched. */
  readonly type: string;
  /** A person's number may stand in the body of a POST only. */
  readonly method: 'GET' | 'POST';
  /** `Prefer: handling=lenient`: what we do not know is left out, with a warning. */
  readonly lenient?: boolean;
  /** Our own FHIR base: references to it are made relative. */
  readonly base?: string;
  /** Reference parameters of each type, for `_include` and `_revinclude`; not checked when absent. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

/** What was asked. Every criterion must hold. */
export interface SearchQuery extends Controls {
  readonly criteria: readonly Criterion[];
  /** What was left out, when handling is lenient. */
  readonly warnings: readonly Issue[];
}

const maxParameters = 100;
const maxValueLength = 2_000;
/** CPR and eCPR, however the bar is written. */
const cpr = /1\.2\.208\.176\.1\.(?:2|6\.1\.1)(?:\\?\||%7C)/i;
const bareCpr = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-?\d{4}$/;

/** Every resource has these; no room declares them, and they are never missing. */
const always: Readonly<Record<string, SearchParam>> = {
  _id: { type: 'token', expression: 'Resource.id' },
  _lastUpdated: { type: 'date', expression: 'Resource.meta.lastUpdated' },
};

function modifiersOf(name: string, param: SearchParam): string[] {
  const all = [...modifiers[param.type], ...(param.target ?? [])];
  return Object.hasOwn(always, name) ? all.filter((one) => one !== 'missing') : all;
}

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
} as const;

/** With the system of such numbers, or bare: then whatever the parameter, as it may be a mistake. */
const isPersonNumber = ([, value]: readonly [string, string]): boolean =>
  cpr.test(value) || value.split(/[,|/]/).some((part) => bareCpr.test(part.trim()));

/** Refuses (400) too many parameters, too long values, control characters, and a person's number in an address. */
export function assertReadable(
  entries: readonly (readonly [string, string])[],
  method: 'GET' | 'POST',
): void {
  if (entries.length > maxParameters) throw badRequest('too-many-parameters', limits.tooMany);
  for (const entry of entries) {
    const text = entry.join('');
    if (text.length > maxValueLength) throw badRequest('value-too-long', limits.tooLong);
    if (/[^\P{Cc}\t\n\r]/u.test(text) || !text.isWellFormed()) {
      throw badRequest('invalid-character', limits.characters);
    }
    if (method === 'GET' && isPersonNumber(entry)) throw badRequest('use-post-search', limits.cpr);
  }
}

function refused(key: string, text: Text, name: string): Issue {
  return issue({ code: 'invalid', key, text, diagnostics: quote(name) });
}

function unknownParameter(name: string, known: readonly string[]): Issue {
  const shown = quote(name);
  const names = known.join(', ');
  const isChain = name.includes('.') || name.startsWith('_has:');
  const chain = {
    da: `"${shown}" søger gennem en reference; det understøttes ikke her endnu. Muligt er: ${names}.`,
    en: `"${shown}" searches through a reference, which is not supported here yet. Valid are: ${names}.`,
  };
  const unknown = {
    da: `Søgeparameteren "${shown}" findes ikke her. Muligt er: ${names}.`,
    en: `There is no search parameter "${shown}" here. Valid are: ${names}.`,
  };
  return isChain ? refused('chain', chain, name) : refused('unknown-parameter', unknown, name);
}

function unknownModifier(name: string, modifier: string, param: SearchParam): Issue {
  const valid = modifiersOf(name, param)
    .map((one) => `:${one}`)
    .join(', ');
  const [shown, given] = [quote(name), quote(modifier)];
  const text = {
    da: `"${shown}" kan ikke bruges med ":${given}". Muligt er: ${valid}.`,
    en: `"${shown}" does not take ":${given}". Valid are: ${valid}.`,
  };
  return refused('unknown-modifier', text, name);
}

function unreadable(name: string, param: SearchParam): Issue {
  const [da, en] =
    param.type === 'date'
      ? [
          ` Muligt foran værdien: ${prefixes.join(', ')}.`,
          ` Valid prefixes: ${prefixes.join(', ')}.`,
        ]
      : ['', ''];
  const text = {
    da: `Værdien af "${quote(name)}" kan ikke læses som ${param.type}.${da}`,
    en: `The value of "${quote(name)}" cannot be read as ${param.type}.${en}`,
  };
  return refused('unreadable-value', text, name);
}

type Declared = Readonly<Record<string, SearchParam>>;

function paramOf(declared: Declared, name: string): SearchParam | undefined {
  if (Object.hasOwn(always, name)) return always[name];
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}

function readEntry(
  [key, value]: readonly [string, string],
  declared: Declared,
  base: string | undefined,
): Criterion | Issue {
  const [name = '', ...rest] = key.split(':');
  const modifier = rest.join(':');
  const param = modifier.includes('.') ? undefined : paramOf(declared, name);
  if (!param) {
    const names = [...Object.keys(declared), ...Object.keys(always), ...controlNames];
    return unknownParameter(key, names);
  }
  if (rest.length > 0 && !modifiersOf(name, param).includes(modifier)) {
    return unknownModifier(name, modifier, param);
  }
  const asked = { name, modifier, texts: splitEscaped(value, ','), base };
  return readCriterion(asked, param) ?? unreadable(name, param);
}

type Found = Criterion | Control | Issue;
const isIssue = (found: Found): found is Issue => 'severity' in found;
const isCriterion = (found: Found): found is Criterion => 'values' in found || 'missing' in found;
const isControl = (found: Found): found is Control => !isIssue(found) && !isCriterion(found);

/**
 * Reads a search into typed criteria. `entries` are decoded names and values, in order. Throws a FhirError (400) with an issue for
 * each parameter, modifier or value that we do not know and the valid names; when lenient these are warnings. Too long or too many,
 * and a person's number in an address, are refused either way.
 */
export function parseSearch(
  entries: readonly (readonly [string, string])[],
  declared: Declared,
  options: SearchOptions,
): SearchQuery {
  assertReadable(entries, options.method);
  const known = { ...options, names: [...Object.keys(declared), ...Object.keys(always)] };
  const found = entries.map(
    (entry) => readControl(entry, known) ?? readEntry(entry, declared, options.base),
  );
  const issues = found.filter(isIssue);
  if (issues.length > 0 && !options.lenient) throw fail(400, issues);
  return {
    ...mergeControls(found.filter(isControl)),
    criteria: found.filter(isCriterion),
    warnings: issues.map((one) => ({ ...one, severity: 'warning' as const })),
  };
}
