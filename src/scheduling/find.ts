import { addDays, wallToInstant } from '../fhir/instant.ts';
import type { Interval } from './interval.ts';
import { type BookingPolicy, bookableWindow } from './policy.ts';

/** Why a free time is not proposed, beside the rules of its service: each time counts for the first reason against it. */
export type FindReason =
  | 'practitioner'
  | 'location'
  | 'weekday'
  | 'not-bookable-now'
  | 'held'
  | 'citizen-busy';

/** Longer than this nobody looks ahead; no service is booked so far out. */
const longestMs = 366 * 86_400_000;

/** What is looked through of a window that is asked for. */
export const boundedWindow = ({ start, end }: Interval): Interval => ({
  start,
  end: Math.min(end, start + longestMs),
});

const validDates = ({ validFrom, validTo }: BookingPolicy): Interval => ({
  start: wallToInstant(validFrom.slice(0, 10), '00:00'),
  end:
    validTo === undefined
      ? Number.POSITIVE_INFINITY
      : wallToInstant(addDays(validTo.slice(0, 10), 1), '00:00'),
});

/** The starts of a service that can be booked now: by staff up to the last that there is, by others as the service says. */
export function bookableStarts(now: number, policy: BookingPolicy, isStaff: boolean): Interval {
  const bookable = isStaff
    ? { start: now, end: Number.POSITIVE_INFINITY }
    : bookableWindow(now, policy);
  const valid = validDates(policy);
  return {
    start: Math.max(bookable.start, valid.start, now + 1),
    end: policy.active ? Math.min(bookable.end, valid.end) : now,
  };
}
