import { type MinLogPorts, tellMinLog } from '../ledger/minlog.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  /** Absent: the log is not told. */
  readonly minLog?: MinLogPorts | undefined;
}

const everyMs = 5_000;

/** Tells MinLog2 who looked. Safe to run twice: a repeat carries the same id. What it refuses is told again at the next round. */
export const minLogWorker = defineWorker<{ round?: number }, Context>({
  queue: 'minlog',
  jobId: () => 'minlog',
  run: async (_, { minLog }) => minLog && tellMinLog(minLog),
});

/** Starts what tells the log, where there is one. */
export async function startMinLog(
  queues: Queues,
  context: Context,
  often = everyMs,
): Promise<void> {
  if (!context.minLog) return;
  await startWorker(queues, minLogWorker, context);
  await queues.upsertSchedule('minlog', 'minlog', { everyMs: often });
}
