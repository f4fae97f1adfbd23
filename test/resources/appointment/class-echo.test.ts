import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { synchronise } from '../../../src/sync/inbound.ts';
import { classScene, join } from './class-scene.ts';

t.test('a series is joined whole when the feed tells of it before Cura has answered', async (t) => {
  const house = await classScene(t);
  const before = await house.sessions(house.balance);
  house.cura.faults.feedTiming = 'before';
  let isOver = false;
  const listening = (async () => {
    for (; !isOver; await sleep(5)) await synchronise(house.sync);
  })();
  const told = await join(house, 'citizen', {
    patient: house.karen,
    slot: before[0]?.id ?? '',
    series: true,
  });
  isOver = true;
  await listening;
  t.equal(told.status, 201);
  t.equal(told.joined.length, before.length);
  t.same(told.refused, []);
});
