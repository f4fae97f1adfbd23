/** Deliveries to addresses: one at a time for each Subscription, in the order of its events, again and again until it is taken. */

import { randomUUID } from 'node:crypto';
import type { Subscription } from '@medplum/fhirtypes';
import { endRun } from '../interactions/subscription-dispatch.ts';
import { notification } from '../interactions/subscription-notification.ts';
import { rightNow, type Teller } from '../interactions/subscription-right.ts';
import { tellEvents } from '../interactions/subscription-tell.ts';
import { errorText, isBecauseOf } from '../interactions/subscription-text.ts';
import { offIn } from '../resources/feature.ts';
import { findOne } from '../resources/find-resource.ts';
import { setStatus } from '../resources/subscription/keep.ts';
import { eventsOf, runsById, type Standing } from '../resources/subscription/run.ts';
import {
  deliver,
  failed,
  type HookContext,
  NotTaken,
  saidOf,
  settle,
  succeeded,
} from './subscription-deliver.ts';

/** An address that has not said that it wants to be told is told nothing. */
const isToGreet = ({ status, error }: Subscription): boolean =>
  status === 'requested' || (status === 'error' && isBecauseOf(error, 'no-handshake'));

async function handshake(context: HookContext, run: Standing, resource: Subscription) {
  const { ports } = context.teller;
  const said = saidOf(context.teller, run, resource, 'handshake');
  const now = ports.now();
  const version = resource.meta?.versionId ?? '';
  const body = notification(said, { mark: version, now });
  const id = `${run.id}.handshake.${version}`;
  const sent = await deliver(context, { run, resource, id, body });
  if (!sent.accepted) {
    await setStatus(ports, run.id, { status: 'error', error: errorText('no-handshake') });
    await failed(context.teller, run);
    throw new NotTaken(sent.why);
  }
  await succeeded(context.teller, run, run.sent);
  await setStatus(ports, run.id, { status: 'active' });
}

/** The events of the next notification: those of the one that was not taken, if there is one. */
async function nextBatch({ ports }: Teller, run: Standing) {
  const until = run.batch > run.sent ? { until: run.batch } : {};
  const events = await eventsOf(ports.db, run.id, {
    after: run.sent,
    ...until,
    most: run.maxCount,
  });
  const last = events.at(-1)?.number ?? 0;
  if (last > 0)
    await ports.db.query('update subscription_run set batch = $2 where id = $1', [run.id, last]);
  return { events, last };
}

/** Tells of the next events; false when there are none, or nobody can say now whether they may be told. */
async function next(context: HookContext, run: Standing, resource: Subscription): Promise<boolean> {
  const { teller } = context;
  const { events, last } = await nextBatch(teller, run);
  if (events.length === 0) return false;
  const said = saidOf(teller, run, resource, 'event-notification');
  const told = await tellEvents(teller, { run, caller: run.owner, said }, events);
  if ('held' in told) return false;
  if ('ended' in told) {
    await endRun(teller, run.id, told.ended);
    return false;
  }
  if ('body' in told)
    await settle(context, { run, resource, id: `${run.id}.${last}`, body: told.body }, last);
  else await succeeded(teller, run, last);
  return true;
}

/** Says to an address that nothing has happened for as long as it asked to be told so. */
async function beat(context: HookContext, run: Standing, resource: Subscription): Promise<void> {
  const { teller } = context;
  const now = teller.ports.now();
  const due = run.toldAt + run.heartbeatSeconds * 1_000;
  if (run.heartbeatSeconds === 0 || now < due) return;
  const said = saidOf(teller, run, resource, 'heartbeat');
  const body = notification(said, { mark: `${now}`, now });
  await settle(context, { run, resource, id: `${run.id}.heartbeat.${now}`, body }, run.sent);
}

async function readOne({ ports }: Teller, id: string) {
  const [run] = await runsById(ports.db, [id]);
  const stored = await findOne<Subscription>(ports.db, ports.room('Subscription'), id);
  return run?.live && stored ? { run, resource: stored.resource } : undefined;
}

/** Longer than one delivery takes; who is killed meanwhile holds others up so long, by the clock of the database. */
const slackSeconds = 3;
/** Of one owner: addresses that let one wait do not take the places of all others. */
const mostAtOnce = { person: 2, system: 16 } as const;

async function hold({ ports }: Teller, run: Standing, holder: string): Promise<void> {
  const { rowCount } = await ports.db.query(
    `update subscription_run r set holder = $2, held_until = now() + make_interval(secs => $3)
     where id = $1 and (holder = $2 or held_until <= now()) and $4 > (select count(*) from subscription_run o
       where o.live and o.who = r.who and o.id <> r.id and o.held_until > now())`,
    [
      ...[run.id, holder, run.timeoutSeconds + slackSeconds],
      mostAtOnce[run.owner.kind === 'system' ? 'system' : 'person'],
    ],
  );
  if (rowCount === 0) throw new NotTaken('held');
}

/** All that is to be told to the address now. Throws `NotTaken` when it is not taken. */
async function deliverAll(context: HookContext, id: string, holder: string): Promise<void> {
  const { teller } = context;
  const one = await readOne(teller, id);
  if (one?.run.channel !== 'rest-hook') return;
  await hold(teller, one.run, holder);
  const right = await rightNow(teller, one.run.owner, one.run);
  if ('held' in right) return;
  if ('ended' in right) {
    await endRun(teller, id, right.ended);
    return;
  }
  if (isToGreet(one.resource)) await handshake(context, one.run, one.resource);
  for (let now = await readOne(teller, id); now; now = await readOne(teller, id)) {
    await hold(teller, now.run, holder);
    if (await next(context, now.run, now.resource)) continue;
    await beat(context, now.run, now.resource);
    return;
  }
}

/** Delivers what there is. Throws `NotTaken` when it is not taken, or while another is at it. */
export async function deliverHook(context: HookContext, id: string): Promise<void> {
  const { db, municipality } = context.teller.ports;
  if (offIn(municipality).has('subscriptions')) return;
  const holder = randomUUID();
  try {
    await deliverAll(context, id, holder);
  } finally {
    await db.query('update subscription_run set held_until = now() where id = $1 and holder = $2', [
      ...[id, holder],
    ]);
  }
}
