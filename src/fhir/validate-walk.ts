import { quote } from './outcome.ts';
import { primitives } from './primitive.ts';
import type { ProfileElement } from './profile-element.ts';
import type { Member, Shape } from './shape.ts';
import { checkPrimitive, checkValue, isGood, isGoodItem } from './validate-element.ts';
import { checkChoices, checkNeeded, shadowed } from './validate-member.ts';
import {
  below,
  checkCount,
  checkLacking,
  extended,
  profilesOf,
  sliced,
} from './validate-profile.ts';
import { checkContained, checkContainedMeta, checkReference } from './validate-reference.ts';
import { checkWhole } from './validate-rule.ts';
import { isTooLarge } from './validate-size.ts';
import {
  type Entry,
  frameOf,
  isFull,
  isObject,
  type Json,
  type Place,
  report,
  type Walk,
} from './validate-state.ts';

/** Longest chain of elements that we follow; the parser refuses deeper bodies. */
const maxDepth = 64;

/** Elements of profiles that speak of the same place. */
type Profiled = readonly ProfileElement[];
const unprofiled: Profiled = [];

const inside = ({ walk, frame, path, depth }: Place, name: string, holder: string): Place => ({
  walk,
  frame,
  path: `${path}.${name}`,
  depth,
  holder,
});

/** The pass over a whole resource; `profiles` are checked beside those that it names. */
export function walkResource(walk: Walk, value: unknown, profiles: readonly string[]): void {
  walkTyped({ walk, path: 'Resource', depth: 0, holder: '' }, value, profiles);
}

function walkTyped(at: Entry, value: unknown, profiles: readonly string[]): void {
  const { walk, path, depth } = at;
  const type = isObject(value) ? value.resourceType : undefined;
  if (!isObject(value) || typeof type !== 'string') {
    report(walk, 'wrong-type', path, 'resource');
    return;
  }
  const shape = walk.definitions.resourceTypes.has(type) && walk.definitions.shape(type);
  if (!shape) {
    report(walk, 'unknown-type', path, quote(type));
    return;
  }
  const frame = frameOf(at, value);
  const place = { walk, frame, path: depth === 0 ? type : path, depth, holder: type };
  if (frame.within === undefined && isTooLarge(place, value)) return;
  walkMembers(place, { value, shape, profiled: profilesOf(place, value, profiles) });
  if (frame.within === undefined) checkContained(walk, frame.container);
}

/** One object that the pass is in, with what is said of it. */
interface Visited {
  readonly value: Json;
  readonly shape: Shape;
  readonly profiled: Profiled;
}

function walkMembers(at: Place, visited: Visited): void {
  const { walk, path, depth } = at;
  const { value, shape, profiled } = visited;
  const names = Object.keys(value);
  if (depth > maxDepth || names.length === 0) {
    report(walk, depth > maxDepth ? 'structure' : 'empty', path, 'depth');
    return;
  }
  const isWhole = walkNames(at, visited, names);
  const isSingle = !shape.hasChoices || checkChoices(at, value, shape);
  checkNeeded(at, value, shape);
  if (profiled.length > 0) checkLacking(at, visited);
  if (isWhole && isSingle) checkWhole(at, visited);
}

function walkNames(at: Place, visited: Visited, names: readonly string[]): boolean {
  let isWhole = true;
  for (const name of names) {
    if (isFull(at.walk)) return false;
    if (name === 'resourceType' && visited.shape.isResource) continue;
    isWhole = walkName(at, visited, name) && isWhole;
  }
  return isWhole;
}

