import type { Change } from '../cura/port.ts';
import { type CuraType, curaTypes } from '../cura/records.ts';
import { enqueue } from '../store/outbox.ts';
import type { Transaction } from '../store/database.ts';
import { commitRecords, type Delivery } from './commit.ts';
import { unseen } from './gate.ts';
import { lockOpen } from './intent.ts';
import type { SyncPorts } from './ports.ts';
import { complete } from './write-through.ts';

const feedPage = 500;
const listPage = 1_000;

interface FeedState {
  readonly cursor: number;
  readonly round: number;
  readonly loadedAt: number | null;
}

async function state(tx: Transaction): Promise<FeedState> {
  await tx.query(`insert into sync_state (name, cursor) values ('feed', 0) on conflict do nothing`);
  const { rows } = await tx.query<FeedState>(`select cursor, round, loaded_at as "loadedAt" from sync_state where name = 'feed' for update`);
  return rows[0] ?? { cursor: 0, round: 0, loadedAt: null };
}

/** A row that is the echo of an open intent completes it; it is never taken for a change by Cura. */
async function echo(tx: Transaction, ports: SyncPorts, row: Change): Promise<boolean> {
  if (row.noegle === undefined || row.post === null) return false;
  const intent = await lockOpen(tx, row.noegle);
  if (!intent || intent.record !== row.type) return false;
  await complete(tx, ports, intent, row.post);
  return true;
}

const delivery = (row: Change): Delivery => ({
  curaId: row.id,
  version: row.version,
  record: row.post,
  ...(row.aendretAf && { by: row.aendretAf }),
});

async function commitRows(tx: Transaction, ports: SyncPorts, rows: readonly Change[]): Promise<void> {
  const others: Change[] = [];
  for (const row of [...rows].sort((a, b) => a.version - b.version)) if (!(await echo(tx, ports, row))) others.push(row);
  for (const type of curaTypes) {
    const deliveries = others.filter((row) => row.type === type).map(delivery);
    await commitRecords(tx, ports, type, deliveries, { kind: 'import', round: 0, bulk: false });
  }
}

/** Takes in one page of the feed. `more` tells that another is waiting; `expired` that a full load is due. */
export async function followFeed(ports: SyncPorts): Promise<'more' | 'caught-up' | 'expired'> {
  const { rows: known } = await ports.db.query<{ cursor: number }>(`select cursor from sync_state where name = 'feed' and loaded_at is not null`);
  if (!known[0]) return 'expired';
  const asked = ports.now();
  const page = await ports.cura.changes(known[0].cursor, feedPage);
  if (page.kind === 'expired') return 'expired';
  const last = page.rows.reduce((most, { loebenummer }) => Math.max(most, loebenummer), known[0].cursor);
  const caughtUp = last >= page.latest || page.rows.length === 0;
  await ports.db.transaction(async (tx) => {
    await state(tx);
    await commitRows(tx, ports, page.rows);
    await tx.query(
      `update sync_state set cursor = greatest(cursor, $1), checked_at = case when $3 then to_timestamp($2 / 1000.0) else checked_at end where name = 'feed'`,
      [last, asked, caughtUp],
    );
  });
  return caughtUp ? 'caught-up' : 'more';
}

async function loadType<T extends CuraType>(ports: SyncPorts, type: T, round: number): Promise<number> {
  let count = 0;
  let page = ports.cura.list(type, { max: listPage });
  for (;;) {
    const { poster, naeste } = await page;
    if (naeste !== undefined) {
      page = ports.cura.list(type, { after: naeste, max: listPage });
      // A failure is met at the next turn; until then it has an owner.
      page.catch(() => undefined);
    }
    const deliveries = poster.map((record): Delivery => ({ curaId: record.id, version: record.version, record, ...(record.aendretAf && { by: record.aendretAf }) }));
    await ports.db.transaction((tx) => commitRecords(tx, ports, type, deliveries, { kind: 'import', round, bulk: true }));
    count += poster.length;
    if (naeste === undefined) return count;
  }
}

/** What a full load did not see is gone from Cura. */
async function sweep(ports: SyncPorts, type: CuraType, round: number): Promise<void> {
  await ports.db.transaction(async (tx) => {
    const gone = await unseen(tx, type, round);
    const deliveries = gone.map(({ curaId, version }): Delivery => ({ curaId, version: version + 1, record: null }));
    await commitRecords(tx, ports, type, deliveries, { kind: 'import', round, bulk: false });
  });
}

/**
 * Loads every record: at the first start, and when the feed's cursor has expired. The store stays as it was until each record is
 * replaced, so it is never empty meanwhile; what is gone from Cura is taken away last. Gives the number of records.
 */
export async function loadAll(ports: SyncPorts): Promise<number> {
  const cursor = await newestNumber(ports);
  const { round } = await ports.db.transaction(async (tx) => {
    const before = await state(tx);
    await tx.query(`update sync_state set round = round + 1 where name = 'feed'`);
    return { round: before.round + 1 };
  });
  const asked = ports.now();
  let count = 0;
  for (const type of curaTypes) count += await loadType(ports, type, round);
  for (const type of [...curaTypes].reverse()) await sweep(ports, type, round);
  await ports.db.transaction(async (tx) => {
    await tx.query(
      `update sync_state set cursor = $1, loaded_at = to_timestamp($2 / 1000.0), checked_at = to_timestamp($2 / 1000.0) where name = 'feed'`,
      [cursor, asked],
    );
    await enqueue(tx, [{ queue: 'slots', name: 'derive-all', jobId: `all-${round}`, data: { round } }]);
  });
  return count;
}

async function newestNumber(ports: SyncPorts): Promise<number> {
  const page = await ports.cura.changes(Number.MAX_SAFE_INTEGER, 1);
  return page.kind === 'rows' ? page.latest : 0;
}

/** Brings the store up to Cura: the whole feed, or a full load when the feed cannot tell. */
export async function synchronise(ports: SyncPorts): Promise<void> {
  for (;;) {
    const result = await followFeed(ports);
    if (result === 'expired') await loadAll(ports);
    if (result === 'caught-up') return;
  }
}
