import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { assemble, type Contents } from '../../src/profiles/assemble.ts';
import type { Compiled } from '../../src/profiles/compile.ts';
import { registry } from '../../src/registry.ts';

/** The edition that tests make. */
export const edition = { version: '0.0.1', date: '2026-11-24' } as const;

const packaged = [
  ...['CapabilityStatement', 'CodeSystem', 'ConceptMap', 'ImplementationGuide', 'Measure'],
  ...['NamingSystem', 'OperationDefinition', 'SearchParameter', 'StructureDefinition', 'ValueSet'],
  'StructureMap',
];

/** R4 and our profiles, of what stands in the registry and what stands in the package. */
export const definitions = await loadDefinitions([
  ...new Set([...registry.map(({ type }) => type), ...packaged]),
]);

/** What the package holds beside what is compiled. */
export const contentsWith = (compiled: readonly Compiled[]): Contents =>
  assemble({ compiled, rooms: registry, definitions, edition });
