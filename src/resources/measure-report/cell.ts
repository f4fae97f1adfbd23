/** What was counted of one unit on one day; without a unit what belongs to none. */
export interface DayCell {
  readonly unit: string | null;
  readonly day: string;
  /** Those that the figure is about, and all. */
  readonly part: number;
  readonly whole: number;
  /** All numbers that this figure, and others about the same things, tell of them; part, whole and what is left where nothing is said. */
  readonly tells?: readonly number[];
  /** How long each took, minutes, where that is what is measured. */
  readonly minutes?: readonly number[] | null;
}

/** What was counted, of a unit or of all, in a time. */
export interface Count {
  readonly part: number;
  readonly whole: number;
  readonly tells?: readonly number[];
}

/** All numbers that are told of what was counted. */
export const told = ({ part, whole, tells = [whole, part, whole - part] }: Count) => tells;

/** All of some counts together. */
export const sumOf = (counts: readonly Count[]): Count => ({
  part: counts.reduce((sum, one) => sum + one.part, 0),
  whole: counts.reduce((sum, one) => sum + one.whole, 0),
  tells: counts
    .map(told)
    .reduce<readonly number[]>(
      (sums, one) => one.map((number, at) => number + (sums[at] ?? 0)),
      [],
    ),
});

/** The middle of some numbers; undefined of none. */
export function medianOf(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
