import t, { type Test } from 'tap';
import { type Faults, noFaults } from '../../src/sandbox/cura/faults.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { agree } from './agree.ts';
import {
  acts,
  bornAs,
  byDaughter,
  keys,
  type Reply,
  type Scene,
  scene,
  settleAll,
  type Time,
} from './scene.ts';

interface Case {
  readonly name: string;
  readonly faults: Partial<Faults>;
  /** What stands in Cura when the fault is over and before anybody recovers. */
  readonly done: boolean;
}

/** Only writes are hit, so that a change comes as far as a new booking does. */
const cases: readonly Case[] = [
  {
    name: 'a 5xx after it wrote',
    faults: { failNext: { n: 1, status: 502, afterCommit: true } },
    done: true,
  },
  { name: 'a connection cut before it wrote', faults: { cutBeforeCommit: 1 }, done: false },
  { name: 'a connection cut after it wrote', faults: { cutAfterCommit: 1 }, done: true },
];

const isUnknown = (t: Test, reply: Reply): void => {
  t.equal(reply.status, 503);
  t.same(keys(reply), ['outcome-unknown']);
  t.match(reply.retryAfter, /^[1-9]\d*$/);
};

async function isReserved(t: Test, house: Scene, slot: Time): Promise<void> {
  const other = await house.book('neighbour', slot);
  t.equal(other.status, 409, 'nobody else gets the time meanwhile');
  t.equal(keys(other)[0], 'slot-free');
}

async function onlyBooking(house: Scene, slot: { start: string }): Promise<string> {
  const found = (
    await house.sync.db.query<{ id: string }>(
      `select resource_id as id from intent where kind = 'book' and made_at = (select max(made_at) from intent where kind = 'book' and actor->>'capacity' = 'relative')`,
    )
  ).rows;
  if (found.length !== 1) throw new Error(`No one booking at ${slot.start}.`);
  return found[0]?.id ?? '';
}

async function bookUnder(t: Test, house: Scene, { faults, done }: Case): Promise<void> {
  const slot = await house.slot();
  Object.assign(house.cura.faults, faults);
  isUnknown(t, await house.book('relative', slot));
  house.cura.heal();
  const id = await onlyBooking(house, slot);
  t.equal((await bornAs(house, id)).length, done ? 1 : 0);
  await isReserved(t, house, slot);
  await settleAll(house);
  t.equal((await bornAs(house, id)).length, 1, 'Cura has it once');
  await synchronise(house.sync);
  t.same(await acts(house, id), [byDaughter(house, 'book')]);
}

async function moveUnder(t: Test, house: Scene, { faults }: Case): Promise<void> {
  const { body } = await house.book('relative', await house.slot());
  const slot = await house.slot();
  Object.assign(house.cura.faults, faults);
  isUnknown(t, await house.move('relative', body.id, slot));
  house.cura.heal();
  await isReserved(t, house, slot);
  await settleAll(house);
  await synchronise(house.sync);
  const [aftale] = await bornAs(house, body.id);
  t.equal(Date.parse(aftale?.start ?? ''), Date.parse(slot.start));
  t.same(await acts(house, body.id), [byDaughter(house, 'book'), byDaughter(house, 'move')]);
}

async function cancelUnder(t: Test, house: Scene, { faults }: Case): Promise<void> {
  const slot = await house.slot();
  const { body } = await house.book('relative', slot);
  Object.assign(house.cura.faults, faults);
  isUnknown(t, await house.cancel('relative', body.id));
  house.cura.heal();
  await settleAll(house);
  await synchronise(house.sync);
  t.equal((await bornAs(house, body.id))[0]?.status, 'aflyst');
  t.same(await acts(house, body.id), [byDaughter(house, 'book'), byDaughter(house, 'cancel')]);
  t.equal((await house.book('neighbour', slot)).status, 201, 'the time is free again');
}

const house = await scene(t);

t.test(
  'an answer that is lost is 503, keeps the time, and is settled to what Cura has',
  async (t) => {
    for (const one of cases) {
      await t.test(`booking, ${one.name}`, (t) => bookUnder(t, house, one));
      await t.test(`moving, ${one.name}`, (t) => moveUnder(t, house, one));
      await t.test(`cancelling, ${one.name}`, (t) => cancelUnder(t, house, one));
    }
    await t.test('booking, an answer that comes too late', (t) =>
      bookUnder(t, house, { name: '', faults: { latencyMs: 2_500 }, done: false }),
    );
    await t.test('booking, a 5xx before it wrote', (t) =>
      bookUnder(t, house, { name: '', faults: { failNext: { n: 1, status: 500 } }, done: false }),
    );
    await t.test('booking, too many requests', (t) =>
      bookUnder(t, house, { name: '', faults: { failNext: { n: 9, status: 429 } }, done: false }),
    );
    await t.test('booking, Cura down', (t) =>
      bookUnder(t, house, { name: '', faults: { down: true }, done: false }),
    );
    await agree(t, house);
  },
);

t.test(
  'a change that Cura could not be asked about has surely not happened: 503, and nothing is kept',
  async (t) => {
    const { body } = await house.book('relative', await house.slot());
    const slot = await house.slot();
    for (const faults of [{ down: true }, { failNext: { n: 12, status: 500 } }]) {
      Object.assign(house.cura.faults, noFaults(), faults);
      const reply = await house.move('relative', body.id, slot);
      t.equal(reply.status, 503);
      t.same(keys(reply), ['cura-unavailable']);
      t.equal(reply.retryAfter, '10');
    }
    house.cura.heal();
    t.same(await acts(house, body.id), [byDaughter(house, 'book')]);
    t.equal((await house.move('relative', body.id, slot)).status, 200, 'asking again does it');
    await agree(t, house);
  },
);
