import type { SlotStatus } from './slot-cut.ts';

/** R4 appointmentstatus; `proposed` is only ever a proposal of `$find` and is never stored. */
export type AppointmentStatus =
  | 'proposed'
  | 'pending'
  | 'booked'
  | 'arrived'
  | 'fulfilled'
  | 'cancelled'
  | 'noshow'
  | 'entered-in-error'
  | 'checked-in'
  | 'waitlist';

/** An operation, a person in a capacity, or a machine. `relative` has a mandate to act; `owner` made the hold. */
export type TransitionBy =
  | '$hold'
  | '$book'
  | '$reschedule'
  | '$join-waitlist'
  | 'create'
  | 'offer'
  | 'owner'
  | 'sweeper'
  | 'self'
  | 'relative'
  | 'staff'
  | 'link-holder'
  | 'cura';

export interface Transition {
  /** Null: the appointment does not exist yet. */
  readonly from: AppointmentStatus | null;
  readonly to: AppointmentStatus;
  readonly by: readonly TransitionBy[];
  /**
   * What its slot becomes. `free` only while the slot is still ahead and rostered; `moves`: the old one free, the new one
   * busy; `kept`: as it was; `as-cura`: as Cura has the time now; `none`: there is no slot.
   */
  readonly slot: SlotStatus | 'moves' | 'kept' | 'as-cura' | 'none';
}

const persons = ['self', 'relative', 'staff'] as const;
const afterBooked = ['arrived', 'checked-in', 'fulfilled', 'noshow'] as const;
const attended = ['arrived', 'checked-in'] as const;
const all: readonly AppointmentStatus[] = [
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
  'noshow',
  'cancelled',
  'waitlist',
];

/** The published table of what an appointment may become, and by whom. Cura is not bound by it: what it does beside it is stored and reported. */
export const transitions: readonly Transition[] = [
  { from: null, to: 'pending', by: ['$hold', 'offer'], slot: 'busy-tentative' },
  { from: null, to: 'booked', by: ['$book', 'create', 'cura'], slot: 'busy' },
  { from: 'pending', to: 'booked', by: ['$book', 'create'], slot: 'busy' },
  { from: 'pending', to: 'cancelled', by: ['owner', 'staff', 'sweeper'], slot: 'free' },
  { from: null, to: 'waitlist', by: ['$join-waitlist'], slot: 'none' },
  { from: 'waitlist', to: 'pending', by: ['offer'], slot: 'busy-tentative' },
  { from: 'pending', to: 'waitlist', by: ['owner', 'staff', 'sweeper'], slot: 'free' },
  { from: 'waitlist', to: 'cancelled', by: [...persons, 'sweeper'], slot: 'none' },
  { from: 'booked', to: 'booked', by: ['$reschedule', 'cura'], slot: 'moves' },
  { from: 'booked', to: 'cancelled', by: [...persons, 'link-holder', 'cura'], slot: 'free' },
  ...afterBooked.map(
    (to): Transition => ({ from: 'booked', to, by: ['staff', 'cura'], slot: 'kept' }),
  ),
  ...attended.map(
    (from): Transition => ({ from, to: 'fulfilled', by: ['staff', 'cura'], slot: 'kept' }),
  ),
  { from: 'arrived', to: 'checked-in', by: ['staff', 'cura'], slot: 'kept' },
  { from: 'noshow', to: 'fulfilled', by: ['cura'], slot: 'kept' },
  { from: 'noshow', to: 'booked', by: ['cura'], slot: 'busy' },
  ...all.map(
    (from): Transition => ({ from, to: 'entered-in-error', by: ['cura'], slot: 'as-cura' }),
  ),
];

/** The row of the table for the change; undefined when it is not allowed. */
export const transitionOf = (
  from: AppointmentStatus | null,
  to: AppointmentStatus,
  by: TransitionBy,
): Transition | undefined =>
  transitions.find((row) => row.from === from && row.to === to && row.by.includes(by));

export const mayTransition = (
  from: AppointmentStatus | null,
  to: AppointmentStatus,
  by: TransitionBy,
): boolean => transitionOf(from, to, by) !== undefined;

/** Whether anybody may make the change; what Cura does beside the table is told to the unit. */
export const isKnownTransition = (from: AppointmentStatus, to: AppointmentStatus): boolean =>
  transitions.some((row) => row.from === from && row.to === to);

/** What somebody may make of an appointment, the same status left out. */
export const mayBecome = (from: AppointmentStatus, by: TransitionBy): AppointmentStatus[] =>
  transitions
    .filter((row) => row.from === from && row.to !== from && row.by.includes(by))
    .map(({ to }) => to);
