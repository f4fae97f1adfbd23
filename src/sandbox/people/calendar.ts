import { addDays, instantToWall } from '../../fhir/instant.ts';

/** Rosters reach this far ahead of the Monday of the week, and this far back. */
export const weeksAhead = 8;
export const weeksBack = 4;

/** A date of the sandbox's calendar; `number` counts from the Monday of the week it was made in, `weekday` from Monday = 1. */
export interface Day {
  readonly date: string;
  readonly number: number;
  readonly weekday: number;
}

/** The Monday of the Copenhagen week that the instant lies in. */
export function mondayOf(now: number): string {
  const { date, weekday } = instantToWall(now);
  return addDays(date, 1 - weekday);
}

/** All days from `weeksBefore` weeks before the Monday until the rosters end. */
export function days(monday: string, weeksBefore: number): Day[] {
  const first = -7 * weeksBefore;
  return Array.from({ length: 7 * (weeksBefore + weeksAhead) }, (_, index) => {
    const number = first + index;
    return { date: addDays(monday, number), number, weekday: (((number % 7) + 7) % 7) + 1 };
  });
}

/** Minutes since midnight as `HH:MM`. */
export function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `HH:MM` as minutes since midnight. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
