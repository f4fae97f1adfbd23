/** The value of an operation: `value[x]`, a resource, or parts that spell out an element without a datatype of its own. */

import { formOf, keepForm } from './decimal.ts';
import type { Definitions } from './definitions.ts';
import { isJson, isPrimitive, type Json, shadowOf } from './fhirpath-patch-place.ts';
import { quote, type Text } from './outcome.ts';
import { primitives } from './primitive.ts';
import type { Member } from './shape.ts';

/** What is put into a resource; `shadow` are the id and extensions of a primitive. */
export interface Made {
  readonly value?: unknown;
  readonly shadow?: unknown;
  /** The number as it was written. */
  readonly form?: string | undefined;
}

/** What makes values: refusals carry the number of the operation. */
interface Maker {
  readonly definitions: Definitions;
  readonly refuse: (text: Text) => Error;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const quantities = ['Age', 'Count', 'Distance', 'Duration', 'MoneyQuantity', 'SimpleQuantity'];
const numbers = ['decimal', 'integer', 'positiveInt', 'unsignedInt'];

/** JSON's kind of a primitive type: which of them a text may stand for is left to validation of the result. */
function kindOf(type: string): string {
  if (!isPrimitive(type)) return type;
  if (type === 'boolean') return 'boolean';
  return numbers.includes(type) ? 'number' : 'string';
}

/** The name of the datatype in `valueHumanName`; empty when there is none, or more than one. */
function suffixOf(part: Json): string {
  const keys = Object.keys(part).filter((name) => /^_?value[A-Z]/.test(name));
  const [only = '', second] = new Set(keys.map((name) => name.replace(/^_?value/, '')));
  return second === undefined ? only : '';
}

/** A primitive's name is written with a capital after `value`. */
function typeOf(suffix: string): string {
  const small = suffix.charAt(0).toLowerCase() + suffix.slice(1);
  return small in primitives ? small : suffix;
}

function fits(member: Member, suffix: string): boolean {
  if (capital(member.type) === suffix) return true;
  if (quantities.includes(member.type)) return suffix === 'Quantity';
  const type = typeOf(suffix);
  return isPrimitive(type) && isPrimitive(member.type) && kindOf(type) === kindOf(member.type);
}

const wrong = (member: Member): Text => ({
  da: `værdien til ${member.path} skal være ${member.type}`,
  en: `the value for ${member.path} must be ${member.type}`,
});

function typed(maker: Maker, member: Member, part: Json): Made {
  const suffix = suffixOf(part);
  const key = `value${suffix}`;
  const [value, shadow] = [part[key], part[shadowOf(key)]];
  const isKind = isPrimitive(member.type)
    ? value === undefined || typeof value === kindOf(member.type)
    : isJson(value);
  if (!isKind || !fits(member, suffix)) throw maker.refuse(wrong(member));
  return { value, shadow, form: formOf(part, key) };
}

/** The member that a name and the type of a value choose; of a choice that of its type. */
export function memberFor(members: readonly Member[], part: Json): Member | undefined {
  if (members.length < 2) return members[0];
  return members.find(({ type }) => capital(type) === suffixOf(part));
}

function put(into: Json, member: Member, made: Made): void {
  for (const [name, value] of [
    [member.name, made.value],
    [shadowOf(member.name), made.shadow],
  ] as const) {
    if (value !== undefined) into[name] = value;
  }
  keepForm(into, member.name, made.form);
}

function append(into: Json, member: Member, { value, shadow }: Made): void {
  const list = (into[member.name] ?? []) as unknown[];
  const shadows = (into[shadowOf(member.name)] ?? []) as unknown[];
  if (shadow !== undefined) {
    while (shadows.length < list.length) shadows.push(null);
    shadows[list.length] = shadow;
    into[shadowOf(member.name)] = shadows;
  }
  list.push(value ?? null);
  into[member.name] = list;
}

/** An element from its parts, each named for a member. */
function spelled(maker: Maker, type: string, parts: readonly unknown[]): Json {
  const made: Json = {};
  const members = [...(maker.definitions.shape(type)?.members.values() ?? [])];
  for (const part of parts) {
    const name = isJson(part) ? part.name : undefined;
    const named = members.filter((one) => one.path === name || one.name === name);
    const member = isJson(part) ? memberFor(named, part) : undefined;
    if (!isJson(part) || !member || (!member.isArray && Object.hasOwn(made, member.name))) {
      const text = quote(name);
      throw maker.refuse({
        da: `delen ${text} kan ikke stå i ${type}`,
        en: `the part ${text} cannot stand in ${type}`,
      });
    }
    (member.isArray ? append : put)(made, member, madeFor(maker, member, part));
  }
  return made;
}

/** What a part gives for a member. Refuses a value of another type. */
export function madeFor(maker: Maker, member: Member, part: Json): Made {
  if (member.type === 'Resource') {
    if (!isJson(part.resource)) throw maker.refuse(wrong(member));
    return { value: part.resource };
  }
  if (!Array.isArray(part.part)) return typed(maker, member, part);
  if (isPrimitive(member.type) || part.part.length === 0) throw maker.refuse(wrong(member));
  return { value: spelled(maker, member.type, part.part) };
}
