/** https://www.rfc-editor.org/rfc/rfc5545 */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Interval } from './interval.ts';

/** One event of a calendar; instants in epoch milliseconds. */
export interface CalendarEvent extends Interval {
  /** The same for the same event, whatever becomes of it. */
  readonly uid: string;
  readonly summary: string;
  readonly place?: string;
  readonly description?: string;
  readonly url?: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  /** Grows with each change, so that calendars take the newest. */
  readonly sequence: number;
  readonly changed: number;
}

const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/** How long a calendar program waits before it asks again, seconds. */
const refreshSeconds = 3_600;

/** A calendar as text. Instants are in UTC, so that no program can be wrong about the clock change; lines end in CRLF. */
export function calendarText(name: string, events: readonly CalendarEvent[]): string {
  const calendar = ical({
    name,
    prodId: { company: 'Samspil', product: 'aftaler', language: 'DA' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const { uid, start, end, place, description, url, status, ...event } of events)
    calendar.createEvent({
      ...{ id: uid, start: new Date(start), end: new Date(end), stamp: new Date(event.changed) },
      ...{ summary: event.summary, sequence: event.sequence, status: statuses[status] },
      lastModified: new Date(event.changed),
      ...(place !== undefined && { location: place }),
      ...(description !== undefined && { description }),
      ...(url !== undefined && { url }),
    });
  return calendar.toString();
}
