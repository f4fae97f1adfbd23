import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { uuidv7 } from '../../../src/fhir/id.ts';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { offerFreeTimes } from '../../../src/resources/appointment/offer.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { keep, stopFor } from '../../access/story.ts';
import { noon } from '../../house.ts';
import { acts, at, bornAs } from '../../sync/scene.ts';
import { waitlistScene } from './waitlist-scene.ts';

t.setTimeout(180_000);
const house = await waitlistScene(t);
const { karen, poul } = house;
const { ports, actor } = house.workers.hold;

t.test('one place in line for each citizen and service, known here alone', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const replies = await Promise.all(Array.from({ length: 4 }, () => house.join('relative', slot)));
  const [made, ...more] = replies.filter(({ status }) => status === 201);
  t.same(more, []);
  t.match(made?.body, { status: 'waitlist' });
  t.notOk('start' in (made?.body ?? {}));
  t.same(
    replies.filter((one) => one !== made).map(({ status }) => status),
    [422, 422, 422],
  );
  t.same(await bornAs(house, made?.body.id), []);
  const left = await house.cancel('relative', made?.body.id);
  t.same([left.status, left.body.status], [200, 'cancelled']);
  t.same(
    (await acts(house, made?.body.id)).map(({ kind }) => kind),
    ['join-waitlist', 'leave-waitlist'],
  );
  const anew = await house.join('relative', slot);
  t.equal(anew.status, 201, 'who left may join again');
  await house.clear({ two: anew.body.id });
});

t.test('a place in line ends with the time that was waited for', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { body } = await house.join('relative', slot);
  const end = parseInstant(body.requestedPeriod?.[0]?.end ?? '');
  house.setNow(end - minuteMs);
  t.equal(await house.sweep(), 0);
  t.equal((await house.as('relative')(`Appointment/${body.id}`)).status, 200);
  house.setNow(end);
  t.equal(
    (await house.as('relative')(`Appointment/${body.id}`)).status,
    410,
    'before it is written',
  );
  t.same(await Promise.all([house.sweep(), house.sweep()]).then((made) => made.sort()), [0, 1]);
  t.equal(await house.stateOf(body.id), 'cancelled');
  t.same((await acts(house, body.id)).map(({ kind, role }) => [kind, role]).at(-1), [
    'expire',
    'system',
  ]);
  await at(house, noon);
  const anew = await house.join('relative', slot);
  t.equal(anew.status, 201, 'it blocks nobody');
  await house.clear({ two: anew.body.id });
});

t.test(
  'a time that becomes free is offered to the first in line, once, whoever offers',
  async (t) => {
    await at(house, noon);
    const { slot, taken, one, two } = await house.line();
    t.equal(await house.offer(), 0, 'nothing is free');
    await house.cancel('relative', taken);
    const quietHours = { from: '00:00', to: '23:59' };
    const night = { ...ports, municipality: { ...ports.municipality, quietHours } };
    t.equal(await offerFreeTimes(night, actor), 0, 'nobody is woken');
    const made = await Promise.all([house.offer(), house.offer(), house.offer()]);
    t.same(made.sort(), [0, 0, 1]);
    t.same([await house.stateOf(one), await house.stateOf(two)], ['pending', 'waitlist']);
    t.equal(await house.statusOf(slot), 'busy-tentative');
    t.same(
      (await acts(house, one)).map(({ kind, role }) => [kind, role]),
      [
        ['join-waitlist', 'ONESELF'],
        ['offer', 'system'],
      ],
    );
    const { rows } = await house.sync.db.query(
      `select kind, patient from reminder where appointment = $1`,
      [one],
    );
    t.same(rows, [{ kind: 'offer', patient: poul }], 'the citizen is told');

    const declined = await house.cancel('neighbour', one);
    t.same([declined.status, declined.body.status], [200, 'waitlist'], 'declined: back in line');
    t.equal(await house.offer(), 1, 'the next in line');
    t.same([await house.stateOf(one), await house.stateOf(two)], ['waitlist', 'pending']);

    house.setNow(noon + 125 * minuteMs);
    t.equal(await house.read('relative', two), 410, 'over by the clock');
    const tooLate = await house.on('relative', two, '$book');
    t.same([tooLate.status, tooLate.keys], [422, ['hold-expired']], 'it is for the next in line');
    t.equal(await house.sweep(), 1);
    t.equal(await house.stateOf(two), 'waitlist', 'lapsed: back in line');
    t.equal(await house.offer(), 0, 'nobody is offered it twice');
    t.same(
      (await acts(house, two)).map(({ kind }) => kind),
      ['join-waitlist', 'offer', 'lapse'],
    );
    await house.clear({ one, two });
  },
);

t.test('an offer that is taken is an appointment in Cura under the same id', async (t) => {
  await at(house, noon);
  const { taken, one, two } = await house.line();
  await house.cancel('relative', taken);
  t.equal(await house.offer(), 1);
  t.equal(
    (await house.on('neighbour', one, '$hold')).keys[0],
    'hold-renewals',
    'no longer than all',
  );
  const booked = await house.on('neighbour', one, '$book');
  t.same([booked.status, booked.appointment.status, booked.appointment.id], [201, 'booked', one]);
  t.match(await bornAs(house, one), [{ borgerId: 'borger-00002' }]);
  await house.sweep();
  const { rows } = await house.sync.db.query<{ appointment: string }>(
    'select appointment from waiting',
  );
  t.same(rows, [{ appointment: two }], 'in line no more');
  await house.cancel('neighbour', one);
  await house.clear({ two });
});

t.test(
  'a relative whose mandate has ended takes no offer, and the dead are offered nothing',
  async (t) => {
    await at(house, noon);
    const slot = await house.slot();
    const { body } = await house.book('neighbour', slot);
    const joined = (await house.join('relative', slot)).body.id;
    await house.cancel('neighbour', body.id);
    t.equal(await house.offer(), 1);
    await keep(house, { ...stopFor(karen, house.daughter), id: uuidv7(noon) });
    const refused = await house.on('relative', joined, '$book');
    t.ok([403, 404].includes(refused.status), `${refused.status}`);
    t.equal(await house.stateOf(joined), 'pending', 'it is the citizen’s');
    house.cura.change('borger', 'borger-00001', { doed: '2026-11-24' });
    await synchronise(house.sync);
    t.equal(await house.sweep(), 1, 'withdrawn');
    t.same([await house.stateOf(joined), await house.statusOf(slot)], ['waitlist', 'free']);
    t.equal(await house.sweep(), 1, 'nobody waits after death');
    t.same([await house.stateOf(joined), await house.statusOf(slot)], ['cancelled', 'free']);
    await house.sync.db.query(`update waiting set offered = '{}'`);
    t.equal(await house.offer(), 0, 'nobody else waits');
  },
);
