import fc from 'fast-check';
import type { Interval } from '../../src/scheduling/interval.ts';

export const minuteMs = 60_000;

/** The naive model of a set of intervals: the minutes it holds. */
export function minutesOf(intervals: readonly Interval[]): Set<number> {
  const minutes = new Set<number>();
  for (const { start, end } of intervals) {
    for (let at = start; at < end; at += minuteMs) minutes.add(at / minuteMs);
  }
  return minutes;
}

/** An interval of whole minutes that starts within `minutes` of `origin`; some are empty and some run backwards. */
export const someInterval = (origin: number, minutes: number): fc.Arbitrary<Interval> =>
  fc
    .tuple(fc.integer({ min: 0, max: minutes }), fc.integer({ min: -3, max: 90 }))
    .map(([from, length]) => ({
      start: origin + from * minuteMs,
      end: origin + (from + length) * minuteMs,
    }));
