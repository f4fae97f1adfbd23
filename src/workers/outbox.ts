import { EventEmitter, once } from 'node:events';
import type { Database } from '../store/database.ts';
import { listen } from '../store/listen.ts';
import { type OutboxJob, outboxChannel } from '../store/outbox.ts';
import type { NewJob, Queues } from './queue.ts';

export interface RelayOptions {
  readonly db: Database;
  readonly queues: Pick<Queues, 'addBulk'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told when a round fails; the next comes after the poll time. */
  readonly onProblem?: (error: unknown) => void;
  /** For what the bell misses; 1 s if not said. */
  readonly pollMs?: number;
}

export interface Relay {
  /** Ends the round under way. */
  readonly close: () => Promise<void>;
}

type Row = OutboxJob & { readonly id: number };

const batchSize = 500;

const newJob = ({ name, jobId, data, dueMs }: Row, nowMs: number): NewJob => ({
  name,
  jobId,
  data,
  ...(dueMs === undefined || dueMs === null ? {} : { delayMs: Math.max(0, dueMs - nowMs) }),
});

/**
 * Moves one batch of outbox rows to the queues; gives their number. A crash after the adding and before the commit adds
 * them again, with the same job ids.
 */
export function relayBatch({ db, queues, now }: RelayOptions): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<Row>(
      `select id, queue, name, job_id as "jobId", data, due as "dueMs"
       from outbox order by id limit ${batchSize} for update skip locked`,
    );
    for (const [queue, group] of Map.groupBy(rows, (row) => row.queue)) {
      const jobs = group.map((row) => newJob(row, now()));
      await queues.addBulk(queue, jobs);
    }
    await tx.query('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)]);
    return rows.length;
  });
}

const noted = () => undefined;

async function keepRelaying(options: RelayOptions, rung: () => Promise<void>, stop: AbortSignal) {
  const report = options.onProblem ?? noted;
  while (!stop.aborted) {
    const moved = await relayBatch(options).catch(report);
    if (moved !== batchSize) await rung();
  }
}

/** A bell that is heard also when it rang while nobody waited. */
function makeBell(pollMs: number, stop: AbortSignal) {
  const bell = new EventEmitter();
  let ringing = false;
  return {
    ring: () => {
      ringing = true;
      bell.emit('ring');
    },
    rung: async () => {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(pollMs)]);
      if (!ringing) await once(bell, 'ring', { signal }).catch(noted);
      ringing = false;
    },
  };
}

/** Relays outbox rows until it is closed; any number of relays may run. */
export function startRelay(options: RelayOptions): Relay {
  const stop = new AbortController();
  const { ring, rung } = makeBell(options.pollMs ?? 1_000, stop.signal);
  const listening = listen(options.db, { channels: [outboxChannel], ring });
  const relaying = keepRelaying(options, rung, stop.signal);
  return {
    close: async () => {
      stop.abort();
      await Promise.all([listening.close(), relaying]);
    },
  };
}
