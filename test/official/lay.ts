/** Lays out the definitions that the validator holds resources against, and says of resources which of ours they are to follow. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { registry } from '../../src/registry.ts';
import { dkCore } from '../contracts/danish.ts';
import { outsideExtensions } from './outside.ts';
import { root } from './place.ts';
import type { Said } from './runner.ts';

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

/** A calendar is made for the answer: our profile of a Binary is of files that are kept. */
const isCalendar = (resource: Resource): boolean =>
  resource.resourceType === 'Binary' && resource.contentType === 'text/calendar';

/** What is shown in part, or worked out of what was sent, need not be as a profile asks. */
const isPart = (resource: Resource): boolean =>
  resource.meta?.tag?.some(({ code }) => code === 'SUBSETTED') ||
  'expansion' in resource ||
  isCalendar(resource);

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

function layAll(path: string, all: readonly Resource[]): string {
  mkdirSync(path);
  all.forEach((one, at) => {
    writeFileSync(join(path, `D${at}.json`), JSON.stringify(one));
  });
  return path;
}

/** Compiles our package into the folder of a run; gives the folders of its definitions and of others'. dk-core is among them where it is at hand. */
export function layDefinitions(run: string): string[] {
  const compiler = [join(root, 'src/profiles.ts'), run];
  const made = spawnSync(process.execPath, compiler, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the profiles do not compile: ${made.stderr}`);
  return [
    join(run, 'package'),
    layAll(join(run, 'dk-core'), dkCore),
    layAll(join(run, 'outside'), outsideExtensions()),
  ];
}

/** Whether the Danish core profiles are among the definitions. */
export const hasDanish = dkCore.length > 0;

/** Whether something is said of an invariant of a resource that is shown in part: it may ask for what was left out. */
export function isOfPart({ file, kind, path }: Said): boolean {
  if (!kind.includes('#') || !file.endsWith('.json')) return false;
  const whole = JSON.parse(readFileSync(file, 'utf8'));
  const [, at] = /^Bundle\.entry\[(\d+)\]/.exec(path) ?? [];
  const one = at === undefined ? whole : whole.entry?.[at]?.resource;
  return one !== undefined && isPart(one);
}
