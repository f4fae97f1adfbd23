import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { listen } from '../../src/store/listen.ts';
import { testDatabase } from '../database.ts';
import { brittle } from './brittle.ts';

t.test('a connection that breaks while it says listen is made anew', async (t) => {
  const { connection, db } = await testDatabase(t);
  const through = await brittle(t, connection, { words: 'listen "', times: 2 });
  const rings: string[] = [];
  const heard = listen(through, { channels: ['bell'], ring: (channel) => rings.push(channel) });
  t.teardown(() => heard.close());
  const rung = async (times: number): Promise<void> => {
    for (let tries = 0; tries < 3_000 && rings.length < times; tries += 1) await sleep(10);
  };
  await rung(1);
  t.equal(through.broken(), 2);
  await db.transaction(async (tx) => tx.notify('bell'));
  await rung(2);
  t.same(rings, ['bell', 'bell'], 'when it listens, and when it is told');
});
