import type { House } from '../src/main/compose.ts';
import { startWorkers, workers } from '../src/workers/all.ts';
import { retriesOf } from '../src/workers/define-worker.ts';
import { relayBatch, startRelay } from '../src/workers/outbox.ts';
import { openQueues } from '../src/workers/queue.ts';
import { startTelling } from '../src/workers/subscription.ts';
import type { Teardown } from './database.ts';

/** Starts queues, workers and relay of a house, on Redis if there is one. */
export async function startWork(
  t: Teardown,
  { sync, workers: context }: House,
  redisUrl: string | undefined,
): Promise<void> {
  const queues = await openQueues({
    connection: sync.db.connection,
    retries: retriesOf(workers),
    ...(redisUrl !== undefined && { redisUrl }),
  });
  t.teardown(() => queues.close());
  await startWorkers(queues, context);
  const telling = startTelling(context.subscription.teller);
  t.teardown(() => telling.close());
  const relay = startRelay({ db: sync.db, queues, now: sync.now });
  t.teardown(() => relay.close());
  await relayBatch({ db: sync.db, queues, now: sync.now });
}
