import { minuteMs } from '../fhir/calendar.ts';
import { addDays, instantToWall, wallToInstant } from '../fhir/instant.ts';
import type { Interval } from './interval.ts';

/** Wall times `HH:MM` between which nobody is to be woken; may pass midnight. */
export interface Quiet {
  readonly from: string;
  readonly to: string;
}

/** The quiet times of the day before a moment and of so many days from it on, in their order. */
function quietTimes(now: number, { from, to }: Quiet, days: number): Interval[] {
  const { date } = instantToWall(now);
  return Array.from({ length: days + 1 }, (_, at) => {
    const day = addDays(date, at - 1);
    const last = from <= to ? day : addDays(day, 1);
    return { start: wallToInstant(day, from), end: wallToInstant(last, to) };
  });
}

/** When so many minutes have passed that are not quiet. Epoch milliseconds. */
export function afterAwake(now: number, minutes: number, quiet: Quiet | null): number {
  const end = now + minutes * minuteMs;
  if (quiet === null) return end;
  // Some time of each day is awake, if only a minute.
  const days = Math.min(minutes, 366) + 2;
  return quietTimes(now, quiet, days).reduce(
    (until, time) =>
      time.end <= now || time.start >= until ? until : until + time.end - Math.max(time.start, now),
    end,
  );
}
