import { parseInstant } from '../../src/fhir/instant.ts';
import type { BookingPolicy } from '../../src/scheduling/policy.ts';
import type { Facts } from '../../src/scheduling/rule.ts';

export const policy: BookingPolicy = {
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  alignmentMinutes: 15,
  leadTimeHours: 4,
  horizonDays: 30,
  cancelDeadlineHours: 24,
  moveDeadlineHours: 48,
  afterDeadline: 'accept',
  requiresGrantedService: false,
  relativesMayBook: true,
  book: 'direct',
  move: 'direct',
  cancel: 'direct',
  validFrom: '2026-01-01',
  active: true,
  maxOpenBookings: 3,
};

export const start = parseInstant('2026-11-24T10:00:00+01:00');
export const hourMs = 3_600_000;

/** A citizen, three days ahead, with nothing in the way. */
export const facts: Facts = {
  now: start - 72 * hourMs,
  start,
  end: start + hourMs / 2,
  policy,
  capacity: 'self',
  mandateRights: [],
  hasGrantedService: false,
  slotFree: true,
  citizenAlive: true,
  openBookings: 0,
  citizenBusy: false,
};
