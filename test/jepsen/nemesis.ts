import { setTimeout as sleep } from 'node:timers/promises';
import { noFaults } from '../../src/sandbox/cura/faults.ts';
import { type Chance, chance } from './chance.ts';
import type { Cluster } from './cluster.ts';
import type { Mortal } from './process.ts';

const told = (url: string, body: object): Promise<Response> =>
  fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const cura = ({ cura: { url } }: Cluster, faults: object): Promise<unknown> =>
  told(`${url}/sandbox/fejl`, faults).catch(() => undefined);

async function bounce(one: Mortal | undefined, downMs: number): Promise<void> {
  if (!one) return;
  await one.kill();
  await sleep(downMs);
  await one.start();
}

type Deed = (cluster: Cluster, luck: Chance) => Promise<unknown>;

/** What goes wrong, by name; each is over when it has returned or been healed. */
const deeds: Readonly<Record<string, Deed>> = {
  'an API process is killed': ({ apis }, { one }) => bounce(one(apis), 100),
  'a worker process is killed': ({ workers }, { one }) => bounce(one(workers), 100),
  'Cura is killed': (cluster) => bounce(cluster.cura, 300),
  'Cura is slow': (cluster) => cura(cluster, { latencyMs: 300 }),
  'Cura is later than anybody waits': (cluster) => cura(cluster, { latencyMs: 2_500 }),
  'Cura fails': (cluster, { below }) =>
    cura(cluster, { failNext: { n: 3 + below(5), status: 500 } }),
  'Cura fails after it has done it': (cluster, { below }) =>
    cura(cluster, { failNext: { n: 3 + below(5), status: 502, afterCommit: true } }),
  'Cura loses requests': (cluster, { below }) => cura(cluster, { cutBeforeCommit: 3 + below(5) }),
  'Cura loses answers': (cluster, { below }) => cura(cluster, { cutAfterCommit: 3 + below(5) }),
  'Cura tells of a write before it answers': (cluster) => cura(cluster, { feedTiming: 'before' }),
  'Cura tells everything twice and in disorder': (cluster) =>
    cura(cluster, { repeatFeed: true, reorderFeed: true }),
  'PostgreSQL is killed': ({ restartPostgres }) => restartPostgres(),
  'the SMS gateway is killed': ({ sms }) => bounce(sms, 300),
};

export const heal = (cluster: Cluster): Promise<unknown> => cura(cluster, noFaults());

/** Does one thing after another until it is told to stop, and notes what it did. */
export async function torment(
  cluster: Cluster,
  seed: number,
  stop: AbortSignal,
  done: string[],
): Promise<void> {
  const luck = chance(seed);
  const names = Object.keys(deeds);
  // Each once, in an order of the seed, then on as it comes.
  const due = names.toSorted(() => luck.below(3) - 1);
  while (!stop.aborted) {
    const name = due.shift() ?? luck.one(names) ?? '';
    await deeds[name]?.(cluster, luck);
    done.push(name);
    await sleep(300 + luck.below(700));
    await heal(cluster);
  }
}
