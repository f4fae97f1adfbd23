import { zone } from '../fhir/instant.ts';
import { purgeCitizens } from '../ledger/purge-citizen.ts';
import { purgeLedger } from '../ledger/retention.ts';
import type { Municipality } from '../resources/municipality.ts';
import { deviceId } from '../sync/identity.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly sync: SyncPorts;
  readonly send: { readonly municipality: Municipality };
}

/** Who did what is kept longer than what it was done to. */
const ownTime: readonly string[] = ['Provenance', 'AuditEvent'];

/** Takes away what has been kept long enough, in the ledger and of citizens who are gone. Gives how much went. */
export async function purge({ sync, send }: Context): Promise<{ rows: number; citizens: number }> {
  const { db, now, namespace, room, rooms } = sync;
  const ports = {
    ...{ db, now, samspil: deviceId(namespace, 'samspil'), provenance: room('Provenance') },
    contentDays: send.municipality.retention.contentDays,
    rooms: rooms
      .filter(({ type, patient }) => patient && !ownTime.includes(type))
      .map(({ type }) => room(type)),
  };
  return { rows: await purgeLedger(ports), citizens: await purgeCitizens(ports) };
}

/** Safe to run twice, and to be killed: each step is whole. */
export const purgeWorker = defineWorker<{ round?: number }, Context>({
  queue: 'purge',
  jobId: () => 'purge',
  options: { attempts: 5, backoff: { type: 'exponential', delay: 60_000 } },
  run: async (_, context) => purge(context),
});

/** Starts what takes away, each night. */
export async function startPurge(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, purgeWorker, context);
  await queues.upsertSchedule('purge', 'purge', { pattern: '30 3 * * *', tz: zone });
}
