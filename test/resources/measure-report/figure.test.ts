import type {
  Appointment,
  Bundle,
  HealthcareService,
  MeasureReport,
  MeasureReportGroup,
} from '@medplum/fhirtypes';
import t from 'tap';
import { instantToWall, parseInstant } from '../../../src/fhir/instant.ts';
import type { DayCell } from '../../../src/resources/measure-report/cell.ts';
import { countDays } from '../../../src/resources/measure-report/count.ts';
import { type FigureCode, figures } from '../../../src/resources/measure-report/figure.ts';
import { storeReports } from '../../../src/resources/measure-report/store-reports.ts';
import { faultsBy } from '../../contracts/fault.ts';
import { noon, startHouse, type TestHouse } from '../../house.ts';

const month = { first: '2026-11-01', last: '2026-11-30' };
const hourMs = 3_600_000;
const total = (cells: readonly DayCell[]) => [
  cells.reduce((sum, { part }) => sum + part, 0),
  cells.reduce((sum, { whole }) => sum + whole, 0),
];

async function staffRows<T>({ ports }: TestHouse, type: string): Promise<T[]> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from ${ports.room(type).table} where view & 1 <> 0`,
  );
  return rows.map(({ content }) => JSON.parse(content) as T);
}

/** The same numbers, counted from the resources alone. */
async function counted(
  house: TestHouse,
  statuses: readonly string[],
  isPart: (one: Appointment) => boolean,
) {
  const services = new Map(
    (await staffRows<HealthcareService>(house, 'HealthcareService')).map(({ id, providedBy }) => [
      `HealthcareService/${id}`,
      providedBy?.reference,
    ]),
  );
  const found = new Map<string, [number, number]>();
  for (const one of await staffRows<Appointment>(house, 'Appointment')) {
    const isVisit = one.identifier?.some(({ system }) => system?.endsWith('/cura/besoeg'));
    const day = one.start === undefined ? '' : instantToWall(parseInstant(one.start)).date;
    if (isVisit || !statuses.includes(one.status) || day < month.first || day > month.last)
      continue;
    const unit = one.participant.flatMap(({ actor }) => services.get(actor?.reference ?? '') ?? []);
    const [part, whole] = found.get(`${unit[0]} ${day}`) ?? [0, 0];
    found.set(`${unit[0]} ${day}`, [part + Number(isPart(one)), whole + 1]);
  }
  return found;
}

const asMap = (cells: readonly DayCell[]): Map<string, [number, number]> =>
  new Map(cells.map(({ unit, day, part, whole }) => [`${unit} ${day}`, [part, whole]]));

async function bookAs(house: TestHouse, persona: string, at: number): Promise<number> {
  house.setNow(at);
  const mine = (await (await house.as('citizen')('Patient')).json()) as Bundle;
  const patient = mine.entry?.[0]?.resource?.id;
  const ask = house.as(persona);
  const window = [at + 20 * hourMs, at + 80 * hourMs].map((ms) =>
    encodeURIComponent(new Date(ms).toISOString()),
  );
  const query = `start=${window[0]}&end=${window[1]}&patient-reference=${patient}`;
  const free = (await (await ask(`Appointment/$find?${query}`)).json()) as Bundle;
  const id = free.entry?.[0]?.resource?.id;
  const booked = await ask(`Appointment/$book?appt-id=${id}&patient-id=${patient}`, {
    method: 'POST',
  });
  return booked.status;
}

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
    t.same(
      asMap(await count('late-cancellation')),
      await counted(house, [...due, 'cancelled'], isLate),
    );
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

  t.test('the reports of a night are kept once', async (t) => {
    const written = await storeReports(ports);
    t.equal(written, figures.length * 11);
    t.equal(await storeReports(ports), 0);
  });

  t.test('small numbers are masked, and the report is as R4 and the profile say', async (t) => {
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
