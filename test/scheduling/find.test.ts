import t from 'tap';
import { wallToInstant } from '../../src/fhir/instant.ts';
import { bookableStarts, boundedWindow } from '../../src/scheduling/find.ts';
import type { BookingPolicy } from '../../src/scheduling/policy.ts';
import { policy } from './facts.ts';

const at = wallToInstant;
const now = at('2026-11-24', '10:00');
const given: BookingPolicy = { ...policy, leadTimeHours: 2, horizonDays: 14 };
const starts = (more: Partial<BookingPolicy> = {}, isStaff = false) =>
  bookableStarts(now, { ...given, ...more }, isStaff);

t.test(
  'starts are those from the lead time to the end of the last day of the horizon',
  async (t) => {
    t.same(starts(), { start: at('2026-11-24', '12:00'), end: at('2026-12-09', '00:00') });
  },
);

t.test(
  'staff are not held to lead time and horizon; what has begun is over for them too',
  async (t) => {
    t.same(starts({}, true), { start: now + 1, end: Number.POSITIVE_INFINITY });
    t.equal(starts({ leadTimeHours: 0 }).start, now + 1);
  },
);

t.test('a service is offered on the dates on which it is valid, both included', async (t) => {
  const valid = { validFrom: '2026-11-30', validTo: '2026-12-01' };
  const dates = { start: at('2026-11-30', '00:00'), end: at('2026-12-02', '00:00') };
  t.same(starts(valid), dates);
  t.same(starts(valid, true), dates);
  t.same(starts({ ...valid, validFrom: '2026-11-30T02:30:00+01:00' }), dates, 'a time is its date');
});

t.test('a service that is closed has no start', async (t) => {
  for (const isStaff of [true, false]) {
    const { start, end } = starts({ active: false }, isStaff);
    t.ok(end <= start);
  }
});

t.test('nobody looks further than a year', async (t) => {
  const window = { start: now, end: wallToInstant('2999-01-01', '00:00') };
  t.same(boundedWindow(window), { start: now, end: now + 366 * 86_400_000 });
  t.same(boundedWindow({ start: now, end: now + 1 }), { start: now, end: now + 1 });
});
