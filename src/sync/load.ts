import { MalformedRecord } from '../cura/check.ts';
import { type CuraRecords, type CuraType, curaTypes } from '../cura/records.ts';
import { enqueue } from '../store/outbox.ts';
import { analyse, dropIndexes, restoreIndexes } from '../store/tables.ts';
import { commitRecords } from './commit.ts';
import { type Delivery, idOf } from './door.ts';
import { lockFeed } from './feed-state.ts';
import { finishAll } from './finish.ts';
import { unseen } from './gate.ts';
import { openOn } from './intent.ts';
import type { SyncPorts } from './ports.ts';

const listPage = 1_000;
const askedAtOnce = 16;

const delivered = (record: CuraRecords[CuraType]): Delivery => ({
  curaId: record.id,
  version: record.version,
  record,
  ...(record.aendretAf && { by: record.aendretAf }),
});

/**
 * A list does not say by which key a record came to be what it is. So the open intents that it may show are settled first, each
 * under the name of the one who acted; then what is listed is either known or a change by Cura.
 */
async function settleShown<T extends CuraType>(
  ports: SyncPorts,
  type: T,
  poster: readonly CuraRecords[T][],
): Promise<void> {
  const open = await openOn(ports.db, type);
  if (open.length === 0) return;
  const shown = new Set(poster.map((record) => idOf(ports, type, record.id, record)));
  for (const intent of open) {
    const known = shown.has(intent.resourceId) && (await ports.cura.outcome(intent.id));
    if (known && known.kind !== 'unknown') await finishAll(ports, [{ intent, sent: known }]);
  }
}

/** Pages that are committed at a time: one is mapped while PostgreSQL writes another. */
const commitsAtOnce = 3;

/** The pages of a type, each asked for while the one before is taken in. */
async function* pagesOf<T extends CuraType>(ports: SyncPorts, type: T) {
  let page = ports.cura.list(type, { max: listPage });
  for (;;) {
    const { poster, naeste } = await page;
    if (naeste !== undefined) {
      page = ports.cura.list(type, { after: naeste, max: listPage });
      // A failure is met at the next turn; until then it has an owner.
      page.catch(() => undefined);
    }
    yield poster;
    if (naeste === undefined) return;
  }
}

async function takeIn<T extends CuraType>(
  ports: SyncPorts,
  type: T,
  poster: readonly CuraRecords[T][],
  round: number,
): Promise<void> {
  await settleShown(ports, type, poster);
  const reason = { kind: 'import', round, bulk: true };
  await ports.db.transaction(async (tx) => {
    // A load that a crash cut short begins anew, and the commit that ends it waits for the disk for all of them.
    await tx.query('set local synchronous_commit = off');
    await commitRecords(tx, ports, type, poster.map(delivered), reason);
  });
}

async function loadType(ports: SyncPorts, type: CuraType, round: number): Promise<number> {
  let count = 0;
  const underWay = new Set<Promise<void>>();
  try {
    for await (const poster of pagesOf(ports, type)) {
      count += poster.length;
      const taken = takeIn(ports, type, poster, round);
      underWay.add(taken);
      taken.then(() => underWay.delete(taken)).catch(() => undefined);
      if (underWay.size >= commitsAtOnce) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
  return count;
}

/** What Cura has now of a record that the lists did not show; undefined for one that breaks the contract: what stands, stays. */
async function askAgain(
  ports: SyncPorts,
  type: CuraType,
  { curaId, version }: { curaId: string; version: number },
): Promise<Delivery | undefined> {
  try {
    const record = await ports.cura.get(type, curaId);
    return record ? delivered(record) : { curaId, version: version + 1, record: null };
  } catch (error) {
    if (error instanceof MalformedRecord) return undefined;
    throw error;
  }
}

/**
 * What a full load did not see is gone from Cura, or was made while the load ran: Cura is asked about each, for an appointment
 * booked meanwhile must not be taken away.
 */
async function sweep(ports: SyncPorts, type: CuraType, round: number): Promise<void> {
  const missing = await unseen(ports.db, type, round);
  for (let at = 0; at < missing.length; at += askedAtOnce) {
    const some = missing.slice(at, at + askedAtOnce);
    const asked = await Promise.all(some.map((one) => askAgain(ports, type, one)));
    const deliveries = asked.filter((one) => one !== undefined);
    const found = deliveries.flatMap(({ record }) => record ?? []);
    await settleShown(ports, type, found);
    await ports.db.transaction((tx) =>
      commitRecords(tx, ports, type, deliveries, { kind: 'import', round, bulk: false }),
    );
  }
}

async function newestNumber(ports: SyncPorts): Promise<number> {
  const page = await ports.cura.changes(0, 0);
  return page.kind === 'rows' ? page.latest : 0;
}

/**
 * Loads every record: at the first start, and when the feed's cursor has expired. The store stays as it was until each record is
 * replaced, so it is never empty meanwhile; what is gone from Cura is taken away last. Gives the number of records.
 */
export async function loadAll(ports: SyncPorts): Promise<number> {
  const cursor = await newestNumber(ports);
  const { round, first } = await ports.db.transaction(async (tx) => {
    const before = await lockFeed(tx);
    await tx.query(`update sync_state set round = round + 1 where name = 'feed'`);
    return { round: before.round + 1, first: before.loadedAt === null };
  });
  const asked = ports.now();
  if (first) await dropIndexes(ports.db, ports.rooms);
  let count = 0;
  for (const type of curaTypes) count += await loadType(ports, type, round);
  if (first) await restoreIndexes(ports.db, ports.rooms);
  await analyse(ports.db, ports.rooms);
  for (const type of [...curaTypes].reverse()) await sweep(ports, type, round);
  await ports.db.transaction(async (tx) => {
    await tx.query(
      `update sync_state set cursor = $1, loaded_at = to_timestamp($2 / 1000.0), checked_at = to_timestamp($2 / 1000.0) where name = 'feed'`,
      [cursor, asked],
    );
    await enqueue(tx, [
      { queue: 'slots', name: 'derive-all', jobId: `all-${round}`, data: { round } },
      { queue: 'care-team', name: 'care-team', jobId: `teams-${round}`, data: { round } },
    ]);
  });
  return count;
}
