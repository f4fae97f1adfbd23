import type { Child } from './child.ts';
import { type Compared, type Hit, interleaved, load } from './measure.ts';
import { overviewOf, people, readsOf } from './reading.ts';
import { logIn, type World } from './world.ts';

/** What access control and audit leave of the throughput: the same process with and without them, in turn. */
export interface Guarded {
  readonly search: Compared;
  readonly read: Compared;
}

interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

async function compare(urls: readonly [string, string], hits: readonly Hit[], effort: Effort) {
  const [guarded, open] = urls;
  await load(guarded, hits, 1);
  await load(open, hits, 1);
  return interleaved(
    effort.rounds,
    () => load(guarded, hits, effort.seconds),
    () => load(open, hits, effort.seconds),
  );
}

/**
 * Beside the guarded service stands one that knows each token and grant by heart and keeps no record: verification, the lookup of
 * mandates and the ledger are the difference.
 */
export async function benchGuard(
  world: World,
  api: Child,
  guarded: string,
  effort: Effort,
): Promise<Guarded> {
  const open = await api.ask<string>('unguarded');
  const somebody = await logIn(world, people);
  const date = new Date().toISOString().slice(0, 10);
  const searches = somebody.map(({ patient, token }) => ({
    path: overviewOf(patient, date),
    token,
  }));
  return {
    search: await compare([guarded, open], searches, effort),
    read: await compare([guarded, open], await readsOf(world, somebody), effort),
  };
}
