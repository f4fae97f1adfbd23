/** The rules of profiles, checked where the pass goes by. */
import type { Pattern, ProfileElement } from './profile-element.ts';
import type { Member } from './shape.ts';
import { bindingFault } from './validate-binding.ts';
import { checkTargets } from './validate-reference.ts';
import { checkRules, nameOf, type Whole } from './validate-rule.ts';
import { fits, sliceOf } from './validate-slice.ts';
import { add, isObject, isThere, type Json, type Place, report } from './validate-state.ts';
import { finding } from './validate-text.ts';

type Profiled = readonly ProfileElement[];

const hasProfiles = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The profiles of a resource: those asked for and those that it names, as far as they are known and about its type. */
export function profilesOf(at: Place, value: Json, asked: readonly string[]): Profiled {
  const named = isObject(value.meta) && hasProfiles(value.meta.profile) ? value.meta.profile : [];
  if (asked.length === 0 && named.length === 0) return [];
  const urls = new Set([...asked, ...named.filter((url) => typeof url === 'string')]);
  return [...urls].flatMap((url) => rootOf(at, value, url, asked.includes(url)));
}

const r4 = 'http://hl7.org/fhir/StructureDefinition/';

/** The top of a profile; nothing more than R4 where it is R4's own definition of a type. */
function rootOf(at: Place, value: Json, url: string, isAsked: boolean): Profiled {
  const { walk, path } = at;
  const { profiles, resourceTypes } = walk.definitions;
  const profile = profiles.profile(url);
  const own = url.startsWith(r4) ? url.slice(r4.length).replace(/\|.*$/s, '') : '';
  const type = profile?.type ?? (resourceTypes.has(own) ? own : undefined);
  if (type === undefined) {
    const severity = isAsked ? 'error' : 'warning';
    if (walk.warns || isAsked)
      add(walk, finding('unknown-profile', path, { detail: url, severity }));
  } else if (type !== value.resourceType) {
    report(walk, 'profile-of-other-type', path, type, url);
  }
  return profile && type === value.resourceType ? [profile.root] : [];
}

const unprofiled: Profiled = [];

/** What the profiles say of a member; a choice may be named by its type too. */
export function below(profiled: Profiled, { path, name }: Member): Profiled {
  let found: ProfileElement[] | undefined;
  for (const { children } of profiled) {
    const child = children.get(path);
    const typed = name === path ? undefined : children.get(name);
    for (const one of [child, typed]) if (one) found = [...(found ?? []), one];
  }
  return found ?? unprofiled;
}

/** A context is a type, or an element of a resource: `Patient.contact`. */
function stands({ frame, path, holder }: Place, context: string): boolean {
  if (context === holder || context === 'Element') return true;
  const type = `${frame.resource.resourceType}`;
  const element = path.replace(/\[\d+\]/g, '').replace(/\.(?:modifierE|e)xtension$/, '');
  const inside = element.replace(/^.*\.(?:resource|contained)(?=\.|$)/, type);
  return context === inside;
}

/** Adds what the definition of an extension of ours says of it. */
export function extended(at: Place, value: Json, profiled: Profiled): Profiled {
  const { walk, path } = at;
  const extension =
    typeof value.url === 'string' ? walk.definitions.profiles.extension(value.url) : undefined;
  if (!extension) return profiled;
  const { contexts } = extension;
  if (contexts.length > 0 && !contexts.some((context) => stands(at, context)))
    report(walk, 'extension-context', path, contexts.join(', '), extension.url);
  return [...profiled, extension.root];
}

interface Lacking {
  readonly path: string;
  /** The element, or the slice of it, that must be there. */
  readonly asks: ProfileElement;
}

const lacking = new WeakMap<ProfileElement, readonly Lacking[]>();

/** The children that a profile requires. */
function neededBy(element: ProfileElement): readonly Lacking[] {
  const known =
    lacking.get(element) ??
    [...element.children].flatMap(([path, child]) => {
      const asks = [child, ...child.slices.values()].find(({ min }) => min > 0);
      return asks ? [{ path, asks }] : [];
    });
  lacking.set(element, known);
  return known;
}

