import { dateOfDay, dayMs } from '../fhir/calendar.ts';
import type { DateRange, Series, Shift, WallSpan, WeeklySpan } from './roster.ts';

/** Days since 1970-01-01 of a calendar date. */
export const dayNumber = (date: string): number => Date.parse(date) / dayMs;

/** 1970-01-01 was a Thursday; weeks begin on Monday, so that a year of 53 weeks turns no parity. */
const weekNumber = (day: number): number => Math.floor((day + 3) / 7);
const weekday = (day: number): number => day + 4 - 7 * weekNumber(day);

function datesWith({ days }: WeeklySpan, { from, to }: DateRange): number[] {
  const last = dayNumber(to);
  const found: number[] = [];
  for (let day = dayNumber(from); day <= last; day += 1) {
    if (days.includes(weekday(day))) found.push(day);
  }
  return found;
}

/** The spans of a week that begin on the dates. */
export const weeklyOn = (spans: readonly WeeklySpan[], dates: DateRange): WallSpan[] =>
  spans.flatMap((span) =>
    datesWith(span, dates).map((day) => ({ date: dateOfDay(day), from: span.from, to: span.to })),
  );

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);

/** The shifts of recurring ones that begin on the dates, where these are within the period of the roster. */
export const seriesOn = (
  series: readonly Series[],
  dates: DateRange,
  period: DateRange = dates,
): Shift[] =>
  series.flatMap((one) => {
    const { from, to, validFrom, validTo, everyWeeks = 1, except = [], locationId } = one;
    const place = locationId === undefined ? {} : { locationId };
    const within = {
      from: later(later(dates.from, period.from), validFrom),
      to: earlier(earlier(dates.to, period.to), validTo),
    };
    const first = weekNumber(dayNumber(validFrom));
    return datesWith(one, within)
      .filter((day) => (weekNumber(day) - first) % Math.max(everyWeeks, 1) === 0)
      .map((day) => ({ date: dateOfDay(day), from, to, ...place }))
      .filter(({ date }) => !except.includes(date));
  });
