import { zone } from '../fhir/instant.ts';
import type { FigurePorts } from '../resources/measure-report/count.ts';
import { storeReports } from '../resources/measure-report/store-reports.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts & FigurePorts;
}

/** Keeps the figures of the last whole days, weeks and months. Safe to run twice: a report that says the same is not written. */
export const figureWorker = defineWorker<{ round?: number }, Context>({
  queue: 'figure',
  jobId: () => 'figure',
  run: async (_, { sync }) => storeReports(sync),
});

/** Starts the worker and what wakes it at night. */
export async function startFigures(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, figureWorker, context);
  await queues.upsertSchedule('figure', 'figure', { pattern: '50 3 * * *', tz: zone });
}
