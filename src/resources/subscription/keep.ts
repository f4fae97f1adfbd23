/** Subscriptions written: each with what it comes to as it runs, in one transaction. */
import type { Subscription } from '@medplum/fhirtypes';
import { preconditionFailed } from '../../fhir/outcome.ts';
import { passChanges } from '../../store/change-event.ts';
import type { Transaction } from '../../store/database.ts';
import { enqueue } from '../../store/outbox.ts';
import { putAll, removeAll } from '../../store/put.ts';
import type { Change, Ports, Recorded } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored } from '../write-plan.ts';
import { type Capacity, citizenOf } from './owner.ts';
import { dropRun, layRun, type Run, subscriptionChannel } from './run.ts';

type KeepPorts = Pick<Ports, 'db' | 'now' | 'room' | 'record'>;
type Kept = Subscription & { id: string };

const recorded: Recorded = {
  type: 'Subscription',
  patient: (resource: Subscription) => citizenOf(resource),
};

/** The queue of the worker that delivers to one address; its data is the id of the Subscription. */
export const hookQueue = 'subscription-hook';

/** Asks for a delivery: what is there when it runs is delivered. */
export const askDelivery = (tx: Transaction, id: string, mark: string): Promise<void> =>
  enqueue(tx, [{ queue: hookQueue, name: 'deliver', jobId: `hook-${id}-${mark}`, data: { id } }]);

async function note(
  tx: Transaction,
  ports: KeepPorts,
  change: Change,
  act: { readonly kind: string; readonly actor?: Capacity['actor'] },
): Promise<void> {
  const { kind, actor } = act;
  await ports.record?.(tx, recorded, [change], { kind, ...(actor && { actor }) });
  tx.notify(subscriptionChannel);
}

/** What is to be kept, in whose name; `basedOn` is the version that a change was decided on. */
export interface Keeping {
  readonly kind: 'create' | 'update';
  readonly resource: Kept;
  readonly run?: Run;
  readonly actor?: Capacity['actor'];
  readonly basedOn?: number;
  /** What must hold in the transaction; throws the refusal. */
  readonly guard?: (tx: Transaction) => Promise<void>;
}

async function assertStands(tx: Transaction, ports: KeepPorts, keeping: Keeping): Promise<void> {
  const { resource, basedOn } = keeping;
  if (basedOn === undefined) return;
  const room = ports.room('Subscription');
  await tx.query(`select from ${room.table} where id = $1 for update`, [resource.id]);
  const stands = await findOne(tx, room, resource.id);
  if (stands?.version !== basedOn) throw preconditionFailed(stands?.version);
}

/** Puts a Subscription and its run within a transaction; undefined when it said the same before. */
export async function put(
  tx: Transaction,
  ports: KeepPorts,
  keeping: Keeping,
): Promise<Stored<Subscription>> {
  const { resource, run, kind, actor, guard } = keeping;
  await assertStands(tx, ports, keeping);
  await guard?.(tx);
  const [written] = await putAll(tx, ports.room('Subscription'), [resource], ports.now());
  if (!written) throw new Error('A Subscription was not written.');
  if (run) await layRun(tx, run, ports.now());
  if (run?.live && run.channel === 'rest-hook')
    await askDelivery(tx, run.id, `v${written.version}`);
  if (written.outcome !== 'same')
    await note(tx, ports, { written, resource }, { kind, ...(actor && { actor }) });
  return { resource, version: written.version };
}

export async function keep(ports: KeepPorts, keeping: Keeping): Promise<Stored<Subscription>> {
  const stored = await ports.db.transaction((tx) => put(tx, ports, keeping));
  if (keeping.run?.live) await passChanges(ports.db);
  return stored;
}

/** Takes a Subscription away with its events; gives the version that ends its history. */
export const drop = (
  ports: KeepPorts,
  resource: Kept,
  actor: Capacity['actor'],
): Promise<number | undefined> =>
  ports.db.transaction(async (tx) => {
    const [written] = await removeAll(tx, ports.room('Subscription'), [resource.id], ports.now());
    await dropRun(tx, resource.id);
    if (!written) return undefined;
    const before = JSON.stringify(resource);
    const change: Change = { written: { ...written, before }, resource, removed: true };
    await note(tx, ports, change, { kind: 'delete', ...(actor && { actor }) });
    return written.version;
  });

/** Says of a Subscription that it no longer runs, or does not come through: `status` and why. Nothing when it stands so already. */
export const setStatus = (
  ports: KeepPorts,
  id: string,
  { status, error }: Pick<Subscription, 'status' | 'error'>,
): Promise<boolean> =>
  ports.db.transaction(async (tx) => {
    const room = ports.room('Subscription');
    await tx.query(`select from ${room.table} where id = $1 for update`, [id]);
    const stands = await findOne<Subscription>(tx, room, id);
    const ends = status === 'off';
    if (ends) await tx.query('update subscription_run set live = false where id = $1', [id]);
    if (!stands || stands.resource.status === status) return false;
    // Who was turned off stays so until somebody asks again.
    if (stands.resource.status === 'off') return false;
    const { error: _, ...rest } = stands.resource;
    const resource = { ...rest, status, ...(error !== undefined && { error }) };
    await put(tx, ports, { kind: 'update', resource });
    return true;
  });
