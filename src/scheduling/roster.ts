import { addDays, instantToWall, wallToInstant } from '../fhir/instant.ts';
import { byStart, type Interval, isEmpty, normalise, subtract } from './interval.ts';

/** Wall time of one day: `date` is `YYYY-MM-DD`, `from` and `to` are `HH:MM`; a `to` of `24:00` or before `from` is past midnight. */
export interface WallSpan {
  readonly date: string;
  readonly from: string;
  readonly to: string;
}

export interface Shift extends WallSpan {
  readonly locationId?: string;
}

/** An interval somewhere; no place means that none is needed, as for video. */
export interface Placed extends Interval {
  readonly locationId?: string;
}

/** Work that can be cut to slots. `gridStart` is the start of its shift, which absence does not move. */
export interface Work extends Placed {
  readonly gridStart: number;
}

export interface Roster {
  readonly shifts: readonly Shift[];
  readonly absences: readonly WallSpan[];
  /** Where shifts without a place of their own are. */
  readonly locationId?: string;
}

/** Local dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/**
 * The work of the shifts that begin on the dates, in order and disjoint: where shifts overlap, the one that begins first has
 * the time. A shift whose ends are equal is none; an absence whose ends are equal lasts the day round: when in doubt, no
 * time is offered that nobody works.
 */
export function workOf(roster: Roster, dates: DateRange): Work[] {
  const absent = normalise(roster.absences.filter(nearly(dates)).map(absenceInterval));
  const work: Work[] = [];
  for (const shift of roster.shifts
    .filter(within(dates))
    .map(shiftWork(roster))
    .sort(byStartAndPlace)) {
    const earlier = work.at(-1)?.end ?? Number.NEGATIVE_INFINITY;
    const rest = { ...shift, start: Math.max(shift.start, earlier) };
    if (!isEmpty(rest)) work.push(rest);
  }
  return work.flatMap((each) => subtract([each], absent).map((piece) => ({ ...each, ...piece })));
}

/** The instants of a span of wall time; on the spring night it may be empty. */
const wallInterval = ({ date, from, to }: WallSpan): Interval => ({
  start: wallToInstant(date, from),
  end: to < from || to === '24:00' ? nextDay(date, to) : wallToInstant(date, to),
});

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

const nextDay = (date: string, time: string): number =>
  wallToInstant(addDays(date, 1), time === '24:00' ? '00:00' : time);

const absenceInterval = (absence: WallSpan): Interval =>
  absence.from === absence.to
    ? { start: wallToInstant(absence.date, absence.from), end: nextDay(absence.date, absence.to) }
    : wallInterval(absence);

const within =
  ({ from, to }: DateRange) =>
  ({ date }: WallSpan): boolean =>
    from <= date && date <= to;

/** Absence from the evening before, or on the morning after, also meets the night shifts of the dates. */
const nearly = ({ from, to }: DateRange) => within({ from: addDays(from, -1), to: addDays(to, 1) });

const shiftWork =
  (roster: Roster) =>
  (shift: Shift): Work => {
    const interval = wallInterval(shift);
    const locationId = shift.locationId ?? roster.locationId;
    const place = locationId === undefined ? {} : { locationId };
    return { ...interval, gridStart: interval.start, ...place };
  };

/** An order that does not depend on the order of the input: start, end, place. */
export function byStartAndPlace(a: Placed, b: Placed): number {
  const places = Number((a.locationId ?? '') > (b.locationId ?? ''));
  return byStart(a, b) || places - Number((a.locationId ?? '') < (b.locationId ?? ''));
}
