/** Changes at places: lists and the `_lists` of their extensions move together, and what becomes empty goes. */
import { keepForm } from './decimal.ts';
import { isJson, isPrimitive, type Json, type Place, shadowOf } from './fhirpath-patch-place.ts';
import type { Made } from './fhirpath-patch-value.ts';

type At = NonNullable<Place['at']>;

const isNothing = (value: unknown): boolean => value === null || value === undefined;

function lists(parent: Json, name: string): unknown[][] {
  return [parent[name], parent[shadowOf(name)]].filter((one) => Array.isArray(one));
}

/** Takes away arrays with nothing left, and brings both to one length. */
function settle(parent: Json, name: string): void {
  for (const key of [name, shadowOf(name)]) {
    const list = parent[key];
    if (Array.isArray(list) && list.every(isNothing)) delete parent[key];
  }
}

/** The array of a name, made when there is none; padded to `length`, as its twin may be the longer. */
function listOf(parent: Json, name: string, length: number): unknown[] {
  const found = Array.isArray(parent[name]) ? (parent[name] as unknown[]) : [];
  while (found.length < length) found.push(null);
  parent[name] = found;
  return found;
}

/** How many items a list has, counting those with extensions only. */
export const lengthOf = (parent: Json, name: string): number =>
  Math.max(0, ...lists(parent, name).map(({ length }) => length));

/** Puts an item into a list before `index`. */
export function insertAt(parent: Json, name: string, index: number, made: Made): void {
  const length = lengthOf(parent, name);
  const shadow = shadowOf(name);
  if (made.shadow !== undefined || Array.isArray(parent[shadow])) {
    listOf(parent, shadow, length).splice(index, 0, made.shadow ?? null);
  }
  listOf(parent, name, length).splice(index, 0, made.value ?? null);
  settle(parent, name);
}

/** Moves an item of a list. */
export function moveItem(parent: Json, name: string, from: number, to: number): void {
  const length = lengthOf(parent, name);
  for (const key of [name, shadowOf(name)]) {
    if (!Array.isArray(parent[key])) continue;
    const list = listOf(parent, key, length);
    list.splice(to, 0, ...list.splice(from, 1));
  }
}

/** Sets what is no list. */
export function setAt(parent: Json, name: string, { value, shadow, form }: Made): void {
  for (const [key, given] of [
    [name, value],
    [shadowOf(name), shadow],
  ] as const) {
    if (given === undefined) delete parent[key];
    else parent[key] = given;
  }
  keepForm(parent, name, form);
}

function detach({ parent, member, index }: At): void {
  if (index === undefined) setAt(parent, member.name, {});
  else {
    for (const list of lists(parent, member.name)) list.splice(index, 1);
    settle(parent, member.name);
  }
}

/** The id and extensions of a primitive, once nothing of them is left. */
function dropShadow({ parent, member, index }: At): void {
  const shadow = shadowOf(member.name);
  const list = parent[shadow];
  if (index === undefined || !Array.isArray(list)) delete parent[shadow];
  else list[index] = null;
  settle(parent, member.name);
}

function hasValue({ parent, member, index }: At): boolean {
  const value = parent[member.name];
  return !isNothing(Array.isArray(value) && index !== undefined ? value[index] : value);
}

/** Takes an element away, and its owners as far as nothing is left in them: R4 has no empty elements. */
export function remove(place: Place): void {
  const { at } = place;
  if (!at) return;
  detach(at);
  const { owner, parent } = at;
  if (Object.keys(parent).length > 0 || !owner.at) return;
  if (isPrimitive(owner.type)) dropShadow(owner.at);
  if (!isPrimitive(owner.type) || !hasValue(owner.at)) remove(owner);
}

/** Puts another element where one stands; `name` is another than before where a choice changes its type. */
export function replaceAt({ parent, member, index }: At, name: string, made: Made): void {
  if (index === undefined) {
    if (name !== member.name) setAt(parent, member.name, {});
    setAt(parent, name, made);
    return;
  }
  for (const list of lists(parent, name)) list.splice(index, 1);
  insertAt(parent, name, index, made);
}

/** The object of a primitive's id and extensions, made when there is none. */
export function shadowHolder({ parent, member, index }: At): Json {
  const name = shadowOf(member.name);
  const made: Json = {};
  if (index === undefined) {
    if (!isJson(parent[name])) parent[name] = made;
    return parent[name] as Json;
  }
  const list = listOf(parent, name, lengthOf(parent, member.name));
  if (!isJson(list[index])) list[index] = made;
  return list[index] as Json;
}
