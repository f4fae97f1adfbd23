/** FHIR Shorthand becomes FHIR by SUSHI, without a network. https://fshschool.org/docs/sushi/ */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CodeSystem,
  ElementDefinition,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import { fhirdefs, sushiExport, sushiImport, utils } from 'fsh-sushi';
import { ours } from '../fhir/canonical.ts';
import type { FshText } from '../fhir/profile-fsh.ts';
import { core, packageFolder } from './cache.ts';

/** What Shorthand defines. */
export type Compiled = StructureDefinition | ValueSet | CodeSystem;

/** What SUSHI made of a set of texts, and what it said of them. */
export interface Compilation {
  readonly resources: readonly Compiled[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const refused = (name: string, version: string): never => {
  throw new RangeError(`${name}#${version} is not in the cache, and nothing is fetched`);
};

/** Whatever asks for the network is refused: what is not laid into the cache is not there. */
const noRegistry = {
  resolveVersion: async (_name: string, version: string) => version,
  download: async (name: string, version: string) => refused(name, version),
};
const noBuilds = {
  downloadCurrentBuild: async (name: string) => refused(name, 'current'),
  getCurrentBuildDate: async (name: string) => refused(name, 'current'),
};

/** The others of a package are many, and no rule names them. */
const asked = /^(?:package|(?:CodeSystem|StructureDefinition|ValueSet)-.*)\.json$/;

const cacheAt = (cache: string) => {
  const folder = (name: string, version: string) => packageFolder(cache, name, version);
  const isPackageInCache = (name: string, version: string) => existsSync(folder(name, version));
  const inFolder = (name: string, version: string) =>
    isPackageInCache(name, version) ? folder(name, version) : undefined;
  return {
    cachePackageTarball: async (name: string, version: string) => refused(name, version),
    isPackageInCache,
    getPackagePath: inFolder,
    getPackageJSONPath: (name: string, version: string) => {
      const path = inFolder(name, version);
      return path && join(path, 'package.json');
    },
    getPotentialResourcePaths: (name: string, version: string) =>
      readdirSync(folder(name, version))
        .filter((file) => asked.test(file))
        .sort()
        .map((file) => join(folder(name, version), file)),
    getResourceAtPath: (path: string) => JSON.parse(readFileSync(path, 'utf8')),
  };
};

const settings = (version: string) => ({
  canonical: ours,
  status: 'draft' as const,
  version,
  fhirVersion: ['4.0.1' as const],
  FSHOnly: true,
  applyExtensionMetadataToRoot: false,
});

const textsOf = (said: typeof utils.errorsAndWarnings.errors): string[] =>
  said.map(({ message, location }) =>
    location ? `${message} (line ${location.startLine})` : message,
  );

/** Types whose values are codes. */
const codedTypes = /^(?:code|Coding|CodeableConcept|Quantity|string|uri|Extension)$/;

/** SUSHI leaves the binding of a choice where its codes are no choice any more. */
const unbound = ({ binding, ...element }: ElementDefinition): ElementDefinition =>
  element.type?.some(({ code = '' }) => codedTypes.test(code)) && binding
    ? { ...element, binding }
    : element;

const mended = <T extends Compiled>(one: T): T =>
  one.resourceType === 'StructureDefinition' && one.snapshot
    ? { ...one, snapshot: { ...one.snapshot, element: one.snapshot.element.map(unbound) } }
    : one;

/** Compiles texts against what a cache holds, as a version of the package, each with its snapshot. Not to be run twice at once. */
export async function compile(
  texts: readonly FshText[],
  { cache, version }: { readonly cache: string; readonly version: string },
): Promise<Compilation> {
  const { errorsAndWarnings, logger, fillTank } = utils;
  errorsAndWarnings.reset();
  errorsAndWarnings.shouldTrack = true;
  for (const transport of logger.transports) transport.silent = true;
  const known = await fhirdefs.createFHIRDefinitions({
    packageCache: cacheAt(cache),
    registryClient: noRegistry,
    currentBuildClient: noBuilds,
  });
  await known.loadPackage(core.name, core.version);
  const raw = texts.map(({ file, text }) => new sushiImport.RawFSH(text, file));
  const tank = fillTank(raw, settings(version));
  tank.checkDuplicateNameEntities();
  const made = sushiExport.exportFHIR(tank, known);
  const { profiles, extensions, valueSets, codeSystems } = made;
  return {
    resources: [...profiles, ...extensions, ...valueSets, ...codeSystems].map(
      // What SUSHI has no value for it has as undefined.
      (one) => mended(JSON.parse(JSON.stringify(one.toJSON(true))) as Compiled),
    ),
    errors: textsOf(errorsAndWarnings.errors),
    warnings: textsOf(errorsAndWarnings.warnings),
  };
}
