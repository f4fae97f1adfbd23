import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import {
  afterQuiet,
  dueAt,
  isQuiet,
  planKey,
  remindersAhead,
} from '../../../src/resources/communication/due.ts';
import type { Municipality, ReminderTime } from '../../../src/resources/municipality.ts';

type Quiet = Municipality['quietHours'];
const night: Quiet = { from: '21:00', to: '07:00' };
const dayBefore: ReminderTime = { daysBefore: 1 };
const iso = (ms: number): string => new Date(ms).toISOString();

const due = (start: string, time: ReminderTime = dayBefore, quiet: Quiet = null): string =>
  iso(dueAt(parseInstant(start), time, quiet).dueAt);

t.test(
  'a reminder is due at the same wall time the day before, over both changes of the clock',
  (t) => {
    t.same(
      [
        due('2026-11-25T13:15:00+01:00'),
        due('2026-03-29T13:15:00+02:00'),
        due('2026-03-30T02:30:00+02:00'),
        due('2026-10-25T13:15:00+01:00'),
        due('2026-10-25T02:30:00+02:00'),
        due('2026-10-25T02:30:00+01:00'),
        due('2026-10-26T02:30:00+01:00'),
        due('2026-03-30T09:00:00+02:00', { daysBefore: 2, time: '17:00' }),
        due('2026-03-29T13:15:00+02:00', { hoursBefore: 24 }),
      ],
      [
        '2026-11-24T12:15:00.000Z',
        '2026-03-28T12:15:00.000Z',
        // 02.30 is not there on 29 March: 03.30 summer time.
        '2026-03-29T01:30:00.000Z',
        '2026-10-24T11:15:00.000Z',
        '2026-10-24T00:30:00.000Z',
        '2026-10-24T00:30:00.000Z',
        // 02.30 is there twice on 25 October: the first.
        '2026-10-25T00:30:00.000Z',
        '2026-03-28T16:00:00.000Z',
        // Elapsed hours: 12.15 in winter time.
        '2026-03-28T11:15:00.000Z',
      ],
    );
    t.end();
  },
);

t.test('quiet hours are wall time and may pass midnight, also in the nights of the clock', (t) => {
  const quiet = (hours: Quiet, instant: string): boolean => isQuiet(parseInstant(instant), hours);
  const noon = { from: '12:00', to: '13:00' };
  t.same(
    [
      quiet(null, '2026-11-24T03:00:00+01:00'),
      quiet(night, '2026-11-24T20:59:59+01:00'),
      quiet(night, '2026-11-24T21:00:00+01:00'),
      quiet(night, '2026-11-24T06:59:00+01:00'),
      quiet(night, '2026-11-24T07:00:00+01:00'),
      quiet(night, '2026-03-29T06:30:00+02:00'),
      quiet(night, '2026-03-29T07:00:00+02:00'),
      quiet(night, '2026-10-25T06:30:00+01:00'),
      quiet(night, '2026-10-25T07:00:00+01:00'),
      quiet(noon, '2026-11-24T12:30:00+01:00'),
      quiet(noon, '2026-11-24T13:00:00+01:00'),
    ],
    [false, false, true, true, false, true, false, true, false, true, false],
  );
  t.end();
});

t.test('quiet hours end when the clock says so, in the short night and the long one', (t) => {
  const after = (instant: string, quiet: Quiet = night): string =>
    iso(afterQuiet(parseInstant(instant), quiet));
  t.same(
    [
      after('2026-11-24T22:00:00+01:00'),
      after('2026-11-24T03:00:00+01:00'),
      after('2026-03-28T23:00:00+01:00'),
      after('2026-10-24T23:00:00+02:00'),
      after('2026-10-25T02:30:00+02:00', { from: '02:00', to: '03:00' }),
      after('2026-11-24T12:30:00+01:00', { from: '12:00', to: '13:00' }),
      after('2026-11-24T12:30:00+01:00'),
    ],
    [
      '2026-11-25T06:00:00.000Z',
      '2026-11-24T06:00:00.000Z',
      '2026-03-29T05:00:00.000Z',
      '2026-10-25T06:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T11:30:00.000Z',
    ],
  );
  t.end();
});

t.test(
  'what would wake somebody comes when the night is over, or before it where that is too late',
  (t) => {
    t.same(
      [
        // Six in the morning the day before: at seven.
        due('2026-11-26T06:15:00+01:00', dayBefore, night),
        // Two hours before half past seven: seven leaves half an hour, which is too short.
        due('2026-11-26T07:30:00+01:00', { hoursBefore: 2 }, night),
        // Two hours before eight: seven leaves an hour.
        due('2026-11-26T08:00:00+01:00', { hoursBefore: 2 }, night),
      ],
      ['2026-11-25T06:00:00.000Z', '2026-11-25T19:59:00.000Z', '2026-11-26T06:00:00.000Z'],
    );
    t.end();
  },
);

t.test('of the reminders whose time has passed only the newest is left', (t) => {
  const times = [{ daysBefore: 3 }, { daysBefore: 1 }, { hoursBefore: 2 }, { hoursBefore: 2 }];
  const start = parseInstant('2026-11-26T12:00:00+01:00');
  const keys = (now: string): string[] =>
    remindersAhead(start, times, { now: parseInstant(now), quiet: null }).map(({ plan }) => plan);
  t.same(
    [
      keys('2026-11-20T12:00:00+01:00'),
      keys('2026-11-24T12:00:00+01:00'),
      keys('2026-11-26T08:00:00+01:00'),
      keys('2026-11-26T10:30:00+01:00'),
      keys('2026-11-26T11:30:00+01:00'),
    ],
    [
      ['days-3', 'days-1', 'hours-2'],
      ['days-3', 'days-1', 'hours-2'],
      ['days-1', 'hours-2'],
      ['hours-2'],
      [],
    ],
  );
  t.same(planKey({ daysBefore: 1, time: '17:00' }), 'days-1-1700');
  t.end();
});

t.test('what is due at the last moment is still of use when it is sent', (t) => {
  const start = parseInstant('2026-11-25T08:00:00+01:00');
  const now = parseInstant('2026-11-20T10:00:00+01:00');
  const seven = parseInstant('2026-11-25T07:00:00+01:00');
  const quarterPast = seven + 15 * 60_000;
  const onTheDay = (time: string): ReminderTime => ({ daysBefore: 0, time });
  t.match(remindersAhead(start, [{ hoursBefore: 2 }], { now, quiet: night }), [
    { dueAt: seven, until: quarterPast },
  ]);
  t.match(remindersAhead(start, [onTheDay('07:00')], { now, quiet: null }), [
    { dueAt: seven, until: quarterPast },
  ]);
  t.same(remindersAhead(start, [onTheDay('07:01')], { now, quiet: null }), []);
  t.end();
});
