import { isSafeNarrative } from './narrative.ts';
import { primitives } from './primitive.ts';
import type { ProfileElement } from './profile-element.ts';
import type { Member } from './shape.ts';
import { bindingFault } from './validate-binding.ts';
import { checkProfiled } from './validate-profile.ts';
import { checkRules } from './validate-rule.ts';
import { type Place, report } from './validate-state.ts';

/** A primitive value: its form, then whatever is checked of any value. False when it has another type. */
export function checkPrimitive(
  at: Place,
  member: Member,
  value: unknown,
  profiled: readonly ProfileElement[],
): boolean {
  const { walk, frame, path } = at;
  const fault = primitives[member.type]?.(value);
  if (fault) {
    report(walk, fault, path, member.type);
    return fault !== 'wrong-type';
  }
  if (typeof value === 'string') {
    if (value.startsWith('#') && isAddress(member.type))
      frame.container.referred.push({ id: value.slice(1), member, path, within: frame.within });
    if (member.type === 'xhtml' && !isSafeNarrative(value)) report(walk, 'unsafe-narrative', path);
  }
  checkValue(at, member, value, profiled);
  return true;
}

/** Whether a value of a list needs no further look; most do not, and a place is made for those that do only. */
export const isGoodItem = ({ isPlain, type }: Member, item: unknown): boolean =>
  isPlain && primitives[type]?.(item) === undefined;

/** The same of a member that may stand once. */
export const isGood = (member: Member, value: unknown): boolean =>
  !member.isArray && member.max > 0 && isGoodItem(member, value);

/** Types that may lead to a contained resource, as `Questionnaire.item.answerValueSet` does. */
const isAddress = (type: string): boolean =>
  type === 'canonical' || type === 'uri' || type === 'url';

/** Bindings, invariants and profiles of one value. */
export function checkValue(
  at: Place,
  member: Member,
  value: unknown,
  profiled: readonly ProfileElement[],
): void {
  const isBound = checkBinding(at, member, value);
  if (member.rules.length > 0) checkRules(at, member.rules, value);
  if (profiled.length > 0) checkProfiled(at, member, value, { profiled, isBound });
}

function checkBinding({ walk, path }: Place, member: Member, value: unknown): boolean {
  const wrong = member.codes && bindingFault(member.codes, value);
  if (wrong !== undefined) report(walk, 'not-in-value-set', path, wrong);
  else if (walk.warns && member.extensible !== undefined) {
    const codes = walk.definitions.codes(member.extensible);
    const outside = codes && bindingFault(codes, value);
    if (outside !== undefined && outside !== 'text' && outside !== 'code')
      report(walk, 'code-outside-value-set', path, outside);
  }
  return wrong === undefined;
}
