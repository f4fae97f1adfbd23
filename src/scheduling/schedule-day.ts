import { dayMs, minuteMs } from '../fhir/calendar.ts';
import { addDays } from '../fhir/instant.ts';
import { type Interval, widen } from './interval.ts';
import {
  around,
  beginsOn,
  type DateRange,
  dateInterval,
  datesOf,
  fullInterval,
  type Roster,
  type Shift,
  travelMsOf,
  type Work,
  wallInterval,
} from './roster.ts';
import { seriesOn, weeklyOn } from './series.ts';
import { type Cut, type CutSlot, cutSlots, type Taken } from './slot-cut.ts';
import { workOf } from './work.ts';

/** All that the slots of one schedule follow from. `busy` and `taken` need hold no more than `neededFor` the dates. */
export interface ScheduleInput {
  readonly roster: Roster;
  readonly cut: Cut;
  readonly busy: readonly Interval[];
  readonly taken: readonly Taken[];
}

/** The slots that start on the dates. Any division of a range into dates gives the slots of the range. */
export function slotsOf({ roster, cut, busy, taken }: ScheduleInput, dates: DateRange): CutSlot[] {
  const work = workAt(roster, dates);
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

/** A shift of the evening before may run into the first date, and one of the evening before that keep it waiting. */
const workAt = (roster: Roster, dates: DateRange): Work[] => workOf(roster, around(dates, 2, 0));

/**
 * Those of the dates whose slots can differ between two rosters, in order, whatever service and unit say of holidays and hours:
 * the caller need not know. A recurring shift names the dates on which it is another, and no others.
 */
export function datesChanged(before: Roster, after: Roster, dates: DateRange): string[] {
  const was = planOf(before, dates);
  const is = planOf(after, dates);
  const anew = takesOtherwise(before, after);
  const differing = [...was, ...is].filter(([key]) => anew || !was.has(key) || !is.has(key));
  return [...new Set(differing.flatMap(([, each]) => datesIn(each, dates)))].sort();
}

/** Of one appointment with what it needs before and after: more than any service takes. */
const longestMs = 720 * minuteMs;

/** What a roster says about the dates, each with the time in which it may tell. */
function planOf(roster: Roster, dates: DateRange): ReadonlyMap<string, Interval> {
  const near = around(dates, 2, 1);
  const { shifts, series = [], period, absences, breaks = [], weeklyBreaks = [] } = roster;
  // Who comes from elsewhere is late after another end; times are counted from a break to the end of its shift.
  const lateMs = travelMsOf(roster);
  const all = [
    ...shifts.filter(beginsOn(near)).map((each) => told('single', each, roster)),
    ...seriesOn(series, near, period).map((each) => told('recurring', each, roster)),
    ...absences.filter(beginsOn(near)).map((each) => told('absence', each)),
    ...[...breaks.filter(beginsOn(near)), ...weeklyOn(weeklyBreaks, near)].map((each) =>
      told('break', each),
    ),
  ];
  return new Map(
    all.map(({ kind, key, start, end }) => [
      key,
      {
        // An appointment of the evening before may run into what stands in its way.
        start: kind === 'break' || kind === 'absence' ? start - longestMs : start,
        end: end + lateMs + (kind === 'break' ? dayMs : 0),
      },
    ]),
  );
}

type Kind = 'single' | 'recurring' | 'absence' | 'break';

function told(kind: Kind, span: Shift, roster?: Roster) {
  const { start, end } = roster ? wallInterval(span) : fullInterval(span);
  const place = span.locationId ?? roster?.locationId ?? '';
  return { kind, start, end, key: [kind, start, end, place].join(' ') };
}

/** Travel and equipment decide what else stands in the way of an appointment. */
const takesOtherwise = (before: Roster, after: Roster): boolean =>
  travelMsOf(before) !== travelMsOf(after) ||
  [...(before.equipment ?? [])].sort().join(' ') !== [...(after.equipment ?? [])].sort().join(' ');

function datesIn(interval: Interval, dates: DateRange): string[] {
  const reached = datesOf(interval);
  if (!reached) return [];
  const from = reached.from > dates.from ? reached.from : dates.from;
  const to = reached.to < dates.to ? reached.to : dates.to;
  const found: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) found.push(date);
  return found;
}
