import { UnrecoverableError } from 'bullmq';
import type { Queues, RetryOptions, RunningJob, WorkerTuning } from './queue.ts';

/** What a job is worth to the log and to a handler: how often it was tried. */
export type Attempt = Pick<RunningJob, 'attempt'>;

export interface WorkerDefinition<Job extends object, Context> {
  readonly queue: string;
  /** The same job asked for twice is one job, as long as it is kept. No `:`, no whole number. */
  readonly jobId: (job: Job) => string;
  readonly options?: RetryOptions & WorkerTuning;
  /** Must be safe to run twice. */
  readonly run: (job: Job, context: Context, attempt: Attempt) => Promise<unknown>;
  /** Whether trying again cannot help; then the job fails at once. `UnrecoverableError` always does. */
  readonly incurable?: (error: unknown) => boolean;
}

/** One kind of job and what is done about it. */
export const defineWorker = <Job extends object, Context>(
  definition: WorkerDefinition<Job, Context>,
): WorkerDefinition<Job, Context> => definition;

function asFinal(error: unknown): UnrecoverableError {
  const final = new UnrecoverableError(error instanceof Error ? error.message : String(error));
  final.cause = error;
  return final;
}

/** Takes jobs of this kind from now on, until the queues close. */
export function startWorker<Job extends object, Context>(
  queues: Queues,
  { queue, run, options = {}, incurable = () => false }: WorkerDefinition<Job, Context>,
  context: Context,
): Promise<void> {
  const { attempts: _attempts, backoff: _backoff, ...tuning } = options;
  const handle = async ({ data, attempt }: RunningJob) => {
    try {
      await run(data as Job, context, { attempt });
    } catch (error) {
      throw incurable(error) ? asFinal(error) : error;
    }
  };
  return queues.worker(queue, handle, tuning);
}

/** The `retries` for `openQueues`, so that whoever adds a job, an outbox too, gives it its worker's. */
export const retriesOf = (
  definitions: readonly Pick<WorkerDefinition<never, never>, 'queue' | 'options'>[],
): Readonly<Record<string, RetryOptions>> =>
  Object.fromEntries(
    definitions.map(({ queue, options: { attempts, backoff } = {} }) => [
      queue,
      {
        ...(attempts === undefined ? {} : { attempts }),
        ...(backoff === undefined ? {} : { backoff }),
      },
    ]),
  );
