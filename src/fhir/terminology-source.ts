/** Where terminology comes from: what HL7 publishes, and what is ours. */
import type { CodeSystem, ConceptMap, ValueSet } from '@medplum/fhirtypes';
import type { Published } from './published.ts';
import { type System, systemOf } from './terminology-system.ts';
import { expand } from './value-set.ts';

/** Terminology that is not R4's. */
export interface OwnTerminology {
  readonly codeSystems: readonly CodeSystem[];
  readonly valueSets: readonly ValueSet[];
  readonly conceptMaps: readonly ConceptMap[];
}

/** Each is found by canonical URL, `|version` ignored; undefined when it is not known here. */
export interface Source {
  readonly system: (url: string) => System | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly conceptMap: (url: string) => ConceptMap | undefined;
  readonly conceptMaps: () => readonly ConceptMap[];
  /** What the codes of a system look like, where they are too many to list. */
  readonly grammar: (system: string) => RegExp | undefined;
}

/** Entries that a cache keeps; R4's largest systems take some megabytes. */
const maxKept = 200;

/** Keeps what was made for a key; the one that has been there longest goes first. */
export function keeping<T>(make: (key: string) => T): (key: string) => T {
  const kept = new Map<string, T>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    if (kept.size >= maxKept) kept.delete(kept.keys().next().value ?? '');
    kept.set(key, made);
    return made;
  };
}

/** The URL of a canonical reference: `http://…|4.0.1` without its version. */
export const plainUrl = (canonical: string): string => canonical.replace(/\|.*$/s, '');

const byUrl = <T extends { readonly url?: string }>(all: readonly T[]) =>
  new Map(all.map((one) => [one.url, one]));

/** Narratives are most of what HL7 publishes, and nobody asks for them here. */
function bare<T extends CodeSystem | ValueSet | ConceptMap>(
  resource: T | undefined,
): T | undefined {
  if (!resource) return undefined;
  const { text: _, ...rest } = resource;
  return rest as T;
}

/** @see ./value-set.ts, which knows the grammars: it is asked for all codes of a system that has no list. */
function grammarOf(system: string): RegExp | undefined {
  const whole: ValueSet = {
    resourceType: 'ValueSet',
    status: 'active',
    compose: { include: [{ system }] },
  };
  const codes = expand('', { valueSet: () => whole, codeSystem: () => undefined });
  return codes?.open[0]?.grammar;
}

/** Opens the sources. R4's files are read as they are asked for. */
export function openSource(published: Published, own: OwnTerminology): Source {
  const ours = {
    codeSystem: byUrl(own.codeSystems),
    valueSet: byUrl(own.valueSets),
    conceptMap: byUrl(own.conceptMaps),
  };
  // The files that are not named for their URL take an index, which no request should wait for.
  published.byUrl('CodeSystem', '');
  const theirs = (url: string) => bare(published.byUrl('CodeSystem', url));
  // Older editions of HL7's tables have a URL with a version in it.
  const codeSystem = (url: string) =>
    ours.codeSystem.get(plainUrl(url)) ?? theirs(url) ?? theirs(plainUrl(url));
  let maps: readonly ConceptMap[] | undefined;
  const conceptMaps = () => {
    maps ??= published
      .ids('ConceptMap', '')
      .map((id) => bare(published.read('ConceptMap', id)))
      .filter((map) => map !== undefined)
      .concat(own.conceptMaps);
    return maps;
  };
  return {
    codeSystem,
    system: keeping((url) => {
      const found = codeSystem(url);
      return found && systemOf(found);
    }),
    valueSet: keeping(
      (url) =>
        ours.valueSet.get(plainUrl(url)) ?? bare(published.byName('ValueSet', plainUrl(url))),
    ),
    conceptMap: (url) => conceptMaps().find((map) => map.url === plainUrl(url)),
    conceptMaps,
    grammar: keeping(grammarOf),
  };
}
