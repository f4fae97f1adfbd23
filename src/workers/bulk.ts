import { bulkQueue } from '../interactions/bulk-export.ts';
import { failExport, sweepExports } from '../store/bulk.ts';
import { type BulkContext, runExport } from './bulk-run.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly bulk: BulkContext;
}

const attempts = 5;

/** Makes one export. Safe to run twice: each run begins anew, and ends what ran before. */
const bulkWorker = defineWorker<{ export: string }, Context>({
  queue: bulkQueue,
  jobId: ({ export: id }) => id,
  options: { attempts, backoff: { type: 'exponential', delay: 1_000 }, concurrency: 2 },
  run: async ({ export: id }, { bulk }, { attempt }) => {
    try {
      await runExport(bulk, id);
    } catch (error) {
      if (attempt >= attempts) await failExport(bulk.ports.db, id);
      throw error;
    }
  },
});

/** Takes away exports that have had their time. Safe to run twice. */
const bulkSweepWorker = defineWorker<{ round?: number }, Context>({
  queue: 'bulk-sweep',
  jobId: () => 'sweep',
  run: async (_, { bulk }) => sweepExports(bulk.ports.db, bulk.ports.now()),
});

export const bulkWorkers = [bulkWorker, bulkSweepWorker] as const;

/** Starts what makes exports and what takes them away. */
export async function startBulkWorkers(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, bulkWorker, context);
  await startWorker(queues, bulkSweepWorker, context);
  await queues.upsertSchedule('bulk-sweep', 'sweep', { everyMs: 300_000 });
}
