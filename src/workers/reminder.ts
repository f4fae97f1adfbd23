import { zone } from '../fhir/instant.ts';
import { planReminders, replan } from '../resources/communication/plan.ts';
import {
  type SendPorts,
  SmsOutcomeUnknown,
  sendReminders,
} from '../resources/communication/send.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

/** What planning and sending need. */
export interface ReminderContext {
  readonly send: SendPorts;
}

interface PlanJob {
  /** With one: the appointments of this service are planned anew; `all`: those of every service. */
  readonly service?: string;
  readonly all?: boolean;
}

/** Queues the messages that are due, or plans anew. Safe to run twice: a plan is unique to appointment, time and recipient. */
export const planWorker = defineWorker<PlanJob, ReminderContext>({
  queue: 'plan',
  jobId: ({ service = 'plan' }) => service,
  run: async ({ service, all }, { send }) => {
    if (service !== undefined || all) await replan(send, service);
    else await planReminders(send);
  },
});

/** Trying again later is all that helps. */
const isPassing = (error: unknown): boolean =>
  error instanceof SmsOutcomeUnknown || error instanceof DatabaseUnavailable;

/** One message that cannot be made holds up no other of its batch. */
async function oneByOne(send: SendPorts, planIds: readonly string[]): Promise<void> {
  const problems: unknown[] = [];
  for (const id of planIds) {
    try {
      await sendReminders(send, [id]);
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems.find((one) => !isPassing(one)) ?? problems[0];
}

/** Sends messages. Safe to run twice: channels and Communications carry the plans' ids. */
export const reminderWorker = defineWorker<{ planIds: readonly string[] }, ReminderContext>({
  queue: 'reminder',
  jobId: ({ planIds }) => `${planIds[0]}`,
  options: { attempts: 8, backoff: { type: 'exponential', delay: 1_000 }, concurrency: 4 },
  run: async ({ planIds }, { send }) => {
    try {
      await sendReminders(send, planIds);
    } catch (error) {
      if (isPassing(error) || planIds.length === 1) throw error;
      await oneByOne(send, planIds);
    }
  },
});

export const reminderWorkers = [planWorker, reminderWorker] as const;

/** What is due is looked for this often: a message leaves within about a second of its time. */
const planEveryMs = 1_000;

/** Starts both, and the schedules that wake them. What the municipality or a service has changed meanwhile is planned anew at once and each night. */
export async function startReminders(queues: Queues, context: ReminderContext): Promise<void> {
  await startWorker(queues, planWorker, context);
  await startWorker(queues, reminderWorker, context);
  await queues.upsertSchedule('plan', 'plan', { everyMs: planEveryMs });
  await queues.upsertSchedule('plan', 'replan', { pattern: '40 0 * * *', tz: zone }, { all: true });
  await queues.add('plan', { name: 'replan', data: { all: true } });
}
