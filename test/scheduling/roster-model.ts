import { addDays, instantToWall, wallToInstant } from '../../src/fhir/instant.ts';
import { isClosed } from '../../src/scheduling/holiday.ts';
import type {
  DateRange,
  Roster,
  Shift,
  WallSpan,
  WeeklySpan,
} from '../../src/scheduling/roster.ts';
import { minuteMs } from './minute.ts';

/** Half-open, minutes since 1970. */
type Minutes = readonly [from: number, to: number];
type Round = 'round the day' | 'nothing';

interface ModelShift {
  readonly time: Minutes;
  readonly place: string;
}

/** Somebody is at work at a place; `origin` is the minute from which times are counted. */
interface Minute {
  readonly place: string;
  readonly origin: number;
}

export const datesFrom = ({ from, to }: DateRange): string[] => {
  const dates = [from];
  for (let date = from; date < to; dates.push(date)) date = addDays(date, 1);
  return dates;
};

const weekdays = new Map<string, number>();

function weekdayOf(date: string): number {
  const found = weekdays.get(date) ?? instantToWall(wallToInstant(date, '12:00')).weekday;
  weekdays.set(date, found);
  return found;
}

const during =
  (minute: number) =>
  (each: Minutes): boolean =>
    each[0] <= minute && minute < each[1];

/** The minutes from two days before the dates to three days after, and at which of them a clock first shows a time. */
function watch(dates: DateRange) {
  const first = new Map<string, number>();
  const from = wallToInstant(addDays(dates.from, -2), '00:00') / minuteMs;
  const to = wallToInstant(addDays(dates.to, 4), '00:00') / minuteMs;
  for (let at = from; at < to; at += 1) {
    const { date, time } = instantToWall(at * minuteMs);
    if (!first.has(`${date} ${time}`)) first.set(`${date} ${time}`, at);
  }
  const minuteAt = (date: string, time: string): number => {
    if (time === '24:00') return minuteAt(addDays(date, 1), '00:00');
    const hour = String(Number(time.slice(0, 2)) + 1).padStart(2, '0');
    return first.get(`${date} ${time}`) ?? minuteAt(date, `${hour}${time.slice(2)}`);
  };
  return { from, to, minuteAt };
}

/** Counts Mondays, date by date. */
function weeksBetween(from: string, to: string): number {
  const monday = addDays(from, 1 - weekdayOf(from));
  return datesFrom({ from: monday, to }).filter((date) => weekdayOf(date) === 1).length - 1;
}

function recurring({ series = [], period }: Roster, days: readonly string[]): Shift[] {
  return series.flatMap(({ days: on, everyWeeks = 1, validFrom, validTo, except = [], ...one }) =>
    days
      .filter((date) => on.includes(weekdayOf(date)) && !except.includes(date))
      .filter((date) => !period || (period.from <= date && date <= period.to))
      .filter((date) => validFrom <= date && (validTo === undefined || date <= validTo))
      .filter((date) => weeksBetween(validFrom, date) % everyWeeks === 0)
      .map((date) => ({ ...one, date })),
  );
}

/** The minutes of a shift outside its breaks, each with the one from which it counts. */
function counted({ time, place }: ModelShift, breaks: readonly Minutes[]): [number, Minute][] {
  const found: [number, Minute][] = [];
  let origin: number | undefined;
  for (let at = time[0]; at < time[1]; at += 1) {
    origin = breaks.some(during(at)) ? undefined : (origin ?? at);
    if (origin !== undefined) found.push([at, { place, origin }]);
  }
  return found;
}

/** The obvious model of a roster: a clock is watched minute by minute, and at each it is asked who works and where. */
export function rosterModel(dates: DateRange): (roster: Roster) => Map<number, string> {
  const { from, to, minuteAt } = watch(dates);
  const days = datesFrom(dates);
  const wide = datesFrom({ from: addDays(dates.from, -1), to: addDays(dates.to, 1) });

  const minutesOf =
    (equalEnds: Round) =>
    ({ date, from, to }: WallSpan): Minutes => {
      const over = to < from || (to === from && equalEnds === 'round the day');
      return [minuteAt(date, from), minuteAt(over ? addDays(date, 1) : date, to)];
    };
  const weekly = (spans: readonly WeeklySpan[] = []): WallSpan[] =>
    spans.flatMap((one) =>
      wide.filter((date) => one.days.includes(weekdayOf(date))).map((date) => ({ ...one, date })),
    );

  const worked = (roster: Roster, shift: Shift, rests: boolean): ModelShift[] => {
    const closed = (date: string) => rests && isClosed(date, roster.opening?.closedDates);
    const [start, end] = minutesOf('nothing')(shift);
    const midnight = minuteAt(addDays(shift.date, 1), '00:00');
    const until = closed(addDays(shift.date, 1)) ? Math.min(end, midnight) : end;
    const place = shift.locationId ?? roster.locationId ?? '';
    return closed(shift.date) ? [] : [{ time: [start, until], place }];
  };

  const inOrder = (roster: Roster): ModelShift[] => {
    const rest = roster.opening?.publicHolidays;
    const single = roster.shifts.filter(({ date }) => days.includes(date));
    return [
      ...single.flatMap((one) => worked(roster, one, rest === 'closed')),
      ...recurring(roster, days).flatMap((one) => worked(roster, one, rest !== 'open')),
    ].sort(
      (a, b) => a.time[0] - b.time[0] || a.time[1] - b.time[1] || (a.place < b.place ? -1 : 1),
    );
  };

  const shiftMinutes = (roster: Roster): Map<number, Minute> => {
    const spans = [...(roster.breaks ?? []), ...weekly(roster.weeklyBreaks)];
    const breaks = spans.filter(({ date }) => wide.includes(date)).map(minutesOf('round the day'));
    // The one that begins first has the last word.
    return new Map(
      inOrder(roster)
        .reverse()
        .flatMap((shift) => counted(shift, breaks)),
    );
  };

  return (roster) => {
    const off = roster.absences.map(minutesOf('round the day'));
    const hours = roster.opening?.hours;
    const open: Minutes[] = hours ? weekly(hours).map(minutesOf('round the day')) : [[from, to]];
    const present = [...shiftMinutes(roster)]
      .filter(([at]) => open.some(during(at)) && !off.some(during(at)))
      .sort(([a], [b]) => a - b);
    return arrived(new Map(present), roster.travelMinutes ?? 0);
  };
}

/** Without the minutes in which one is still on the way from another place. */
function arrived(work: ReadonlyMap<number, Minute>, travel: number): Map<number, string> {
  const lastAt = new Map<string, number>();
  const found = new Map<number, string>();
  for (const [minute, { place, origin }] of work) {
    const elsewhere = [...lastAt].filter(([there]) => place !== '' && there !== place);
    if (elsewhere.every(([, last]) => minute - (last + 1) >= travel))
      found.set(minute, `${place} since ${origin}`);
    if (place !== '') lastAt.set(place, minute);
  }
  return found;
}