/** Whether the member is of the right form, so that rules about it can be asked. */
function walkName(at: Place, { value, shape, profiled }: Visited, name: string): boolean {
  if (value[name] === undefined) return true;
  const isShadow = name.startsWith('_');
  const member = shape.members.get(isShadow ? name.slice(1) : name);
  if (!member || (isShadow && !(member.type in primitives))) {
    report(at.walk, 'unknown-member', `${at.path}.${quote(name)}`, name);
    return false;
  }
  const inner = profiled.length === 0 ? unprofiled : below(profiled, member);
  if (inner.length === 0 && !isShadow && isGood(member, value[name])) return true;
  const place = inside(at, member.path, shape.type);
  const element = isShadow ? shadowed(member) : member;
  if (!member.isArray) return walkOne(place, element, value[name], inner);
  const twin = value[isShadow ? member.name : `_${name}`];
  return walkItems(place, element, { value: value[name], twin, profiled: inner });
}

interface Items {
  readonly value: unknown;
  /** The array of extensions of an array of values, or the other way round. */
  readonly twin: unknown;
  readonly profiled: Profiled;
}

const isFilled = (twin: unknown, index: number): boolean =>
  Array.isArray(twin) && twin[index] !== null && twin[index] !== undefined;

/** Null may stand where the twin has something; most values are good and need no place of their own. */
const needsNoLook = (member: Member, items: Items, index: number, item: unknown): boolean =>
  item === null
    ? isFilled(items.twin, index)
    : items.profiled.length === 0 && isGoodItem(member, item);

function walkItems(at: Place, member: Member, items: Items): boolean {
  const { walk, frame, path, depth, holder } = at;
  const { value, profiled } = items;
  if (!Array.isArray(value)) {
    report(walk, 'wrong-type', path, 'array');
    return false;
  }
  checkLength(at, member, value, profiled);
  const parted = profiled.length === 0 ? undefined : sliced(at, profiled, value);
  let isWhole = true;
  for (const [index, item] of value.entries()) {
    if (isFull(walk)) return false;
    if (needsNoLook(member, items, index, item)) continue;
    const place = { walk, frame, path: `${path}[${index}]`, depth, holder };
    isWhole = walkValue(place, member, item, parted?.[index] ?? profiled) && isWhole;
  }
  return isWhole;
}

function checkLength(at: Place, { max }: Member, items: readonly unknown[], profiled: Profiled) {
  if (items.length === 0) report(at.walk, 'empty', at.path);
  if (items.length > max) report(at.walk, 'too-many', at.path, `${max}`);
  if (profiled.length > 0) checkCount(at, profiled, items.length);
}

function walkOne(at: Place, member: Member, value: unknown, profiled: Profiled): boolean {
  if (member.max === 0) report(at.walk, 'too-many', at.path, '0');
  if (profiled.length > 0) checkCount(at, profiled, 1);
  return walkValue(at, member, value, profiled);
}

function walkValue(at: Place, member: Member, value: unknown, profiled: Profiled): boolean {
  if (member.type in primitives) return checkPrimitive(at, member, value, profiled);
  const { walk, frame, path, holder } = at;
  const deeper = { walk, frame, path, depth: at.depth + 1, holder };
  if (member.type !== 'Resource') return walkObject(deeper, member, value, profiled);
  walkInner(deeper, value);
  return isObject(value);
}

function walkObject(at: Place, member: Member, value: unknown, profiled: Profiled): boolean {
  const { walk, path } = at;
  const shape = walk.definitions.shape(member.type);
  if (!isObject(value) || !shape) {
    report(walk, 'wrong-type', path, member.type);
    return false;
  }
  const all = member.type === 'Extension' ? extended(at, value, profiled) : profiled;
  walkMembers(at, { value, shape, profiled: all });
  if (member.type === 'Reference') checkReference(at, member, value);
  checkValue(at, member, value, all);
  return true;
}

/** A resource inside another: contained, or an entry of a Bundle. */
function walkInner(at: Place, value: unknown): void {
  const { frame, path } = at;
  const [id, type] = isObject(value) ? [value.id, value.resourceType] : [];
  if (/\.contained\[\d+\]$/.test(path) && isObject(value)) {
    checkContainedMeta(at, value);
    if (typeof id === 'string' && typeof type === 'string')
      frame.container.contained.push({ id, type, path });
  }
  walkTyped(at, value, []);
}
