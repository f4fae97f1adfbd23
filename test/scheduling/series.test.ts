import t from 'tap';
import { addDays, formatInstant, instantToWall } from '../../src/fhir/instant.ts';
import type { Roster, Series } from '../../src/scheduling/roster.ts';
import { datesChanged } from '../../src/scheduling/schedule-day.ts';
import { seriesOn } from '../../src/scheduling/series.ts';
import { workOf } from '../../src/scheduling/work.ts';

const weekdays = [1, 2, 3, 4, 5];
const series = (rest: Partial<Series>): Series => ({
  ...{ days: weekdays, from: '08:00', to: '15:00', validFrom: '2026-01-01' },
  ...rest,
});
const rosterOf = (rest: Partial<Series>, more: Partial<Roster> = {}): Roster => ({
  ...{ shifts: [], absences: [], series: [series(rest)] },
  ...more,
});
const spoken = (roster: Roster, from: string, to = from): string[] =>
  workOf(roster, { from, to }).map(({ start, end }) =>
    [start, end].map((instant) => formatInstant(instant).slice(5, 16)).join(' '),
  );

t.test('a recurring shift keeps its wall time for a year, whatever the clock does', async (t) => {
  const year = { from: '2026-01-01', to: '2026-12-31' };
  const work = workOf(rosterOf({ days: [7], from: '04:00', to: '05:30' }), year);
  t.equal(work.length, 50, 'all Sundays but Easter and Whitsun');
  const times = work.map(({ start, end }) =>
    [instantToWall(start), instantToWall(end)].map(({ time, weekday }) => `${weekday} ${time}`),
  );
  t.same([...new Set(times.map(String))], ['7 04:00,7 05:30']);
});

t.test(
  'a night shift from 23:00 to 07:00 is 7 and 9 hours on the nights the clock changes',
  async (t) => {
    const nights = rosterOf({ days: [6], from: '23:00', to: '07:00' });
    const hours = ['2026-03-28', '2026-10-24', '2026-10-17'].map((date) =>
      workOf(nights, { from: date, to: date }).map(({ start, end }) => (end - start) / 3_600_000),
    );
    t.same(hours, [[7], [9], [8]]);
  },
);

const datesOn = (rest: Partial<Series>, from: string, to: string): string[] =>
  seriesOn([series(rest)], { from, to }).map(({ date }) => date);

t.test('weeks are counted by Mondays from the first, over a year of 53 weeks too', async (t) => {
  t.same(
    datesOn({ days: [2], everyWeeks: 2, validFrom: '2026-12-17' }, '2026-12-01', '2027-01-31'),
    ['2026-12-29', '2027-01-12', '2027-01-26'],
    'the week of a Thursday counts, though its Tuesday is past',
  );
  t.same(
    datesOn({ days: [1, 7], everyWeeks: 2, validFrom: '2026-12-27' }, '2026-12-20', '2027-01-10'),
    ['2026-12-27', '2027-01-04', '2027-01-10'],
  );
});

t.test(
  'a series meets the leap day, its exceptions, its own end and that of the roster',
  async (t) => {
    t.same(datesOn({ days: [2], validFrom: '2028-02-22' }, '2028-02-28', '2028-03-01'), [
      '2028-02-29',
    ]);
    t.same(datesOn({ validTo: '2026-02-04', except: ['2026-02-03'] }, '2026-02-02', '2026-02-06'), [
      '2026-02-02',
      '2026-02-04',
    ]);
    const period = { from: '2026-02-03', to: '2026-02-04' };
    t.same(
      seriesOn([series({})], { from: '2026-02-01', to: '2026-02-28' }, period).map(
        ({ date }) => date,
      ),
      ['2026-02-03', '2026-02-04'],
    );
  },
);

t.test(
  'on a public holiday a recurring shift rests and one put there on purpose does not',
  async (t) => {
    const single = { date: '2026-12-25', from: '09:00', to: '12:00' };
    const work = (opening: Roster['opening']) =>
      spoken(
        rosterOf({}, { shifts: [single], ...(opening && { opening }) }),
        '2026-12-24',
        '2026-12-25',
      );
    const eve = '12-24T08:00 12-24T15:00';
    t.same(work(undefined), [eve, '12-25T09:00 12-25T12:00']);
    t.same(work({ closedDates: ['12-24'] }), ['12-25T09:00 12-25T12:00']);
    t.same(work({ publicHolidays: 'closed' }), [eve]);
    t.same(work({ publicHolidays: 'open', closedDates: ['12-24'] }), [
      eve,
      '12-25T08:00 12-25T15:00',
    ]);
  },
);

