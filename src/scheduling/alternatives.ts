import type { Interval } from './interval.ts';

/** Up to `count` free times, those nearest to the refused start first and the earlier of two that are as near. */
export function nearestFree<T extends Interval>(
  free: readonly T[],
  refusedStart: number,
  count: number,
): T[] {
  const distanceMs = ({ start }: Interval): number => Math.abs(start - refusedStart);
  return [...free]
    .sort((a, b) => distanceMs(a) - distanceMs(b) || a.start - b.start)
    .slice(0, count);
}
