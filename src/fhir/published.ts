/** R4 as HL7 publishes it, from npm `hl7.fhir.r4.examples` (which, despite its name, is the whole R4 build). */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  Bundle,
  CodeSystem,
  CompartmentDefinition,
  ConceptMap,
  SearchParameter,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';

interface Kinds {
  StructureDefinition: StructureDefinition;
  ValueSet: ValueSet;
  CodeSystem: CodeSystem;
  CompartmentDefinition: CompartmentDefinition;
  ConceptMap: ConceptMap;
  SearchParameter: SearchParameter;
  Bundle: Bundle;
}
type Kind = keyof Kinds;

/** Published resources by type and id, read anew at each call. */
export interface Published {
  /** Undefined when there is none. */
  readonly read: <T extends Kind>(type: T, id: string) => Kinds[T] | undefined;
  /** By canonical URL: the file is mostly named by its last part; the others take an index, half a second once. */
  readonly byUrl: <T extends Kind>(type: T, url: string) => Kinds[T] | undefined;
  /** Like `byUrl`, of the files that are named by the last part of their URL: never slow, at times undefined for what there is. */
  readonly byName: <T extends Kind>(type: T, url: string) => Kinds[T] | undefined;
  /** The ids of a type that start so. */
  readonly ids: (type: Kind, prefix: string) => string[];
}

const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Opens the package's folder. Throws when it is not installed. */
export function openPublished(): Published {
  const manifest = createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json');
  const folder = dirname(manifest);
  const names = new Set(readdirSync(folder));
  const read = <T extends Kind>(type: T, id: string): Kinds[T] | undefined => {
    const name = `${type}-${id}.json`;
    return names.has(name) ? JSON.parse(readFileSync(join(folder, name), 'utf8')) : undefined;
  };
  const ids = (type: Kind, prefix: string): string[] => {
    const start = `${type}-${prefix}`;
    const found = [...names].filter((name) => name.startsWith(start));
    return found.map((name) => name.slice(type.length + 1, -'.json'.length));
  };
  const byName = <T extends Kind>(type: T, url: string): Kinds[T] | undefined => {
    const found = read(type, lastPart(url));
    return urlOf(found) === url ? found : undefined;
  };
  const indexes = new Map<Kind, ReadonlyMap<string, string>>();
  const indexOf = (type: Kind): ReadonlyMap<string, string> => {
    const index =
      indexes.get(type) ?? new Map(ids(type, '').map((id) => [urlOf(read(type, id)), id]));
    indexes.set(type, index);
    return index;
  };
  const byUrl = <T extends Kind>(type: T, url: string): Kinds[T] | undefined =>
    byName(type, url) ?? read(type, indexOf(type).get(url) ?? '');
  return { read, byUrl, byName, ids };
}

const urlOf = (resource: Kinds[Kind] | undefined): string =>
  resource && 'url' in resource ? (resource.url ?? '') : '';
