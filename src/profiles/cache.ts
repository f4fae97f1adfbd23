/** R4 as a FHIR package cache has it: `<cache>/hl7.fhir.r4.core#4.0.1/package/*.json`. https://registry.fhir.org/learn */
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { putCopy, putFile } from './put.ts';

/** The package that every profile stands on. */
export const core = { name: 'hl7.fhir.r4.core', version: '4.0.1' } as const;

/** What a compiler asks a package for; the examples of R4 are left where they are. */
const laid =
  /^(?:CodeSystem|CompartmentDefinition|ConceptMap|NamingSystem|OperationDefinition|SearchParameter|StructureDefinition|ValueSet)-.*\.json$/;

const manifest = {
  ...core,
  fhirVersions: [core.version],
  type: 'fhir.core',
  license: 'CC0-1.0',
  canonical: 'http://hl7.org/fhir',
  title: 'FHIR R4 package : Core',
};

/** The folder of a package's files in a cache. */
export const packageFolder = (cache: string, name: string, version: string): string =>
  join(cache, `${name}#${version}`, 'package');

/** Lays R4's definitions into a cache, from the package that npm has installed; gives how many there are. */
export function layCore(cache: string): number {
  const require = createRequire(import.meta.url);
  const from = dirname(require.resolve('hl7.fhir.r4.examples/package.json'));
  const to = packageFolder(cache, core.name, core.version);
  mkdirSync(to, { recursive: true });
  const files = readdirSync(from).filter((file) => laid.test(file));
  const there = new Set(readdirSync(to));
  for (const file of files) if (!there.has(file)) putCopy(join(from, file), join(to, file));
  putFile(join(to, 'package.json'), Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`));
  return files.length;
}
