import { begun, movable } from './booking-rules.ts';
import {
  alive,
  granted,
  isStaff,
  mandate,
  offered,
  openBookings,
  ownLogin,
  relatives,
  takesBookings,
  writable,
} from './eligibility-rules.ts';
import type { Rule } from './rule.ts';

const asked = (action: 'book' | 'move', da: string, en: string): Rule => ({
  key: `${action}-offered`,
  kind: 'rule',
  text: {
    da: `Tider til denne ydelse kan ikke ${da} her. Ring til enheden.`,
    en: `Appointments for this service cannot be ${en} here. Please phone the unit.`,
  },
  holds: (facts) => isStaff(facts) || facts.policy[action] !== 'none',
});

/** A wish for another time, which the unit answers: deadlines and whether a time is free are for the unit to weigh. */
export const proposeMoveRules: readonly Rule[] = [
  takesBookings,
  ownLogin,
  mandate,
  relatives,
  alive,
  writable,
  asked('move', 'flyttes', 'moved'),
  movable,
  begun,
];

/** A wish for an appointment, which the unit answers. */
export const requestBookingRules: readonly Rule[] = [
  takesBookings,
  ownLogin,
  mandate,
  relatives,
  alive,
  asked('book', 'bestilles', 'booked'),
  offered,
  granted,
  openBookings,
];
