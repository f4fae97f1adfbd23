import { addDays, instantToWall, wallToInstant, zone } from '../fhir/instant.ts';
import { refreshUses } from '../resources/schedule/use.ts';
import { reserveAhead } from '../resources/slot/anew.ts';
import type { SlotJob } from '../resources/slot/ask.ts';
import { deriveSlots, deriveWhole } from '../resources/slot/derive.ts';
import { dropPastSlots } from '../resources/slot/past.ts';
import { enqueue } from '../store/outbox.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts;
}

/** Some Schedules of a round over all of them. */
interface RoundJob {
  readonly schedules: readonly string[];
}

const schedulesAtOnce = 20;
const retries = { attempts: 5, backoff: { type: 'exponential', delay: 500 } } as const;

/** Asks for all Schedules, some a job and in a queue of their own: a roster that changes meanwhile does not wait for them. */
async function askRound({ sync }: Context, round = 0): Promise<void> {
  const { rows } = await sync.db.query<{ id: string }>(
    'select id from schedule where view & 1 <> 0 order by id',
  );
  const { date } = instantToWall(sync.now());
  const jobs = Array.from({ length: Math.ceil(rows.length / schedulesAtOnce) }, (_, at) => ({
    queue: 'slot-round',
    name: 'derive',
    jobId: `${date}-${round}-${at}`,
    data: {
      schedules: rows.slice(at * schedulesAtOnce, (at + 1) * schedulesAtOnce).map(({ id }) => id),
    },
  }));
  await sync.db.transaction((tx) => enqueue(tx, jobs));
}

async function derive({ sync }: Context, schedule: string, ranges: SlotJob['ranges']) {
  await sync.db.transaction((tx) =>
    ranges ? deriveSlots(tx, sync, [schedule], ranges) : deriveWhole(tx, sync, [schedule]),
  );
}

/** Keeps the Slots of one Schedule on the dates that a change reaches. Safe to run twice: Slots follow from what stands. */
export const slotWorker = defineWorker<SlotJob, Context>({
  queue: 'slots',
  jobId: ({ schedule = 'all' }) => schedule,
  options: { ...retries, concurrency: 4 },
  run: async ({ schedule, ranges, anew, round }, context) => {
    if (anew !== undefined) return reserveAhead(context.sync, anew);
    return schedule === undefined ? askRound(context, round) : derive(context, schedule, ranges);
  },
});

/** Makes the Slots of some Schedules anew, to the end of the horizon. Safe to run twice. */
export const slotRoundWorker = defineWorker<RoundJob, Context>({
  queue: 'slot-round',
  jobId: ({ schedules }) => schedules.join('-'),
  options: { ...retries, concurrency: 2 },
  run: async ({ schedules }, { sync }) => {
    for (const schedule of schedules)
      await sync.db.transaction(async (tx) => {
        await refreshUses(tx, sync, [schedule]);
        await deriveWhole(tx, sync, [schedule]);
      });
  },
});

/** Takes away the Slots of the day before yesterday and earlier, their history too. Safe to run twice. */
export const slotPastWorker = defineWorker<{ round?: number }, Context>({
  queue: 'slot-past',
  jobId: () => 'past',
  run: async (_, { sync }) => {
    const yesterday = addDays(instantToWall(sync.now()).date, -1);
    await dropPastSlots(sync, wallToInstant(yesterday, '00:00'));
  },
});

export const slotWorkers = [slotWorker, slotRoundWorker, slotPastWorker] as const;

/** Starts what keeps the Slots; each night the last day of every horizon is added, and the past goes. */
export async function startSlotWorkers(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, slotWorker, context);
  await startWorker(queues, slotRoundWorker, context);
  await startWorker(queues, slotPastWorker, context);
  await queues.upsertSchedule('slots', 'derive-all', { pattern: '5 0 * * *', tz: zone });
  await queues.upsertSchedule('slot-past', 'past', { pattern: '20 0 * * *', tz: zone });
}
