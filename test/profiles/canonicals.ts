import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ours } from '../../src/fhir/canonical.ts';
import { core, packageFolder } from '../../src/profiles/cache.ts';
import { dependencies } from '../../src/profiles/edition.ts';
import { dkCore } from '../contracts/danish.ts';

/** Elements that name a definition by its URL. */
const naming = new Set([
  ...['baseDefinition', 'profile', 'targetProfile', 'supportedProfile', 'valueSet', 'definition'],
  ...['measure', 'valueCanonical', 'exampleCanonical', 'sourceUri', 'targetUri'],
  ...['imports', 'system', 'source', 'target'],
]);

const isOurs = new RegExp(`^${ours}/[A-Z][A-Za-z]+/[^/|]+$`);
const isWeb = /^https?:\/\//;

const isCanonical = (url: string, key: string): boolean =>
  isOurs.test(url) || (naming.has(key) && isWeb.test(url));

/** The canonical URLs that a resource names: of definitions, of extensions, and whatever looks like one of ours. */
export function* canonicalsIn(value: unknown, key = ''): Generator<string> {
  if (typeof value === 'string') {
    const url = value.replace(/\|.*$/s, '');
    if (isCanonical(url, key)) yield url;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const inner = Array.isArray(value)
    ? value.map((one) => [key, one] as const)
    : Object.entries(value);
  for (const [name, one] of inner) yield* canonicalsIn(one, name);
  if ('extension' in value) yield* urlsOf(value.extension);
}

function* urlsOf(extensions: unknown): Generator<string> {
  if (!Array.isArray(extensions)) return;
  for (const { url } of extensions) if (isWeb.test(url)) yield url;
}

const hl7 = 'http://hl7.org/fhir';
const scheduling = 'https://profiles.ihe.net/ITI/Scheduling';

const under = (base: string, names: readonly string[]): string[] =>
  names.map((name) => `${base}/${name}`);

/** What packages define that are not at hand, as far as ours names it; read in their published pages. */
const defined: readonly string[] = [
  ...under(`${hl7}/5.0/StructureDefinition`, [
    ...['cancellationDate', 'virtualService'].map((name) => `extension-Appointment.${name}`),
    ...['url', 'version', 'title'].map((name) => `extension-NamingSystem.${name}`),
    'extension-Provenance.patient',
  ]),
  `${hl7}/StructureDefinition/structuredefinition-imposeProfile`,
  ...under(`${hl7}/uv/subscriptions-backport`, [
    ...['status', 'events', 'get-ws-binding-token'].map(
      (name) => `OperationDefinition/backport-subscription-${name}`,
    ),
    ...['filter-criteria', 'payload-content', 'heartbeat-period', 'channel-type', 'timeout'].map(
      (name) => `StructureDefinition/backport-${name}`,
    ),
  ]),
  ...under(`${hl7}/uv/bulkdata/OperationDefinition`, ['export', 'patient-export', 'group-export']),
  ...under(scheduling, [
    'CapabilityStatement/IHE.Scheduling.server',
    ...['find', 'hold', 'book'].map((name) => `OperationDefinition/appointment-${name}`),
  ]),
  'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
];

/** What dk-core defines, where it is at hand. */
const danish = new Set(dkCore.flatMap((one) => ('url' in one ? [`${one.url}`] : [])));

const isDanish = (url: string): boolean =>
  danish.has(url) || (danish.size === 0 && url.startsWith('http://hl7.dk/fhir/core/'));

/** Systems that nobody publishes as a resource: registers, those of other standards, and numbers that a caller's application gives. */
const systems = new Set([
  ...['http://loinc.org', 'http://snomed.info/sct', 'http://unitsofmeasure.org'],
  ...['http://npu-terminology.org', 'http://dicom.nema.org/resources/ontology/DCM'],
  ...['http://cvr.dk', 'https://autregweb.sst.dk', 'https://app.sandby.example/measurement'],
  ...under('https://app.example', ['besked', 'inquiry']),
]);

/** Whether one of the packages that ours depends on defines it, or no package could; R4 itself is looked into. */
export const isDependency = (url: string): boolean =>
  isDanish(url) || defined.includes(url) || systems.has(url) || isGuide(url);

const isGuide = (url: string): boolean => dependencies.some(({ uri }) => uri === url);

const asked = /^(?:CodeSystem|OperationDefinition|SearchParameter|StructureDefinition|ValueSet)-/;

/** The URLs of what R4 itself defines, from a cache. */
export function publishedIn(cache: string): string[] {
  const folder = packageFolder(cache, core.name, core.version);
  return readdirSync(folder)
    .filter((file) => asked.test(file))
    .map(
      (file) =>
        /"url"\s*:\s*"([^"]+)",\s*"(?:version|name|identifier|title|status)"/.exec(
          readFileSync(join(folder, file), 'utf8'),
        )?.[1] ?? '',
    );
}

/** What is named, and defined in no package that ours could depend on; each with where it is. */
export const elsewhere: ReadonlyMap<string, string> = new Map([
  [
    'http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity',
    'an extension of SMART Scheduling Links, which are published as a page',
  ],
  [`${ours}/SubscriptionTopic/appointments`, 'R4 has no resource for topics'],
]);
