import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { type Interval, overlaps, widen } from '../../src/scheduling/interval.ts';
import { cutOf } from '../../src/scheduling/policy.ts';
import type { DateRange } from '../../src/scheduling/roster.ts';
import { slotsOf } from '../../src/scheduling/schedule-day.ts';
import type { Cut } from '../../src/scheduling/slot-cut.ts';
import { policy } from './facts.ts';
import { law } from './law.ts';
import { minuteMs } from './minute.ts';
import { someRoster } from './some-roster.ts';

const dates: DateRange = { from: '2026-10-23', to: '2026-10-26' };
const lengths = fc
  .record({
    durationMinutes: fc.integer({ min: 10, max: 60 }),
    bufferBeforeMinutes: fc.nat(20),
    bufferAfterMinutes: fc.nat(20),
    alignmentMinutes: fc.constantFrom(5, 15, 30),
  })
  .map((some) => ({ ...policy, ...some }));
const picks = fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 12 });

/** Books free times of two calendars of one person, one after the other, each with its buffers in the way of all. */
function book(cuts: readonly [Cut, Cut], picks: [boolean, number][], slots: SlotsOf): Interval[] {
  const booked: Interval[] = [];
  const busy: Interval[] = [];
  for (const [second, pick] of picks) {
    const cut = cuts[second ? 1 : 0];
    const free = slots(cut, busy).filter(({ status }) => status === 'free');
    const chosen = free[pick % (free.length || 1)];
    if (!chosen) continue;
    booked.push(chosen);
    busy.push(widen(chosen, cut.bufferBeforeMs, cut.bufferAfterMs));
  }
  return booked;
}
type SlotsOf = (cut: Cut, busy: readonly Interval[]) => ReturnType<typeof slotsOf>;

const roster = someRoster(dates);
const over =
  (given: Parameters<typeof slotsOf>[0]['roster']): SlotsOf =>
  (cut, busy) =>
    slotsOf({ roster: given, cut, busy, taken: [] }, dates);
const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((one, at) => all.slice(at + 1).map((other): [T, T] => [one, other]));

t.test(
  'calendars of one person never give two overlapping times, whatever is booked',
  async (t) => {
    law(t, [roster, lengths, lengths, picks], (roster, one, other, picks) => {
      const booked = book([cutOf(one), cutOf(other)], picks, over(roster));
      assert.ok(!pairs(booked).some(([a, b]) => overlaps(a, b)));
    });
  },
);

t.test('between two homes lies the way at least, and buffers do not add to it', async (t) => {
  const travel = fc.integer({ min: 1, max: 60 });
  law(t, [roster, lengths, lengths, picks, travel], (roster, one, other, picks, minutes) => {
    const booked = book([cutOf(one, minutes), cutOf(other, minutes)], picks, over(roster));
    const apart = pairs(booked).map(([a, b]) => Math.max(a.start - b.end, b.start - a.end));
    assert.ok(apart.every((gap) => gap >= minutes * minuteMs));
  });
  const home = { ...policy, bufferBeforeMinutes: 15, bufferAfterMinutes: 0 };
  t.same(
    [10, 15, 25].map((minutes) => cutOf(home, minutes).bufferBeforeMs / minuteMs),
    [15, 15, 25],
  );
  t.equal(cutOf(home, 25).bufferAfterMs, 0);
});
