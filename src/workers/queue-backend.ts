import {
  type BackendFactory,
  createPostgresBackend,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Database } from '../store/database.ts';

/** What a worker is called with. `attempt` counts from 1. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly attempt: number;
}

/** Its answer is dropped: what a job did stands in the database. */
export type Handler = (job: RunningJob) => Promise<unknown>;

export interface WorkerTuning {
  /** Jobs at a time; 1 if not said. */
  readonly concurrency?: number;
  /** A job is taken from a worker that has not renewed its lock for so long; 30 s if not said. */
  readonly lockDurationMs?: number;
  /** How often to look for such jobs; 30 s if not said. */
  readonly stalledIntervalMs?: number;
}

/** Makes queues and workers on PostgreSQL or on Redis, where they behave alike. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  readonly queue: (name: string) => Queue;
  readonly worker: (name: string, run: Handler, tuning: WorkerTuning) => Worker;
  /** For after all queues and workers are closed. */
  readonly close: () => Promise<void>;
}

const defaultLockMs = 30_000;

const workerOptions = (tuning: WorkerTuning) => ({
  concurrency: tuning.concurrency ?? 1,
  lockDuration: tuning.lockDurationMs ?? defaultLockMs,
  stalledInterval: tuning.stalledIntervalMs ?? defaultLockMs,
  // A killed worker is no fault of the job; what a job does is safe to do twice.
  maxStalledCount: 100,
});

const processor =
  (run: Handler) =>
  async ({ id = '', name, data, attemptsMade }: RunnableJob): Promise<void> => {
    await run({ id, name, data, attempt: attemptsMade + 1 });
  };

interface RunnableJob {
  readonly id?: string | undefined;
  readonly name: string;
  readonly data: unknown;
  readonly attemptsMade: number;
}

/** Connections for all that is not waiting for jobs. */
const sharedConnections = 4;

/** Claiming a job by a sequential scan is 30 times slower, and stale statistics lead the planner to it. */
const sessionOptions = '-c search_path=bullmq -c enable_seqscan=off';

function openPool(connection: pg.PoolConfig): pg.Pool {
  const options = [connection.options, sessionOptions].filter(Boolean).join(' ');
  const pool = new pg.Pool({
    ...connection,
    options,
    max: sharedConnections,
    keepAlive: true,
    application_name: 'samspil-queue',
  });
  pool.setMaxListeners(0);
  pool.on('error', () => undefined);
  // BullMQ does not listen while a transaction has a connection: lost between two statements it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Makes and updates the tables of the queues, in schema `bullmq`; as the owner of the database. */
export async function makeQueueTables({ connection }: Pick<Database, 'connection'>): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

async function areMade(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `select from pg_tables where schemaname = 'bullmq' and tablename = 'migration'`,
  );
  return rows.length > 0;
}

/** Queues in schema `bullmq` of this database, made when it is not there; the owner keeps it up to date. */
export async function postgresBackend(connection: pg.PoolConfig): Promise<QueueBackend> {
  const pool = openPool(connection);
  if (!(await areMade(pool))) await makeQueueTables({ connection });
  // BullMQ types its classes by the backend; only `connection` differs, and nobody reads it back.
  const factory = createPostgresBackend as unknown as BackendFactory;
  const place = { connection: pool as unknown as NonNullable<QueueOptions['connection']> };
  return {
    kind: 'postgres',
    queue: (name) => new Queue(name, place, factory as never),
    worker: (name, run, tuning) => {
      // A worker keeps one connection for good, to be woken by.
      pool.options.max += 1;
      const options: WorkerOptions = { ...place, ...workerOptions(tuning) };
      return new Worker(name, processor(run), options, factory as never);
    },
    close: () => pool.end(),
  };
}

/** Queues on Redis or Valkey. */
export function redisBackend(url: string): QueueBackend {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.setMaxListeners(0);
  connection.on('error', () => undefined);
  return {
    kind: 'redis',
    queue: (name) => new Queue(name, { connection }),
    worker: (name, run, tuning) =>
      new Worker(name, processor(run), { connection, ...workerOptions(tuning) }),
    close: async () => {
      await connection.quit().catch(() => connection.disconnect());
    },
  };
}
