import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { enqueue, outboxTable } from '../../src/store/outbox.ts';
import { relayBatch, startRelay } from '../../src/workers/outbox.ts';
import type { NewJob, Queues } from '../../src/workers/queue.ts';
import { testDatabase } from '../database.ts';
import { queuesOf } from './backend.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const now = () => nowMs;

type Added = NewJob & { queue: string };

/** Takes jobs as the queues do, and fails when told to. */
function ledger(fails: () => boolean = () => false) {
  const added: Added[] = [];
  const queues: Pick<Queues, 'addBulk'> = {
    addBulk: async (queue, jobs) => {
      if (fails()) throw new Error('the queues are down');
      added.push(...jobs.map((job) => ({ ...job, queue })));
    },
  };
  return { added, queues };
}

async function database(t: Test): Promise<Database> {
  const { owner: db } = await testDatabase(t);
  await migrate(db, [outboxTable]);
  return db;
}

const job = (jobId: string, more: { dueMs?: number } = {}) => ({
  queue: 'reminder',
  name: 'send',
  jobId,
  data: { planId: jobId },
  ...more,
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4_000; tries += 1) {
    if (holds()) return;
    await sleep(5);
  }
  throw new Error('It did not come about in time.');
}

/** Until a relay has said `listen` and has nothing more to do. */
async function listening(db: Database): Promise<void> {
  const text = `select from pg_stat_activity where query like 'listen%' and state = 'idle'`;
  for (let tries = 0; tries < 3_000; tries += 1) {
    if ((await db.query(text)).rowCount === 1) break;
    await sleep(5);
  }
  await sleep(50);
}

t.test(
  'jobs of a committed transaction are relayed with their id and delay, others never',
  async (t) => {
    const db = await database(t);
    const { added, queues } = ledger();
    await db.transaction((tx) =>
      enqueue(tx, [job('plan-1'), job('plan-2', { dueMs: nowMs + 5_000 })]),
    );
    const failed = db.transaction(async (tx) => {
      await enqueue(tx, [job('plan-3')]);
      throw new Error('stop');
    });
    await t.rejects(failed, { message: 'stop' });
    t.equal(await relayBatch({ db, queues, now }), 2);
    t.equal(await relayBatch({ db, queues, now }), 0);
    t.same(added, [
      { queue: 'reminder', name: 'send', jobId: 'plan-1', data: { planId: 'plan-1' } },
      {
        queue: 'reminder',
        name: 'send',
        jobId: 'plan-2',
        data: { planId: 'plan-2' },
        delayMs: 5_000,
      },
    ]);
  },
);

t.test('what the queues did not take stays and is relayed later', async (t) => {
  const db = await database(t);
  let down = true;
  const { added, queues } = ledger(() => down);
  await db.transaction((tx) => enqueue(tx, [job('plan-1')]));
  await t.rejects(relayBatch({ db, queues, now }), { message: 'the queues are down' });
  down = false;
  t.equal(await relayBatch({ db, queues, now }), 1);
  t.match(added, [{ jobId: 'plan-1' }]);
});

t.test(
  'a relay hears of a commit long before its poll, and lives through a lost connection',
  async (t) => {
    const db = await database(t);
    const { added, queues } = ledger();
    const relay = startRelay({ db, queues, now, pollMs: 60_000 });
    t.teardown(() => relay.close());
    await listening(db);
    await db.transaction((tx) => enqueue(tx, [job('plan-1')]));
    await until(() => added.length === 1);
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'samspil-listen'`,
    );
    await db.transaction((tx) => enqueue(tx, [job('plan-2')]));
    await until(() => added.length === 2);
    t.same(
      added.map(({ jobId }) => jobId),
      ['plan-1', 'plan-2'],
    );
  },
);

t.test('a relay polls for what it was not told', async (t) => {
  const db = await database(t);
  const { added, queues } = ledger();
  const relay = startRelay({ db, queues, now, pollMs: 50 });
  t.teardown(() => relay.close());
  await sleep(100);
  await db.query(
    `insert into outbox (queue, name, job_id, data) values ('q', 'n', 'silent', '{}')`,
  );
  await until(() => added.length === 1);
  t.match(added, [{ jobId: 'silent' }]);
});

t.test('two relays share a thousand rows and no row is taken twice', async (t) => {
  const db = await database(t);
  const { added, queues } = ledger();
  const jobs = Array.from({ length: 1_200 }, (_, n) => job(`plan-${n}`));
  await db.transaction((tx) => enqueue(tx, jobs));
  const relays = [1, 2].map(() => startRelay({ db, queues, now }));
  await until(() => added.length >= 1_200);
  await Promise.all(relays.map((relay) => relay.close()));
  t.equal(added.length, 1_200);
  t.equal(new Set(added.map(({ jobId }) => jobId)).size, 1_200);
});

t.test('a relay that is closed while it connects is closed', async (t) => {
  const db = await database(t);
  const { queues } = ledger();
  for (let afterMs = 0; afterMs < 20; afterMs += 1) {
    const relay = startRelay({ db, queues, now });
    await sleep(afterMs);
    await relay.close();
  }
  t.pass('each of them');
});

t.test('a relay leaves rows that another one holds and takes the others', async (t) => {
  const db = await database(t);
  const { added, queues } = ledger();
  await db.transaction((tx) => enqueue(tx, [job('plan-1'), job('plan-2')]));
  await db.transaction(async (tx) => {
    await tx.query(`select from outbox where job_id = 'plan-1' for update`);
    t.equal(await relayBatch({ db, queues, now }), 1);
  });
  t.match(added, [{ jobId: 'plan-2' }]);
});

t.test('an id that the queues would lose is refused when it is written', async (t) => {
  const db = await database(t);
  const written = db.transaction((tx) => enqueue(tx, [job('2026-11-24T13:15')]));
  await t.rejects(written, { name: 'TypeError' });
});

t.test('rows relayed twice by a crash run once', async (t) => {
  const { ownerConnection: connection } = await testDatabase(t);
  const queues = await queuesOf(t, { connection });
  const twice = [job('plan-1'), job('plan-1')];
  await queues.addBulk('reminder', twice);
  await queues.addBulk('reminder', twice);
  t.match(await queues.counts('reminder'), { waiting: 1 });
});
