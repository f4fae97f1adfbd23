import type { Appointment, Bundle, MeasureReport, MeasureReportGroup } from '@medplum/fhirtypes';
import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { countDays } from '../../../src/resources/measure-report/count.ts';
import { type FigureCode, figures } from '../../../src/resources/measure-report/figure.ts';
import { storeReports } from '../../../src/resources/measure-report/store-reports.ts';
import { faultsBy } from '../../contracts/fault.ts';
import { noon, startHouse } from '../../house.ts';
import { answersRead, asMap, bookAs, counted, hourMs, month, total } from './figure-scene.ts';

t.test('figures', async (t) => {
  const house = await startHouse(t, { citizens: 40 });
  const { ports } = house;
  const count = (code: FigureCode) => countDays(ports, code, month);

  t.test('of appointments they are those that counting by hand gives', async (t) => {
    const due = ['booked', 'arrived', 'checked-in', 'fulfilled', 'noshow'];
    const noShow = await counted(house, due, ({ status }) => status === 'noshow');
    t.ok(noShow.size > 20, `${noShow.size} units and days`);
    t.same(asMap(await count('no-show')), noShow);
    const isLate = ({ cancelationReason }: Appointment) =>
      cancelationReason?.coding?.some(({ code }) => code === 'late') ?? false;
    const late = await counted(
      house,
      [...due, 'cancelled'],
      isLate,
      (one) => one.status !== 'cancelled' || isLate(one),
    );
    t.same(asMap(await count('late-cancellation')), late);
  });

  t.test('of bookings they tell who made them, and when', async (t) => {
    const before = {
      hours: total(await count('booking-outside-hours')),
      self: total(await count('self-service')),
    };
    t.equal(await bookAs(house, 'citizen', noon), 201);
    t.equal(await bookAs(house, 'relative', noon + 11 * hourMs), 201);
    house.setNow(noon + 12 * hourMs);
    const plus = (from: readonly number[], to: readonly number[]) =>
      to.map((number, at) => number - (from[at] ?? 0));
    t.same(plus(before.hours, total(await count('booking-outside-hours'))), [1, 2]);
    t.same(plus(before.self, total(await count('self-service'))), [2, 2]);
    t.same(total(await count('relatives')), [1, 2]);
    t.same(total(await count('login-outside-hours')), [1, 2], 'the relative came at night');
  });

  t.test(
    'of what is cancelled late each is counted, and of what is cancelled in time none',
    async (t) => {
      const before = await count('late-cancellation');
      const ask = house.as('citizen');
      const mine = (await (
        await ask('Appointment?status=booked&date=gt2026-11-25T12:00:00Z&_sort=date')
      ).json()) as Bundle<Appointment>;
      const own = (mine.entry ?? []).flatMap(({ resource }) => resource ?? []);
      const [soon] = own.slice(0, 1);
      house.setNow(parseInstant(`${soon?.start}`) - hourMs);
      const cancelled = await ask(`Appointment/${soon?.id}/$cancel`, { method: 'POST' });
      t.equal(cancelled.status, 200, await cancelled.clone().text());
      const plus = total(await count('late-cancellation'));
      t.same(plus, [(total(before)[0] ?? 0) + 1, total(before)[1]], 'it was due before');
      const due = ['booked', 'arrived', 'checked-in', 'fulfilled', 'noshow'];
      const isLate = ({ cancelationReason }: Appointment) =>
        cancelationReason?.coding?.some(({ code }) => code === 'late') ?? false;
      t.same(
        asMap(await count('late-cancellation')),
        await counted(
          house,
          [...due, 'cancelled'],
          isLate,
          (one) => one.status !== 'cancelled' || isLate(one),
        ),
      );
      house.setNow(noon + 12 * hourMs);
    },
  );

  t.test('of messages they are those that reading the threads gives', async (t) => {
    const seen = await answersRead(house);
    t.ok(seen.length > 5, `${seen.length} messages`);
    t.same(total(await count('reply-in-time')), [
      seen.filter(({ isIn }) => isIn).length,
      seen.length,
    ]);
    t.same(total(await count('reply-time')), [
      seen.filter(({ first }) => first !== undefined).length,
      seen.length,
    ]);
    const minutes = (await count('reply-time')).flatMap((one) => one.minutes ?? []);
    t.equal(minutes.length, seen.filter(({ first }) => first !== undefined).length);
  });

  t.test('a holiday and a night are outside, whatever the clock does', async (t) => {
    const looks = [
      ['2027-03-24T09:00:00+01:00', false],
      ['2027-03-24T23:00:00+01:00', true],
      ['2027-03-25T10:00:00+01:00', true],
      ['2027-03-28T04:30:00+02:00', true],
      ['2027-03-29T10:00:00+02:00', true],
      ['2027-03-30T09:00:00+02:00', false],
      ['2027-03-30T23:59:59.9+02:00', true],
      ['2027-03-31T00:00:00+02:00', true],
    ] as const;
    const days = async () =>
      countDays(ports, 'login-outside-hours', { first: '2027-03-01', last: '2027-03-31' });
    t.same(await days(), []);
    for (const [at, agent] of looks.map(([at], index) => [at, `Patient/p${index}`] as const))
      await ports.db.query(
        `insert into ledger (commitment, at, kind, capacity, agent) values ('\\x00', $1, 'access', 'self', $2)`,
        [at, agent],
      );
    const found = new Map((await days()).map(({ day, part, whole }) => [day, [part, whole]]));
    const expected = new Map<string, [number, number]>();
    for (const [at, isOutside] of looks) {
      const [part, whole] = expected.get(at.slice(0, 10)) ?? [0, 0];
      expected.set(at.slice(0, 10), [part + Number(isOutside), whole + 1]);
    }
    t.same(found, expected);
  });

  t.test('the reports of a night are kept once', async (t) => {
    const written = await storeReports(ports);
    t.equal(written, figures.length * 11);
    t.equal(await storeReports(ports), 0);
  });

  t.test('a period that is not over is not told', async (t) => {
    const ask = house.as('auditor');
    for (const [date, period] of [
      ['2026-11-10', 'month'],
      ['2026-11-24', 'week'],
      ['2026-11-25', 'day'],
    ] as const)
      t.equal(
        (
          await ask(
            `MeasureReport/$evaluate-measure?measure=no-show&periodStart=${date}&period=${period}`,
          )
        ).status,
        400,
        period,
      );
  });

  t.test('small numbers are masked, and the report is as R4 and the profile say', async (t) => {
    house.setNow(noon + 10 * 24 * hourMs);
    const answer = await house.as('auditor')(
      'MeasureReport/$evaluate-measure?measure=no-show&periodStart=2026-11-10&period=month',
    );
    t.equal(answer.status, 200);
    const report = (await answer.json()) as MeasureReport;
    t.same(faultsBy(house.service.definitions)(report), []);
    t.same(report.period, { start: month.first, end: month.last });
    const group = report.group?.[0] as MeasureReportGroup;
    const counts = [group, ...(group.stratifier?.[0]?.stratum ?? [])].flatMap(
      ({ population = [] }) => population.map((one) => one.count),
    );
    t.ok(counts.includes(undefined), 'something is masked');
    t.ok(
      counts.every((one) => one === undefined || one === 0 || one >= 5),
      `${counts}`,
    );
  });

  t.test('staff, auditors and machines read them, and nobody else', async (t) => {
    const evaluate = 'MeasureReport/$evaluate-measure?measure=no-show&periodStart=2026-11-10';
    for (const persona of ['staff', 'auditor', 'system']) {
      const bundle = (await (
        await house.as(persona)('MeasureReport?figure=no-show&length=day&_total=accurate')
      ).json()) as Bundle;
      t.equal(bundle.total, 7, persona);
      t.equal((await house.as(persona)(evaluate)).status, 200, persona);
    }
    for (const persona of ['citizen', 'relative', 'association']) {
      const bundle = (await (
        await house.as(persona)('MeasureReport?_total=accurate')
      ).json()) as Bundle;
      t.equal(bundle.total, 0, persona);
      t.equal((await house.as(persona)(evaluate)).status, 403, persona);
    }
    t.equal((await fetch(`${house.base}/MeasureReport`)).status, 401);
    for (const bad of [
      'measure=no-show',
      'measure=x&periodStart=2026-11-10',
      'measure=no-show&periodStart=2026-11',
      'measure=no-show&periodStart=2026-02-30',
      'measure=no-show&periodStart=2027-01-01',
      'measure=no-show&periodStart=2026-11-10&period=year',
    ])
      t.equal(
        (await house.as('auditor')(`MeasureReport/$evaluate-measure?${bad}`)).status,
        400,
        bad,
      );
  });
});
