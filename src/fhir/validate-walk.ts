import { isSafeNarrative } from './narrative.ts';
import { quote } from './outcome.ts';
import { primitives } from './primitive.ts';
import type { Member, Shape } from './shape.ts';
import { bindingFault } from './validate-binding.ts';
import { checkReference } from './validate-reference.ts';
import { isObject, type Json, report, type Walk } from './validate-state.ts';

/** Longest chain of elements that we follow; the parser refuses deeper bodies. */
const maxDepth = 64;

/** A resource, at the top or contained, whose type is known. */
export function walkResource(walk: Walk, value: unknown, path: string, depth = 0): void {
  const type = isObject(value) ? value.resourceType : undefined;
  if (!isObject(value) || typeof type !== 'string') {
    report(walk, 'wrong-type', path, 'resource');
    return;
  }
  const shape = walk.definitions.resourceTypes.has(type) && walk.definitions.shape(type);
  if (!shape) {
    report(walk, 'unknown-type', path, type);
    return;
  }
  walkMembers(walk, value, shape, depth === 0 ? type : path, depth);
}

function walkMembers(walk: Walk, value: Json, shape: Shape, path: string, depth: number): void {
  const names = Object.keys(value).filter(
    (name) => value[name] !== undefined && !(name === 'resourceType' && shape.isResource),
  );
  if (depth > maxDepth) report(walk, 'structure', path, 'depth');
  else if (Object.keys(value).length === 0) report(walk, 'empty', path);
  else for (const name of names) walkName(walk, value, shape, name, path, depth);
  checkChoices(walk, value, shape, path);
}

function walkName(
  walk: Walk,
  value: Json,
  shape: Shape,
  name: string,
  path: string,
  depth: number,
): void {
  const isShadow = name.startsWith('_');
  const member = shape.members.get(isShadow ? name.slice(1) : name);
  if (!member || (isShadow && !(member.type in primitives))) {
    report(walk, 'unknown-member', `${path}.${quote(name)}`, name);
    return;
  }
  const element = isShadow ? shadowed(member) : member;
  walkMember(walk, element, value, name, `${path}.${member.path}`, depth);
}

/** `_birthDate` holds the id and extensions of `birthDate`. */
const shadowed = ({ name, path, isArray }: Member): Member => ({
  name,
  path,
  isArray,
  type: 'Element',
  targets: [],
});

function checkChoices(walk: Walk, value: Json, shape: Shape, path: string): void {
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

function walkMember(
  walk: Walk,
  member: Member,
  parent: Json,
  name: string,
  path: string,
  depth: number,
): void {
  const value = parent[name];
  if (!member.isArray) {
    walkValue(walk, member, value, path, depth);
    return;
  }
  if (!Array.isArray(value)) {
    report(walk, 'wrong-type', path, 'array');
    return;
  }
  if (value.length === 0) {
    report(walk, 'empty', path);
    return;
  }
  const twin = parent[name.startsWith('_') ? name.slice(1) : `_${name}`];
  for (const [index, item] of value.entries()) {
    const filled = Array.isArray(twin) && twin[index] !== null && twin[index] !== undefined;
    if (item === null && filled) continue;
    walkValue(walk, member, item, `${path}[${index}]`, depth);
  }
}

function walkValue(walk: Walk, member: Member, value: unknown, path: string, depth: number): void {
  const check = primitives[member.type];
  if (check) {
    walkPrimitive(walk, member, value, path);
    return;
  }
  if (member.type === 'Resource') {
    walkInner(walk, value, path, depth + 1);
    return;
  }
  const shape = walk.definitions.shape(member.type);
  if (!isObject(value) || !shape) {
    report(walk, 'wrong-type', path, member.type);
    return;
  }
  walkMembers(walk, value, shape, path, depth + 1);
  if (member.type === 'Reference') checkReference(walk, member, value, path);
  checkBinding(walk, member, value, path);
}

function walkPrimitive(walk: Walk, member: Member, value: unknown, path: string): void {
  const { type } = member;
  const fault = primitives[type]?.(value);
  if (fault) {
    report(walk, fault, path, type);
    return;
  }
  if (typeof value === 'string' && value.startsWith('#')) {
    walk.referred.push({ id: value.slice(1), member, path });
  }
  if (type === 'xhtml' && !isSafeNarrative(String(value))) report(walk, 'unsafe-narrative', path);
  checkBinding(walk, member, value, path);
}

function checkBinding(walk: Walk, member: Member, value: unknown, path: string): void {
  const wrong = member.codes && bindingFault(member.codes, value);
  if (wrong !== undefined) report(walk, 'not-in-value-set', path, wrong);
}

/** A resource inside another: contained, or an entry of a Bundle. */
function walkInner(walk: Walk, value: unknown, path: string, depth: number): void {
  const [id, type] = isObject(value) ? [value.id, value.resourceType] : [];
  const isContained = /\.contained\[\d+\]$/.test(path);
  if (isContained && typeof id === 'string' && typeof type === 'string')
    walk.contained.push({ id, type, path });
  walkResource(walk, value, path, depth);
}
