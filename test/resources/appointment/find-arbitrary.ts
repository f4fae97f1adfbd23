import fc from 'fast-check';
import { wallToInstant } from '../../../src/fhir/instant.ts';
import type { FreeTime, TimesQuery } from '../../../src/resources/appointment/find-times.ts';

export const minuteMs = 60_000;
const dates = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'];
export const noonOf = (date: string): number => wallToInstant(date, '12:00');
export const now = wallToInstant('2026-10-24', '10:00');

/** A free time, held until a moment (0: not at all). */
export interface Kept extends FreeTime {
  readonly until: number;
}

const time = fc.record({
  schedule: fc.constantFrom('a', 'b', 'c', 'd'),
  date: fc.constantFrom(...dates),
  quarter: fc.nat(95),
  lengthMinutes: fc.constantFrom(15, 45),
  place: fc.constantFrom('', 'x', 'y'),
  until: fc.constantFrom(0, 0, 0, now - 1, now, now + 1),
});

const owners: Readonly<Record<string, readonly [service: string, practitioner: string]>> = {
  a: ['wound', 'anna'],
  b: ['wound', 'bo'],
  c: ['feet', 'anna'],
  d: ['class', ''],
};

/** A Schedule has one time at a start. */
export const times = fc
  .array(time, { minLength: 20, maxLength: 60, size: 'max' })
  .map((all): Kept[] => {
    const kept = all.map(({ schedule, date, quarter, lengthMinutes, place, until }) => {
      const start = wallToInstant(date, '00:00') + quarter * 15 * minuteMs;
      const [service = '', practitioner = ''] = owners[schedule] ?? [];
      const end = start + lengthMinutes * minuteMs;
      return { schedule, service, practitioner, place, start, end, until };
    });
    return [...new Map(kept.map((one) => [`${one.schedule} ${one.start}`, one])).values()];
  });

const moment = fc
  .tuple(fc.constantFrom(...dates), fc.nat(23))
  .map(([date, hour]) => wallToInstant(date, '00:00') + hour * 60 * minuteMs);
const lasting = (from: fc.Arbitrary<number>, hours: number) =>
  fc
    .tuple(from, fc.nat(hours))
    .map(([start, length]) => ({ start, end: start + length * 60 * minuteMs }));
/** Most of them reach over a midnight or two. */
const wide = lasting(
  moment.map((start) => Math.min(start, wallToInstant('2026-10-25', '06:00'))),
  96,
);
const filter = <T>(values: readonly T[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 2 });
const service = (id: string) => wide.map((starts) => ({ id, ...starts }));
export const query: fc.Arbitrary<TimesQuery> = fc.record({
  services: fc
    .tuple(service('wound'), service('feet'), service('class'))
    .chain((all) => fc.subarray(all)),
  window: wide,
  practitioners: filter(['anna', 'bo']),
  places: filter(['', 'x', 'y']),
  weekdays: filter([1, 6, 7]),
  busy: fc.array(lasting(moment, 6), { maxLength: 3 }),
});
