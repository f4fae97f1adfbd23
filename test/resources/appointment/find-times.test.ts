import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { instantToWall } from '../../../src/fhir/instant.ts';
import {
  type FreeTime,
  findTimes,
  leftOut,
  nearestDates,
  type TimesQuery,
} from '../../../src/resources/appointment/find-times.ts';
import type { Ports } from '../../../src/resources/define.ts';
import { freeTimeTable } from '../../../src/store/free-time-table.ts';
import { testDatabase } from '../../database.ts';
import { type Kept, minuteMs, noonOf, now, query, times } from './find-arbitrary.ts';

const { owner: db } = await testDatabase(t);
await db.query(freeTimeTable.sql);
const ports = { db, now: () => now } as Ports;

const numbers = (name: string): string =>
  `array(select n::bigint from jsonb_array_elements_text(e -> '${name}') n)`;

const keepSql = `
insert into free_time (schedule, day, place, service, practitioner, starts, ends, until, held)
select e ->> 'schedule', (e ->> 'day')::date, e ->> 'place', e ->> 'service', e ->> 'practitioner',
  ${['starts', 'ends', 'until'].map(numbers).join(', ')}, (e ->> 'held')::boolean from jsonb_array_elements($1::jsonb) e`;

async function keep(all: readonly Kept[]): Promise<void> {
  const rows = Map.groupBy(
    [...all].sort((a, b) => a.start - b.start),
    ({ schedule, start, place }) => `${schedule} ${instantToWall(start).date} ${place}`,
  );
  const kept = [...rows].map(([key, group]) => ({
    ...{ ...group[0], day: key.split(' ')[1], held: group.some(({ until }) => until > 0) },
    ...{ starts: group.map(({ start }) => start), ends: group.map(({ end }) => end) },
    until: group.map(({ until }) => until),
  }));
  await db.query('delete from free_time');
  await db.query(keepSql, [JSON.stringify(kept)]);
}

const inside = (start: number, span: { start: number; end: number } | undefined): boolean =>
  span !== undefined && span.start <= start && start < span.end;
const asked = <T>(list: readonly T[] | undefined, value: T): boolean =>
  !list || list.includes(value);

/** Why a time is not proposed, as one would say it. */
function against(one: Kept, given: TimesQuery): string | undefined {
  if (!asked(given.practitioners, one.practitioner)) return 'practitioner';
  if (!asked(given.places, one.place)) return 'location';
  if (!asked(given.weekdays, instantToWall(one.start).weekday)) return 'weekday';
  if (
    !inside(
      one.start,
      given.services.find(({ id }) => id === one.service),
    )
  )
    return 'not-bookable-now';
  if (one.until > now) return 'held';
  return given.busy.some(({ start, end }) => start < one.end && one.start < end)
    ? 'citizen-busy'
    : undefined;
}

const inOrder = (a: FreeTime, b: FreeTime): number =>
  a.start - b.start || Number(a.schedule > b.schedule) - Number(a.schedule < b.schedule);
const fitting = (all: readonly Kept[], given: TimesQuery): FreeTime[] =>
  all
    .filter((one) => against(one, given) === undefined)
    .sort(inOrder)
    .map(({ until: _, ...rest }) => rest);

async function walked(given: TimesQuery, count: number): Promise<FreeTime[]> {
  const found: FreeTime[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await findTimes(ports, given, { count, after: last });
    found.push(
      ...page.times.map(({ schedule, service, practitioner, place, start, end }) => ({
        schedule,
        service,
        practitioner,
        place,
        start,
        end,
      })),
    );
    same(page.times.length <= count, true);
    if (!page.more) return found;
    same(page.times.length, count, 'a page is full where there is more');
  }
}

t.test(
  'the pages hold every time that fits, once and in order, and the total counts them',
  async (t) => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.noBias(times),
        fc.noBias(query),
        fc.integer({ min: 1, max: 7 }),
        async (all, given, count) => {
          await keep(all);
          const expected = fitting(all, given).filter(({ start }) => inside(start, given.window));
          const { total } = await findTimes(ports, given, { count: 0 });
          same(total, expected.length);
          same(await walked(given, count), expected);
          seen += expected.length;
        },
      ),
      { numRuns: 120, seed: 5 },
    );
    t.ok(seen > 150, `${seen} times`);
  },
);

t.test('what is left out of the window is counted by the first reason against it', async (t) => {
  const reasons = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.noBias(times), fc.noBias(query), async (all, some) => {
      // A citizen who is busy all the time.
      const given = { ...some, busy: [{ start: 0, end: noonOf('2999-01-01') }] };
      await keep(all);
      const services = given.services.map(({ id }) => id);
      const within = all.filter(
        ({ start, service }) => inside(start, given.window) && services.includes(service),
      );
      const expected = new Map<string, number>();
      for (const one of within) {
        const reason = against(one, given) ?? '';
        expected.set(reason, (expected.get(reason) ?? 0) + 1);
        reasons.add(reason);
      }
      const found = await leftOut(ports, given);
      same(new Map(found.map(({ reason, count }) => [reason, count])), expected);
    }),
    { numRuns: 120, seed: 5 },
  );
  t.same([...reasons].sort(), [
    'citizen-busy',
    'held',
    'location',
    'not-bookable-now',
    'practitioner',
    'weekday',
  ]);
});

t.test(
  'the nearest dates are of times outside the window, at most three, nearest first',
  async (t) => {
    const at = (date: string): Kept => ({
      ...{ schedule: 'a', service: 'wound', practitioner: 'anna', place: 'x', until: 0 },
      ...{ start: noonOf(date), end: noonOf(date) + 30 * minuteMs },
    });
    await keep(['2026-10-20', '2026-10-24', '2026-10-28', '2026-11-01', '2027-05-01'].map(at));
    const given: TimesQuery = {
      services: [{ id: 'wound', start: now, end: Number.POSITIVE_INFINITY }],
      ...{ window: { start: noonOf('2026-10-25'), end: noonOf('2026-10-26') }, busy: [] },
    };
    t.same(await nearestDates(ports, given), ['2026-10-24', '2026-10-28', '2026-11-01']);
  },
);
