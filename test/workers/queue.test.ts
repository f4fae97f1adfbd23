import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UnrecoverableError } from 'bullmq';
import t, { type Test } from 'tap';
import { defineWorker, retriesOf, startWorker } from '../../src/workers/define-worker.ts';
import type { QueueProblem, RunningJob } from '../../src/workers/queue.ts';
import { hasRedis, type Place, places, queuesOf } from './backend.ts';

const deadlineMs = 15_000;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + deadlineMs; performance.now() < end; await sleep(10)) {
    if (await holds()) return;
  }
  throw new Error('It did not come about in time.');
}

async function runsLater(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const ran: number[] = [];
  await queues.worker('later', async ({ data }) =>
    ran.push(performance.now() - (data as { due: number }).due),
  );
  const dueIn = (delayMs: number) => ({ due: performance.now() + delayMs });
  for (const delayMs of [1_000, 1_200, 1_400])
    await queues.add('later', { name: `${delayMs}`, data: dueIn(delayMs), delayMs });
  t.match(await queues.counts('later'), { delayed: 3, waiting: 0 });
  await until(() => ran.length === 3);
  t.ok(Math.min(...ran) >= -10, 'not before their time');
  t.ok(Math.min(...ran) < 1_700, 'and soon after, where the machine lets the first of them');
}

async function triesAgain(t: Test, place: Place) {
  const kind = defineWorker<{ n: number }, number[]>({
    queue: 'flaky',
    jobId: ({ n }) => `n-${n}`,
    options: { attempts: 3, backoff: { type: 'exponential', delay: 100 } },
    run: async (_job, at) => {
      at.push(performance.now());
      if (at.length < 3) throw new Error('not yet');
    },
  });
  const problems: QueueProblem[] = [];
  const onProblem = (problem: QueueProblem) => problems.push(problem);
  const queues = await queuesOf(t, place, { retries: retriesOf([kind]), onProblem });
  const at: number[] = [];
  await startWorker(queues, kind, at);
  await queues.add(kind.queue, { name: 'go', data: { n: 1 }, jobId: kind.jobId({ n: 1 }) });
  await until(async () => (await queues.counts('flaky')).completed === 1);
  const [first = 0, second = 0, third = 0] = at;
  t.ok(second - first >= 95 && third - second >= 195, 'the second wait is twice the first');
  t.match(problems, [
    { queue: 'flaky', jobId: 'n-1', error: { message: 'not yet' } },
    { queue: 'flaky', jobId: 'n-1', error: { message: 'not yet' } },
  ]);
}

async function givesUp(t: Test, place: Place) {
  const kind = defineWorker<{ how: string }, string[]>({
    queue: 'hopeless',
    jobId: ({ how }) => how,
    options: { attempts: 5 },
    incurable: (error) => error instanceof RangeError,
    run: async ({ how }, ran) => {
      ran.push(how);
      throw how === 'range' ? new RangeError('never') : new UnrecoverableError('never');
    },
  });
  const queues = await queuesOf(t, place, { retries: retriesOf([kind]) });
  const ran: string[] = [];
  await startWorker(queues, kind, ran);
  await queues.addBulk('hopeless', [
    { name: 'go', data: { how: 'range' } },
    { name: 'go', data: { how: 'plain' } },
  ]);
  await until(async () => (await queues.counts('hopeless')).failed === 2);
  t.same(ran, ['range', 'plain'], 'each once');
}

async function addsOnce(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const twice = { name: 'go', data: {}, jobId: 'plan-1' };
  await queues.add('single', twice);
  await queues.addBulk('single', [twice, { ...twice, jobId: 'plan-2' }]);
  t.match(await queues.counts('single'), { waiting: 2 });
  const ran: string[] = [];
  await queues.worker('single', async ({ id }) => ran.push(id));
  await until(() => ran.length === 2);
  await queues.add('single', twice);
  await sleep(100);
  t.same(ran, ['plan-1', 'plan-2'], 'not again while the ended one is kept');
  for (const jobId of ['a:b', '17', '']) {
    await t.rejects(queues.add('single', { ...twice, jobId }), { name: 'TypeError' });
  }
}

