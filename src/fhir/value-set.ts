/** Expansion of the value sets that R4 binds as required. https://hl7.org/fhir/R4/valueset.html */
import type {
  CodeSystem,
  CodeSystemConcept,
  ValueSet,
  ValueSetComposeInclude,
} from '@medplum/fhirtypes';

/** The codes of a value set. `open`: systems without a code list, whose codes are only checked by their grammar. */
export interface CodeSet {
  readonly codes: ReadonlySet<string>;
  /** `system|code`. */
  readonly codings: ReadonlySet<string>;
  readonly open: readonly { readonly system: string; readonly grammar: RegExp }[];
}

/** Where value sets and code systems come from; undefined when there is none of that URL. */
export interface Terminology {
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
}

/** Systems whose codes are a grammar, or too many to hold. */
const grammars: Readonly<Record<string, RegExp>> = {
  // R4 itself writes FHIR's own formats in short.
  'urn:ietf:bcp:13': /^(?:[\w.+*-]+\/[\w.+*-]+(?:\s*;.*)?|json|xml|ttl)$/,
  'urn:ietf:bcp:47': /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/,
  'urn:iso:std:iso:4217': /^[A-Z]{3}$/,
  'http://unitsofmeasure.org': /^[!-~]+$/,
};

interface Found {
  readonly codings: Set<string>;
  readonly open: { system: string; grammar: RegExp }[];
}

function* descend(concepts: readonly CodeSystemConcept[] = []): Generator<CodeSystemConcept> {
  for (const concept of concepts) {
    yield concept;
    yield* descend(concept.concept);
  }
}

function filtered(
  system: CodeSystem,
  include: ValueSetComposeInclude,
): CodeSystemConcept[] | undefined {
  const all = [...descend(system.concept)];
  const [filter, second] = include.filter ?? [];
  if (!filter) return all;
  if (second || (filter.op !== 'is-a' && filter.op !== 'descendent-of')) return undefined;
  const top = all.find(({ code }) => code === filter.value);
  if (!top) return undefined;
  return filter.op === 'is-a' ? [...descend([top])] : [...descend(top.concept)];
}

function codesOf(include: ValueSetComposeInclude, from: Terminology): string[] | undefined {
  if (include.concept) return include.concept.map(({ code }) => code ?? '');
  const system = from.codeSystem(include.system ?? '');
  if (system?.content !== 'complete') return undefined;
  return filtered(system, include)?.map(({ code }) => code ?? '');
}

function addValueSets(include: ValueSetComposeInclude, from: Terminology, found: Found): boolean {
  const inner = (include.valueSet ?? []).map((url) => expand(url, from));
  for (const set of inner) {
    for (const coding of set?.codings ?? []) found.codings.add(coding);
    found.open.push(...(set?.open ?? []));
  }
  return inner.every((set) => set !== undefined);
}

function addSystem(include: ValueSetComposeInclude, from: Terminology, found: Found): boolean {
  const { system } = include;
  if (system === undefined) return true;
  const codes = codesOf(include, from);
  for (const code of codes ?? []) found.codings.add(`${system}|${code}`);
  const grammar = codes || include.filter ? undefined : grammars[system];
  if (grammar) found.open.push({ system, grammar });
  return codes !== undefined || grammar !== undefined;
}

/** All codes of a value set (a version after `|` is ignored), or undefined when it cannot be known here. */
export function expand(url: string, from: Terminology): CodeSet | undefined {
  const compose = from.valueSet(url.replace(/\|.*$/s, ''))?.compose;
  if (!compose) return undefined;
  const found: Found = { codings: new Set(), open: [] };
  const complete = (compose.include ?? []).every(
    (include) => addValueSets(include, from, found) && addSystem(include, from, found),
  );
  if (!complete) return undefined;
  for (const exclude of compose.exclude ?? []) {
    for (const code of codesOf(exclude, from) ?? [])
      found.codings.delete(`${exclude.system}|${code}`);
  }
  const codes = new Set([...found.codings].map((coding) => coding.slice(coding.indexOf('|') + 1)));
  return { codes, codings: found.codings, open: found.open };
}
