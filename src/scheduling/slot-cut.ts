import { dayMs, minuteMs } from '../fhir/calendar.ts';
import { instantToWall } from '../fhir/instant.ts';
import {
  byStart,
  contains,
  type Interval,
  isEmpty,
  meeting,
  normalise,
  widen,
} from './interval.ts';
import { byStartAndPlace, type Placed, type Work } from './roster.ts';

/** R4 slotstatus without `entered-in-error`. */
export type SlotStatus = 'free' | 'busy' | 'busy-unavailable' | 'busy-tentative';

/** A slot of one schedule; the schedule and `start` together identify it. */
export interface CutSlot extends Placed {
  readonly status: SlotStatus;
}

/** What one schedule's own slots are taken by: an appointment (`busy`) or a hold (`busy-tentative`), without buffers. */
export interface Taken extends Placed {
  readonly status: 'busy' | 'busy-tentative';
}

/** Lengths in milliseconds: how a service cuts work into times. */
export interface Cut {
  readonly durationMs: number;
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
  readonly alignmentMs: number;
}

export interface SlotInput extends Cut {
  readonly work: readonly Work[];
  /** Time of the person, room or equipment that is taken, each with its own buffers on. */
  readonly busy: readonly Interval[];
  /** The schedule's own appointments and holds. */
  readonly taken?: readonly Taken[];
  /** Only slots that start in it; all without it. */
  readonly window?: Interval;
}

/**
 * The slots of one schedule in order; they never overlap. The grid follows from roster, service and alignment alone, so a
 * booking moves no other slot. What is taken always has its slot, on the grid or not, also after the roster has changed;
 * a grid slot in its way is left out. Buffers may reach outside the work: they only keep appointments apart.
 */
export function cutSlots(input: SlotInput): CutSlot[] {
  const own = ownSlots(input.taken ?? []);
  const taken = normalise(input.taken ?? []);
  const busy = normalise(input.busy);
  const grid = input.work
    .flatMap((work) => candidates(work, input))
    .filter((slot) => meeting(taken, slot).length === 0)
    .map((slot): CutSlot => ({ ...slot, status: statusOf(slot, busy, input) }));
  return [...own, ...grid].filter(startsIn(input.window)).sort(byStart);
}

/**
 * From one start to the next, in milliseconds: the first multiple of the alignment that holds the appointment and both its
 * buffers, so that every slot of a shift can be booked.
 */
export function stepMs({ durationMs, bufferBeforeMs, bufferAfterMs, alignmentMs }: Cut): number {
  // Cura's numbers may be nought; a step may not, or the grid would have no end.
  const unitMs = Math.max(alignmentMs, minuteMs);
  return Math.ceil((bufferBeforeMs + Math.max(durationMs, 1) + bufferAfterMs) / unitMs) * unitMs;
}

function candidates(work: Work, cut: Cut): Placed[] {
  const place = work.locationId === undefined ? {} : { locationId: work.locationId };
  return gridStarts(work, stepMs(cut))
    .map((start) => ({ start, end: start + cut.durationMs, ...place }))
    .filter((slot) => !isEmpty(slot) && contains(work, slot));
}

/** Starts of the shift's grid: whole steps of wall time, so that a shift over a clock change keeps its minutes. */
function gridStarts({ gridStart, end }: Work, step: number): number[] {
  const steady = wallDriftMs(gridStart, end) === 0;
  const starts: number[] = [];
  let start = gridStart;
  while (start < end) {
    starts.push(start);
    const next = start + step;
    const driftMs = steady ? 0 : wallDriftMs(gridStart, next);
    start = next + ((step - ((next - gridStart + driftMs) % step)) % step);
  }
  return starts;
}

/** How much further wall time went than time did: +1 h over the spring change, -1 h over the autumn one. Under 12 h. */
function wallDriftMs(from: number, to: number): number {
  const drift = wallOfDayMs(to) - wallOfDayMs(from) - ((to - from) % dayMs);
  return ((((drift + dayMs / 2) % dayMs) + dayMs) % dayMs) - dayMs / 2;
}

function wallOfDayMs(instant: number): number {
  const [hours = 0, minutes = 0] = instantToWall(instant).time.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
}

function statusOf(slot: Interval, busy: readonly Interval[], cut: Cut): SlotStatus {
  const needed = widen(slot, cut.bufferBeforeMs, cut.bufferAfterMs);
  return meeting(busy, needed).length === 0 ? 'free' : 'busy-unavailable';
}

const startsIn =
  (window: Interval | undefined) =>
  ({ start }: Interval): boolean =>
    window === undefined || (window.start <= start && start < window.end);

/**
 * What is taken, less what overlaps something that starts earlier, or with it as an appointment beside a hold: Cura may hold
 * several at one time. Each pair is judged alone, so that a change reaches no further than its own end.
 */
function ownSlots(taken: readonly Taken[]): Taken[] {
  let earlier = Number.NEGATIVE_INFINITY;
  return taken
    .filter((each) => !isEmpty(each))
    .sort(inOrder)
    .filter(({ start, end }) => {
      const clear = earlier <= start;
      earlier = Math.max(earlier, end);
      return clear;
    });
}

const inOrder = (a: Taken, b: Taken): number =>
  a.start - b.start ||
  Number(b.status === 'busy') - Number(a.status === 'busy') ||
  byStartAndPlace(a, b);