async function takesBack(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  await queues.add('taken-back', { name: 'go', data: {}, jobId: 'plan-1', delayMs: 60_000 });
  await queues.remove('taken-back', 'plan-1');
  await queues.remove('taken-back', 'plan-1');
  t.match(await queues.counts('taken-back'), { delayed: 0 });
}

async function keepsTime(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const ran: RunningJob[] = [];
  await queues.worker('clock', async (job) => ran.push(job));
  await queues.upsertSchedule('clock', 'tick', { everyMs: 150 }, { of: 'tick' });
  await queues.upsertSchedule('clock', 'nightly', {
    pattern: '0 3 * * *',
    tz: 'Europe/Copenhagen',
  });
  await until(() => ran.length >= 3);
  t.match(ran.slice(0, 3), Array(3).fill({ name: 'tick', data: { of: 'tick' } }));
  await queues.removeSchedule('clock', 'tick');
  await until(async () => (await queues.counts('clock')).delayed === 1);
  const { length } = ran;
  await sleep(400);
  t.ok(ran.length <= length + 1, 'a removed schedule ends; the nightly job still waits');
}

async function addsMany(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const seen = new Set<unknown>();
  const jobs = Array.from({ length: 300 }, (_, n) => ({ name: 'go', data: { n } }));
  await queues.addBulk('many', jobs);
  const run = async ({ data }: RunningJob) => seen.add((data as { n: number }).n);
  await queues.worker('many', run, { concurrency: 10 });
  await until(async () => (await queues.counts('many')).completed === 300);
  t.equal(seen.size, 300);
}

async function recovers(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const script = fileURLToPath(new URL('doomed-worker.ts', import.meta.url));
  const doomed = spawn(process.execPath, [script, JSON.stringify(place), 'orphan']);
  await queues.add('orphan', { name: 'go', data: {}, jobId: 'plan-1' });
  await once(doomed.stdout, 'data');
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  const ran: string[] = [];
  const tuning = { lockDurationMs: 1_000, stalledIntervalMs: 500 };
  await queues.worker('orphan', async ({ id }) => ran.push(id), tuning);
  await until(() => ran.length === 1);
  t.same(ran, ['plan-1']);
}

async function drains(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const ended: string[] = [];
  let begun = 0;
  await queues.worker('drained', async ({ name }) => {
    begun += 1;
    await sleep(300);
    ended.push(name);
  });
  await queues.addBulk('drained', [
    { name: 'first', data: {} },
    { name: 'second', data: {} },
  ]);
  await until(() => begun === 1);
  await queues.close();
  t.same(ended, ['first'], 'the one under way ends, the next is not begun');
  const again = await queuesOf(t, place);
  t.match(await again.counts('drained'), { waiting: 1, completed: 1, active: 0 });
}

async function holdsMany(t: Test, place: Place) {
  const queues = await queuesOf(t, place);
  const ran = new Set<string>();
  const names = Array.from({ length: 12 }, (_, n) => `queue-${n}`);
  await Promise.all(names.map((name) => queues.worker(name, async () => ran.add(name))));
  await Promise.all(names.map((name) => queues.add(name, { name: 'go', data: {} })));
  await until(() => ran.size === names.length);
  t.equal(ran.size, 12);
}

const suite: readonly [string, (t: Test, place: Place) => Promise<void>][] = [
  ['a delayed job runs at its time', runsLater],
  ['a failed job is tried again after growing waits, and each failure is reported', triesAgain],
  ['a failure that no retry can cure is not tried again', givesUp],
  ['a job id is added once, and ids that would be lost are refused', addsOnce],
  ['a job that has not begun can be taken back', takesBack],
  ['schedules run until they are removed, by interval and by Danish wall time', keepsTime],
  ['jobs added in bulk each run once', addsMany],
  ['the job of a killed process is done by another', recovers],
  ['closing lets the job under way end and leaves the rest', drains],
  ['a dozen workers do not wait for each other’s connections', holdsMany],
];

for (const kind of ['postgres', 'redis'] as const) {
  const skip = kind === 'redis' && !hasRedis() ? 'redis-server is not installed' : false;
  t.test(`queues on ${kind}`, { skip }, async (t) => {
    const place = await places[kind](t);
    for (const [title, holds] of suite) await t.test(title, (t) => holds(t, place));
  });
}
