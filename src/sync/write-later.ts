/** Writes that are accepted at once and reach Cura when it can be reached: messages, measurements, inquiries. */
import type { Actor } from '../access/grant.ts';
import { preconditionFailed } from '../fhir/outcome.ts';
import { inGroups } from '../ledger/group-commit.ts';
import type { Stored, WritePlan } from '../resources/write-plan.ts';
import type { Transaction } from '../store/database.ts';
import { enqueue } from '../store/outbox.ts';
import { enter, type Opening, openingsOf } from './enter-intent.ts';
import { lockStanding } from './on-top.ts';
import type { SyncPorts } from './ports.ts';
import { storeHere } from './store-here.ts';

/** What one caller asks for at once: all of it stands, or none. */
interface Asked {
  readonly plans: readonly WritePlan[];
  readonly actor: Actor;
}

/** Writes plans for an actor; in their order. */
export type WriteLater = (plans: readonly WritePlan[], actor: Actor) => Promise<readonly Stored[]>;

const byRoom = (openings: readonly Opening[]) => Map.groupBy(openings, ({ intent }) => intent.room);

async function enterAll(
  tx: Transaction,
  ports: SyncPorts,
  openings: readonly Opening[],
): Promise<void> {
  for (const { plan } of openings) await plan.guard?.(tx);
  for (const [room, all] of byRoom(openings)) {
    const changed = all.filter(({ plan }) => plan.basedOn !== undefined);
    await lockStanding(
      tx,
      ports,
      room,
      changed.map(({ intent }) => intent.resourceId),
    );
    const entered = await enter(tx, ports, room, all);
    if (entered.length < all.length) throw preconditionFailed();
  }
}

/** Stores what is to stand, with who did it, as of now. */
async function storeAll(
  tx: Transaction,
  ports: SyncPorts,
  openings: readonly Opening[],
): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>();
  for (const [type, all] of byRoom(openings)) {
    const deposits = all.map(({ plan: { resource, kind, policy }, actor }) => ({
      ...{ resource, deed: { kind, actor, policy } },
    }));
    const versions = await storeHere(tx, ports, type, deposits);
    for (const [at, { resource }] of deposits.entries())
      stored.set(resource.id, { resource, version: versions[at] ?? 0 });
  }
  return stored;
}

/** Few enough to be delivered before the queue takes the job for dead. */
const mostInJob = 50;

async function askDelivery(tx: Transaction, openings: readonly Opening[]): Promise<void> {
  const ids = openings.map(({ intent }) => intent.id);
  const jobs = Array.from({ length: Math.ceil(ids.length / mostInJob) }, (_, at) => {
    const intents = ids.slice(at * mostInJob, (at + 1) * mostInJob);
    return { queue: 'deliver', name: 'deliver', jobId: `${intents[0]}`, data: { intents } };
  });
  await enqueue(tx, jobs);
}

const acceptAll = (ports: SyncPorts, group: readonly Asked[]): Promise<(readonly Stored[])[]> =>
  ports.db.transaction(async (tx) => {
    const opened = group.map(({ plans, actor }) =>
      openingsOf(
        ports,
        plans.map((plan) => ({ plan, actor })),
        { later: true },
      ),
    );
    const all = opened.flat();
    await enterAll(tx, ports, all);
    const stored = await storeAll(tx, ports, all);
    await askDelivery(tx, all);
    return opened.map((some) => some.flatMap(({ intent }) => stored.get(intent.resourceId) ?? []));
  });

/**
 * Accepts writes: the resources, their history and Provenance, an open intent each and the wish to deliver them are committed at once,
 * however Cura is. Those that come while a commit is on its way share the next. 412 when a resource has changed since it was decided on.
 */
export function writeLaterOf(ports: SyncPorts): WriteLater {
  const accept = inGroups<Asked, readonly Stored[]>((group) => acceptAll(ports, group));
  return (plans, actor) => accept({ plans, actor });
}