t.test(
  'a night shift that rests on holidays ends when one begins, and none begins on it',
  async (t) => {
    const nights = rosterOf({ days: [4, 5], from: '22:00', to: '06:00' });
    t.same(spoken(nights, '2026-12-24', '2026-12-25'), ['12-24T22:00 12-25T00:00']);
    t.same(spoken(nights, '2026-12-31', '2027-01-01'), ['12-31T22:00 01-01T00:00']);
  },
);

t.test('work is cut to the hours of the unit, which may pass midnight or never end', async (t) => {
  const day = rosterOf({ from: '07:00', to: '23:00' });
  const within = (hours: NonNullable<Roster['opening']>['hours']) =>
    spoken({ ...day, opening: hours ? { hours } : {} }, '2026-11-24');
  t.same(within([{ days: weekdays, from: '08:00', to: '15:30' }]), ['11-24T08:00 11-24T15:30']);
  t.same(within([{ days: [1, 2], from: '20:00', to: '08:00' }]), [
    '11-24T07:00 11-24T08:00',
    '11-24T20:00 11-24T23:00',
  ]);
  t.same(within([{ days: [2], from: '00:00', to: '00:00' }]), ['11-24T07:00 11-24T23:00']);
  t.same(within([{ days: [3], from: '08:00', to: '15:30' }]), []);
  t.same(within(undefined), ['11-24T07:00 11-24T23:00']);
});

t.test('times after a break are counted from its end, times after absence are not', async (t) => {
  const lunch = { weeklyBreaks: [{ days: weekdays, from: '11:45', to: '12:15' }] };
  const away = { absences: [{ date: '2026-11-24', from: '13:00', to: '13:30' }] };
  const grids = workOf(rosterOf({}, { ...lunch, ...away }), {
    from: '2026-11-24',
    to: '2026-11-24',
  });
  t.same(
    grids.map(({ start, gridStart }) => [start, gridStart].map((at) => instantToWall(at).time)),
    [
      ['08:00', '08:00'],
      ['12:15', '12:15'],
      ['13:30', '12:15'],
    ],
  );
});

t.test('between two places lies the way, from when one is there no more', async (t) => {
  const shifts = [
    { date: '2026-11-24', from: '08:00', to: '12:00', locationId: 'a' },
    { date: '2026-11-24', from: '12:10', to: '15:00', locationId: 'b' },
  ];
  const roster = { shifts, absences: [], travelMinutes: 30 };
  t.same(spoken(roster, '2026-11-24'), ['11-24T08:00 11-24T12:00', '11-24T12:30 11-24T15:00']);
  const away = [{ date: '2026-11-24', from: '11:00', to: '12:00' }];
  t.same(spoken({ ...roster, absences: away }, '2026-11-24')[1], '11-24T12:10 11-24T15:00');
});

t.test('a change of a recurring shift reaches the dates that differ, and no others', async (t) => {
  const range = { from: '2026-12-21', to: '2027-01-03' };
  const before = rosterOf({});
  const changed = (after: Roster) => datesChanged(before, after, range);
  t.same(changed(rosterOf({ except: ['2026-12-22'] })), ['2026-12-22']);
  t.same(changed(rosterOf({ days: [1, 2, 3, 4] })), ['2026-12-25', '2027-01-01']);
  t.same(changed(rosterOf({ validTo: '2026-12-29' })), ['2026-12-30', '2026-12-31', '2027-01-01']);
  t.equal(changed(rosterOf({ to: '15:30' })).length, 10);
  t.same(
    changed({ ...before, equipment: ['x'] }),
    changed(rosterOf({ to: '15:30' })),
    'what an appointment takes tells on every date of work',
  );
  t.same(datesChanged(before, rosterOf({}), { from: range.from, to: addDays(range.to, 60) }), []);
});

t.test('a change reaches the next date where it tells there', async (t) => {
  const range = { from: '2026-11-23', to: '2026-12-31' };
  const idle: Roster = { shifts: [], absences: [] };
  const shift = { date: '2026-11-24', from: '20:00', to: '23:30', locationId: 'a' };
  const night = ['2026-11-24', '2026-11-25'];
  const absences = [{ date: '2026-11-24', from: '12:00', to: '12:00' }];
  t.same(datesChanged(idle, { ...idle, absences }, range), night, 'absence lasts the day round');
  const [travelMinutes, elsewhere] = [60, { ...shift, locationId: 'b' }];
  const late = { ...idle, shifts: [shift], travelMinutes };
  t.same(datesChanged(late, { ...late, shifts: [elsewhere] }, range), night, 'who travels is late');
  const christmas = { date: '2026-12-25', from: '08:00', to: '15:00' };
  const one = rosterOf({ validFrom: '2026-12-25', validTo: '2026-12-25' });
  t.same(datesChanged(one, { ...idle, shifts: [christmas] }, range), ['2026-12-25'], 'on purpose');
});
