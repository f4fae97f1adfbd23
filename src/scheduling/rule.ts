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
  /** Appointments of the citizen for the service that stand ahead, beside this one. */
  readonly openBookings: number;
  /** Id of whose time is asked for, where it is somebody's. */
  readonly practitioner?: string | undefined;
  /** The citizen is to be somewhere else at that time. */
  readonly citizenBusy: boolean;
  /** A visit, or another record that only Cura changes. */
  readonly readOnly?: boolean;
  /** Names of features that the unit of the service lacks. */
  readonly off?: readonly string[];
  /** A reason was given to set rules aside. */
  readonly overrides?: boolean;
}

/**
 * One thing that must hold. `kind` says how a breach is answered: the time is taken (409), a rule of the service (422), or
 * a right that the caller lacks (403). `{name}` in a text stands for that number of the policy.
 * `firm`: no reason of staff's sets it aside. `anotherTime`: it may hold at another time.
 * `askable`: the unit can be sent a request instead.
 */
export interface Rule {
  readonly key: string;
  readonly kind: 'taken' | 'rule' | 'right';
  readonly text: Text;
  readonly firm?: true;
  readonly anotherTime?: true;
  readonly askable?: true;
  readonly holds: (facts: Facts) => boolean;
}

/** Every rule that does not hold, in the order of the table. */
export const broken = (rules: readonly Rule[], facts: Facts): Rule[] =>
  rules.filter((rule) => !rule.holds(facts));

/** Whether staff may set the rule aside by a reason: never a time that is taken, a right, or what the table of states forbids. */
export const mayOverride = ({ kind, firm }: Rule): boolean => kind === 'rule' && !firm;

/** The rule's text with the numbers of the policy, such as `{leadTimeHours}`, put in. */
export function ruleText({ text }: Rule, policy: BookingPolicy): Text {
  const numbers = new Map(Object.entries(policy));
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (name, key) => String(numbers.get(key) ?? name));
  return { da: fill(text.da), en: fill(text.en) };
}
