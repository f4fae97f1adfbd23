import { setTimeout as sleep } from 'node:timers/promises';
import type { Appointment, Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import type { Tjeneste } from '../../src/cura/care-records.ts';
import { uuidv5 } from '../../src/fhir/id.ts';
import { instantToWall, parseInstant } from '../../src/fhir/instant.ts';
import { slotPastWorker, slotRoundWorker } from '../../src/workers/slot.ts';
import { startHouse, type TestHouse } from '../house.ts';

const dayMs = 86_400_000;
const service = 'yt-maaling';

/** Free times of the service with one staff member on a date, as `HH:MM`. */
async function found(house: TestHouse, staff: string, date: string): Promise<string[]> {
  const { namespace } = house.sync;
  const asked = new URLSearchParams({
    ...{ start: `${date}T00:00:00`, end: `${date}T23:59:59`, _count: '500' },
    service: `HealthcareService/${uuidv5(namespace, `ydelsestype/${service}`)}`,
    practitioner: `Practitioner/${uuidv5(namespace, `medarbejder/${staff}`)}`,
  });
  const answer = await house.as('citizen')(`Appointment/$find?${asked}`);
  const { entry = [] } = (await answer.json()) as Bundle<Appointment>;
  return entry.flatMap(({ resource }) =>
    resource?.resourceType === 'Appointment' && resource.start
      ? [instantToWall(parseInstant(resource.start)).time]
      : [],
  );
}

const longestMs = 30_000;

/** Waits until it is so; gives how long that took. */
async function until(holds: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > longestMs) throw new Error('It did not come to be.');
    await sleep(50);
  }
  return performance.now() - started;
}

async function rosterOf(house: TestHouse): Promise<Tjeneste> {
  const { poster } = await house.sync.cura.list('tjeneste', { max: 1_000 });
  const one = poster.find(({ ydelsestypeId, aktiv }) => ydelsestypeId === service && aktiv);
  if (!one) throw new Error(`Nobody gives ${service}.`);
  return one;
}

t.test('with the workers at work', async (t) => {
  const house = await startHouse(t, { citizens: 10, workers: true });
  const { date } = instantToWall(house.sync.now() + 9 * dayMs);
  const roster = await rosterOf(house);
  const times = () => found(house, roster.medarbejderId, date);
  await until(async () => (await times()).length > 0);

  await t.test('a shift that Cura gives is soon among the free times', async (t) => {
    t.notOk((await times()).includes('19:00'));
    house.cura.change('tjeneste', roster.id, {
      vagter: [...roster.vagter, { dato: date, fra: '19:00', til: '20:00' }],
    });
    const tookMs = await until(async () => (await times()).includes('19:00'));
    t.comment(`${Math.round(tookMs)} ms from Cura to $find`);
    const evening = (await times()).filter((time) => time >= '19:00');
    t.same(evening, ['19:00', '19:15', '19:30', '19:45']);
  });

  await t.test('an absence is too', async (t) => {
    house.cura.change('tjeneste', roster.id, {
      fravaer: [{ dato: date, fra: '19:00', til: '19:30', aarsag: 'Kursus' }],
    });
    await until(async () => !(await times()).includes('19:00'));
    t.same(
      (await times()).filter((time) => time >= '19:00'),
      ['19:30', '19:45'],
    );
  });

  await t.test('so is another length of the service', async (t) => {
    house.cura.change('ydelsestype', service, { varighedMinutter: 30 });
    await until(async () => !(await times()).includes('19:45'));
    t.same(
      (await times()).filter((time) => time >= '19:00'),
      ['19:30'],
    );
  });

  await t.test('what is past leaves nothing behind', async (t) => {
    const left = async (table: string) =>
      (await house.sync.db.query(`select from ${table}`)).rowCount;
    const before = await left('slot');
    const { rows } = await house.sync.db.query<{ id: string }>(
      'select id from slot where view & 1 <> 0 order by sort limit 1',
    );
    house.setNow(house.sync.now() + 5 * dayMs);
    await slotPastWorker.run({}, house.workers, { attempt: 1 });
    t.ok((await left('slot')) < before);
    const { rows: rest } = await house.sync.db.query<{ first: number }>(
      `select extract(epoch from min(sort))::float8 * 1000 as first from slot
       union all select extract(epoch from min(sort))::float8 * 1000 from slot_link`,
    );
    const midnight = parseInstant(`${instantToWall(house.sync.now() - dayMs).date}T00:00:00+01:00`);
    t.ok(rest.every(({ first }) => first >= midnight));
    const { rowCount } = await house.sync.db.query('select from slot_history where id = $1', [
      rows[0]?.id,
    ]);
    t.equal(rowCount, 0);
    const answer = await house.as('nurse')(`Slot/${rows[0]?.id}`);
    t.equal(answer.status, 404);
  });

  await t.test('the past goes while every calendar is derived anew', async (t) => {
    const { rows } = await house.sync.db.query<{ id: string }>(
      'select id from schedule where view & 1 <> 0',
    );
    t.ok(rows.length > 4);
    for (const _ of [1, 2, 3]) {
      house.setNow(house.sync.now() + 3 * dayMs);
      const derived = [0, 1].flatMap(() =>
        rows.map(({ id }) =>
          slotRoundWorker.run({ schedules: [id] }, house.workers, { attempt: 1 }),
        ),
      );
      await t.resolves(
        Promise.all([slotPastWorker.run({}, house.workers, { attempt: 1 }), ...derived]),
      );
    }
    const { rowCount } = await house.sync.db.query(
      'select from slot where sort < to_timestamp($1)',
      [house.sync.now() / 1_000 - 2 * 86_400],
    );
    t.equal(rowCount, 0);
  });
});