/** Required by a profile and not there, where R4 itself does not ask for it. */
export function checkLacking(at: Place, { value, shape, profiled }: Whole): void {
  const said: string[] = [];
  for (const element of profiled)
    for (const { path, asks } of neededBy(element)) {
      if (isThere(value, shape.names.get(path) ?? [path])) continue;
      if (shape.needed.includes(path) || said.includes(path)) continue;
      said.push(path);
      report(at.walk, 'missing', `${at.path}.${path}`, undefined, nameOf(asks));
    }
}

/** Holds a number of values against the cardinalities of profiles; none at all is `checkLacking`'s. */
export function checkCount({ walk, path }: Place, profiled: Profiled, count: number): void {
  const most = profiled.find(({ max }) => count > max);
  if (most) report(walk, 'too-many', path, `${most.max}`, nameOf(most));
  const least = profiled.find(({ min }) => count > 0 && count < min);
  if (least) report(walk, 'too-few', path, `${least.min}`, nameOf(least));
}

/** For each item of a list what the profiles say of it, its slices among that. Checks how many are in each slice. */
export function sliced(
  at: Place,
  profiled: Profiled,
  items: readonly unknown[],
): readonly Profiled[] | undefined {
  const lists = profiled.filter(({ slices }) => slices.size > 0);
  if (lists.length === 0) return undefined;
  const { codes } = at.walk.definitions;
  const found = items.map((item) => lists.map((list) => sliceOf(list, item, codes)));
  for (const [index, list] of lists.entries()) {
    const taken = found.map((slices) => slices[index]);
    checkSlices(at, list, taken);
  }
  return found.map((slices) => [...profiled, ...slices.filter((slice) => slice !== undefined)]);
}

function checkSlices(
  { walk, path }: Place,
  list: ProfileElement,
  taken: readonly (ProfileElement | undefined)[],
): void {
  for (const slice of list.slices.values()) {
    const count = taken.filter((one) => one === slice).length;
    if (count < slice.min)
      report(walk, 'too-few', path, `${slice.min} (${slice.slice})`, nameOf(slice));
    if (count > slice.max)
      report(walk, 'too-many', path, `${slice.max} (${slice.slice})`, nameOf(slice));
  }
  if (!list.isClosed) return;
  const names = [...list.slices.keys()].join(', ');
  for (const [index, slice] of taken.entries())
    if (!slice) report(walk, 'unknown-slice', `${path}[${index}]`, names, list.profile);
}

interface Known {
  readonly profiled: Profiled;
  /** Whether R4's own binding holds; else there is an issue already. */
  readonly isBound: boolean;
}

/** Types, reference targets, values, bindings and invariants that profiles demand of one value. */
export function checkProfiled(at: Place, member: Member, value: unknown, known: Known): void {
  for (const element of known.profiled) {
    checkType(at, member, value, element);
    const { walk, path } = at;
    const wrong = element.patterns.find((pattern) => !fits(pattern, value));
    if (wrong) report(walk, 'fixed-value', path, written(wrong), nameOf(element));
    if (known.isBound) checkBindings(at, value, element);
    if (element.rules.length > 0) checkRules(at, element.rules, value, nameOf(element));
  }
}

const written = (pattern: Pattern): string =>
  pattern.kind === 'plain' ? `${pattern.value}` : `${pattern.system ?? ''}#${pattern.code}`;

function checkType(at: Place, member: Member, value: unknown, element: ProfileElement): void {
  const { types, targets } = element;
  if (types.length > 0 && !types.includes(member.type)) {
    report(at.walk, 'choice-type', at.path, types.join(', '), nameOf(element));
  } else if (targets.length > 0 && isObject(value)) {
    checkTargets(at, { ...member, targets }, value, nameOf(element));
  }
}

function checkBindings({ walk, path }: Place, value: unknown, element: ProfileElement): void {
  for (const { valueSet, strength } of element.bindings) {
    const finding = strength === 'required' ? 'not-in-value-set' : 'code-outside-value-set';
    if (strength === 'extensible' && !walk.warns) continue;
    const codes = walk.definitions.codes(valueSet);
    const wrong = codes && bindingFault(codes, value);
    if (wrong !== undefined) report(walk, finding, path, wrong, nameOf(element));
  }
}
