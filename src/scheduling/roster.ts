import { minuteMs } from '../fhir/calendar.ts';
import { addDays, instantToWall, wallToInstant } from '../fhir/instant.ts';
import { byStart, type Interval, isEmpty } from './interval.ts';

/** Wall time of one day: `date` is `YYYY-MM-DD`, `from` and `to` are `HH:MM`; a `to` of `24:00` or before `from` is past midnight. */
export interface WallSpan {
  readonly date: string;
  readonly from: string;
  readonly to: string;
}

export interface Shift extends WallSpan {
  readonly locationId?: string;
}

/** Wall time of some days of every week: 1 is Monday, 7 Sunday. It begins on those days, as a `WallSpan` does. */
export interface WeeklySpan {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** A recurring shift. It keeps its wall time when the clock changes. */
export interface Series extends WeeklySpan {
  /** Every so many weeks, counted by Mondays from the week of `validFrom`; 1 without it. */
  readonly everyWeeks?: number;
  readonly validFrom: string;
  /** Included. */
  readonly validTo?: string;
  /** Dates on which it is left out. */
  readonly except?: readonly string[];
  readonly locationId?: string;
}

/** When unit and service let rostered work give times. */
export interface Opening {
  /**
   * On a public holiday: `open`, work as on other dates; `closed`, none. Without a word recurring shifts rest, while a
   * single shift of that very date counts: somebody has put a person there on purpose.
   */
  readonly publicHolidays?: 'closed' | 'open';
  /** Dates kept as public holidays besides: `MM-DD` of every year or `YYYY-MM-DD`. */
  readonly closedDates?: readonly string[];
  /** Work outside them gives no times. Without them nothing is cut: a unit that gives no hours is not closed for good. */
  readonly hours?: readonly WeeklySpan[];
}

/** An interval somewhere; no place means that none is needed, as for video. */
export interface Placed extends Interval {
  readonly locationId?: string;
}

/** Work that can be cut to slots. `gridStart` is the start of its shift or the end of a break in it; absence does not move it. */
export interface Work extends Placed {
  readonly gridStart: number;
}

export interface Roster {
  readonly shifts: readonly Shift[];
  readonly series?: readonly Series[];
  readonly absences: readonly WallSpan[];
  readonly breaks?: readonly WallSpan[];
  readonly weeklyBreaks?: readonly WeeklySpan[];
  /** Where shifts without a place of their own are. */
  readonly locationId?: string;
  /** Recurring shifts begin on these dates only. */
  readonly period?: DateRange;
  /** From one place to the next. */
  readonly travelMinutes?: number;
  /** Identifiers of what each appointment takes besides the person. */
  readonly equipment?: readonly string[];
  readonly opening?: Opening;
}

/** Well under a day, so that no date has to look further back than two. */
const travelMinutesMax = 480;

/** The way from one place to the next in milliseconds. */
export const travelMsOf = ({ travelMinutes = 0 }: Pick<Roster, 'travelMinutes'>): number =>
  Math.min(travelMinutes, travelMinutesMax) * minuteMs;

/** Local dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** The instants of a span of wall time; on the spring night it may be empty, as is one whose ends are equal. */
export const wallInterval = ({ date, from, to }: WallSpan): Interval => ({
  start: wallToInstant(date, from),
  end: to < from || to === '24:00' ? nextDay(date, to) : wallToInstant(date, to),
});

/**
 * As `wallInterval`, but a span whose ends are equal lasts the day round: for time off, since no time is offered in doubt, and
 * for a unit that never closes.
 */
export const fullInterval = (span: WallSpan): Interval =>
  span.from === span.to
    ? { start: wallToInstant(span.date, span.from), end: nextDay(span.date, span.to) }
    : wallInterval(span);

const nextDay = (date: string, time: string): number =>
  wallToInstant(addDays(date, 1), time === '24:00' ? '00:00' : time);

/** All of the local dates as one interval: 23 or 25 hours for the dates on which the clock changes. */
export const dateInterval = ({ from, to }: DateRange): Interval => ({
  start: wallToInstant(from, '00:00'),
  end: wallToInstant(addDays(to, 1), '00:00'),
});

/** The local dates that the interval reaches; undefined when it is empty. */
export const datesOf = (interval: Interval): DateRange | undefined =>
  isEmpty(interval)
    ? undefined
    : { from: instantToWall(interval.start).date, to: instantToWall(interval.end - 1).date };

/** Whether the span begins on the dates. */
export const beginsOn =
  ({ from, to }: DateRange) =>
  ({ date }: Pick<WallSpan, 'date'>): boolean =>
    from <= date && date <= to;

/** The dates with some more at either end. */
export const around = ({ from, to }: DateRange, before: number, after: number): DateRange => ({
  from: addDays(from, -before),
  to: addDays(to, after),
});

/** An order that does not depend on the order of the input: start, end, place. */
export function byStartAndPlace(a: Placed, b: Placed): number {
  const places = Number((a.locationId ?? '') > (b.locationId ?? ''));
  return byStart(a, b) || places - Number((a.locationId ?? '') < (b.locationId ?? ''));
}
