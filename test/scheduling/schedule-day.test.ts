import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays, wallToInstant } from '../../src/fhir/instant.ts';
import { type Interval, overlaps, widen } from '../../src/scheduling/interval.ts';
import type { DateRange } from '../../src/scheduling/roster.ts';
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
import { someRoster } from './some-roster.ts';

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
const roster = someRoster(all);
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
  law(t, [input, roster, fc.boolean()], (before, { opening: _, ...other }, whole) => {
    const { opening, ...plan } = before.roster;
    const added = { ...plan, ...other, shifts: [...other.shifts.slice(0, 1), ...plan.shifts] };
    const changed = datesChanged(plan, whole ? other : added, all);
    const after = { ...(whole ? other : added), ...(opening && { opening }) };
    const [was, is] = [each(before), each({ ...before, roster: after })];
    dates.forEach((date, at) => {
      if (!changed.includes(date)) same(is[at], was[at]);
    });
  });
});

t.test(
  'what begins at midnight meets what would run into it from the evening before',
  async (t) => {
    const plan = {
      shifts: [{ date: '2026-10-27', from: '12:30', to: '01:00', locationId: 'a' }],
      absences: [],
    };
    const weeklyBreaks = [{ days: [3 as const], from: '00:00', to: '24:00' }];
    t.same(datesChanged(plan, { ...plan, weeklyBreaks }, all), ['2026-10-27']);
    const absences = [{ date: '2026-10-28', from: '00:00', to: '24:00' }];
    t.same(datesChanged(plan, { ...plan, absences }, all), ['2026-10-27']);
  },
);

t.test('the order of roster and appointments does not matter', async (t) => {
  law(t, [input], ({ roster, cut, busy, taken }) => {
    const turned = {
      ...roster,
      shifts: roster.shifts.toReversed(),
      absences: roster.absences.toReversed(),
      ...(roster.series && { series: roster.series.toReversed() }),
      ...(roster.breaks && { breaks: roster.breaks.toReversed() }),
    };
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

t.test('a new shift names the dates it lasts, an equal roster none', async (t) => {
  const shifts = [{ date: '2026-03-01', from: '22:00', to: '06:00' }];
  const empty = { shifts: [], absences: [] };
  const march = { from: '2026-02-28', to: '2026-03-31' };
  const night = ['2026-03-01', '2026-03-02'];
  const moved = { shifts, absences: [], locationId: 'b' };
  t.same(datesChanged(empty, { shifts, absences: [] }, march), night);
  t.same(datesChanged({ shifts, absences: [] }, { shifts: [...shifts], absences: [] }, march), []);
  t.same(datesChanged({ shifts, absences: [] }, moved, march), night);
  t.same(datesChanged(empty, { shifts, absences: [] }, { ...march, from: '2026-03-02' }), [
    '2026-03-02',
  ]);
});

t.test(
  'who comes from elsewhere after a round of two nights is late on the third date',
  async (t) => {
    const shifts = [
      { date: '2026-11-22', from: '23:50', to: '23:45', locationId: 'a' },
      { date: '2026-11-23', from: '20:00', to: '04:00', locationId: 'b' },
    ];
    const hour = { durationMs: 60 * minuteMs, bufferBeforeMs: 0, bufferAfterMs: 0 };
    const cut = { ...hour, alignmentMs: 60 * minuteMs };
    const roster = { shifts, absences: [], travelMinutes: 120 };
    const slots = slotsOf({ roster, cut, busy: [], taken: [] }, one('2026-11-24'));
    t.same(
      slots.map(({ start }) => start),
      [wallToInstant('2026-11-24', '02:00'), wallToInstant('2026-11-24', '03:00')],
    );
  },
);
