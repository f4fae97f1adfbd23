import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';

/** Lengths of time that are reported: whole ones of the calendar, in Copenhagen. */
export const periodKinds = ['day', 'week', 'month'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Local dates; `last` is included. */
export interface FigurePeriod {
  readonly kind: PeriodKind;
  readonly first: string;
  readonly last: string;
}

const weekdayOf = (date: string): number => instantToWall(wallToInstant(date, '12:00')).weekday;

const firstOf: Readonly<Record<PeriodKind, (date: string) => string>> = {
  day: (date) => date,
  week: (date) => addDays(date, 1 - weekdayOf(date)),
  month: (date) => `${date.slice(0, 7)}-01`,
};

const nextOf: Readonly<Record<PeriodKind, (first: string) => string>> = {
  day: (first) => addDays(first, 1),
  week: (first) => addDays(first, 7),
  month: (first) => firstOf.month(addDays(first, 31)),
};

/** The day, week (from Monday) or month in which a local date lies. */
export function periodAt(kind: PeriodKind, date: string): FigurePeriod {
  const first = firstOf[kind](date);
  return { kind, first, last: addDays(nextOf[kind](first), -1) };
}

/** Begin and end, epoch milliseconds. */
export const boundsOf = ({ first, last }: Pick<FigurePeriod, 'first' | 'last'>) => ({
  start: wallToInstant(first, '00:00'),
  end: wallToInstant(addDays(last, 1), '00:00'),
});

/** The last whole periods of a kind before a moment, the newest first. */
export function periodsBefore(kind: PeriodKind, now: number, count: number): FigurePeriod[] {
  const found: FigurePeriod[] = [];
  let date = addDays(firstOf[kind](instantToWall(now).date), -1);
  while (found.length < count) {
    const period = periodAt(kind, date);
    found.push(period);
    date = addDays(period.first, -1);
  }
  return found;
}

/** The dates of a period. */
export function datesOf({ first, last }: Pick<FigurePeriod, 'first' | 'last'>): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
