import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** R4's own making, thousands of files that are alike. */
const definitional = new Set([
  ...['StructureDefinition', 'SearchParameter', 'ValueSet', 'CodeSystem', 'ConceptMap'],
  ...['OperationDefinition', 'CompartmentDefinition', 'CapabilityStatement', 'NamingSystem'],
  ...['StructureMap', 'ImplementationGuide', 'GraphDefinition', 'ig'],
]);
const maxBytes = 150_000;

const typeOf = (name: string): string => name.split('-')[0] ?? '';

/** Names of the published examples of every resource type, but for a few of half a megabyte and more. */
export const exampleNames: readonly string[] = readdirSync(folder).filter(
  (name) =>
    /^[A-Z].*\.json$/.test(name) &&
    !definitional.has(typeOf(name)) &&
    statSync(join(folder, name)).size < maxBytes,
);

export const readExample = (name: string): Buffer => readFileSync(join(folder, name));

/** What a JSON text says, member order aside; numbers as they are written. */
export function said(text: string): unknown {
  return JSON.parse(text, (_, value, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { written: context?.source } : value,
  );
}
