import t from 'tap';
import { putAll } from '../../src/store/put.ts';
import { citizenIdOf } from '../access/answer.ts';
import { startHouse } from '../house.ts';
import { appointmentsOf, change, listenTo, subscribe, tokenFor, until } from './subscriber.ts';

t.test('Over a websocket', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const [first] = await appointmentsOf(house, await citizenIdOf(house, 'citizen'));
  if (!first) throw new Error('no appointments');
  const bind = async (ask = citizen, wish = {}) => {
    const subscription = await subscribe(ask, wish);
    const token = await tokenFor(ask, subscription.id);
    const ear = await listenTo(t, house.base, `bind-with-token: ${token}`);
    t.ok(await until(() => ear.heard.length > 0));
    return { subscription, ear };
  };

  await t.test(
    'staff are told of those whom their unit has to do with, and no longer',
    async (t) => {
      const staff = house.as('staff');
      const { subscription, ear } = await bind(staff, { content: 'id-only' });
      const seen = (await staff(`Appointment/${first.id}`)).status === 200;
      await change(house, first, 'for staff');
      t.equal(seen, true);
      t.ok(await until(() => ear.heard.at(-1)?.numbers.at(-1) === 1));
      const { end = '' } = subscription;
      t.ok(Date.parse(end) <= house.ports.now() + 24 * 3_600_000, 'a login carries no more');
      ear.close();
      const stranger = await bind(house.as('otherstaff'), { content: 'id-only' });
      const sees = (await house.as('otherstaff')(`Appointment/${first.id}`)).status === 200;
      await change(house, first, 'for others');
      await until(() => stranger.ear.heard.length > 1 || !sees);
      t.equal(stranger.ear.heard.length > 1, sees);
      stranger.ear.close();
    },
  );

  await t.test('a citizen is told of times that become free', async (t) => {
    const { ear } = await bind(citizen, { topic: 'slots' });
    const { rows } = await house.ports.db.query<{ content: string }>(
      `select content from slot where view & 2 <> 0 and p_status && '{free}' order by id limit 1`,
    );
    const { meta: _, ...slot } = JSON.parse(`${rows[0]?.content}`);
    await house.ports.db.transaction((tx) =>
      putAll(tx, house.ports.room('Slot'), [{ ...slot, comment: 'free' }], house.ports.now()),
    );
    t.ok(await until(() => ear.heard.length === 2));
    t.equal(ear.heard[1]?.bundle.entry?.[1]?.resource?.resourceType, 'Slot');
    ear.close();
  });
});
