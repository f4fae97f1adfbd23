import fc from 'fast-check';
import t from 'tap';
import { type Count, sumOf } from '../../../src/resources/measure-report/cell.ts';
import { figures } from '../../../src/resources/measure-report/figure.ts';
import { isSmall, mask } from '../../../src/resources/measure-report/mask.ts';
import {
  datesOf,
  type FigurePeriod,
  periodAt,
  periodsBefore,
} from '../../../src/resources/measure-report/period.ts';
import { reportOf } from '../../../src/resources/measure-report/report.ts';

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

const families = fc
  .array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12)), { maxLength: 6 })
  .map((units) => {
    const sum = (...numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
    const both = units.map(([a, b, c, d], at): [string, Count, Count] => {
      const whole = sum(a, b, c, d);
      const tells = [whole, a + b, c + d, a + c, b + d];
      return [`u${at}`, { part: a + b, whole, tells }, { part: a + c, whole, tells }];
    });
    return [
      new Map(both.map(([unit, one]) => [unit, one])),
      new Map(both.map(([unit, , other]) => [unit, other])),
    ] as const;
  });

t.test('two figures about the same things hide the same of them', async (t) => {
  fc.assert(
    fc.property(families, ([one, other]) => {
      const [shown, alike] = [mask(one, smallest), mask(other, smallest)];
      t.same(shown, alike);
      for (const [unit, count] of one)
        if (!shown.hidden.has(unit)) t.notOk(isSmall(count, smallest), unit);
    }),
    { numRuns: 200 },
  );
});

const figure = figures[0];
const names = new Map();
const reported = (period: FigurePeriod, part: number, whole: number) => {
  const cells = [{ unit: 'a', day: period.first, part, whole }];
  const { group, extension } = reportOf({ figure, period, cells, names, smallest, now: 0 });
  const [all] = group ?? [];
  const numbers = all?.population?.map(({ count }) => count);
  const units = all?.stratifier?.[0]?.stratum?.length ?? 0;
  return { numbers, score: all?.measureScore?.value, units, marks: extension?.length };
};

t.test('days and weeks are told in fives, and months exactly', async (t) => {
  const [day, week, month] = (['day', 'week', 'month'] as const).map((kind) =>
    periodAt(kind, '2026-11-24'),
  );
  if (!day || !week || !month) throw new Error('There are three kinds of period.');
  for (const period of [day, week]) {
    t.same(reported(period, 8, 33), { numbers: [35, 10], score: 0.2857, units: 1, marks: 2 });
    t.same(reported(period, 1, 2), { numbers: [0, 0], score: undefined, units: 0, marks: 2 });
  }
  t.same(reported(month, 8, 33), { numbers: [33, 8], score: 0.2424, units: 1, marks: 1 });
  t.same(reported(month, 4, 33), {
    ...{ numbers: [undefined, undefined], score: undefined, units: 1, marks: 1 },
  });
});

t.test('a month less its weeks and days does not tell what is left', async (t) => {
  const told = (numbers: Readonly<Record<string, number>>): unknown[] => {
    const dates = datesOf(periodAt('month', '2026-11-01'));
    const cells = dates.map((day) => ({ unit: 'a', day, part: 0, whole: numbers[day] ?? 20 }));
    const periods = (['day', 'week', 'month'] as const).flatMap((kind) => [
      ...new Map(dates.map((date) => [periodAt(kind, date).first, periodAt(kind, date)])).values(),
    ]);
    return periods.map((period) => {
      const own = cells.filter(({ day }) => period.first <= day && day <= period.last);
      return reportOf({ figure, period, cells: own, names, smallest, now: 0 }).group;
    });
  };
  const many = { '2026-11-09': 21 };
  // The last Monday of the month lies in no whole week: it was the month less the weeks.
  const one = told({ ...many, '2026-11-10': 3, '2026-11-11': 4, '2026-11-30': 2 });
  const other = told({ ...many, '2026-11-10': 4, '2026-11-11': 4, '2026-11-30': 1 });
  t.equal(one.length, 30 + 6 + 1);
  t.same(one, other);
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
