import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { instantToWall, wallToInstant } from '../../src/fhir/instant.ts';
import { overlaps, widen } from '../../src/scheduling/interval.ts';
import type { Shift } from '../../src/scheduling/roster.ts';
import { type Cut, type CutSlot, cutSlots, stepMs } from '../../src/scheduling/slot-cut.ts';
import { workOf } from '../../src/scheduling/work.ts';
import { law } from './law.ts';
import { minuteMs, minutesOf, someInterval } from './minute.ts';

const date = '2026-11-24';
const at = (time: string): number => wallToInstant(date, time);
const minutes = (duration: number, before: number, after: number, alignment: number): Cut => ({
  durationMs: duration * minuteMs,
  bufferBeforeMs: before * minuteMs,
  bufferAfterMs: after * minuteMs,
  alignmentMs: alignment * minuteMs,
});
const work = (shifts: Shift[]) =>
  workOf({ shifts, absences: [] }, { from: '2026-01-01', to: '2027-01-01' });

const someCut = fc
  .tuple(fc.integer({ min: 5, max: 60 }), fc.nat(20), fc.nat(20), fc.constantFrom(5, 10, 15, 40))
  .map((parts) => minutes(...parts));
const someBusy = fc.array(someInterval(at('07:00'), 300), { maxLength: 8 });
const someWork = fc.array(someInterval(at('07:00'), 300), { maxLength: 4 }).map((spans) =>
  work(
    spans.map(({ start, end }) => ({
      date,
      from: instantToWall(start).time,
      to: instantToWall(end).time,
    })),
  ),
);
const bookedBy = (slot: CutSlot, cut: Cut) => ({
  taken: [{ start: slot.start, end: slot.end, status: 'busy' as const }],
  busy: [widen(slot, cut.bufferBeforeMs, cut.bufferAfterMs)],
});

t.test('a slot is free exactly when no minute of it and its buffers is busy', async (t) => {
  law(t, [someCut, someWork, someBusy], (cut, work, busy) => {
    const taken = minutesOf(busy);
    for (const slot of cutSlots({ ...cut, work, busy })) {
      const needed = minutesOf([widen(slot, cut.bufferBeforeMs, cut.bufferAfterMs)]);
      same(slot.status === 'free', ![...needed].some((minute) => taken.has(minute)));
    }
  });
});

t.test('slots of a schedule never overlap, whatever is taken', async (t) => {
  law(t, [someCut, someWork, someBusy], (cut, work, spans) => {
    const taken = spans.map((each) => ({ ...each, status: 'busy' as const }));
    const slots = cutSlots({ ...cut, work, busy: spans, taken });
    same(
      slots.filter((slot, at) => slots.some((other, to) => at < to && overlaps(slot, other))),
      [],
    );
  });
});

t.test('a booking changes its own slot and no other', async (t) => {
  law(t, [someCut, someWork, fc.nat()], (cut, work, pick) => {
    const slots = cutSlots({ ...cut, work, busy: [] });
    const chosen = slots[pick % (slots.length || 1)];
    if (!chosen) return;
    // Shifts that meet can lie nearer than the buffers ask for; within one shift every slot can be booked.
    const near = (slot: CutSlot): boolean => Math.abs(slot.start - chosen.start) < stepMs(cut);
    const after = cutSlots({ ...cut, work, ...bookedBy(chosen, cut) });
    same(
      after.map(({ start }) => start),
      slots.map(({ start }) => start),
    );
    same(after.find(({ start }) => start === chosen.start)?.status, 'busy');
    same(
      after.filter((slot) => !near(slot)),
      slots.filter((slot) => !near(slot)),
    );
  });
});
