import type { ProfileElement } from './profile-element.ts';
import type { Rule, Shape } from './shape.ts';
import { compileInvariant } from './validate-expression.ts';
import { add, type Json, type Place } from './validate-state.ts';
import { finding } from './validate-text.ts';
import { truth } from './validate-values.ts';

/** Checks the invariants of one element; `profile` is whose they are when they are not R4's own. */
export function checkRules(
  at: Place,
  rules: readonly Rule[],
  value: unknown,
  profile?: string,
): void {
  for (const rule of rules) {
    if (rule.severity === 'warning' && !at.walk.warns) continue;
    if (holds(at, rule, value)) continue;
    const { key, human, severity } = rule;
    const said = { detail: `${key}: ${human}`, key, profile, severity };
    add(at.walk, finding('invariant', at.path, said));
  }
}

/** What comes out empty does not hold, as in HL7's own validator. */
function holds({ frame }: Place, { expression }: Rule, value: unknown): boolean {
  const self = [value];
  const { resource, container, memo } = frame;
  const scope = { resource, root: container.resource, context: value, memo };
  return truth(compileInvariant(expression)(self, scope, self)) === true;
}

/** Whose an element of a profile is, for `diagnostics`. */
export const nameOf = ({ profile, slice }: ProfileElement): string =>
  slice === undefined ? profile : `${profile} (${slice})`;

/** An object with what R4 and profiles say of it. */
export interface Whole {
  readonly value: Json;
  readonly shape: Shape;
  readonly profiled: readonly ProfileElement[];
}

/** The invariants of an object; of profiles those of a whole resource, since those of an element are asked where it stands. */
export function checkWhole(at: Place, { value, shape, profiled }: Whole): void {
  checkRules(at, shape.rules, value);
  if (!shape.isResource) return;
  for (const element of profiled) checkRules(at, element.rules, value, nameOf(element));
}
