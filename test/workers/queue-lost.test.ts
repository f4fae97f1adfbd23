import t from 'tap';
import { openQueues } from '../../src/workers/queue.ts';
import { testPostgres } from '../database.ts';
import { brittle } from '../store/brittle.ts';

t.test('queues whose connection breaks while they open are refused, and end nothing', async (t) => {
  const { connection } = await testPostgres(t);
  const open = async (to: typeof connection): Promise<void> => {
    const queues = await openQueues({ connection: to });
    await queues.add('mended', { name: 'go', data: {} }).finally(() => queues.close());
  };
  await open(connection);
  const through = await brittle(t, connection, { words: 'MAX(version)', times: 1 });
  await t.rejects(open(through.connection));
  t.equal(through.broken(), 1);
  await open(through.connection);
});
