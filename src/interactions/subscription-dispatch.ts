/** From what changed to the events of each Subscription, numbered. */

import { FhirError } from '../fhir/outcome.ts';
import { offIn } from '../resources/feature.ts';
import { askDelivery, setStatus } from '../resources/subscription/keep.ts';
import {
  failuresToError,
  runsWhere,
  type Standing,
  subscriptionChannel,
} from '../resources/subscription/run.ts';
import type { Transaction } from '../store/database.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { type Ended, rightNow, type Teller } from './subscription-right.ts';
import { criteriaOf, goneNow, seenNow } from './subscription-seen.ts';
import { errorText } from './subscription-text.ts';

/** One process at a time numbers events, so that their order is that of the commits. */
const lock = 7_041;
const batchSize = 200;
const atOnce = 32;

interface Change {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly patient: string | null;
  readonly removed: boolean;
  readonly at: number;
}

async function take(tx: Transaction): Promise<Change[]> {
  const { rows } = await tx.query<Change & { seq: number }>(
    `delete from change_event where seq in (select seq from change_event order by seq limit ${batchSize})
     returning seq::float8 as seq, type, id, version, patient, removed, at`,
  );
  return rows.sort((a, b) => a.seq - b.seq);
}

const isWatched =
  ({ type, patient }: Standing) =>
  (change: Change): boolean =>
    change.type === type && (patient === '' || patient === change.patient);

const watching = (tx: Transaction, changes: readonly Change[]): Promise<Standing[]> =>
  runsWhere(tx, 'live and type = any($1::text[]) and patient = any($2::text[])', [
    [...new Set(changes.map(({ type }) => type))],
    ['', ...new Set(changes.flatMap(({ patient }) => patient ?? []))],
  ]);

interface Verdict {
  readonly run: Standing;
  readonly changes: readonly Change[];
  readonly ended?: Ended;
}

/** What is taken away is told to whom nothing but the citizen was asked of it: it can be held against no filter. */
function isToldGone({ patient, query }: Standing): boolean {
  return patient !== '' && [...new URLSearchParams(query.replaceAll('\n', '&'))].length <= 1;
}

/** The changes that the owner is to be told of. Where nobody can say it now, all are numbered, and each delivery asks again. */
async function judged(teller: Teller, run: Standing, mine: readonly Change[]): Promise<Verdict> {
  const right = await rightNow(teller, run.owner, run);
  if ('ended' in right) return { run, changes: [], ended: right.ended };
  if ('held' in right) return { run, changes: mine };
  const room = teller.rooms.find(({ type }) => type === run.type);
  if (room) criteriaOf(right.desk, room, run);
  const standing = mine.filter(({ removed }) => !removed).map(({ id }) => id);
  const gone = isToldGone(run) ? mine.filter(({ removed }) => removed) : [];
  const [seen, away] = [
    await seenNow(right.desk, run, standing),
    await goneNow(right.desk, run, gone),
  ];
  return { run, changes: mine.filter(({ id, removed }) => (removed ? away : seen).has(id)) };
}

/** One Subscription that cannot be judged holds up no other. */
async function verdictOn(teller: Teller, run: Standing, mine: readonly Change[]): Promise<Verdict> {
  try {
    return await judged(teller, run, mine);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    if (error instanceof FhirError) return { run, changes: [], ended: 'filter-refused' };
    teller.ports.log.error({ fault: (error as Error).name }, 'a Subscription could not be judged');
    return { run, changes: mine };
  }
}

async function verdictsOn(
  teller: Teller,
  runs: readonly Standing[],
  changes: readonly Change[],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const queue = runs
    .map((run) => ({ run, mine: changes.filter(isWatched(run)) }))
    .filter(({ mine }) => mine.length > 0);
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      verdicts.push(await verdictOn(teller, next.run, next.mine));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return verdicts;
}

const insertSql = `
insert into subscription_event (subscription, number, at, type, resource, version, removed)
select e.subscription, e.number, to_timestamp(e.at / 1000.0), e.type, e.resource, e.version, e.removed
from unnest($1::text[], $2::bigint[], $3::float8[], $4::text[], $5::text[], $6::int[], $7::boolean[])
  with ordinality e (subscription, number, at, type, resource, version, removed, place) order by e.place`;

async function enter(tx: Transaction, verdicts: readonly Verdict[]): Promise<void> {
  const events = verdicts.flatMap(({ run, changes }) =>
    changes.map((change, at) => ({ ...change, run: run.id, number: run.events + at + 1 })),
  );
  if (events.length === 0) return;
  const column = <K extends keyof (typeof events)[number]>(name: K) => events.map((e) => e[name]);
  const names = ['run', 'number', 'at', 'type', 'id', 'version', 'removed'] as const;
  await tx.query(insertSql, names.map(column), { name: 'enter-subscription-events' });
  await tx.query(
    `update subscription_run r set events = n.events from unnest($1::text[], $2::bigint[]) n (id, events) where r.id = n.id`,
    [
      verdicts.map(({ run }) => run.id),
      verdicts.map(({ run, changes }) => run.events + changes.length),
    ],
    { name: 'count-subscription-events' },
  );
  tx.notify(subscriptionChannel);
}

/** Whoever takes nothing is asked again by the clock: each event would only add to what is in vain. */
const isToBeAsked = ({ run, changes }: Verdict): boolean =>
  run.channel === 'rest-hook' && changes.length > 0 && run.failures < failuresToError;

const askHooks = async (tx: Transaction, verdicts: readonly Verdict[]): Promise<void> => {
  for (const { run, changes } of verdicts.filter(isToBeAsked))
    await askDelivery(tx, run.id, `e${run.events + changes.length}`);
};

/** Ends a Subscription, and says why. */
export const endRun = (teller: Teller, id: string, ended: Ended): Promise<boolean> =>
  setStatus(teller.ports, id, { status: 'off', error: errorText(ended) });

const dispatchOnce = (teller: Teller) =>
  teller.ports.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    const changes = await take(tx);
    if (changes.length === 0) return { taken: 0, ended: [] };
    const verdicts = await verdictsOn(teller, await watching(tx, changes), changes);
    await enter(tx, verdicts);
    await askHooks(tx, verdicts);
    const ended = verdicts.flatMap((one) =>
      one.ended === undefined ? [] : [{ id: one.run.id, why: one.ended }],
    );
    return { taken: changes.length, ended };
  });

/**
 * Turns all that changed into events of the Subscriptions that wait for it and whose owners may see it now; ends those whose right has
 * ended. Any number of processes may: each change is taken by one.
 */
export async function dispatch(teller: Teller): Promise<void> {
  if (offIn(teller.ports.municipality).has('subscriptions')) return;
  for (;;) {
    const { taken, ended } = await dispatchOnce(teller);
    for (const { id, why } of ended) await endRun(teller, id, why);
    if (taken < batchSize) return;
  }
}
