import type { Interval } from './interval.ts';

/** What somebody in line wishes; what is not said may be anything. */
export interface Wish {
  readonly window: Interval;
  readonly practitioner?: string;
  /** ISO: Monday is 1. */
  readonly weekdays?: readonly number[];
  /** `HH:MM`, Danish wall time: the appointment begins at it or later, */
  readonly from?: string;
  /** and before this. */
  readonly to?: string;
}

export interface InLine {
  readonly id: string;
  readonly wish: Wish;
  /** Slots that are not to be offered again. */
  readonly offered: readonly string[];
}

/** A time that can be had; what the wall shows of its start is read once. */
export interface FreeTime {
  readonly slot: string;
  readonly start: number;
  /** ISO: Monday is 1. */
  readonly weekday: number;
  readonly time: string;
  readonly practitioner: string;
}

/** Whether a time is what was wished for. */
export const fits = (wish: Wish, { start, weekday, time, practitioner }: FreeTime): boolean =>
  wish.window.start <= start &&
  start < wish.window.end &&
  (wish.practitioner === undefined || wish.practitioner === practitioner) &&
  (wish.weekdays === undefined || wish.weekdays.includes(weekday)) &&
  (wish.from === undefined || wish.from <= time) &&
  (wish.to === undefined || time < wish.to);

/** What somebody in line is offered: the first of the times that fits and was not offered before. */
export const offerFor = (
  { wish, offered }: InLine,
  times: Iterable<FreeTime>,
): FreeTime | undefined => {
  for (const time of times) if (fits(wish, time) && !offered.includes(time.slot)) return time;
  return undefined;
};
