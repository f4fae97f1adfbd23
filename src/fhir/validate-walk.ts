import { isSafeNarrative } from './narrative.ts';
import { quote } from './outcome.ts';
import { primitives } from './primitive.ts';
import type { Member, Shape } from './shape.ts';
import { bindingFault } from './validate-binding.ts';
import { checkReference } from './validate-reference.ts';
import { isObject, type Json, report, type Walk } from './validate-state.ts';

/** Longest chain of elements that we follow; the parser refuses deeper bodies. */
const maxDepth = 64;

/** Where the pass is: a FHIRPath, and how many objects deep. */
interface Place {
  readonly walk: Walk;
  readonly path: string;
  readonly depth: number;
}

const inside = ({ walk, path, depth }: Place, name: string): Place => ({
  walk,
  path: `${path}.${name}`,
  depth,
});
const deeper = ({ walk, path, depth }: Place): Place => ({ walk, path, depth: depth + 1 });

/** The pass over a whole resource; it starts at the resource's type, once that is known. */
export function walkResource(walk: Walk, value: unknown): void {
  walkTyped({ walk, path: 'Resource', depth: 0 }, value);
}

function walkTyped(at: Place, value: unknown): void {
  const { walk, path, depth } = at;
  const type = isObject(value) ? value.resourceType : undefined;
  if (!isObject(value) || typeof type !== 'string') {
    report(walk, 'wrong-type', path, 'resource');
    return;
  }
  const shape = walk.definitions.resourceTypes.has(type) && walk.definitions.shape(type);
  if (shape) walkMembers({ walk, path: depth === 0 ? type : path, depth }, value, shape);
  else report(walk, 'unknown-type', path, type);
}

function walkMembers(at: Place, value: Json, shape: Shape): void {
  const { walk, path, depth } = at;
  const names = Object.keys(value).filter(
    (name) => value[name] !== undefined && !(name === 'resourceType' && shape.isResource),
  );
  if (depth > maxDepth) report(walk, 'structure', path, 'depth');
  else if (Object.keys(value).length === 0) report(walk, 'empty', path);
  else for (const name of names) walkName(at, value, shape.members, name);
  checkChoices(at, value, shape);
}

function walkName(
  at: Place,
  value: Json,
  members: ReadonlyMap<string, Member>,
  name: string,
): void {
  const isShadow = name.startsWith('_');
  const member = members.get(isShadow ? name.slice(1) : name);
  if (!member || (isShadow && !(member.type in primitives))) {
    report(at.walk, 'unknown-member', `${at.path}.${quote(name)}`, name);
    return;
  }
  const element = isShadow ? shadowed(member) : member;
  const place = inside(at, member.path);
  const twin = value[isShadow ? member.name : `_${name}`];
  if (member.isArray) walkItems(place, element, value[name], twin);
  else walkValue(place, element, value[name]);
}

/** `_birthDate` holds the id and extensions of `birthDate`. */
const shadowed = ({ name, path, isArray }: Member): Member => ({
  name,
  path,
  isArray,
  type: 'Element',
  targets: [],
});

function checkChoices({ walk, path }: Place, value: Json, shape: Shape): void {
  const chosen = new Map<string, string>();
  for (const name of Object.keys(value)) {
    const plain = name.startsWith('_') ? name.slice(1) : name;
    const member = shape.members.get(plain);
    if (!member || member.path === plain) continue;
    const other = chosen.get(member.path);
    chosen.set(member.path, plain);
    if (other === undefined || other === plain) continue;
    report(walk, 'two-choices', `${path}.${member.path}`, `${other}, ${plain}`);
  }
}

/** Null may stand where `twin`, the array of values or of their extensions, has something. */
function walkItems(
  { walk, path, depth }: Place,
  member: Member,
  value: unknown,
  twin: unknown,
): void {
  if (!Array.isArray(value)) report(walk, 'wrong-type', path, 'array');
  else if (value.length === 0) report(walk, 'empty', path);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, item] of items.entries()) {
    const isFilled = Array.isArray(twin) && twin[index] !== null && twin[index] !== undefined;
    if (item === null && isFilled) continue;
    walkValue({ walk, path: `${path}[${index}]`, depth }, member, item);
  }
}

function walkValue(at: Place, member: Member, value: unknown): void {
  if (member.type in primitives) walkPrimitive(at, member, value);
  else if (member.type === 'Resource') walkInner(deeper(at), value);
  else walkObject(deeper(at), member, value);
}

function walkObject(at: Place, member: Member, value: unknown): void {
  const { walk, path } = at;
  const shape = walk.definitions.shape(member.type);
  if (!isObject(value) || !shape) {
    report(walk, 'wrong-type', path, member.type);
    return;
  }
  walkMembers(at, value, shape);
  if (member.type === 'Reference') checkReference(walk, member, value, path);
  checkBinding(at, member, value);
}

function walkPrimitive(at: Place, member: Member, value: unknown): void {
  const { walk, path } = at;
  const fault = primitives[member.type]?.(value);
  if (fault) {
    report(walk, fault, path, member.type);
    return;
  }
  const text = typeof value === 'string' ? value : '';
  if (text.startsWith('#')) walk.referred.push({ id: text.slice(1), member, path });
  if (member.type === 'xhtml' && !isSafeNarrative(text)) report(walk, 'unsafe-narrative', path);
  checkBinding(at, member, value);
}

function checkBinding({ walk, path }: Place, member: Member, value: unknown): void {
  const wrong = member.codes && bindingFault(member.codes, value);
  if (wrong !== undefined) report(walk, 'not-in-value-set', path, wrong);
}

/** A resource inside another: contained, or an entry of a Bundle. */
function walkInner(at: Place, value: unknown): void {
  const { walk, path } = at;
  const [id, type] = isObject(value) ? [value.id, value.resourceType] : [];
  const isContained = /\.contained\[\d+\]$/.test(path);
  if (isContained && typeof id === 'string' && typeof type === 'string') {
    walk.contained.push({ id, type, path });
  }
  walkTyped(at, value);
}
