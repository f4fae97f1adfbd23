import type { Text } from '../fhir/outcome.ts';
import type { Interval } from './interval.ts';
import type { BookingPolicy } from './policy.ts';
import type { AppointmentStatus } from './transitions.ts';

/** All that a decision about one appointment rests on; instants in epoch milliseconds. */
export interface Facts {
  readonly now: number;
  /** The time that is asked for, or that of the appointment to cancel. */
  readonly start: number;
  readonly end: number;
  /** For a move: the time that the appointment has. */
  readonly current?: Interval;
  readonly policy: BookingPolicy;
  readonly capacity: 'self' | 'relative' | 'staff' | 'link-holder';
  /** What the relative's mandate allows; empty for everybody else. */
  readonly mandateRights: readonly ('see' | 'act')[];
  /** Whether the citizen has an active granted service of this kind. */
  readonly hasGrantedService: boolean;
  readonly slotFree: boolean;
  readonly citizenAlive: boolean;
  /** What the appointment is now; undefined when there is none yet. */
  readonly status?: AppointmentStatus;
}

/**
 * One thing that must hold. `kind` says how a breach is answered: the time is taken (409), a rule of the service (422), or
 * a right that the caller lacks (403). `{name}` in a text stands for that number of the policy.
 */
export interface Rule {
  readonly key: string;
  readonly kind: 'taken' | 'rule' | 'right';
  readonly text: Text;
  readonly holds: (facts: Facts) => boolean;
}

/** Every rule that does not hold, in the order of the table. */
export const broken = (rules: readonly Rule[], facts: Facts): Rule[] =>
  rules.filter((rule) => !rule.holds(facts));

/** The rule's text with the numbers of the policy, such as `{leadTimeHours}`, put in. */
export function ruleText({ text }: Rule, policy: BookingPolicy): Text {
  const numbers = new Map(Object.entries(policy));
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (name, key) => String(numbers.get(key) ?? name));
  return { da: fill(text.da), en: fill(text.en) };
}
