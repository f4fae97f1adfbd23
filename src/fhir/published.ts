/** R4 as HL7 publishes it, from npm `hl7.fhir.r4.examples` (which, despite its name, is the whole R4 build). */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  CodeSystem,
  SearchParameter,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';

interface Kinds {
  StructureDefinition: StructureDefinition;
  ValueSet: ValueSet;
  CodeSystem: CodeSystem;
  SearchParameter: SearchParameter;
}

/** Published resources by type and id, read anew at each call. */
export interface Published {
  /** Undefined when there is none. */
  readonly read: <T extends keyof Kinds>(type: T, id: string) => Kinds[T] | undefined;
  /** The ids of a type that start so. */
  readonly ids: (type: keyof Kinds, prefix: string) => string[];
}

/** Opens the package's folder. Throws when it is not installed. */
export function openPublished(): Published {
  const manifest = createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json');
  const folder = dirname(manifest);
  const names = new Set(readdirSync(folder));
  return {
    read: (type, id) => {
      const name = `${type}-${id}.json`;
      return names.has(name) ? JSON.parse(readFileSync(join(folder, name), 'utf8')) : undefined;
    },
    ids: (type, prefix) => {
      const start = `${type}-${prefix}`;
      const found = [...names].filter((name) => name.startsWith(start));
      return found.map((name) => name.slice(type.length + 1, -'.json'.length));
    },
  };
}
