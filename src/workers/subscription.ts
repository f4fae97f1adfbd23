import { dispatch, endRun } from '../interactions/subscription-dispatch.ts';
import type { Teller } from '../interactions/subscription-right.ts';
import { askDelivery, hookQueue } from '../resources/subscription/keep.ts';
import { runsWhere } from '../resources/subscription/run.ts';
import { changeChannel } from '../store/change-event.ts';
import { type Listening, listen } from '../store/listen.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';
import type { HookContext } from './subscription-deliver.ts';
import { deliverHook } from './subscription-hook.ts';

interface Context {
  readonly subscription: HookContext;
}

const everyMs = 2_000;
const minuteMs = 60_000;
/** So long earlier events can be asked for. */
const keepDays = 7;

/** Delivers to one address. Safe to run twice: what was taken is passed over, and what is sent again has its id again. */
export const hookWorker = defineWorker<{ id: string }, Context>({
  queue: hookQueue,
  jobId: ({ id }) => `hook-${id}`,
  options: { attempts: 6, backoff: { type: 'exponential', delay: 1_000 }, concurrency: 64 },
  run: ({ id }, { subscription }) => deliverHook(subscription, id),
});

/** What waits for its address longer than its job was tried is tried again each minute. */
async function askAgain({ ports }: Teller): Promise<void> {
  const now = ports.now();
  const waiting = await runsWhere(
    ports.db,
    `live and channel = 'rest-hook' and (events > sent or failures > 0) and told_at < to_timestamp($1 / 1000.0)`,
    [now - minuteMs],
  );
  await ports.db.transaction(async (tx) => {
    for (const { id } of waiting) await askDelivery(tx, id, `m${Math.floor(now / minuteMs)}`);
  });
}

async function endOver(teller: Teller): Promise<void> {
  const over = await runsWhere(teller.ports.db, 'live and ends <= to_timestamp($1 / 1000.0)', [
    teller.ports.now(),
  ]);
  for (const { id } of over) await endRun(teller, id, 'end-reached');
}

/** Whoever is to hear that nothing has happened. */
async function askBeats({ ports }: Teller): Promise<void> {
  const due = await runsWhere(
    ports.db,
    `live and channel = 'rest-hook' and heartbeat_seconds > 0 and failures = 0 and events = sent
     and told_at + make_interval(secs => heartbeat_seconds) <= to_timestamp($1 / 1000.0)`,
    [ports.now()],
  );
  await ports.db.transaction(async (tx) => {
    for (const { id, toldAt } of due) await askDelivery(tx, id, `b${toldAt}`);
  });
}

/** Does what the clock brings, and what a bell that was not heard would have. Safe to run twice: each part looks again. */
export const subscriptionWorker = defineWorker<{ round?: number }, Context>({
  queue: 'subscription',
  jobId: () => 'subscription',
  run: async (_, { subscription }) => {
    const { teller } = subscription;
    await endOver(teller);
    await dispatch(teller);
    await askAgain(teller);
    await askBeats(teller);
    const { db, now } = teller.ports;
    await db.query(`delete from subscription_event where at < to_timestamp($1 / 1000.0)`, [
      now() - keepDays * 24 * 60 * minuteMs,
    ]);
  },
});

export const subscriptionWorkers = [hookWorker, subscriptionWorker] as const;

export async function startSubscriptions(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, hookWorker, context);
  await startWorker(queues, subscriptionWorker, context);
  await queues.upsertSchedule('subscription', 'subscription', { everyMs });
}

/** Makes events of changes as soon as they are committed, until it is closed. */
export function startTelling(teller: Teller): Listening {
  let running: Promise<void> | undefined;
  let again = false;
  const work = async (): Promise<void> => {
    while (again) {
      again = false;
      await dispatch(teller).catch((error: Error) =>
        teller.ports.log.error({ fault: error.name }, 'telling was put off'),
      );
    }
    running = undefined;
  };
  const listening = listen(teller.ports.db, {
    channels: [changeChannel],
    ring: () => {
      again = true;
      running ??= work();
    },
  });
  return {
    close: async () => {
      await listening.close();
      await running;
    },
  };
}
