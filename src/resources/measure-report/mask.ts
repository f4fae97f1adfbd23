/** Numbers so small that they may tell of somebody are not shown, nor what they could be worked out from. */
import { type Count, type DayCell, sumOf, told } from './cell.ts';

/** Whether a number is one of a few; none tells of nobody. */
const isFew = (number: number, smallest: number): boolean => number > 0 && number < smallest;

/** Whether a count may not be shown: one of the numbers that are told of it is a few. */
export const isSmall = (count: Count, smallest: number): boolean =>
  told(count).some((number) => isFew(number, smallest));

/** Whether what stays hidden is told by what is shown beside it: it is one thing, or all of it together is little. */
const isTold = (hidden: readonly Count[], smallest: number): boolean =>
  hidden.length > 0 && (hidden.length === 1 || isSmall(sumOf(hidden), smallest));

/** What is shown of parts that add up to a whole. */
export interface Shown {
  readonly hidden: ReadonlySet<string>;
  /** The whole itself may not be shown. */
  readonly total: boolean;
}

const sizeOf = (count: Count): number => told(count).reduce((sum, number) => sum + number, 0);

/**
 * Hides small counts, and then so many more, the smallest first, that the total does not tell them. Where nothing is left to hide the
 * total is. Figures about the same things tell the same numbers of them, and so hide the same. Pure.
 */
export function mask(counts: ReadonlyMap<string, Count>, smallest: number): Shown {
  const all = [...counts].filter(([, count]) => sizeOf(count) > 0);
  const hidden = new Map(all.filter(([, count]) => isSmall(count, smallest)));
  const open = all
    .filter(([key]) => !hidden.has(key))
    .sort(([a, one], [b, other]) => sizeOf(one) - sizeOf(other) || (a < b ? -1 : 1));
  while (isTold([...hidden.values()], smallest)) {
    const next = open.shift();
    if (!next) return { hidden: new Set(hidden.keys()), total: true };
    hidden.set(...next);
  }
  const total = isSmall(sumOf(all.map(([, count]) => count)), smallest);
  return { hidden: new Set(total ? all.map(([key]) => key) : hidden.keys()), total };
}

/** Units by what was counted of them; what belongs to none is the empty one. */
export function byUnit(cells: readonly DayCell[]): Map<string, Count> {
  const groups = Map.groupBy(cells, ({ unit }) => unit ?? '');
  return new Map([...groups].map(([unit, some]) => [unit, sumOf(some)]));
}

/** To the nearest of so many: what is told so cannot be taken from what is told exactly. */
export const roughly = (number: number, step: number): number =>
  step > 1 ? Math.round(number / step) * step : number;
