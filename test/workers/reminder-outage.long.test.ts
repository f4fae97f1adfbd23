import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { startRelay } from '../../src/workers/outbox.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { startReminders } from '../../src/workers/reminder.ts';
import type { TestHouse } from '../house.ts';
import {
  bookedInCura,
  plansOf,
  remindingHouse,
  smsOf,
  untilTrue,
} from '../resources/communication/reminded.ts';
import { hasRedis, places } from './backend.ts';

const minuteMs = 60_000;

/** Redis forgets all: jobs, locks, schedules. */
async function flush(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('FLUSHALL\r\n');
  await once(socket, 'data');
  socket.destroy();
}

/** Waits four times as long as others do: the machine may be busy. */
async function slowly(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const isSo = untilTrue(what, holds).then(() => true);
    if (await isSo.catch(() => false)) return;
  }
  await untilTrue(what, holds);
}

const stateOf = async (house: TestHouse, id: string): Promise<string | undefined> =>
  (await plansOf(house, id))[0]?.state;

const skip = hasRedis() ? false : 'redis-server is not installed';

t.test('a message survives its gateway and its queue', { skip }, async (t) => {
  const house = await remindingHouse(t);
  const place = await places.redis(t);
  const queues = await openQueues({
    ...place,
    // The tries of a job are soon over: two minutes of a gateway that is down, in short.
    retries: { reminder: { attempts: 2, backoff: { type: 'fixed', delay: 50 } } },
    renewMs: 300,
    drainMs: 1_000,
  });
  t.teardown(() => queues.close());
  await startReminders(queues, house.workers);
  const relay = startRelay({ db: house.ports.db, queues, now: house.ports.now, pollMs: 200 });
  t.teardown(() => relay.close());
  const later = () => house.setNow(house.ports.now() + 6 * minuteMs);

  t.test('that is down for longer than the tries of a job', async (t) => {
    house.sms.setFaults({ fault: { kind: 'fail-before', times: 1_000 } });
    const { id } = await bookedInCura(house, '2026-11-25T07:00:00+01:00');
    await slowly('given up', async () => (await queues.counts('reminder')).failed > 0);
    t.equal(await stateOf(house, id), 'due');
    house.sms.setFaults({ fault: null });
    later();
    await slowly('sent', async () => (await stateOf(house, id)) === 'sent');
    t.equal((await smsOf(house, id)).length, 1);
  });

  t.test('that is emptied while the message is sent, and before', async (t) => {
    house.sms.setFaults({ latencyMs: 1_000 });
    const { id } = await bookedInCura(house, '2026-11-25T07:30:00+01:00');
    await slowly('begun', async () => (await queues.counts('reminder')).active > 0);
    await flush(place.redisUrl ?? '');
    const other = await bookedInCura(house, '2026-11-25T08:00:00+01:00');
    await flush(place.redisUrl ?? '');
    later();
    for (const one of [id, other.id])
      await slowly('sent', async () => (await stateOf(house, one)) === 'sent');
    for (const one of [id, other.id]) t.equal((await smsOf(house, one)).length, 1);
  });
});
