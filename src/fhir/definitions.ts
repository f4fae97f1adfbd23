/** R4's definitions, of the types that are asked for: all 146 take a second and 25 MB. */
import type { SearchParameter, StructureDefinition } from '@medplum/fhirtypes';
import { loadProfiles, type Profiles } from './profile.ts';
import { openPublished, type Published } from './published.ts';
import { type Rule, rulesOf, type Shape, type ShapeSources, shapesOf } from './shape.ts';
import { type CodeSet, expand, type Terminology } from './value-set.ts';

/** What is known of the loaded types. */
export interface Definitions {
  /** Shape of a resource, datatype or inner type such as `AppointmentParticipant`; undefined when not loaded. */
  readonly shape: (type: string) => Shape | undefined;
  /** Every resource type of R4, loaded or not: what a reference may name. */
  readonly resourceTypes: ReadonlySet<string>;
  /** R4's own search parameter of a type, also those of all resources such as `_id`. */
  readonly searchParameter: (type: string, code: string) => SearchParameter | undefined;
  /** All of R4's search parameters of a type, those of all resources first. */
  readonly searchParameters: (type: string) => readonly SearchParameter[];
  /** Required value sets whose codes cannot be known here and are not checked; empty for the rooms' types. */
  readonly unexpanded: readonly string[];
  /** The codes of a value set, R4's or ours; undefined when they cannot be known. */
  readonly codes: (valueSet: string) => CodeSet | undefined;
  /** Our profiles and extensions. */
  readonly profiles: Profiles;
}

function typesNamedBy(definition: StructureDefinition): string[] {
  const elements = definition.snapshot?.element ?? [];
  const types = elements.flatMap((element) => element.type ?? []);
  const codes = types.map(({ code = '' }) => code).filter((code) => /^[A-Za-z0-9]+$/.test(code));
  return codes;
}

function readStructures(types: readonly string[], from: Published): StructureDefinition[] {
  const found = new Map<string, StructureDefinition | undefined>();
  const waiting = [...types];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (found.has(type)) continue;
    const definition = from.read('StructureDefinition', type);
    found.set(type, definition);
    if (definition) waiting.push(...typesNamedBy(definition));
  }
  return [...found.values()].filter((definition) => definition !== undefined);
}

/** The one file of HL7's holds them, but for those of extensions. */
function publishedParameters(from: Published): SearchParameter[] {
  const entries = from.read('Bundle', 'searchParams')?.entry ?? [];
  const listed = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'SearchParameter' ? [resource] : [],
  );
  const ids = from.ids('SearchParameter', '').filter((id) => /-(?:extensions|genetic)-/.test(id));
  return [...listed, ...ids.flatMap((id) => from.read('SearchParameter', id) ?? [])];
}

/** All search parameters of R4, by type. */
function readSearchParameters(from: Published): (type: string) => readonly SearchParameter[] {
  const byType = new Map<string, SearchParameter[]>();
  for (const parameter of publishedParameters(from)) {
    for (const type of parameter.base ?? [])
      byType.set(type, [...(byType.get(type) ?? []), parameter]);
  }
  return (type) => byType.get(type) ?? [];
}

/** The codes of value sets, each found out when it is first asked for. */
function codesFrom(terms: Terminology): (valueSet: string) => CodeSet | undefined {
  const known = new Map<string, CodeSet | undefined>();
  return (url) => {
    if (!known.has(url)) known.set(url, expand(url, terms));
    return known.get(url);
  };
}

function datatypeRules(from: Published): (profile: string) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return (url) => {
    const rules = known.get(url) ?? readDatatypeRules(url, from);
    known.set(url, rules);
    return rules;
  };
}

function readDatatypeRules(url: string, from: Published): readonly Rule[] {
  const definition = from.byName('StructureDefinition', url);
  const [top] = definition?.snapshot?.element ?? [];
  const isDatatype = definition?.kind === 'complex-type' && definition.type !== 'Extension';
  const sharedWithAll = new Set(['qty-3', 'ext-1']);
  return top && isDatatype ? rulesOf(top).filter(({ key }) => !sharedWithAll.has(key)) : [];
}

function assertPublished(types: readonly string[], from: Published): void {
  const known = new Set(from.ids('StructureDefinition', ''));
  const missing = types.find((type) => !known.has(type));
  if (missing !== undefined) throw new RangeError(`R4 has no type ${missing}`);
}

/** The concrete resource types of R4, in the order of their names. */
export function allResourceTypes(): string[] {
  return concrete(openPublished());
}

const abstract: ReadonlySet<string> = new Set(['Resource', 'DomainResource']);

function concrete(from: Published): string[] {
  const system = from.read('CodeSystem', 'resource-types');
  const codes = (system?.concept ?? []).map(({ code = '' }) => code);
  return codes.filter((code) => !abstract.has(code));
}

/** Only these have files at all: for the systems of others the slow index would be made in vain. */
const isPublished = (url: string): boolean => /^http:\/\/(?:terminology\.)?hl7\.org\//.test(url);

/** R4's terminology with ours before it. */
const terminology = (from: Published, profiles: Profiles): Terminology => ({
  valueSet: (url) =>
    profiles.valueSet(url) ?? (isPublished(url) ? from.byUrl('ValueSet', url) : undefined),
  codeSystem: (url) =>
    profiles.codeSystem(url) ?? (isPublished(url) ? from.byUrl('CodeSystem', url) : undefined),
});

function requiredValueSets(structures: readonly StructureDefinition[]): string[] {
  const elements = structures.flatMap((definition) => definition.snapshot?.element ?? []);
  const required = elements.filter(({ binding }) => binding?.strength === 'required');
  return [...new Set(required.map(({ binding }) => binding?.valueSet ?? ''))];
}

/**
 * Loads R4's definitions of these resource types with every datatype they reach, and our profiles.
 * Throws when a type is not R4's, or a profile cannot be understood.
 */
export async function loadDefinitions(
  types: readonly string[],
  profiles: Profiles = loadProfiles(),
): Promise<Definitions> {
  const from = openPublished();
  assertPublished(types, from);
  const structures = readStructures(types, from);
  const codes = codesFrom(terminology(from, profiles));
  const sources: ShapeSources = { codes, datatypeRules: datatypeRules(from) };
  const shapes = structures.flatMap((definition) => shapesOf(definition, sources));
  const byType = new Map(shapes.map((shape) => [shape.type, shape]));
  const parameters = readSearchParameters(from);
  const searchParameters = (type: string): readonly SearchParameter[] =>
    ['Resource', 'DomainResource', type].flatMap(parameters);
  return {
    shape: (type) => byType.get(type),
    resourceTypes: new Set(concrete(from)),
    searchParameters,
    searchParameter: (type, code) =>
      searchParameters(type).findLast((parameter) => parameter.code === code),
    unexpanded: requiredValueSets(structures).filter((url) => !codes(url)),
    codes,
    profiles,
  };
}
