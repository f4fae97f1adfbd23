/** Numbers so small that they may tell of somebody are not shown, nor what they could be worked out from. */
import { type Count, type DayCell, sumOf } from './cell.ts';
import { datesOf, type FigurePeriod } from './period.ts';

/** Whether a number is one of a few; none tells of nobody. */
const isFew = (number: number, smallest: number): boolean => number > 0 && number < smallest;

/** Whether a count may not be shown: the part, or what is left beside it, is a few. */
export const isSmall = ({ part, whole }: Count, smallest: number): boolean =>
  isFew(whole, smallest) || isFew(part, smallest) || isFew(whole - part, smallest);

/** Whether what stays hidden is told by what is shown beside it: it is one thing, or all of it together is little. */
const isTold = (hidden: readonly Count[], smallest: number): boolean =>
  hidden.length > 0 && (hidden.length === 1 || isSmall(sumOf(hidden), smallest));

/** What is shown of parts that add up to a whole. */
export interface Shown {
  readonly hidden: ReadonlySet<string>;
  /** The whole itself may not be shown. */
  readonly total: boolean;
}

/**
 * Hides small counts, and then so many more, the smallest first, that the total does not tell them. Where nothing is left to hide the
 * total is. `hidden` are hidden for other reasons already. Pure.
 */
export function mask(
  counts: ReadonlyMap<string, Count>,
  smallest: number,
  before: ReadonlySet<string> = new Set(),
): Shown {
  const all = [...counts].filter(([, { whole }]) => whole > 0);
  const hidden = new Map(all.filter(([key, count]) => before.has(key) || isSmall(count, smallest)));
  const open = all
    .filter(([key]) => !hidden.has(key))
    .sort(([a, one], [b, other]) => one.whole - other.whole || (a < b ? -1 : 1));
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

/** Days hidden of a series, by what each day's report hides. */
function hiddenDays(cells: readonly DayCell[], period: FigurePeriod, smallest: number) {
  const days = Map.groupBy(cells, ({ day }) => day);
  return datesOf(period).map((date) => {
    const units = byUnit(days.get(date) ?? []);
    return { units, shown: mask(units, smallest) };
  });
}

/**
 * What the report of a period may show of each unit and of all, so that neither the other units nor the reports of its single days
 * tell what is hidden there. Pure.
 */
export function maskPeriod(
  cells: readonly DayCell[],
  period: FigurePeriod,
  smallest: number,
): Shown {
  const units = byUnit(cells);
  if (period.kind === 'day') return mask(units, smallest);
  const days = hiddenDays(cells, period, smallest);
  const told = [...units.keys()].filter((unit) => {
    const hidden = days.filter(({ shown }) => shown.hidden.has(unit));
    return isTold(
      hidden.flatMap((day) => day.units.get(unit) ?? []),
      smallest,
    );
  });
  const { hidden, total } = mask(units, smallest, new Set(told));
  const totals = days.filter(({ shown }) => shown.total);
  const isTotalTold = isTold(
    totals.map((day) => sumOf([...day.units.values()])),
    smallest,
  );
  return { hidden, total: total || isTotalTold };
}
