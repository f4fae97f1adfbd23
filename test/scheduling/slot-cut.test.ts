import t from 'tap';
import { instantToWall, wallToInstant } from '../../src/fhir/instant.ts';
import type { Shift, WallSpan } from '../../src/scheduling/roster.ts';
import { type Cut, type CutSlot, cutSlots, type SlotInput } from '../../src/scheduling/slot-cut.ts';
import { workOf } from '../../src/scheduling/work.ts';
import { minuteMs } from './minute.ts';

const date = '2026-11-24';
const at = (time: string): number => wallToInstant(date, time);
const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
const minutes = (duration: number, before: number, after: number, alignment: number): Cut => ({
  durationMs: duration * minuteMs,
  bufferBeforeMs: before * minuteMs,
  bufferAfterMs: after * minuteMs,
  alignmentMs: alignment * minuteMs,
});
const half = minutes(30, 0, 0, 30);
const work = (shifts: Shift[], absences: WallSpan[] = []) =>
  workOf({ shifts, absences }, { from: '2026-01-01', to: '2027-01-01' });
const morning = work([{ date, from: '08:00', to: '10:00', locationId: 'a' }]);
const times = (slots: readonly CutSlot[]): string[] =>
  slots.map(({ start, status }) => `${instantToWall(start).time} ${status}`);
const cut = (rest: Partial<SlotInput>): string[] =>
  times(cutSlots({ ...half, work: morning, busy: [], ...rest }));

t.test('a slot has start, end, place and status', async (t) => {
  t.same(cutSlots({ ...half, work: morning, busy: [] })[1], {
    ...span('08:30', '09:00'),
    locationId: 'a',
    status: 'free',
  });
});

const steps = [
  { title: 'slots follow one another', cut: half, starts: ['08:00', '08:30', '09:00', '09:30'] },
  {
    title: 'a slot starts on a multiple of the alignment',
    cut: minutes(20, 0, 0, 15),
    starts: ['08:00', '08:30', '09:00', '09:30'],
  },
  {
    title: 'slots lie as far apart as both buffers need',
    cut: minutes(30, 5, 10, 15),
    starts: ['08:00', '08:45', '09:30'],
  },
  {
    title: 'a slot that does not fit before the end of the shift is none',
    cut: minutes(50, 0, 0, 5),
    starts: ['08:00', '08:50'],
  },
  { title: 'a service without a length has no slots', cut: minutes(0, 0, 0, 0), starts: [] },
  {
    title: 'a service without an alignment is cut by the minute',
    cut: minutes(55, 0, 0, 0),
    starts: ['08:00', '08:55'],
  },
  { title: 'a service longer than the shift has no slots', cut: minutes(121, 0, 0, 1), starts: [] },
];
for (const row of steps) {
  t.test(row.title, async (t) => {
    t.same(
      cut(row.cut),
      row.starts.map((start) => `${start} free`),
    );
  });
}

t.test('absence takes the slots it meets and leaves the others where they were', async (t) => {
  const away = work([{ date, from: '08:00', to: '10:00' }], [{ date, from: '08:40', to: '08:50' }]);
  t.same(cut({ work: away }), ['08:00 free', '09:00 free', '09:30 free']);
});

t.test('busy time that meets a slot or its buffers makes it unavailable', async (t) => {
  const busy = [span('09:00', '09:30')];
  t.same(cut({ busy }), ['08:00 free', '08:30 free', '09:00 busy-unavailable', '09:30 free']);
  const buffered = { ...half, alignmentMs: 15 * minuteMs, bufferAfterMs: 15 * minuteMs };
  t.same(cut({ ...buffered, busy }), ['08:00 free', '08:45 busy-unavailable', '09:30 free']);
  const before = { ...half, alignmentMs: 15 * minuteMs, bufferBeforeMs: 15 * minuteMs };
  t.same(cut({ ...before, busy }), [
    '08:00 free',
    '08:45 busy-unavailable',
    '09:30 busy-unavailable',
  ]);
});

t.test('an own appointment makes its slot busy and a hold makes it tentative', async (t) => {
  const taken = [
    { ...span('08:00', '08:30'), status: 'busy' as const },
    { ...span('09:00', '09:30'), status: 'busy-tentative' as const },
  ];
  t.same(cut({ taken, busy: taken }), [
    '08:00 busy',
    '08:30 free',
    '09:00 busy-tentative',
    '09:30 free',
  ]);
});

t.test(
  'an appointment beside the grid has a slot, and those in its way are left out',
  async (t) => {
    const taken = [{ ...span('08:40', '09:10'), status: 'busy' as const }];
    t.same(cut({ taken, busy: taken }), ['08:00 free', '08:40 busy', '09:30 free']);
  },
);

t.test('an appointment keeps its slot when its shift is gone', async (t) => {
  t.same(cut({ work: [], taken: [{ ...span('08:00', '08:30'), status: 'busy' }] }), ['08:00 busy']);
});

t.test(
  'of appointments at one time the earlier has the slot, and an appointment before a hold',
  async (t) => {
    const taken = [
      { ...span('08:00', '08:30'), status: 'busy-tentative' as const },
      { ...span('08:00', '08:30'), status: 'busy' as const },
      { ...span('08:15', '08:45'), status: 'busy' as const },
    ];
    t.same(cut({ work: [], taken }), ['08:00 busy']);
  },
);

t.test('only slots that start in the window are given', async (t) => {
  t.same(cut({ window: span('08:30', '09:30') }), ['08:30 free', '09:00 free']);
});

const night = (date: string, alignment: number): string[] =>
  times(
    cutSlots({
      ...minutes(alignment, 0, 0, alignment),
      work: work([{ date, from: '00:00', to: '05:00' }]),
      busy: [],
    }),
  ).map((text) => text.slice(0, 5));

t.test('a shift over a clock change keeps its minutes of wall time', async (t) => {
  t.same(night('2026-03-29', 60), ['00:00', '01:00', '03:00', '04:00']);
  t.same(night('2026-10-25', 60), ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00']);
  t.same(night('2026-03-29', 40), ['00:00', '00:40', '01:20', '03:20', '04:00']);
  t.same(night('2026-10-25', 40), [
    '00:00',
    '00:40',
    '01:20',
    '02:00',
    '02:40',
    '02:40',
    '03:20',
    '04:00',
  ]);
});
