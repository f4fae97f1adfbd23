import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays, formatInstant, wallToInstant } from '../../src/fhir/instant.ts';
import { contains, overlaps } from '../../src/scheduling/interval.ts';
import {
  dateInterval,
  datesOf,
  type Roster,
  type Shift,
  type WallSpan,
  type Work,
} from '../../src/scheduling/roster.ts';
import { workOf } from '../../src/scheduling/work.ts';
import { law } from './law.ts';

const hourMs = 3_600_000;
const shift = (date: string, from: string, to: string, locationId?: string): Shift =>
  locationId === undefined ? { date, from, to } : { date, from, to, locationId };
const on = (date: string, shifts: Shift[], absences: WallSpan[] = []): string[] =>
  workOf({ shifts, absences }, { from: date, to: date }).map(
    ({ start, end }) => `${formatInstant(start)} ${formatInstant(end)}`,
  );
const hours = (work: readonly Work[]): number[] =>
  work.map(({ start, end }) => (end - start) / hourMs);
const date = '2026-11-24';

t.test(
  'a shift is the work between its wall times, at its own place or that of the roster',
  async (t) => {
    const roster: Roster = {
      shifts: [shift(date, '08:00', '12:00'), shift(date, '13:00', '15:00', 'b')],
      absences: [],
      locationId: 'a',
    };
    const at = (time: string): number => wallToInstant(date, time);
    t.same(workOf(roster, { from: date, to: date }), [
      { start: at('08:00'), end: at('12:00'), gridStart: at('08:00'), locationId: 'a' },
      { start: at('13:00'), end: at('15:00'), gridStart: at('13:00'), locationId: 'b' },
    ]);
  },
);

const lengths = [
  { title: 'a shift to 24:00 ends at midnight', date, from: '16:00', to: '24:00', hours: [8] },
  { title: 'a shift to 00:00 ends at midnight', date, from: '16:00', to: '00:00', hours: [8] },
  {
    title: 'a shift that ends before it begins runs into the next day',
    date,
    from: '22:00',
    to: '06:00',
    hours: [8],
  },
  { title: 'a shift with equal ends is no work', date, from: '08:00', to: '08:00', hours: [] },
  {
    title: 'the night that summer time begins is an hour short',
    date: '2026-03-28',
    from: '22:00',
    to: '06:00',
    hours: [7],
  },
  {
    title: 'the night that summer time ends is an hour long',
    date: '2026-10-24',
    from: '22:00',
    to: '06:00',
    hours: [9],
  },
  {
    title: 'the hour that spring leaves out holds no work',
    date: '2026-03-29',
    from: '02:00',
    to: '03:00',
    hours: [],
  },
  {
    title: 'work from within the hour that spring leaves out begins after it',
    date: '2026-03-29',
    from: '02:30',
    to: '04:00',
    hours: [0.5],
  },
  {
    title: 'work within the hour that autumn repeats is in the first of the two',
    date: '2026-10-25',
    from: '02:15',
    to: '02:45',
    hours: [0.5],
  },
  {
    title: 'a shift over the leap day ends on it',
    date: '2028-02-28',
    from: '23:00',
    to: '01:00',
    hours: [2],
  },
];

for (const row of lengths) {
  t.test(row.title, async (t) => {
    const roster = { shifts: [shift(row.date, row.from, row.to)], absences: [] };
    t.same(hours(workOf(roster, { from: row.date, to: row.date })), row.hours);
  });
}

t.test('absence cuts a shift without moving its grid', async (t) => {
  const work = workOf(
    { shifts: [shift(date, '08:00', '15:00')], absences: [{ date, from: '10:10', to: '11:00' }] },
    { from: date, to: date },
  );
  t.same(
    hours(work).map((each) => Math.round(each * 60)),
    [130, 240],
  );
  t.same(new Set(work.map(({ gridStart }) => gridStart)), new Set([wallToInstant(date, '08:00')]));
});

t.test('absence past midnight cuts the next morning', async (t) => {
  const next = addDays(date, 1);
  t.same(on(next, [shift(next, '05:00', '09:00')], [{ date, from: '22:00', to: '06:00' }]), [
    '2026-11-25T06:00:00+01:00 2026-11-25T09:00:00+01:00',
  ]);
});

t.test('absence on the next date cuts a shift that runs into it', async (t) => {
  const next = addDays(date, 1);
  t.same(on(date, [shift(date, '22:00', '06:00')], [{ date: next, from: '04:00', to: '08:00' }]), [
    '2026-11-24T22:00:00+01:00 2026-11-25T04:00:00+01:00',
  ]);
});

t.test('of two shifts at the same time one place has it, whatever their order', async (t) => {
  const shifts = [shift(date, '08:00', '12:00', 'b'), shift(date, '08:00', '12:00', 'a')];
  for (const each of [shifts, shifts.toReversed()]) {
    const work = workOf({ shifts: each, absences: [] }, { from: date, to: date });
    t.same(
      work.map(({ locationId }) => locationId),
      ['a'],
    );
  }
});

t.test('absence with equal ends lasts the day round', async (t) => {
  t.same(on(date, [shift(date, '08:00', '15:00')], [{ date, from: '00:00', to: '00:00' }]), []);
});

t.test('where shifts overlap, the one that begins first has the time', async (t) => {
  t.same(on(date, [shift(date, '10:00', '14:00', 'b'), shift(date, '08:00', '12:00', 'a')]), [
    '2026-11-24T08:00:00+01:00 2026-11-24T12:00:00+01:00',
    '2026-11-24T12:00:00+01:00 2026-11-24T14:00:00+01:00',
  ]);
});

t.test('shifts of other dates are left out', async (t) => {
  t.same(
    on(date, [
      shift(addDays(date, -1), '08:00', '15:00'),
      shift(addDays(date, 1), '08:00', '15:00'),
    ]),
    [],
  );
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const spans = fc.array(
  fc.record({
    date: fc.integer({ min: 0, max: 3 }).map((days) => addDays('2026-10-23', days)),
    from: clock,
    to: clock,
  }),
  { maxLength: 6 },
);

t.test('work is ordered, disjoint, within its shifts and outside every absence', async (t) => {
  const dates = { from: '2026-10-22', to: '2026-10-28' };
  law(t, [spans, spans], (shifts, absences) => {
    const work = workOf({ shifts, absences }, dates);
    const whole = workOf({ shifts, absences: [] }, dates);
    const absent = workOf({ shifts: absences, absences: [] }, dates);
    assert.ok(work.every((each, at) => each.end <= (work[at + 1]?.start ?? Infinity)));
    assert.ok(work.every((each) => whole.some((shift) => contains(shift, each))));
    assert.ok(!work.some((each) => absent.some((away) => overlaps(each, away))));
  });
});

t.test('a date is 23, 24 or 25 hours long, and its interval reaches that date only', async (t) => {
  for (const [each, length] of [
    ['2026-03-29', 23],
    [date, 24],
    ['2026-10-25', 25],
  ] as const) {
    const interval = dateInterval({ from: each, to: each });
    t.equal((interval.end - interval.start) / hourMs, length);
    t.same(datesOf(interval), { from: each, to: each });
  }
  t.equal(datesOf({ start: 5, end: 5 }), undefined);
});
