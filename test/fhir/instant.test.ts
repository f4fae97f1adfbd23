import fc from 'fast-check';
import t from 'tap';
import {
  addDays,
  dateRange,
  formatDanish,
  formatEnglish,
  formatInstant,
  instantToWall,
  parseInstant,
  wallToInstant,
  zone,
} from '../../src/fhir/instant.ts';

const someInstant = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2100, 0, 1) });

t.test('wall time is what Intl says, at any instant', async () => {
  const intl = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const weekday = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' });
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  fc.assert(
    fc.property(someInstant, (ms) => {
      const wall = instantToWall(ms);
      const sameDay = names[wall.weekday - 1] === weekday.format(ms);
      return sameDay && `${wall.date} ${wall.time}` === intl.format(ms);
    }),
    { numRuns: 1000 },
  );
});

t.test(
  'a formatted instant reads back as itself and shows the wall time of Copenhagen',
  async () => {
    fc.assert(
      fc.property(someInstant, (ms) => {
        const text = formatInstant(ms);
        const { date, time } = instantToWall(ms);
        return (
          parseInstant(text) === ms && Date.parse(text) === ms && text.startsWith(`${date}T${time}`)
        );
      }),
      { numRuns: 1000 },
    );
  },
);

t.test('wall time leads back to its instant, or in October to the first of two', async () => {
  fc.assert(
    fc.property(someInstant, (ms) => {
      const minute = Math.floor(ms / 60_000) * 60_000;
      const { date, time } = instantToWall(minute);
      const back = wallToInstant(date, time);
      const twin = back === minute - 3_600_000 && instantToWall(back).time === time;
      return back === minute || twin;
    }),
    { numRuns: 1000 },
  );
});

const springs = ['2025-03-30', '2026-03-29', '2027-03-28'];
const autumns = ['2025-10-26', '2026-10-25', '2027-10-31'];

t.test('the hour that March leaves out is an hour later', async (t) => {
  for (const date of springs) {
    t.equal(formatInstant(wallToInstant(date, '01:59')), `${date}T01:59:00+01:00`);
    t.equal(formatInstant(wallToInstant(date, '02:00')), `${date}T03:00:00+02:00`);
    t.equal(formatInstant(wallToInstant(date, '02:30')), `${date}T03:30:00+02:00`);
    t.equal(formatInstant(wallToInstant(date, '03:00')), `${date}T03:00:00+02:00`);
    t.equal(dateRange(date).to - dateRange(date).from, 23 * 3_600_000);
  }
});

t.test('the hour that October has twice is the first of the two', async (t) => {
  for (const date of autumns) {
    const first = wallToInstant(date, '02:30');
    t.equal(formatInstant(first), `${date}T02:30:00+02:00`);
    t.equal(formatInstant(first + 3_600_000), `${date}T02:30:00+01:00`);
    t.equal(formatInstant(wallToInstant(date, '03:00')), `${date}T03:00:00+01:00`);
    t.equal(dateRange(date).to - dateRange(date).from, 25 * 3_600_000);
  }
});

t.test('a date covers the time its precision says', async (t) => {
  const spans: [string, string, string][] = [
    ['2026', '2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00'],
    ['2026-02', '2026-02-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00'],
    ['2026-12', '2026-12-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00'],
    ['2026-07-01', '2026-07-01T00:00:00+02:00', '2026-07-02T00:00:00+02:00'],
    ['2026-07-01T10:15', '2026-07-01T10:15:00+02:00', '2026-07-01T10:16:00+02:00'],
    ['2026-07-01T10:15Z', '2026-07-01T12:15:00+02:00', '2026-07-01T12:16:00+02:00'],
    ['2026-07-01T10:15:30', '2026-07-01T10:15:30+02:00', '2026-07-01T10:15:31+02:00'],
    ['2026-07-01T10:15:30.5Z', '2026-07-01T12:15:30.500+02:00', '2026-07-01T12:15:30.600+02:00'],
    [
      '2026-07-01T10:15:30.123-05:00',
      '2026-07-01T17:15:30.123+02:00',
      '2026-07-01T17:15:30.124+02:00',
    ],
  ];
  for (const [text, from, to] of spans) {
    const range = dateRange(text);
    t.same([formatInstant(range.from), formatInstant(range.to)], [from, to], text);
  }
});

t.test('what is no date is refused', async (t) => {
  const impossible = [
    ...[
      '',
      '26',
      '0000',
      '2026-00',
      '2026-13',
      '2026-02-29',
      '2026-02-30',
      '2026-04-31',
      '2026-1-1',
    ],
    ...['2026-01-01T', '2026-01-01T24:00:00Z', '2026-01-01T10:60:00Z', '2026-01-01T10:00:61Z'],
    ...['2026-01-01T10:00:00+14:01', '2026-01-01T10:00:00+1:00', '2026-01-01 10:00:00Z', ' 2026'],
  ];
  for (const text of impossible) t.throws(() => dateRange(text), RangeError, text);
});

t.test('an instant needs a real day, seconds and an offset', async (t) => {
  const refused = [
    ...[
      '2026-02-30T00:00:00Z',
      '2025-02-29T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-13-01T00:00:00Z',
    ],
    ...['2026-01-01', '2026-01-01T10:00:00', '2026-01-01T10:00Z', '0000-01-01T00:00:00Z', 'i dag'],
    ...['2026-01-01T25:00:00Z', '2026-01-01T10:00:00+15:00'],
  ];
  for (const text of refused) t.throws(() => parseInstant(text), RangeError, text);
  t.equal(parseInstant('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29));
  t.equal(parseInstant('2016-12-31T23:59:60Z'), Date.UTC(2017, 0, 1), 'a leap second is the next');
  t.equal(parseInstant('0099-12-31T00:00:00Z'), -59_011_545_600_000, 'years before 100 are theirs');
});

t.test('midnight may be written 24:00, and no other hour is', async (t) => {
  t.equal(wallToInstant('2026-12-31', '24:00'), wallToInstant('2027-01-01', '00:00'));
  for (const time of ['24:01', '25:00', '7:00', '07.00', '']) {
    t.throws(() => wallToInstant('2026-12-31', time), RangeError, time);
  }
});

t.test('days are added by the calendar, not by 24 hours', async (t) => {
  t.equal(addDays('2026-03-28', 1), '2026-03-29');
  t.equal(addDays('2026-03-29', 1), '2026-03-30');
  t.equal(addDays('2028-02-28', 1), '2028-02-29');
  t.equal(addDays('2026-01-01', -1), '2025-12-31');
  t.throws(() => addDays('2026-02-30', 1), RangeError);
});

t.test('a time is written as people read it, in Danish and English', async (t) => {
  const ms = wallToInstant('2026-11-24', '13:15');
  t.equal(formatDanish(ms), 'tir 24/11 kl. 13.15');
  t.equal(formatEnglish(ms), 'Tue 24 Nov at 13:15');
  t.equal(formatDanish(wallToInstant('2027-01-03', '08:05')), 'søn 3/1 kl. 08.05');
});
