import { type FhirError, fail, issue, quote } from '../outcome.ts';
import type { Member, Shape } from '../shape.ts';
import { attributesOf, type Json, type Kind, kindOf } from './element.ts';

/** A member with its place in R4's order. */
export interface Slot {
  readonly member: Member;
  readonly kind: Kind | 'attribute';
  readonly rank: number;
}

const plans = new WeakMap<Shape, ReadonlyMap<string, Slot>>();

function planOf(shape: Shape): ReadonlyMap<string, Slot> {
  const known = plans.get(shape);
  if (known) return known;
  const slots = [...shape.members.values()].map((member, rank): [string, Slot] => {
    const isAttribute = attributesOf(shape).includes(member.name);
    return [member.name, { member, kind: isAttribute ? 'attribute' : kindOf(member), rank }];
  });
  const plan = new Map(slots);
  plans.set(shape, plan);
  return plan;
}

/** 406: a member that XML has no place for, as an extension of an id. */
export const unwritable = (type: string, name: string): FhirError =>
  fail(
    406,
    issue({
      code: 'not-supported',
      key: 'not-acceptable',
      text: {
        da: `Feltet "${quote(name)}" kan ikke vises som XML; brug JSON.`,
        en: `The element "${quote(name)}" cannot be shown as XML; use JSON.`,
      },
      expression: `${type}.${name}`,
    }),
  );

/** The members that an object has, each once, in R4's order. */
export function slotsOf(value: Json, shape: Shape): Slot[] {
  const plan = planOf(shape);
  const slots = new Set<Slot>();
  for (const key of Object.keys(value)) {
    if (value[key] === undefined || (key === 'resourceType' && shape.isResource)) continue;
    const isShadow = key.startsWith('_');
    const slot = plan.get(isShadow ? key.slice(1) : key);
    if (!slot || (isShadow && slot.kind !== 'primitive')) throw unwritable(shape.type, key);
    slots.add(slot);
  }
  return [...slots].sort((one, other) => one.rank - other.rank);
}
