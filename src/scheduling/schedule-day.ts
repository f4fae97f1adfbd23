import { addDays } from '../fhir/instant.ts';
import { type Interval, widen } from './interval.ts';
import {
  type DateRange,
  dateInterval,
  datesOf,
  type Roster,
  type WallSpan,
  workOf,
} from './roster.ts';
import { type Cut, type CutSlot, cutSlots, type Taken } from './slot-cut.ts';

/** All that the slots of one schedule follow from. `busy` and `taken` need hold no more than `neededFor` the dates. */
export interface ScheduleInput {
  readonly roster: Roster;
  readonly cut: Cut;
  readonly busy: readonly Interval[];
  readonly taken: readonly Taken[];
}

/** The slots that start on the dates. Any division of a range into dates gives the slots of the range. */
export function slotsOf({ roster, cut, busy, taken }: ScheduleInput, dates: DateRange): CutSlot[] {
  // A shift of the evening before may run into the first date.
  const work = workOf(roster, { from: addDays(dates.from, -1), to: dates.to });
  return cutSlots({ ...cut, work, busy, taken, window: dateInterval(dates) });
}

/** The time whose appointments and holds decide the slots of the dates: what to load before `slotsOf`. */
export const neededFor = (dates: DateRange, cut: Cut): Interval =>
  widen(dateInterval(dates), cut.bufferBeforeMs, cut.durationMs + cut.bufferAfterMs);

/**
 * The dates whose slots an appointment, hold or other busy time can touch, given with its own buffers; undefined when it is
 * empty. For a move, ask for the old time and the new.
 */
export const datesReached = (change: Interval, cut: Cut): DateRange | undefined =>
  datesOf(widen(change, cut.durationMs + cut.bufferAfterMs, cut.bufferBeforeMs));

/** The dates whose slots differ at most between two rosters, in order: those of what changed and their neighbours. */
export function datesChanged(before: Roster, after: Roster): string[] {
  const moved = before.locationId !== after.locationId;
  const shifts = moved
    ? [...before.shifts, ...after.shifts]
    : difference(before.shifts, after.shifts);
  const spans = [...shifts, ...difference(before.absences, after.absences)];
  const dates = spans.flatMap(({ date }) => [addDays(date, -1), date, addDays(date, 1)]);
  return [...new Set(dates)].sort();
}

function difference<T extends WallSpan>(a: readonly T[], b: readonly T[]): T[] {
  const inA = new Set(a.map(spanKey));
  const inB = new Set(b.map(spanKey));
  return [
    ...a.filter((each) => !inB.has(spanKey(each))),
    ...b.filter((each) => !inA.has(spanKey(each))),
  ];
}

const spanKey = ({ date, from, to, locationId }: WallSpan & { locationId?: string }): string =>
  [date, from, to, locationId].join(' ');
