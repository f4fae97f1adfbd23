/** Lays out what the validator reads: definitions, and what is to be judged, with the profiles that it is to be judged by. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Resource } from '@medplum/fhirtypes';
import { registry } from '../../src/registry.ts';
import { dkCore } from '../contracts/danish.ts';
import { outsideExtensions } from './outside.ts';
import type { Said } from './runner.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compiled = join(root, '.profiles/package');

/** What is laid out, and what the validator stands on, is kept here. */
export const folder = join(root, '.profiles/official');

const profiles = new Map<string, string>(registry.map(({ type, profile }) => [type, profile]));

interface Part {
  readonly resource?: Resource;
  readonly part?: readonly Part[];
}

const withinParts = (parts: readonly Part[]): Part[] =>
  parts.map(({ resource, part, ...rest }) => ({
    ...rest,
    ...(resource && { resource: asProfiled(resource) }),
    ...(part && { part: withinParts(part) }),
  }));

/** What is shown in part, or worked out of what was sent, need not be as a profile asks. */
const isPart = (resource: Resource): boolean =>
  resource.meta?.tag?.some(({ code }) => code === 'SUBSETTED') || 'expansion' in resource;

const holders: Readonly<Record<string, string>> = { Bundle: 'entry', Parameters: 'parameter' };

function withinHolder(resource: Resource, key: string): Resource {
  const parts = (resource as unknown as Readonly<Record<string, readonly Part[]>>)[key];
  return parts ? { ...resource, [key]: withinParts(parts) } : resource;
}

/** A resource that says which profile of ours it follows, as do those within it. */
export function asProfiled(resource: Resource): Resource {
  const held = holders[resource.resourceType];
  if (held !== undefined) return withinHolder(resource, held);
  const own = profiles.get(resource.resourceType);
  if (own === undefined || isPart(resource)) return resource;
  const { resourceType, id, meta, ...rest } = resource;
  const profile = [...new Set([...(meta?.profile ?? []), own])];
  return { resourceType, id, meta: { ...meta, profile }, ...rest } as Resource;
}

function emptied(name: string): string {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

function layAll(name: string, all: readonly Resource[]): string {
  const path = emptied(name);
  all.forEach((one, at) => {
    writeFileSync(join(path, `D${at}.json`), JSON.stringify(one));
  });
  return path;
}

/** Compiles our package; gives the folders of its definitions and of others'. dk-core is among them where it is at hand. */
export function layDefinitions(): string[] {
  const made = spawnSync(process.execPath, [join(root, 'src/profiles.ts')], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the profiles do not compile: ${made.stderr}`);
  return [compiled, layAll('dk-core', dkCore), layAll('outside', outsideExtensions())];
}

/** Whether the Danish core profiles are among the definitions. */
export const hasDanish = dkCore.length > 0;

const fixtures = () => globSync('fixtures/*/*.fhir.json', { cwd: root }).sort();
const examples = () => globSync('.profiles/package/example/[A-Z]*.json', { cwd: root }).sort();
const recorded = (from: string) =>
  readdirSync(from)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(from, name));

/** What is judged: examples, fixtures and answers that tests have recorded in some folders; by the laid file, where it comes from. */
export function layJudged(folders: readonly string[]): {
  readonly path: string;
  readonly origins: ReadonlyMap<string, string>;
} {
  const path = emptied('judged');
  const inRoot = [...examples(), ...fixtures()].map((name) => join(root, name));
  // Most examples are fixtures.
  const byText = new Map<string, string>();
  for (const from of [...inRoot, ...folders.flatMap(recorded)]) {
    const text = JSON.stringify(asProfiled(JSON.parse(readFileSync(from, 'utf8'))));
    byText.set(text, from.startsWith(root) ? from.slice(root.length) : from);
  }
  const origins = [...byText].map(([text, from], at): [string, string] => {
    const to = join(path, `J${at}.json`);
    writeFileSync(to, text);
    return [to, from];
  });
  return { path, origins: new Map(origins) };
}

/** Whether something is said of an invariant of a resource that is shown in part: it may ask for what was left out. */
export function isOfPart({ file, kind, path }: Said): boolean {
  if (!kind.includes('#')) return false;
  const whole = JSON.parse(readFileSync(file, 'utf8'));
  const [, at] = /^Bundle\.entry\[(\d+)\]/.exec(path) ?? [];
  return isPart(at === undefined ? whole : whole.entry[at].resource);
}
