import { zone } from '../fhir/instant.ts';
import { deriveDueTeams } from '../resources/care-team/derive.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts;
}

/** Makes the teams that are missing after a load, and takes those out of the others who were met too long ago. Safe to run twice. */
export const careTeamWorker = defineWorker<{ round?: number }, Context>({
  queue: 'care-team',
  jobId: () => 'care-team',
  run: async (_, { sync }) => {
    await deriveDueTeams(sync.db, sync);
  },
});

/** Starts what keeps the teams; each night time takes somebody out of some. */
export async function startCareTeams(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, careTeamWorker, context);
  await queues.upsertSchedule('care-team', 'care-team', { pattern: '35 0 * * *', tz: zone });
}
