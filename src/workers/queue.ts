import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, JobsOptions, Queue, RepeatOptions, Worker } from 'bullmq';
import type pg from 'pg';
import { checkJobId } from '../store/outbox.ts';
import {
  type Handler,
  postgresBackend,
  type QueueBackend,
  redisBackend,
  type WorkerTuning,
} from './queue-backend.ts';
import { renewing } from './renew.ts';

export type { Handler, RunningJob, WorkerTuning } from './queue-backend.ts';

/** How often and how long apart a job is tried; `backoff.delay` in milliseconds. */
export type RetryOptions = Pick<JobsOptions, 'attempts' | 'backoff'>;

/** A job to add. `data` holds ids and versions, never a person's data. */
export interface NewJob {
  readonly name: string;
  readonly data: object;
  /** A second job with the id of one that is still kept is not added. No `:`, no whole number. */
  readonly jobId?: string;
  readonly delayMs?: number;
}

/** Either `pattern` (cron, in `tz`) or `everyMs`. */
export type Schedule =
  | { readonly pattern: string; readonly tz: string }
  | { readonly everyMs: number };

const states = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
export type JobState = (typeof states)[number];

/** Something to tell the log; it holds no job data. */
export interface QueueProblem {
  readonly queue: string;
  readonly jobId?: string;
  readonly error: Error;
}

export interface Queues {
  readonly kind: QueueBackend['kind'];
  readonly add: (queue: string, job: NewJob) => Promise<void>;
  readonly addBulk: (queue: string, jobs: readonly NewJob[]) => Promise<void>;
  /** Takes a job away if it is there and has not begun. */
  readonly remove: (queue: string, jobId: string) => Promise<void>;
  /** Runs jobs from now on. */
  readonly worker: (queue: string, run: Handler, tuning?: WorkerTuning) => Promise<void>;
  /** The same id again replaces the schedule. */
  readonly upsertSchedule: (
    queue: string,
    id: string,
    schedule: Schedule,
    data?: object,
  ) => Promise<void>;
  readonly removeSchedule: (queue: string, id: string) => Promise<void>;
  readonly counts: (queue: string) => Promise<Readonly<Record<JobState, number>>>;
  /** Takes no new job, lets those under way end, then disconnects. */
  readonly close: () => Promise<void>;
}

export interface QueuesOptions {
  /** Redis when given, else the database of `connection`. */
  readonly redisUrl?: string;
  readonly connection: pg.PoolConfig;
  /** Per queue; a queue that is not named tries once. */
  readonly retries?: Readonly<Record<string, RetryOptions>>;
  readonly onProblem?: (problem: QueueProblem) => void;
  /** How long `close` lets jobs run before it leaves them to be recovered; 30 s if not said. */
  readonly drainMs?: number;
  /** Schedules are laid again this often, for queues that lost all they knew; 30 s if not said. */
  readonly renewMs?: number;
}

/** Seconds that ended jobs are kept: done ones against repeats, failed ones to be looked at. */
const keep = {
  removeOnComplete: { age: 3_600, count: 5_000 },
  removeOnFail: { age: 14 * 86_400, count: 5_000 },
} as const;

const jobOptions = ({ jobId, delayMs }: NewJob, retry: RetryOptions): JobsOptions => ({
  ...keep,
  ...retry,
  ...(jobId === undefined ? {} : { jobId }),
  ...(delayMs === undefined ? {} : { delay: Math.max(0, delayMs) }),
});

const repeat = (schedule: Schedule): Omit<RepeatOptions, 'key'> =>
  'everyMs' in schedule ? { every: schedule.everyMs } : { ...schedule };

/** What is open: every queue and worker made is kept, so that all can be closed. */
interface Open {
  readonly backend: QueueBackend;
  readonly retries: Readonly<Record<string, RetryOptions>>;
  readonly report: NonNullable<QueuesOptions['onProblem']>;
  readonly queues: Map<string, Queue>;
  readonly workers: Worker[];
  /** What lays each schedule. */
  readonly schedules: Map<string, () => Promise<unknown>>;
}

