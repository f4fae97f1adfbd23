import type { Ledger } from '../ledger/checkpoint-log.ts';
import type { MinLogPorts } from '../ledger/minlog.ts';
import { foldRefusals } from '../ledger/unauthenticated.ts';
import type { SendPorts } from '../resources/communication/send.ts';
import { synchronise } from '../sync/inbound.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { recover } from '../sync/recovery.ts';
import { bulkWorkers, startBulkWorkers } from './bulk.ts';
import type { BulkContext } from './bulk-run.ts';
import { careTeamWorker, startCareTeams } from './care-team.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import { deliverWorker, startDelivery } from './deliver.ts';
import { figureWorker, startFigures } from './figure.ts';
import { type HoldContext, holdWorker, startHolds } from './hold.ts';
import { ledgerWorkers, startLedgerWorkers } from './ledger.ts';
import { minLogWorker, startMinLog } from './minlog.ts';
import { purgeWorker, startPurge } from './purge.ts';
import { qualityWorker, startQuality } from './quality.ts';
import type { Queues } from './queue.ts';
import { reminderWorkers, startReminders } from './reminder.ts';
import { slotWorkers, startSlotWorkers } from './slot.ts';
import { startSubscriptions, subscriptionWorkers } from './subscription.ts';
import type { HookContext } from './subscription-deliver.ts';

/** What the workers need of the house. */
export interface WorkerContext {
  readonly sync: SyncPorts;
  readonly send: SendPorts;
  readonly bulk: BulkContext;
  readonly hold: HoldContext;
  readonly subscription: HookContext;
  readonly ledger: Ledger;
  /** Absent: the national log is not told who looked. */
  readonly minLog?: MinLogPorts | undefined;
}

const everyMs = { sync: 1_000, recovery: 5_000, refusals: 60_000 } as const;

/** Brings the store up to Cura. Safe to run twice: a version that is known changes nothing. */
export const syncWorker = defineWorker<{ round?: number }, WorkerContext>({
  queue: 'sync',
  jobId: () => 'sync',
  run: async (_, { sync }) => synchronise(sync),
});

/** Settles writes whose outcome nobody knows. Safe to run twice: Cura knows each by its key. */
export const recoveryWorker = defineWorker<{ round?: number }, WorkerContext>({
  queue: 'recovery',
  jobId: () => 'recovery',
  run: async (_, { sync }) => recover(sync),
});

/** Moves what was counted of requests without a login to the ledger. Safe to run twice: a count is moved once. */
const refusalWorker = defineWorker<{ round?: number }, WorkerContext>({
  queue: 'refusals',
  jobId: () => 'refusals',
  run: async (_, { sync }) => foldRefusals(sync.db, sync.now()),
});

export const workers = [
  syncWorker,
  recoveryWorker,
  deliverWorker,
  ...reminderWorkers,
  ...slotWorkers,
  careTeamWorker,
  holdWorker,
  ...subscriptionWorkers,
  qualityWorker,
  refusalWorker,
  ...bulkWorkers,
  ...ledgerWorkers,
  purgeWorker,
  figureWorker,
  minLogWorker,
] as const;

/** Starts every worker and the schedules that wake them. Several processes may: each schedule is one, whoever runs it. */
export async function startWorkers(queues: Queues, context: WorkerContext): Promise<void> {
  await startWorker(queues, syncWorker, context);
  await startWorker(queues, recoveryWorker, context);
  await startDelivery(queues, context);
  await startReminders(queues, context);
  await startSlotWorkers(queues, context);
  await startCareTeams(queues, context);
  await startHolds(queues, context);
  await startSubscriptions(queues, context);
  await startQuality(queues, context);
  await startWorker(queues, refusalWorker, context);
  await startBulkWorkers(queues, context);
  await startPurge(queues, context);
  await startFigures(queues, context);
  await startLedgerWorkers(queues, context);
  await startMinLog(queues, context);
  await queues.upsertSchedule('sync', 'sync', { everyMs: everyMs.sync });
  await queues.upsertSchedule('recovery', 'recovery', { everyMs: everyMs.recovery });
  await queues.upsertSchedule('refusals', 'refusals', { everyMs: everyMs.refusals });
}
