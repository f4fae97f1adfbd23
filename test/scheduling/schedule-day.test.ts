import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays, wallToInstant } from '../../src/fhir/instant.ts';
import { type Interval, overlaps, widen } from '../../src/scheduling/interval.ts';
import type { DateRange, Roster } from '../../src/scheduling/roster.ts';
import {
  datesChanged,
  datesReached,
  neededFor,
  type ScheduleInput,
  slotsOf,
} from '../../src/scheduling/schedule-day.ts';
import type { Taken } from '../../src/scheduling/slot-cut.ts';
import { law } from './law.ts';
import { minuteMs, someInterval } from './minute.ts';

/** Over the night that summer time ends. */
const dates = ['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'];
const first = '2026-10-23';
const midnight = (day: number): number => wallToInstant(addDays(first, day), '00:00');
const all: DateRange = { from: first, to: '2026-10-27' };
/** Near a midnight, where what is on one date touches the next. */
const interval = fc
  .tuple(fc.nat(4), someInterval(-120 * minuteMs, 240))
  .map(([day, { start, end }]) => ({
    start: midnight(day) + start,
    end: midnight(day) + end,
  }));
const clock = fc
  .tuple(fc.constantFrom('00', '01', '08', '21', '22', '23'), fc.constantFrom('00', '10', '30'))
  .map((parts) => parts.join(':'));
const span = fc.record({ date: fc.constantFrom(...dates), from: clock, to: clock });
const shift = fc.record({
  date: fc.constantFrom(...dates),
  from: clock,
  to: clock,
  locationId: fc.constantFrom('a', 'b'),
});
const roster: fc.Arbitrary<Roster> = fc.record({
  shifts: fc.array(shift, { maxLength: 6 }),
  absences: fc.array(span, { maxLength: 3 }),
});
const cut = fc
  .tuple(fc.integer({ min: 10, max: 90 }), fc.nat(30), fc.nat(30), fc.constantFrom(5, 15, 40))
  .map(([duration, before, after, alignment]) => ({
    durationMs: duration * minuteMs,
    bufferBeforeMs: before * minuteMs,
    bufferAfterMs: after * minuteMs,
    alignmentMs: alignment * minuteMs,
  }));
const status = fc.constantFrom('busy' as const, 'busy-tentative' as const);
const taken: fc.Arbitrary<Taken> = fc
  .tuple(interval, status)
  .map(([each, status]) => ({ ...each, status }));
const input: fc.Arbitrary<ScheduleInput> = fc.record({
  roster,
  cut,
  busy: fc.array(interval, { maxLength: 6 }),
  taken: fc.array(taken, { maxLength: 6 }),
});
const one = (date: string): DateRange => ({ from: date, to: date });
const each = (input: ScheduleInput) => dates.map((date) => slotsOf(input, one(date)));

t.test(
  'the slots of a range are those of its dates, each made from what it needs alone',
  async (t) => {
    law(t, [input], (input) => {
      const days = dates.flatMap((date) => {
        const needed = neededFor(one(date), input.cut);
        const near = (other: Interval): boolean => overlaps(needed, other);
        return slotsOf(
          { ...input, busy: input.busy.filter(near), taken: input.taken.filter(near) },
          one(date),
        );
      });
      same(days, slotsOf(input, all));
    });
  },
);

t.test('an appointment changes no slot on a date that it does not reach', async (t) => {
  law(t, [input, taken], (before, added) => {
    const buffered = widen(added, before.cut.bufferBeforeMs, before.cut.bufferAfterMs);
    const after = { ...before, busy: [...before.busy, buffered], taken: [...before.taken, added] };
    const reached = datesReached(buffered, before.cut);
    const outside = (date: string): boolean => !reached || date < reached.from || reached.to < date;
    for (const date of dates.filter(outside)) {
      if (buffered.end > buffered.start)
        same(slotsOf(after, one(date)), slotsOf(before, one(date)));
    }
  });
});

t.test('a change of roster changes no slot on a date that it does not name', async (t) => {
  law(t, [input, roster, fc.boolean()], (before, other, whole) => {
    const part = {
      ...before.roster,
      shifts: [...other.shifts.slice(0, 1), ...before.roster.shifts],
    };
    const after = { ...before, roster: whole ? other : part };
    const changed = datesChanged(before.roster, after.roster);
    const [was, is] = [each(before), each(after)];
    dates.forEach((date, at) => {
      if (!changed.includes(date)) same(is[at], was[at]);
    });
  });
});

t.test('the order of roster and appointments does not matter', async (t) => {
  law(t, [input], ({ roster, cut, busy, taken }) => {
    const turned = { shifts: roster.shifts.toReversed(), absences: roster.absences.toReversed() };
    const back = { roster: turned, cut, busy: busy.toReversed(), taken: taken.toReversed() };
    same(slotsOf(back, all), slotsOf({ roster, cut, busy, taken }, all));
  });
});

t.test('an appointment in the middle of a day reaches that day only', async (t) => {
  const start = wallToInstant(first, '12:00');
  const cut = {
    durationMs: 30 * minuteMs,
    bufferBeforeMs: 0,
    bufferAfterMs: 0,
    alignmentMs: 15 * minuteMs,
  };
  t.same(datesReached({ start, end: start + cut.durationMs }, cut), one(first));
});

t.test('an appointment after midnight reaches the slot that begins before it', async (t) => {
  const midnight = wallToInstant('2026-10-24', '00:00');
  const cut = {
    durationMs: 30 * minuteMs,
    bufferBeforeMs: 0,
    bufferAfterMs: 0,
    alignmentMs: 15 * minuteMs,
  };
  const appointment = { start: midnight + 10 * minuteMs, end: midnight + 40 * minuteMs };
  t.same(datesReached(appointment, cut), { from: first, to: '2026-10-24' });
});

t.test('an appointment before midnight reaches the slot whose buffer it meets', async (t) => {
  const midnight = wallToInstant('2026-10-24', '00:00');
  const cut = {
    durationMs: 30 * minuteMs,
    bufferBeforeMs: 15 * minuteMs,
    bufferAfterMs: 0,
    alignmentMs: 15 * minuteMs,
  };
  const appointment = { start: midnight - 40 * minuteMs, end: midnight - 10 * minuteMs };
  t.same(datesReached(appointment, cut), { from: first, to: '2026-10-24' });
});

t.test('a new shift names its date and the neighbours, an equal roster none', async (t) => {
  const shifts = [{ date: '2026-03-01', from: '08:00', to: '12:00' }];
  const empty = { shifts: [], absences: [] };
  t.same(datesChanged(empty, { shifts, absences: [] }), ['2026-02-28', '2026-03-01', '2026-03-02']);
  t.same(datesChanged({ shifts, absences: [] }, { shifts: [...shifts], absences: [] }), []);
  t.same(datesChanged({ shifts, absences: [] }, { shifts, absences: [], locationId: 'b' }), [
    addDays('2026-03-01', -1),
    '2026-03-01',
    '2026-03-02',
  ]);
});
