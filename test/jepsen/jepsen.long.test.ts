import t from 'tap';
import type { TestHouse } from '../house.ts';
import { agree } from '../sync/agree.ts';
import { doubled, ghosts, lost, misplaced, repeated } from './checker.ts';
import type { Call } from './history.ts';
import { type Run, run } from './run.ts';
import { curaChanges, messages, plans, storeChanges } from './witness.ts';

const seconds = Number(process.env.JEPSEN_SECONDS ?? 15);
const seed = Number(process.env.JEPSEN_SEED ?? 1);

const count = (
  calls: readonly Call[],
  ask: Call['ask']['kind'],
  outcome: Call['outcome'],
): number => calls.filter((one) => one.ask.kind === ask && one.outcome === outcome).length;

const tally = (calls: readonly Call[]): string =>
  (['book', 'hold', 'confirm', 'release', 'move', 'cancel'] as const)
    .map(
      (kind) =>
        `${kind} ${['ok', 'refused', 'unknown'].map((one) => count(calls, kind, one as Call['outcome'])).join('/')}`,
    )
    .join(', ');

/** A run in which nothing was fought for proves nothing. */
function worthwhile({ calls, deeds }: Run): string[] {
  const has = (kind: Call['ask']['kind']) =>
    count(calls, kind, 'ok') > 0 && count(calls, kind, 'refused') > 0;
  return [
    ...(has('book') ? [] : ['no booking was accepted and none refused']),
    ...(count(calls, 'move', 'ok') > 0 ? [] : ['nothing was moved']),
    ...(count(calls, 'cancel', 'ok') > 0 ? [] : ['nothing was cancelled']),
    ...(calls.some(({ outcome }) => outcome === 'unknown') ? [] : ['everybody was answered']),
    ...(deeds.length > 2 ? [] : ['nothing went wrong']),
  ];
}

/** How often each rule refused. */
const reasons = (calls: readonly Call[]): string =>
  [
    ...Map.groupBy(
      calls.flatMap(({ status = 0, rules = [] }) => rules.map((rule) => `${status} ${rule}`)),
      (key) => key,
    ),
  ]
    .map(([key, all]) => `${key} ${all.length}`)
    .join(', ');

// Each process starts anew as often as it is killed, on a machine that may be busy.
t.setTimeout(300_000);

t.test('whatever fails, no time is given twice and no word is broken', async (t) => {
  const made = await run(t, { apis: 2, workers: 2, durationMs: seconds * 1_000, slots: 24, seed });
  const { cluster, calls, deeds } = made;
  t.comment(
    `seed ${seed}: ${calls.length} calls; ${tally(calls)} (ok/refused/unknown); ${deeds.join('; ')}`,
  );
  t.comment(reasons(calls));
  t.same(worthwhile(made), [], 'the run was worth something');
  t.same(
    calls.filter(({ status }) => status === 500),
    [],
    'nobody was told of a fault of ours',
  );
  const cura = await curaChanges(cluster);
  t.same(doubled(cura), [], 'Cura never had two at a time');
  t.same(doubled(await storeChanges(cluster)), [], 'nor had the store');
  t.same(lost(calls, cura), [], 'what was accepted is there');
  t.same(ghosts(calls, cura), [], 'what was refused is not, and nothing is there twice');
  t.same(misplaced(calls, cura), [], 'each is where it was put');
  const told = await messages(cluster);
  t.ok(told.length > 0, `${told.length} reminders were sent`);
  t.same(repeated(told, await plans(cluster)), [], 'each plan was told once');
  await agree(t, cluster.house as TestHouse);
});
