import { minuteMs } from '../fhir/calendar.ts';
import { addDays, instantToWall, wallToInstant } from '../fhir/instant.ts';
import type { Interval } from './interval.ts';
import type { Cut } from './slot-cut.ts';

export type Manner = 'direct' | 'request' | 'none';

/** The rules for booking one service, as data. */
export interface BookingPolicy {
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly alignmentMinutes: number;
  /** Elapsed hours that a booking is made before the start. */
  readonly leadTimeHours: number;
  /** Calendar days after today, the last one included. */
  readonly horizonDays: number;
  readonly cancelDeadlineHours: number;
  readonly moveDeadlineHours: number;
  readonly afterDeadline: 'accept' | 'refuse';
  readonly requiresGrantedService: boolean;
  readonly relativesMayBook: boolean;
  readonly book: Manner;
  readonly move: Manner;
  readonly cancel: Manner;
  readonly smsLink?: 'none' | 'login' | 'cancel';
  /** Appointments of one citizen that may stand ahead at a time. */
  readonly maxOpenBookings?: number;
  /** Elapsed hours in which the unit answers a request. */
  readonly replyHours?: number;
  /** How long a time is held for whoever has not booked it yet. */
  readonly holdMinutes?: number;
  /** Anybody may come, and free times are published to all. */
  readonly openToAll?: boolean;
  /** Closed where it does not say. */
  readonly publicHolidays?: 'closed' | 'open';
  /** Times are offered only while the unit is open. */
  readonly withinOpeningHours?: boolean;
  /** False: nobody is reminded. */
  readonly reminds?: boolean;
  /** A text message may name the place. */
  readonly placeInReminder?: boolean;
  /** Local dates, `validTo` included. */
  readonly validFrom: string;
  readonly validTo?: string;
  readonly active: boolean;
}

const hourMs = 60 * minuteMs;

/**
 * The lengths by which the service cuts work into slots. Travel to a home is time before the appointment: of it and the
 * buffer the larger counts. It stands on one side only, so that the way between two homes is counted once.
 */
export const cutOf = (policy: BookingPolicy, travelMinutes = 0): Cut => ({
  durationMs: policy.durationMinutes * minuteMs,
  bufferBeforeMs: Math.max(policy.bufferBeforeMinutes, travelMinutes) * minuteMs,
  bufferAfterMs: policy.bufferAfterMinutes * minuteMs,
  alignmentMs: policy.alignmentMinutes * minuteMs,
});

/**
 * When an appointment can last be cancelled in time. Hours are elapsed hours: 24 h before Sunday 13:00 on the night that
 * summer time ends is Saturday 14:00, so that every unit always has as long to react.
 */
export const cancelDeadline = (start: number, policy: BookingPolicy): number =>
  start - policy.cancelDeadlineHours * hourMs;

export const moveDeadline = (start: number, policy: BookingPolicy): number =>
  start - policy.moveDeadlineHours * hourMs;

/** Whether a cancellation now is marked late; on the deadline itself it is in time. */
export const isLate = (now: number, start: number, policy: BookingPolicy): boolean =>
  now > cancelDeadline(start, policy);

/** The starts that can be booked now: from the lead time (elapsed hours) to the end of the horizon's last local date. */
export const bookableWindow = (now: number, policy: BookingPolicy): Interval => ({
  start: now + policy.leadTimeHours * hourMs,
  end: wallToInstant(addDays(instantToWall(now).date, policy.horizonDays + 1), '00:00'),
});

/** Whether the service is offered on the local date of the instant. */
export function isOffered(start: number, policy: BookingPolicy): boolean {
  const { date } = instantToWall(start);
  const ended = policy.validTo !== undefined && policy.validTo < date;
  return policy.active && policy.validFrom <= date && !ended;
}
