/** Our profiles, read from FHIR Shorthand. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { codeSystem, structure } from './canonical.ts';
import { blankElement, type ProfileElement } from './profile-element.ts';
import { type Definition, FshError, type FshText, readFsh } from './profile-fsh.ts';
import { withInserted } from './profile-insert.ts';
import { applyRule, closeExtension, invariantOf, type Names } from './profile-rule.ts';
import { codeSystemOf, valueSetOf, valueSetUrl } from './profile-terminology.ts';
import { compileInvariant } from './validate-expression.ts';
import { undecided } from './validate-slice.ts';

/** A profile, or the definition of an extension. */
export interface Profile {
  readonly url: string;
  /** The R4 type that it is about. */
  readonly type: string;
  readonly root: ProfileElement;
  /** Of an extension: where it may stand, `Appointment` or `Patient.address`; empty when anywhere. */
  readonly contexts: readonly string[];
}

/** What is known of a set of profiles; each is found by its canonical URL. */
export interface Profiles {
  readonly profile: (url: string) => Profile | undefined;
  readonly extension: (url: string) => Profile | undefined;
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  /** Everything that they define, as it is written. */
  readonly definitions: readonly Definition[];
}

/** The folder `profiles/` of the house. */
const folder = new URL('../../profiles/', import.meta.url);

/** Every FHIR Shorthand file of a folder. */
export const fshTexts = (from: URL = folder): FshText[] =>
  readdirSync(from)
    .filter((file) => file.endsWith('.fsh'))
    .map((file) => ({ file, text: readFileSync(new URL(file, from), 'utf8') }));

type Find = (kind: string, name: string) => Definition | undefined;

const finder = (definitions: readonly Definition[]): Find => {
  const byName = new Map(definitions.map((one) => [`${one.kind} ${one.name}`, one]));
  return (kind, name) => byName.get(`${kind} ${name}`);
};

/** R4's types have names of their own; a profile of a profile leads to its parent's type. */
function typeOf(name: string, find: Find): string | undefined {
  const profile = find('Profile', name);
  if (profile) return typeOf(profile.parent, find);
  return /^(?!Samspil)[A-Z][A-Za-z]+$/.test(name) ? name : undefined;
}

function namesOf(find: Find): Names {
  const url = (kind: string, of: (id: string) => string) => (name: string) => {
    const found = find(kind, name);
    return found && of(found.id);
  };
  const extension = url('Extension', structure);
  return {
    typeOf: (name) => typeOf(name, find),
    valueSet: url('ValueSet', valueSetUrl),
    codeSystem: url('CodeSystem', codeSystem),
    extension: (name) => (/^https?:/.test(name) ? name : extension(name)),
    invariant: (name) => {
      const found = find('Invariant', name);
      return found && invariantOf(found);
    },
  };
}

/** Adds the rules of a definition, those of a parent that is a profile too before them. */
function applyAll(root: ProfileElement, definition: Definition, find: Find): void {
  const parent = find('Profile', definition.parent);
  if (parent) applyAll(root, parent, find);
  const names = namesOf(find);
  for (const rule of definition.rules)
    if (!applyRule(root, rule, names))
      throw new FshError(`${definition.file}: ${definition.name}: "${rule}" is not understood`);
}

const innerOf = ({ children, slices }: ProfileElement): ProfileElement[] => [
  ...children.values(),
  ...slices.values(),
];

const rulesIn = (element: ProfileElement): string[] => [
  ...element.rules.map(({ expression }) => expression),
  ...innerOf(element).flatMap(rulesIn),
];

/** Slices that cannot be told apart would be checked in name only. */
function assertDecided(element: ProfileElement, definition: Definition): void {
  const why = undecided(element);
  const { file, name } = definition;
  if (why !== undefined)
    throw new FshError(`${file}: ${name}: slices cannot be told apart: ${why}`);
  for (const inner of innerOf(element)) assertDecided(inner, definition);
}

function profileOf(definition: Definition, find: Find): Profile {
  const isExtension = definition.kind === 'Extension';
  const url = structure(definition.id);
  const root = blankElement(url);
  applyAll(root, definition, find);
  if (isExtension) closeExtension(root);
  assertDecided(root, definition);
  // An invariant that cannot be read must not wait for the first resource.
  for (const expression of rulesIn(root)) compileInvariant(expression);
  const type = isExtension ? 'Extension' : typeOf(definition.parent, find);
  if (type === undefined)
    throw new FshError(`${definition.file}: the parent ${definition.parent} is not known`);
  const contexts = (definition.keywords.get('Context') ?? '').split(/\s*,\s*/).filter(Boolean);
  return { url, type, root, contexts };
}

const byUrl = <T extends { readonly url?: string }>(all: readonly T[]) => {
  const known = new Map(all.map((one) => [one.url, one]));
  return (url: string): T | undefined => known.get(url.replace(/\|.*$/s, ''));
};

/** Reads profiles from FHIR Shorthand, by default those of the house. Throws an FshError that names the line that is not understood. */
export function loadProfiles(texts: readonly FshText[] = fshTexts()): Profiles {
  const definitions = withInserted(texts.flatMap(readFsh));
  const find = finder(definitions);
  const ofKind = (kind: string): Definition[] => definitions.filter((one) => one.kind === kind);
  const all = (kind: string): Profile[] => ofKind(kind).map((one) => profileOf(one, find));
  return {
    definitions,
    profile: byUrl(all('Profile')),
    extension: byUrl(all('Extension')),
    codeSystem: byUrl(ofKind('CodeSystem').map(codeSystemOf)),
    valueSet: byUrl(ofKind('ValueSet').map((one) => valueSetOf(one, find))),
  };
}
