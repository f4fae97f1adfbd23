import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { sweepHolds } from '../../../src/resources/appointment/hold-sweep.ts';
import { noon } from '../../house.ts';
import { at } from '../../sync/scene.ts';
import { remaining } from './class-scene.ts';
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

t.test(
  'no citizen has more than three times held, however many are asked for at once',
  async (t) => {
    await at(house, noon);
    const slots = await house.apart(6);
    const replies = await Promise.all(slots.map((slot) => house.hold('relative', slot)));
    const held = replies.filter(({ status }) => status === 201);
    t.equal(held.length, 3);
    const others = replies.filter(({ status }) => status !== 201);
    t.same(
      others.map(({ status, keys }) => [status, keys]),
      others.map(() => [422, ['hold-limit']]),
    );
    t.equal((await house.on('relative', held[0]?.appointment.id, '$cancel')).status, 200);
    t.equal((await house.hold('relative', slots[0] as never)).status, 201, 'one that was let go');
    await clear();
  },
);

t.test('the same hold asked for at once by one holder is one hold', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const replies = await Promise.all(Array.from({ length: 6 }, () => house.hold('relative', slot)));
  t.same(new Set(replies.map(({ appointment }) => appointment.id)).size, 1);
  t.equal(replies.filter(({ status }) => status === 201).length, 1);
  await clear();
});

t.test('of many who hold one time at once one has it', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const replies = await Promise.all(
    ['relative', 'citizen', 'neighbour', 'relative', 'citizen', 'neighbour'].map((who) =>
      house.hold(who, slot),
    ),
  );
  const ids = new Set(replies.flatMap(({ appointment }) => appointment.id ?? []));
  t.equal(ids.size, 1);
  await clear();
});

t.test('a seat in a class is held like a time, and counted while it is', async (t) => {
  await at(house, noon);
  const balance = uuidv5(house.sync.namespace, 'hold/hold-balance');
  const left = async (): Promise<{ slot: { id: string }; seats: number }> => {
    const { rows } = await house.sync.db.query<{ content: string }>(
      `select s.content from slot s join slot_link l on l.id = s.id and l.param = 'schedule' and l.value = $1
       where s.view & 1 <> 0 and s.sort > to_timestamp($2 / 1000.0) order by s.sort limit 1`,
      [`Schedule/${balance}`, noon + 7 * 86_400_000],
    );
    const slot = JSON.parse(rows[0]?.content ?? '{}');
    return { slot, seats: remaining(slot) ?? -1 };
  };
  const before = await left();
  const held = await house.hold('relative', before.slot, balance);
  t.same([held.status, held.appointment.status], [201, 'pending']);
  t.equal((await left()).seats, before.seats - 1);
  const { id } = held.appointment;
  const renewed = await house.on('relative', id, '$hold');
  t.equal(renewed.keys[0] ?? renewed.status, 200);
  t.equal((await left()).seats, before.seats - 1, 'renewed it is one seat still');
  t.equal((await house.on('relative', id, '$cancel')).status, 200);
  t.equal((await left()).seats, before.seats, 'let go it is everybody’s');
  const other = await house.hold('relative', before.slot, balance);
  const booked = await house.on('relative', other.appointment.id, '$book');
  t.same([booked.status, booked.appointment.id], [201, other.appointment.id]);
  t.equal((await left()).seats, before.seats - 1);
  t.equal((await house.cancel('relative', booked.appointment.id)).status, 200);
});
