/** The part of R4 that the registry names: all of it takes a second and 250 MB. */
import { indexStructureDefinitionBundle } from '@medplum/core';
import type { SearchParameter, StructureDefinition } from '@medplum/fhirtypes';
import { openPublished, type Published } from './published.ts';
import { type Shape, shapeOf } from './shape.ts';
import { type CodeSet, expand, type Terminology } from './value-set.ts';

/** What is known of the loaded types. */
export interface Definitions {
  /** Shape of a resource, datatype or inner type such as `AppointmentParticipant`; undefined when not loaded. */
  readonly shape: (type: string) => Shape | undefined;
  /** Every resource type of R4, loaded or not: what a reference may name. */
  readonly resourceTypes: ReadonlySet<string>;
  /** R4's own search parameter of a type, also those of all resources such as `_id`. */
  readonly searchParameter: (type: string, code: string) => SearchParameter | undefined;
  /** Required value sets whose codes cannot be known here and are not checked; empty for the rooms' types. */
  readonly unexpanded: readonly string[];
}

/** Invariants that R4 publishes wrongly, with what they mean. */
const mended: Readonly<Record<string, string>> = {
  'app-4': "cancelationReason.exists() implies (status = 'noshow' or status = 'cancelled')",
  'bdl-8': "fullUrl.exists() implies fullUrl.contains('/_history/').not()",
  'tim-9':
    "offset.empty() or (when.exists() and when.where($this = 'C' or $this = 'CM' or $this = 'CD' or $this = 'CV').empty())",
};

function mend(definition: StructureDefinition): StructureDefinition {
  for (const element of definition.snapshot?.element ?? []) {
    for (const constraint of element.constraint ?? []) {
      constraint.expression = mended[constraint.key ?? ''] ?? constraint.expression ?? 'true';
    }
  }
  return definition;
}

function typesNamedBy(definition: StructureDefinition): string[] {
  const elements = definition.snapshot?.element ?? [];
  const codes = elements.flatMap((element) => (element.type ?? []).map(({ code }) => code ?? ''));
  return codes.filter((code) => /^[A-Za-z0-9]+$/.test(code));
}

function readStructures(types: readonly string[], from: Published): StructureDefinition[] {
  const found = new Map<string, StructureDefinition | undefined>();
  const waiting = [...types];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (found.has(type)) continue;
    const definition = from.read('StructureDefinition', type);
    found.set(type, definition && mend(definition));
    if (definition) waiting.push(...typesNamedBy(definition));
  }
  return [...found.values()].filter((definition) => definition !== undefined);
}

/** R4's files are named by the last part of the URL. */
const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

function terminology(from: Published): Terminology {
  return {
    valueSet: (url) => {
      const found = from.read('ValueSet', lastPart(url));
      return found?.url === url ? found : undefined;
    },
    codeSystem: (url) => {
      const found = from.read('CodeSystem', lastPart(url));
      return found?.url === url ? found : undefined;
    },
  };
}

function requiredValueSets(structures: readonly StructureDefinition[]): string[] {
  const elements = structures.flatMap((definition) => definition.snapshot?.element ?? []);
  const required = elements.filter(({ binding }) => binding?.strength === 'required');
  return [...new Set(required.map(({ binding }) => binding?.valueSet ?? ''))];
}

const sharedBetweenTypes = ['Resource', 'DomainResource', 'clinical', 'individual', 'medications'];

function searchParameters(types: readonly string[], from: Published): Map<string, SearchParameter> {
  const found = new Map<string, SearchParameter>();
  const ids = [...sharedBetweenTypes, ...types].flatMap((start) =>
    from.ids('SearchParameter', `${start}-`),
  );
  for (const id of ids) {
    const parameter = from.read('SearchParameter', id);
    for (const type of parameter?.base ?? []) {
      if (parameter) found.set(`${type}.${parameter.code}`, parameter);
    }
  }
  return found;
}

function expandAll(urls: readonly string[], terms: Terminology): Map<string, CodeSet | undefined> {
  return new Map(urls.map((url) => [url, expand(url, terms)]));
}

/** Shapes are made when they are first asked for. */
function shapesWith(
  expanded: ReadonlyMap<string, CodeSet | undefined>,
): (type: string) => Shape | undefined {
  const shapes = new Map<string, Shape | undefined>();
  return (type) => {
    if (!shapes.has(type))
      shapes.set(
        type,
        shapeOf(type, (url) => expanded.get(url)),
      );
    return shapes.get(type);
  };
}

function assertPublished(types: readonly string[], from: Published): void {
  const missing = types.find((type) => !from.ids('StructureDefinition', type).includes(type));
  if (missing !== undefined) throw new RangeError(`R4 has no type ${missing}`);
}

/**
 * Loads R4's definitions of these resource types with every datatype they reach, and hands them to @medplum/core, whose
 * index is one for the process. Throws when a type is not R4's.
 */
export async function loadDefinitions(types: readonly string[]): Promise<Definitions> {
  const from = openPublished();
  assertPublished(types, from);
  const structures = readStructures(types, from);
  indexStructureDefinitionBundle(structures);
  const terms = terminology(from);
  const expanded = expandAll(requiredValueSets(structures), terms);
  const resourceTypes = expand('http://hl7.org/fhir/ValueSet/resource-types', terms)?.codes;
  const parameters = searchParameters(types, from);
  return {
    shape: shapesWith(expanded),
    resourceTypes: resourceTypes ?? new Set(types),
    searchParameter: (type, code) =>
      [type, 'DomainResource', 'Resource']
        .map((base) => parameters.get(`${base}.${code}`))
        .find((parameter) => parameter !== undefined),
    unexpanded: [...expanded].filter(([, codes]) => !codes).map(([url]) => url),
  };
}
