import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ours } from '../../src/fhir/canonical.ts';
import { core, packageFolder } from '../../src/profiles/cache.ts';
import { dependencies } from '../../src/profiles/edition.ts';

/** Elements that name a definition by its URL. */
const naming = new Set([
  ...['baseDefinition', 'profile', 'targetProfile', 'supportedProfile', 'valueSet', 'definition'],
  ...['measure', 'valueCanonical', 'exampleCanonical', 'sourceUri', 'targetUri'],
  'imports',
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

/** Whether one of the packages that ours depends on defines what begins so; R4 itself is looked into instead. */
export const isDependency = (url: string): boolean =>
  dependencies.some(({ bases }) =>
    bases.some((base) => base !== hl7 && url.startsWith(`${base}/`)),
  );

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
