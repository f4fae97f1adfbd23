import { checkQuality } from '../resources/task/quality-round.ts';
import { recording } from '../sync/act.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts;
}

const everyMs = 5_000;

/** Tells units what is amiss with the data of appointments. Safe to run twice: one Task stands for each appointment and fault. */
export const qualityWorker = defineWorker<{ round?: number }, Context>({
  queue: 'quality',
  jobId: () => 'quality',
  run: async (_, { sync }) => checkQuality({ ...sync, record: recording(sync) }),
});

/** Starts the worker and what wakes it. */
export async function startQuality(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, qualityWorker, context);
  await queues.upsertSchedule('quality', 'quality', { everyMs });
}
