import t from 'tap';
import { openQueues } from '../../src/workers/queue.ts';
import { testPostgres } from '../database.ts';
import { brittle } from '../store/brittle.ts';

t.test(
  'a queue that is first used while its connection breaks is used the next time',
  async (t) => {
    const { connection } = await testPostgres(t);
    await (await openQueues({ connection })).close();
    const through = await brittle(t, connection, { words: 'MAX(version)', times: 1 });
    const queues = await openQueues({ connection: through.connection });
    t.teardown(() => queues.close());
    const add = () => queues.add('first', { name: 'go', data: {} });
    await t.rejects(add());
    t.equal(through.broken(), 1);
    await t.resolves(add());
  },
);
