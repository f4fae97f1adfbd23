import fc from 'fast-check';
import t from 'tap';
import { type Count, sumOf } from '../../../src/resources/measure-report/cell.ts';
import { isSmall, mask, maskPeriod } from '../../../src/resources/measure-report/mask.ts';
import { datesOf, periodAt, periodsBefore } from '../../../src/resources/measure-report/period.ts';

const smallest = 5;
const counts = fc
  .array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 6 })
  .map((all) => new Map(all.map(([part, more], at) => [`u${at}`, { part, whole: part + more }])));

t.test('no small number is shown, and none can be worked out from the total', async (t) => {
  fc.assert(
    fc.property(counts, (units) => {
      const { hidden, total } = mask(units, smallest);
      const shown = [...units].filter(([key]) => !hidden.has(key)).map(([, one]) => one);
      if (shown.some((one) => isSmall(one, smallest))) return false;
      if (total) return true;
      const all = sumOf([...units.values()]);
      if (isSmall(all, smallest)) return false;
      const left = [...units].filter(([key]) => hidden.has(key)).map(([, one]) => one);
      return left.length === 0 || (left.length > 1 && !isSmall(sumOf(left), smallest));
    }),
    { numRuns: 2_000 },
  );
  t.pass('for 2,000 tables');
});

t.test('nothing is hidden where nothing is small', async (t) => {
  const large = new Map<string, Count>([
    ['a', { part: 10, whole: 30 }],
    ['b', { part: 0, whole: 12 }],
    ['c', { part: 0, whole: 0 }],
  ]);
  t.same(mask(large, smallest), { hidden: new Set(), total: false });
  t.same(
    mask(
      new Map([...large, ['c', { part: 8, whole: 16 }], ['d', { part: 1, whole: 20 }]]),
      smallest,
    ),
    {
      hidden: new Set(['d', 'b', 'c']),
      total: false,
    },
  );
  t.same(mask(new Map([['a', { part: 2, whole: 30 }]]), smallest).total, true, 'one unit alone');
});

t.test('a week does not tell what its days hide', async (t) => {
  const week = periodAt('week', '2026-11-24');
  const cells = datesOf(week).flatMap((day, at) => [
    { unit: 'a', day, part: 10, whole: at === 2 ? 12 : 20 },
    { unit: 'b', day, part: 10, whole: 20 },
  ]);
  t.same(maskPeriod(cells.slice(0, 4), week, smallest).hidden, new Set());
  t.same(
    maskPeriod(cells, week, smallest).hidden,
    new Set(['a', 'b']),
    'the one hidden day of a, and so b',
  );
});

t.test('periods are whole ones of the Danish calendar', async (t) => {
  t.same(periodAt('week', '2026-10-25'), { kind: 'week', first: '2026-10-19', last: '2026-10-25' });
  t.same(periodAt('month', '2028-02-10'), {
    ...{ kind: 'month', first: '2028-02-01', last: '2028-02-29' },
  });
  const night = Date.UTC(2026, 10, 23, 23, 30);
  t.same(
    periodsBefore('day', night, 2).map(({ first }) => first),
    ['2026-11-23', '2026-11-22'],
    'it is Tuesday in Copenhagen',
  );
});
