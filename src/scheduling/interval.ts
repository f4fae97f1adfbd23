/** Algebra of half-open intervals [start, end) in epoch milliseconds; an interval with `end <= start` is empty. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

export const isEmpty = ({ start, end }: Interval): boolean => end <= start;

/** Whether two intervals share an instant; those that only touch do not, nor does an empty one. */
export const overlaps = (a: Interval, b: Interval): boolean =>
  Math.max(a.start, b.start) < Math.min(a.end, b.end);

/** Whether all of `inner` lies in `outer`; an empty `inner` lies in anything. */
export const contains = (outer: Interval, inner: Interval): boolean =>
  isEmpty(inner) || (outer.start <= inner.start && inner.end <= outer.end);

/** The interval with time added at either end, such as the buffers of an appointment. */
export const widen = (interval: Interval, beforeMs: number, afterMs: number): Interval => ({
  start: interval.start - beforeMs,
  end: interval.end + afterMs,
});

export const byStart = (a: Interval, b: Interval): number => a.start - b.start || a.end - b.end;

/** The same time as sorted intervals that neither overlap nor touch: the one form that each set of instants has. */
export function normalise(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.filter((each) => !isEmpty(each)).sort(byStart)) {
    const last = merged.at(-1);
    if (last && next.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    } else {
      merged.push({ start: next.start, end: next.end });
    }
  }
  return merged;
}

/** Time in `a` or in `b`, normalised. */
export const union = (a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  normalise([...a, ...b]);

/** Time in both `a` and `b`, normalised. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const right = normalise(b);
  return normalise(a).flatMap((each) =>
    meeting(right, each).map((other) => ({
      start: Math.max(each.start, other.start),
      end: Math.min(each.end, other.end),
    })),
  );
}

/** Time of the interval outside a normalised list, in order. */
export const without = (interval: Interval, normalised: readonly Interval[]): Interval[] =>
  isEmpty(interval) ? [] : punch(interval, meeting(normalised, interval));

/** Time in `a` but not in `b`, normalised. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const holes = normalise(b);
  return normalise(a).flatMap((each) => without(each, holes));
}

/** Those of a normalised list that overlap the interval: a binary search, so that a long list costs little. */
export function meeting(normalised: readonly Interval[], interval: Interval): readonly Interval[] {
  if (isEmpty(interval)) return [];
  const from = firstWhere(normalised, (each) => each.end > interval.start);
  let to = from;
  while ((normalised[to]?.start ?? Number.POSITIVE_INFINITY) < interval.end) to += 1;
  return to === from ? none : normalised.slice(from, to);
}

const none: readonly Interval[] = [];

function punch(whole: Interval, holes: readonly Interval[]): Interval[] {
  if (holes.length === 0) return [{ start: whole.start, end: whole.end }];
  const starts = [whole.start, ...holes.map((hole) => hole.end)];
  const ends = [...holes.map((hole) => hole.start), whole.end];
  return starts
    .map((start, index) => ({ start, end: ends[index] ?? whole.end }))
    .filter((piece) => !isEmpty(piece));
}

function firstWhere(sorted: readonly Interval[], claim: (each: Interval) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const each = sorted[middle];
    if (each && claim(each)) high = middle;
    else low = middle + 1;
  }
  return low;
}
