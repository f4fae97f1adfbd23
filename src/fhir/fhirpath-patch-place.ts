/** Where a path leads in a resource: places that can be read, filled and emptied. */
import type { Definitions } from './definitions.ts';
import type { Condition, Step } from './fhirpath-patch-path.ts';
import { quote, type Text } from './outcome.ts';
import type { Member, Shape } from './shape.ts';

export type Json = Record<string, unknown>;

/** An element with its type; `at` says where it hangs, and the resource itself hangs nowhere. */
export interface Place {
  readonly value: unknown;
  readonly type: string;
  readonly at?: {
    readonly owner: Place;
    readonly parent: Json;
    readonly member: Member;
    readonly index?: number;
  };
}

/** What a patch may still visit: a path over long lists, a thousand times, is refused before it is slow. */
export interface Visit {
  readonly definitions: Definitions;
  left: number;
  readonly refuse: (text: Text) => Error;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** FHIR writes its primitive types in lower case. */
export const isPrimitive = (type: string): boolean => /^[a-z]/.test(type);

export const shadowOf = (name: string): string => `_${name}`;

const byPath = new WeakMap<Shape, Map<string, Member[]>>();

function indexed(shape: Shape): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  const put = (name: string, member: Member) =>
    found.set(name, [...(found.get(name) ?? []), member]);
  for (const member of shape.members.values()) {
    put(member.path, member);
    if (member.name !== member.path) put(member.name, member);
  }
  byPath.set(shape, found);
  return found;
}

/** The type that a value has where the definition only says Resource. */
const typeOf = ({ type, value }: Place): string =>
  type === 'Resource' && isJson(value) ? String(value.resourceType) : type;

/** The members of a name: several for a choice such as `deceased`; none where the type has none such. */
export function membersOf(definitions: Definitions, place: Place, name: string): Member[] {
  const type = typeOf(place);
  const shape = definitions.shape(isPrimitive(type) ? 'Element' : type);
  return (shape && (byPath.get(shape) ?? indexed(shape)).get(name)) ?? [];
}

/** The object that holds a place's members; for a primitive that of its id and extensions, `_birthDate`. */
export function holderOf({ value, type, at }: Place): Json | undefined {
  if (!isPrimitive(type)) return isJson(value) ? value : undefined;
  const shadow = at?.parent[shadowOf(at.member.name)];
  const own = Array.isArray(shadow) && at?.index !== undefined ? shadow[at.index] : shadow;
  return isJson(own) ? own : undefined;
}

const listAt = (parent: Json, name: string): unknown[] => {
  const found = Object.hasOwn(parent, name) ? parent[name] : undefined;
  return Array.isArray(found) ? found : [];
};

/** Items of a list; only the one at `only`, when that is given. */
function items(owner: Place, parent: Json, member: Member, only?: number): Place[] {
  const list = listAt(parent, member.name);
  const length = Math.max(list.length, listAt(parent, shadowOf(member.name)).length);
  const found: Place[] = [];
  for (let index = only ?? 0; index < Math.min(length, (only ?? length) + 1); index += 1) {
    found.push({ value: list[index], type: member.type, at: { owner, parent, member, index } });
  }
  return found;
}

function children(visit: Visit, owner: Place, name: string, only?: number): Place[] {
  const members = membersOf(visit.definitions, owner, name);
  if (members.length === 0 && owner.type !== 'Resource') throw visit.refuse(noSuch(owner, name));
  const parent = holderOf(owner);
  return members.flatMap((member) => {
    const has =
      parent &&
      (Object.hasOwn(parent, member.name) || Object.hasOwn(parent, shadowOf(member.name)));
    if (!has) return [];
    if (member.isArray) return items(owner, parent, member, only);
    const own = { value: parent[member.name], type: member.type, at: { owner, parent, member } };
    return only === undefined || only === 0 ? [own] : [];
  });
}

export const noSuch = (place: Place, name: string): Text => ({
  da: `${typeOf(place)} har ikke feltet ${quote(name)}`,
  en: `${typeOf(place)} has no element ${quote(name)}`,
});

function holds(visit: Visit, place: Place, { steps, literal }: Condition): boolean {
  const [first, second] = placesAt(visit, [place], steps);
  return first?.value === literal && second === undefined;
}

const meets = (visit: Visit, place: Place, conditions: readonly Condition[]): boolean =>
  conditions.every((one) => holds(visit, place, one));

function stepped(visit: Visit, places: readonly Place[], step: Step): Place[] {
  switch (step.kind) {
    case 'member':
      return places.flatMap((place) => children(visit, place, step.name));
    case 'index':
      return places.slice(step.index, step.index + 1);
    case 'last':
      return places.slice(-1);
    case 'type':
      return places.filter((place) => typeOf(place) === step.type);
    case 'where':
      return places.filter((place) => meets(visit, place, step.conditions));
    default:
      return step satisfies never;
  }
}

/** Takes from what may be visited. Refuses when nothing is left. */
export function pay(visit: Visit, visits: number): void {
  visit.left -= visits;
  if (visit.left < 0) throw visit.refuse({ da: 'for meget', en: 'too much' });
}

/** The places that steps lead to. An item of one list is taken without its neighbours. */
export function placesAt(
  visit: Visit,
  from: readonly Place[],
  steps: readonly Step[],
): readonly Place[] {
  let places = from;
  for (let at = 0; at < steps.length; at += 1) {
    const [step, next] = [steps[at], steps[at + 1]];
    const [only, second] = places;
    const isItem = only && !second && step?.kind === 'member' && next?.kind === 'index';
    if (isItem) {
      places = children(visit, only, step.name, next.index);
      at += 1;
    } else if (step) places = stepped(visit, places, step);
    pay(visit, 1 + places.length);
  }
  return places;
}
