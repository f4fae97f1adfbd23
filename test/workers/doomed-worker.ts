import { openQueues } from '../../src/workers/queue.ts';

/** Takes a job, says so, and never ends it: a process to be killed. */
async function main([place = '{}', queue = '']: readonly string[]): Promise<void> {
  const queues = await openQueues(JSON.parse(place));
  const never = new Promise<void>((resolve) => setInterval(resolve, 2 ** 30));
  const run = () => {
    process.stdout.write('taken');
    return never;
  };
  await queues.worker(queue, run, { lockDurationMs: 1_000, stalledIntervalMs: 500 });
}

await main(process.argv.slice(2));