function queueOf({ backend, queues, report }: Open, name: string): Queue {
  const known = queues.get(name);
  if (known) return known;
  const queue = backend.queue(name);
  queue.on('error', (error) => report({ queue: name, error }));
  queues.set(name, queue);
  // A queue of BullMQ that did not get ready never will: whoever asks next gets another.
  queue.waitUntilReady().catch(() => queues.delete(name));
  return queue;
}

function bullJob({ retries }: Open, queue: string, job: NewJob) {
  if (job.jobId !== undefined) checkJobId(job.jobId);
  return { name: job.name, data: job.data, opts: jobOptions(job, retries[queue] ?? {}) };
}

const adding = (open: Open): Pick<Queues, 'add' | 'addBulk' | 'remove'> => ({
  add: async (queue, job) => {
    const { name, data, opts } = bullJob(open, queue, job);
    await queueOf(open, queue).add(name, data, opts);
  },
  addBulk: async (queue, jobs) => {
    await queueOf(open, queue).addBulk(jobs.map((job) => bullJob(open, queue, job)));
  },
  remove: async (queue, jobId) => void (await queueOf(open, queue).remove(jobId)),
});

const scheduling = (open: Open): Pick<Queues, 'upsertSchedule' | 'removeSchedule'> => ({
  upsertSchedule: async (queue, id, schedule, data = {}) => {
    const opts = { ...keep, ...open.retries[queue] };
    const lay = () =>
      queueOf(open, queue).upsertJobScheduler(id, repeat(schedule), { name: id, data, opts });
    await lay();
    open.schedules.set(`${queue} ${id}`, lay);
  },
  removeSchedule: async (queue, id) => {
    open.schedules.delete(`${queue} ${id}`);
    await queueOf(open, queue).removeJobScheduler(id);
  },
});

function watch({ report }: Open, worker: Worker, queue: string): void {
  worker.on('error', (error) => report({ queue, error }));
  worker.on('failed', (job: Job | undefined, error) =>
    report({ queue, error, ...(job?.id === undefined ? {} : { jobId: job.id }) }),
  );
}

const running = (open: Open): Pick<Queues, 'worker' | 'counts'> => ({
  worker: async (queue, run, tuning = {}) => {
    const worker = open.backend.worker(queue, run, tuning);
    watch(open, worker, queue);
    open.workers.push(worker);
    await worker.waitUntilReady();
  },
  counts: async (queue) =>
    (await queueOf(open, queue).getJobCounts(...states)) as Record<JobState, number>,
});

async function drain(worker: Worker, drainMs: number): Promise<void> {
  const closing = worker.close().then(() => true);
  const ended = await Promise.race([closing, sleep(drainMs, false, { ref: false })]);
  if (!ended) await worker.close(true);
}

async function closeAll({ backend, queues, workers }: Open, drainMs: number): Promise<void> {
  await Promise.all(workers.map((worker) => drain(worker, drainMs)));
  await Promise.all([...queues.values()].map((queue) => queue.close()));
  await backend.close();
}

function queuesOn(backend: QueueBackend, options: QueuesOptions): Queues {
  const { retries = {}, onProblem: report = () => undefined, drainMs = 30_000 } = options;
  const open: Open = {
    ...{ backend, retries, report, queues: new Map(), workers: [], schedules: new Map() },
  };
  const timer = renewing(open.schedules, report, options.renewMs ?? 30_000);
  let closing: Promise<void> | undefined;
  return {
    kind: backend.kind,
    ...adding(open),
    ...scheduling(open),
    ...running(open),
    close: () => {
      clearInterval(timer);
      closing ??= closeAll(open, drainMs);
      return closing;
    },
  };
}

/** Opens the queues; their tables are made when they are not there. */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const { redisUrl, connection } = options;
  const backend = redisUrl ? redisBackend(redisUrl) : await postgresBackend(connection);
  return queuesOn(backend, options);
}
