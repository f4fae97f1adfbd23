import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { sweepHolds } from '../../../src/resources/appointment/hold-sweep.ts';
import { noon } from '../../house.ts';
import { acts, at, bornAs, byDaughter, settleAll } from '../../sync/scene.ts';
import { holdScene } from './hold-scene.ts';

t.setTimeout(120_000);
const house = await holdScene(t);

/** What the clock ends is written, and what is still being written is settled. */
const sweep = async (): Promise<number> => {
  const { ports, actor } = house.workers.hold;
  return sweepHolds(ports, actor);
};

/** Nothing is held any more. */
async function clear(): Promise<void> {
  house.setNow(house.sync.now() + 60 * minuteMs);
  await sweep();
  await at(house, noon);
}

t.test('a hold keeps a time for its holder, here alone, until it is booked', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const held = await house.hold('relative', slot);
  const { id, status, extension = [] } = held.appointment;
  const until = extension.find(({ url }) => url?.endsWith('/hold-expires'))?.valueDateTime ?? '';
  t.same([held.status, status], [201, 'pending']);
  t.equal(Date.parse(held.expires ?? ''), Math.floor(Date.parse(until) / 1_000) * 1_000);
  t.ok(Math.abs(Date.parse(until) - noon - 10 * minuteMs) < minuteMs);
  t.same(await bornAs(house, id), [], 'Cura never hears of it');
  t.equal(await house.statusOf(slot), 'busy-tentative');
  const others = [await house.hold('neighbour', slot), await house.book('neighbour', slot)];
  t.same(
    others.map(({ status }) => status),
    [409, 409],
  );

  const again = await house.hold('relative', slot);
  t.same([again.status, again.appointment.id], [200, id], 'asked for twice it is one');
  const booked = await house.send('relative', 'Appointment/$book', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'appointment-reference', valueReference: { reference: `Appointment/${id}` } },
    ],
  });
  t.equal(booked.status, 201);
  t.match(await bornAs(house, id), [{ status: 'planlagt', eksternReference: id }]);
  t.same(await acts(house, id), [byDaughter(house, 'hold'), byDaughter(house, 'book')]);
  const { rows } = await house.sync.db.query(
    'select bool_and(expires is null and intent is null) as kept from reservation where appointment = $1',
    [id],
  );
  t.same(rows, [{ kept: true }], 'the time is the appointment’s now');
  t.equal((await house.cancel('relative', id)).status, 200);
});

t.test('only the holder books, renews or releases it; staff release it too', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { appointment } = await house.hold('relative', slot);
  const { id } = appointment;
  t.equal(await house.read('citizen', id), 200, 'the citizen sees it');
  for (const operation of ['$book', '$hold', '$cancel']) {
    const refused = await house.on('citizen', id, operation);
    t.same([refused.status, refused.keys], [403, ['hold-owner']], operation);
    const stranger = await house.on('neighbour', id, operation);
    t.equal(stranger.status, 404, `${operation} of a stranger`);
  }
  const released = await house.on('staff', id, '$cancel');
  t.same([released.status, released.appointment.status], [200, 'cancelled']);
  t.equal(await house.statusOf(slot), 'free');
  const role = (await acts(house, id)).map((one) => [one.kind, one.role]);
  t.same(role, [
    ['hold', 'POWATT'],
    ['release', 'staff'],
  ]);
});

t.test(
  '$cancel, $book of status cancelled and PATCH release a hold, and the time is free at once',
  async (t) => {
    await at(house, noon);
    const slot = await house.slot();
    const ways = {
      cancel: (id: string) => house.send('relative', `Appointment/${id}/$cancel`),
      book: (id: string, resource: object) =>
        house.send('relative', 'Appointment/$book', { ...resource, id, status: 'cancelled' }),
      patch: (id: string) =>
        house.send(
          'relative',
          `Appointment/${id}`,
          [{ op: 'replace', path: '/status', value: 'cancelled' }],
          {
            method: 'PATCH',
            headers: { 'content-type': 'application/json-patch+json' },
          },
        ),
    };
    for (const [name, release] of Object.entries(ways)) {
      const { appointment } = await house.hold('relative', slot);
      t.equal(appointment.status, 'pending', `free for ${name}`);
      const { id = '' } = appointment;
      t.equal((await release(id, appointment)).status, 200, name);
      t.same(
        (await acts(house, id)).map(({ kind }) => kind),
        ['hold', 'release'],
      );
      t.equal(await house.statusOf(slot), 'free');
    }
  },
);

t.test('a hold is renewed until it was held three times as long', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const {
    appointment: { id },
  } = await house.hold('relative', slot);
  const ends: number[] = [];
  for (const minutes of [9, 18, 27, 29]) {
    house.setNow(noon + minutes * minuteMs);
    const renewed = await house.on('relative', id, '$hold');
    ends.push(Math.round((Date.parse(renewed.expires ?? '') - noon) / minuteMs));
    t.equal(renewed.appointment.id ?? renewed.keys[0], minutes < 29 ? id : 'hold-renewals');
  }
  t.same(ends.slice(0, 3), [19, 28, 30]);
  t.same(
    (await acts(house, id)).map(({ kind }) => kind),
    ['hold', 'renew', 'renew', 'renew'],
  );
  const other = await house.hold('neighbour', slot);
  t.equal(other.status, 409, 'nobody else has it meanwhile');
  await clear();
});

t.test('a refusal by Cura leaves a hold as it was', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const {
    appointment: { id },
  } = await house.hold('relative', slot);
  Object.assign(house.cura.faults, { failNext: { n: 1, status: 422 } });
  const refused = await house.on('relative', id, '$book');
  t.ok(refused.status >= 400 && refused.status < 500, `${refused.status}`);
  await settleAll(house);
  t.equal(await house.read('relative', id), 200);
  t.equal(await house.statusOf(slot), 'busy-tentative');
  t.equal((await house.on('relative', id, '$book')).status, 201, 'and it can be booked after all');
  t.match(await bornAs(house, id), [{ borgerId: 'borger-00001' }]);
  t.equal((await house.cancel('relative', id)).status, 200);
});
