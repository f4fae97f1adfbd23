import t from 'tap';
import { createCuraClient } from '../../src/cura/client.ts';
import type { CuraPort } from '../../src/cura/port.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { citizenIdOf } from '../access/answer.ts';
import { agree } from './agree.ts';
import { acts, aftaler, bornAs, type Scene, scene } from './scene.ts';

const minute = 60_000;
const nurse = { art: 'medarbejder', navn: 'Sygeplejerske', referenceId: 'med-001' } as const;

async function ahead(house: Scene): Promise<string[]> {
  const all = await aftaler(house);
  return all
    .filter(({ status, start }) => status === 'planlagt' && Date.parse(start) > house.sync.now())
    .map(({ id }) => id);
}

async function countOf({ sync }: Scene, text: string): Promise<number> {
  const { rows } = await sync.db.query<{ n: number }>(text);
  return rows[0]?.n ?? -1;
}

const everything = `select (select count(*) from appointment)::int + (select count(*) from appointment_history)::int
  + (select count(*) from provenance)::int + (select count(*) from slot_history)::int as n`;

const house = await scene(t);

t.test('the store is what Cura is, after the first load and after each change', async (t) => {
  await agree(t, house);
  const [moved = '', gone = '', cancelled = ''] = await ahead(house);
  const { start = '', slut = '' } = house.cura.read('aftale', moved) ?? {};
  const later = (time: string) => new Date(Date.parse(time) + 90 * minute).toISOString();
  house.cura.change('aftale', moved, { start: later(start), slut: later(slut) }, nurse);
  house.cura.remove('aftale', gone, nurse);
  const aflysning = { aarsag: 'personale', tidspunkt: start, sent: false } as const;
  house.cura.change('aftale', cancelled, { status: 'aflyst', aflysning }, nurse);
  await synchronise(house.sync);
  await agree(t, house);
});

t.test('rows that repeat and come out of order change nothing', async (t) => {
  const [first = '', second = ''] = await ahead(house);
  for (const bemaerkning of ['A', 'B', 'C'])
    house.cura.change('aftale', first, { bemaerkning }, nurse);
  house.cura.remove('aftale', second, nurse);
  Object.assign(house.cura.faults, { repeatFeed: true, reorderFeed: true });
  await synchronise(house.sync);
  const before = await countOf(house, everything);
  for (let times = 0; times < 3; times += 1) await synchronise(house.sync);
  await house.sync.db.query('update sync_state set cursor = 0');
  await synchronise(house.sync);
  t.equal(await countOf(house, everything), before);
  await agree(t, house);
});

t.test('an expired cursor leads to a full load that never shows less than there is', async (t) => {
  const [gone = '', other = ''] = await ahead(house);
  house.cura.remove('aftale', gone, nurse);
  house.cura.change('aftale', other, { bemaerkning: 'Ny' }, nurse);
  house.cura.faults.expireCursor = true;
  const standing = await countOf(house, 'select count(*)::int as n from appointment');
  const seen: number[] = [];
  let booked: string | undefined;
  const looking: CuraPort = {
    ...house.sync.cura,
    list: async (type, page) => {
      const listed = await house.sync.cura.list(type, page);
      seen.push(await countOf(house, 'select count(*)::int as n from appointment'));
      if (type === 'aftale' && listed.naeste === undefined)
        booked = (await house.book('relative', await house.slot())).body.id;
      return listed;
    },
  };
  await synchronise({ ...house.sync, cura: looking });
  t.ok(seen.length > 10 && seen.every((count) => count >= standing));
  t.equal((await bornAs(house, booked)).length, 1);
  t.equal((await acts(house, booked)).length, 1, 'what was booked while it ran is still there');
  await agree(t, house);
});

t.test('two that synchronise at once do no harm', async (t) => {
  const [first = '', second = ''] = await ahead(house);
  for (const expireCursor of [false, true]) {
    house.cura.change('aftale', first, { bemaerkning: `Skrevet ${expireCursor}` }, nurse);
    house.cura.change('aftale', second, { bemaerkning: `Skrevet ${expireCursor}` }, nurse);
    house.cura.faults.expireCursor = expireCursor;
    await Promise.all([
      synchronise(house.sync),
      synchronise(house.sync),
      house.book('relative', await house.slot()),
    ]);
    await synchronise(house.sync);
  }
  await agree(t, house);
});

t.test('a record that is wrong is set aside and stops nothing', async (t) => {
  const [wrong = '', broken = '', right = ''] = await ahead(house);
  const was = house.cura.read('aftale', wrong)?.start ?? '';
  const told: string[] = [];
  const cura = createCuraClient({
    baseUrl: house.cura.url,
    ...sandboxCredentials,
    now: house.sync.now,
    onMalformed: ({ id, path }) => void told.push(`${id} ${path}`),
  });
  t.teardown(() => cura.close());
  const sync = { ...house.sync, cura };
  house.cura.change('aftale', wrong, { start: '2026-02-30T10:00:00+01:00' }, nurse);
  house.cura.change('aftale', broken, { status: 'ukendt' as never }, nurse);
  house.cura.change('aftale', right, { bemaerkning: 'Den går igennem' }, nurse);
  await synchronise(sync);
  const aside = async () =>
    (await house.sync.db.query(`select record, cura_id from quarantine`)).rows;
  t.same(await aside(), [{ record: 'aftale', cura_id: wrong }]);
  t.same(told, [`${broken} /status`]);
  t.equal(
    await countOf(
      house,
      `select count(*)::int as n from appointment where view & 1 <> 0 and content like '%Den går igennem%'`,
    ),
    1,
  );
  house.cura.faults.expireCursor = true;
  const before = await countOf(house, 'select count(*)::int as n from appointment');
  await synchronise(sync);
  t.equal(
    await countOf(house, 'select count(*)::int as n from appointment'),
    before,
    'a full load keeps what stood of them',
  );
  house.cura.change('aftale', wrong, { start: was }, nurse);
  house.cura.change('aftale', broken, { status: 'planlagt' }, nurse);
  await synchronise(sync);
  t.same(await aside(), [], 'a version that fits ends it');
  await agree(t, house);
});

t.test(
  'while Cura cannot be heard a mandate of its holds for fifteen minutes, and again when it can',
  async (t) => {
    const start = house.sync.now();
    const ward = await citizenIdOf(house, 'ward');
    // A guardian: no login tells of that mandate, as it does of a fuldmagt.
    const sees = async (): Promise<number> =>
      (await house.as('guardian')(`Appointment?patient=${ward}`)).status;
    t.equal(await sees(), 200);
    house.cura.faults.down = true;
    house.setNow(start + 14 * minute);
    await t.rejects(synchronise(house.sync), { name: 'CuraUnavailable' });
    t.equal(await sees(), 200);
    house.setNow(start + 16 * minute);
    await t.rejects(synchronise(house.sync), { name: 'CuraUnavailable' });
    t.equal(await sees(), 403);
    t.equal((await house.as('citizen')('Patient')).status, 200, 'the citizen needs no mandate');
    house.cura.heal();
    await synchronise(house.sync);
    t.equal(await sees(), 200);
  },
);
