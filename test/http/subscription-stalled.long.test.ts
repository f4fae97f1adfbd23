import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { citizenIdOf } from '../access/answer.ts';
import { startHouse } from '../house.ts';
import {
  appointmentsOf,
  change,
  serverSentEvents,
  subscribe,
  tokenFor,
  until,
} from './subscriber.ts';

/** Longer than a stream is silent. */
const commentMs = 16_000;

t.setTimeout(120_000);

t.test('A stream that ends while its reader takes nothing ends nothing else', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const [appointment] = await appointmentsOf(house, await citizenIdOf(house, 'citizen'));
  if (!appointment) throw new Error('no appointments');
  const { id } = await subscribe(citizen, { channel: serverSentEvents });
  const token = await tokenFor(citizen, id);
  const { hostname, port } = new URL(house.base);
  const accepted = once(house.app.server, 'connection');
  const reader = connect(Number(port), hostname);
  t.teardown(() => reader.destroy());
  reader.on('error', () => undefined);
  reader.pause();
  const [socket] = (await accepted) as [Socket];
  reader.write(`GET /live/${id}?token=${token} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  t.ok(await until(() => socket.bytesWritten > 0), 'it is greeted');
  const isStalled = async (): Promise<boolean> => {
    await sleep(300);
    return socket.writableLength > 0;
  };
  for (let round = 0; round < 100 && !(await isStalled()); round += 1)
    await change(house, appointment, `${round} `.repeat(80_000));
  t.ok(socket.writableLength > 0, 'it is stalled');
  t.equal((await citizen(`Subscription/${id}`, { method: 'DELETE' })).status, 204);
  await sleep(commentMs);
  t.equal((await citizen('Patient')).status, 200);
});
