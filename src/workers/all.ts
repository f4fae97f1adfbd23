import { addDays, instantToWall, zone } from '../fhir/instant.ts';
import type { Ledger } from '../ledger/checkpoint-log.ts';
import type { MinLogPorts } from '../ledger/minlog.ts';
import { foldRefusals } from '../ledger/unauthenticated.ts';
import { planReminders } from '../resources/communication/plan.ts';
import {
  type SendPorts,
  SmsOutcomeUnknown,
  sendReminder,
} from '../resources/communication/send.ts';
import { deriveSlots } from '../resources/slot/derive.ts';
import { enqueue } from '../store/outbox.ts';
import { synchronise } from '../sync/inbound.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { recover } from '../sync/recovery.ts';
import { bulkWorkers, startBulkWorkers } from './bulk.ts';
import type { BulkContext } from './bulk-run.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import { ledgerWorkers, startLedgerWorkers } from './ledger.ts';
import { minLogWorker, startMinLog } from './minlog.ts';
import { purgeWorker, startPurge } from './purge.ts';
import type { Queues } from './queue.ts';

/** What the workers need of the house. */
export interface WorkerContext {
  readonly sync: SyncPorts;
  readonly send: SendPorts;
  readonly bulk: BulkContext;
  readonly ledger: Ledger;
  /** Absent: the national log is not told who looked. */
  readonly minLog?: MinLogPorts | undefined;
  /** Days ahead for which Slots are kept. */
  readonly horizonDays: number;
}

const everyMs = { sync: 1_000, recovery: 5_000, plan: 5_000, refusals: 60_000 } as const;

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

/** Plans the reminders that are due. Safe to run twice: a plan is unique to appointment and time. */
export const planWorker = defineWorker<{ round?: number }, WorkerContext>({
  queue: 'plan',
  jobId: () => 'plan',
  run: async (_, { send }) => planReminders(send),
});

/** Sends one reminder. Safe to run twice: the gateway and the Communication carry the plan's id. */
export const reminderWorker = defineWorker<{ planId: string }, WorkerContext>({
  queue: 'reminder',
  jobId: ({ planId }) => planId,
  options: { attempts: 8, backoff: { type: 'exponential', delay: 1_000 }, concurrency: 8 },
  incurable: (error) => !(error instanceof SmsOutcomeUnknown) && error instanceof TypeError,
  run: async ({ planId }, { send }) => sendReminder(send, planId),
});

interface SlotJob {
  /** Without one: every Schedule. */
  readonly schedule?: string;
  /** Local dates; without them, the horizon. */
  readonly from?: string;
  readonly to?: string;
  /** The full load that asks; a job of an earlier one that is still remembered must not stand in for it. */
  readonly round?: number;
}

async function deriveAll({ sync }: WorkerContext, round = 0): Promise<void> {
  const { rows } = await sync.db.query<{ id: string; version: number }>(
    'select id, version from schedule where view & 1 <> 0',
  );
  const { date } = instantToWall(sync.now());
  await sync.db.transaction((tx) =>
    enqueue(
      tx,
      rows.map(({ id, version }) => ({
        queue: 'slots',
        name: 'derive',
        jobId: `${id}-${version}-${date}-${round}`,
        data: { schedule: id },
      })),
    ),
  );
}

/** Keeps the Slots of one Schedule on the dates that a change reaches. Safe to run twice: Slots follow from what stands. */
export const slotWorker = defineWorker<SlotJob, WorkerContext>({
  queue: 'slots',
  jobId: ({ schedule = 'all' }) => schedule,
  options: { attempts: 5, backoff: { type: 'exponential', delay: 500 }, concurrency: 2 },
  run: async ({ schedule, from, to, round }, context) => {
    if (schedule === undefined) return deriveAll(context, round);
    const { sync, horizonDays } = context;
    const today = instantToWall(sync.now()).date;
    const last = addDays(today, horizonDays);
    const dates = {
      from: from !== undefined && from > today ? from : today,
      to: to !== undefined && to < last ? to : last,
    };
    if (dates.to < dates.from) return undefined;
    return sync.db.transaction((tx) => deriveSlots(tx, sync, [schedule], dates));
  },
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
  planWorker,
  reminderWorker,
  slotWorker,
  refusalWorker,
  ...bulkWorkers,
  ...ledgerWorkers,
  purgeWorker,
  minLogWorker,
] as const;

/** Starts every worker and the schedules that wake them. Several processes may: each schedule is one, whoever runs it. */
export async function startWorkers(queues: Queues, context: WorkerContext): Promise<void> {
  await startWorker(queues, syncWorker, context);
  await startWorker(queues, recoveryWorker, context);
  await startWorker(queues, planWorker, context);
  await startWorker(queues, reminderWorker, context);
  await startWorker(queues, slotWorker, context);
  await startWorker(queues, refusalWorker, context);
  await startBulkWorkers(queues, context);
  await startPurge(queues, context);
  await startLedgerWorkers(queues, context);
  await startMinLog(queues, context);
  await queues.upsertSchedule('sync', 'sync', { everyMs: everyMs.sync });
  await queues.upsertSchedule('recovery', 'recovery', { everyMs: everyMs.recovery });
  await queues.upsertSchedule('plan', 'plan', { everyMs: everyMs.plan });
  await queues.upsertSchedule('refusals', 'refusals', { everyMs: everyMs.refusals });
  await queues.upsertSchedule('slots', 'derive-all', { pattern: '5 0 * * *', tz: zone });
}
