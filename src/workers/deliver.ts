import type { SyncPorts } from '../sync/ports.ts';
import { deliver } from '../sync/recovery.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts;
}

/**
 * Brings to Cura what was accepted. Safe to run twice: Cura knows each write by its key. What cannot be delivered now is left to the
 * recovery, which tries again for as long as it takes.
 */
export const deliverWorker = defineWorker<{ readonly intents: readonly string[] }, Context>({
  queue: 'deliver',
  jobId: ({ intents }) => `${intents[0]}`,
  options: { concurrency: 4 },
  run: async ({ intents }, { sync }) => {
    await deliver(sync, intents);
  },
});

/** Starts the delivery to Cura. */
export const startDelivery = (queues: Queues, context: Context): Promise<unknown> =>
  startWorker(queues, deliverWorker, context);
