import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { sweepHolds } from '../../../src/resources/appointment/hold-sweep.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { acts, at, bornAs } from '../../sync/scene.ts';
import { holdScene } from './hold-scene.ts';

t.setTimeout(120_000);
const house = await holdScene(t);
const { karen } = house;

const sweep = (): Promise<number> => {
  const { ports, actor } = house.workers.hold;
  return sweepHolds(ports, actor);
};

/** What a search says of an appointment: whether it is there, and how many are counted. */
async function found(path: string, id: string | undefined) {
  const answer = await house.as('relative')(path);
  const bundle = (await answer.json()) as Bundle;
  return {
    here: JSON.stringify(bundle.entry ?? []).includes(`"Appointment","id":"${id}"`),
    total: bundle.total,
    etag: answer.headers.get('etag') ?? '',
  };
}

const again = async (path: string, etag: string): Promise<number> =>
  (await house.as('relative')(path, { headers: { 'if-none-match': etag } })).status;

const searches = [
  `Appointment?patient=${karen}&status=pending`,
  `Appointment?patient=${karen}&_count=200`,
  `Patient/${karen}/Appointment?_count=200`,
  `Patient/${karen}/$everything`,
  `Patient?_id=${karen}&_revinclude=Appointment:patient`,
];

t.test(
  'from the moment it ends a hold is in no answer, and no answer of before is still true',
  async (t) => {
    await at(house, noon);
    const slot = await house.slot();
    const { id } = (await house.hold('relative', slot)).appointment;
    const before = await Promise.all(searches.map((path) => found(path, id)));
    t.ok(
      before.every(({ here }) => here),
      'seen while it is held',
    );
    const cached = await Promise.all(
      searches.map((path, n) => again(path, before[n]?.etag || 'W/"none"')),
    );
    t.same(cached.slice(0, 4), [304, 304, 304, 304]);

    house.setNow(noon + 12 * minuteMs);
    t.equal(await house.read('relative', id), 410);
    t.equal(await house.read('relative', `${id}/_history/1`), 410);
    t.equal(await house.read('relative', `${id}/_history`), 410);
    t.equal(await house.read('neighbour', id), 404, 'who never saw it is told nothing');
    for (const [n, path] of searches.entries()) {
      const now = await found(path, id);
      t.notOk(now.here, path);
      const { total, etag } = before[n] ?? {};
      if (total !== undefined && !path.includes('_rev'))
        t.equal(now.total, total - 1, `counted: ${path}`);
      if (etag) t.equal(await again(path, etag), 200, `not still true: ${path}`);
    }
    const has = `Patient?_id=${karen}&_has:Appointment:patient:status=pending`;
    t.equal((await found(has, id)).total, 0);

    const past = await found(searches[1] ?? '', id);
    t.equal(await sweep(), 1);
    t.equal(await again(searches[1] ?? '', past.etag), 200, 'what is written shows');
    const swept = await (await house.as('relative')(`Appointment/${id}`)).json();
    t.match(swept, { status: 'cancelled' });
    t.same(
      (await acts(house, id)).map((one) => [one.kind, one.role]),
      [
        ['hold', 'POWATT'],
        ['expire', 'system'],
      ],
    );
    t.equal(await house.statusOf(slot), 'free');
    t.equal(await sweep(), 0, 'once is enough');
  },
);

t.test('a hold that is over can be booked as long as nobody else has the time', async (t) => {
  await at(house, noon);
  const [mine, lost] = await house.apart(2);
  if (!mine || !lost) throw new Error('No free time is left.');
  const [kept, gone] = [await house.hold('relative', mine), await house.hold('relative', lost)];
  house.setNow(noon + 12 * minuteMs);
  t.equal(
    (await house.hold('neighbour', lost)).status,
    201,
    'the clock has freed it: nobody waits for a sweeper',
  );
  const refused = await house.on('relative', gone.appointment.id, '$book');
  t.same([refused.status, refused.keys], [422, ['hold-expired']]);
  const booked = await house.on('relative', kept.appointment.id, '$book');
  t.same([booked.status, booked.appointment.status], [201, 'booked']);
  t.equal((await bornAs(house, booked.appointment.id)).length, 1);
  const renewed = await house.on('relative', gone.appointment.id, '$hold');
  t.same([renewed.status, renewed.keys], [422, ['hold-expired']]);
  t.equal((await house.on('relative', gone.appointment.id, '$cancel')).status, 410);
  t.ok((await sweep()) >= 1);
});

t.test('a hold whose booking is under way is not swept', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('relative', slot)).appointment;
  Object.assign(house.cura.faults, { cutAfterCommit: 1 });
  const unknown = await house.on('relative', id, '$book');
  t.equal(unknown.status, 503);
  house.setNow(noon + 12 * minuteMs);
  t.equal(await sweep(), 0);
  t.equal((await house.hold('neighbour', slot)).status, 409, 'nor is its time given away');
  await synchronise(house.sync);
  t.equal(await house.read('relative', id), 200, 'Cura has it after all');
});

t.test('a full load of Cura leaves a hold; the holder’s death does not', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('neighbour', slot)).appointment;
  await house.sync.db.query(
    `update sync_state set cursor = 0, loaded_at = null where name = 'feed'`,
  );
  await synchronise(house.sync);
  t.equal(await house.read('neighbour', id), 200);
  house.cura.change('borger', 'borger-00002', { doed: '2026-11-24' });
  await synchronise(house.sync);
  t.ok((await sweep()) >= 1);
  t.equal(await house.statusOf(slot), 'free');
});
