import type { Actor } from '../access/grant.ts';
import { sweepHolds } from '../resources/appointment/hold-sweep.ts';
import { offerFreeTimes } from '../resources/appointment/offer.ts';
import type { Ports } from '../resources/define.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

/** What holds and the waiting list need of the house. */
export interface HoldContext {
  readonly ports: Ports;
  /** Who sweeps and offers: our own service. */
  readonly actor: Actor;
}

const everyMs = 2_000;

/**
 * Ends what the clock has ended, then offers what is free to those who wait. Safe to run twice: each step is one transaction that looks
 * again.
 */
export const holdWorker = defineWorker<{ round?: number }, { readonly hold: HoldContext }>({
  queue: 'hold',
  jobId: () => 'hold',
  run: async (_, { hold: { ports, actor } }) => {
    await sweepHolds(ports, actor);
    await offerFreeTimes(ports, actor);
  },
});

export async function startHolds(
  queues: Queues,
  context: { readonly hold: HoldContext },
): Promise<void> {
  await startWorker(queues, holdWorker, context);
  await queues.upsertSchedule('hold', 'hold', { everyMs });
}
