import type { QueueProblem } from './queue.ts';

/** What lays each schedule, by queue and id, apart by a space. */
export type Schedules = ReadonlyMap<string, () => Promise<unknown>>;

/** Lays all schedules again and again: a queue that lost them, as when Redis was emptied, would never wake anybody again. */
export function renewing(
  schedules: Schedules,
  report: (problem: QueueProblem) => void,
  everyMs: number,
): NodeJS.Timeout {
  const renew = async (): Promise<void> => {
    for (const [key, lay] of schedules)
      await lay().catch((error: Error) => report({ queue: key.split(' ')[0] ?? key, error }));
  };
  return setInterval(() => void renew(), everyMs).unref();
}
