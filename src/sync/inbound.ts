import type { Change } from '../cura/port.ts';
import { curaTypes } from '../cura/records.ts';
import type { Transaction } from '../store/database.ts';
import { commitRecords } from './commit.ts';
import type { Delivery } from './door.ts';
import { lockFeed } from './feed-state.ts';
import { completeAll } from './finish.ts';
import { type Completed, type Intent, lockEchoed } from './intent.ts';
import { loadAll } from './load.ts';
import type { SyncPorts } from './ports.ts';

const feedPage = 500;

/** The id that a new record was born with here; only its first version is the echo of the booking. */
const bornAs = ({ version, post }: Change): string | undefined =>
  version === 1
    ? ((post as { eksternReference?: string } | null)?.eksternReference ?? undefined)
    : undefined;

/** Takes the open intents that rows are the echo of; each is there for one row only. */
async function echoes(
  tx: Transaction,
  rows: readonly Change[],
): Promise<(row: Change) => Intent | undefined> {
  const keys = rows.flatMap(({ noegle }) => noegle ?? []);
  const open = await lockEchoed(
    tx,
    keys,
    rows.flatMap((row) => bornAs(row) ?? []),
  );
  return (row) => {
    const at = open.findIndex(
      ({ id, record, method, resourceId }) =>
        record === row.type &&
        (id === row.noegle || (method === 'create' && resourceId === bornAs(row))),
    );
    return at < 0 ? undefined : open.splice(at, 1)[0];
  };
}

const delivery = (row: Change): Delivery => ({
  curaId: row.id,
  version: row.version,
  record: row.post,
  ...(row.aendretAf && { by: row.aendretAf }),
});

/** Rows in layers: the oldest version of each record, then the next, so that each act is entered on its own. */
function layers(rows: readonly Change[]): Change[][] {
  const layered: Change[][] = [];
  const seen = new Map<string, { version: number; depth: number }>();
  for (const row of [...rows].sort((a, b) => a.version - b.version)) {
    const key = `${row.type}/${row.id}`;
    const last = seen.get(key);
    if (last?.version === row.version) continue;
    const depth = last ? last.depth + 1 : 0;
    seen.set(key, { version: row.version, depth });
    const layer = layered[depth] ?? [];
    layer.push(row);
    layered[depth] = layer;
  }
  return layered;
}

/** A row that is the echo of an open intent completes it; it is never taken for a change by Cura. */
async function commitRows(
  tx: Transaction,
  ports: SyncPorts,
  rows: readonly Change[],
): Promise<void> {
  const echoOf = await echoes(tx, rows);
  for (const layer of layers(rows)) {
    const others: Change[] = [];
    const completed: Completed[] = [];
    for (const row of layer) {
      const intent = row.post && echoOf(row);
      if (row.post && intent) completed.push({ intent, record: row.post });
      else others.push(row);
    }
    await completeAll(tx, ports, completed);
    for (const type of curaTypes) {
      const deliveries = others.filter((row) => row.type === type).map(delivery);
      if (deliveries.length > 0)
        await commitRecords(tx, ports, type, deliveries, { kind: 'import', round: 0, bulk: false });
    }
  }
}

/** Takes in one page of the feed. `more` tells that another is waiting; `expired` that a full load is due. */
async function followFeed(ports: SyncPorts): Promise<'more' | 'caught-up' | 'expired'> {
  const { rows: known } = await ports.db.query<{ cursor: number }>(
    `select cursor from sync_state where name = 'feed' and loaded_at is not null`,
  );
  if (!known[0]) return 'expired';
  const asked = ports.now();
  const page = await ports.cura.changes(known[0].cursor, feedPage);
  if (page.kind === 'expired') return 'expired';
  const caughtUp = page.next >= page.latest || page.next === known[0].cursor;
  await ports.db.transaction(async (tx) => {
    await lockFeed(tx);
    await commitRows(tx, ports, page.rows);
    await tx.query(
      `update sync_state set cursor = greatest(cursor, $1), checked_at = case when $3 then to_timestamp($2 / 1000.0) else checked_at end where name = 'feed'`,
      [page.next, asked, caughtUp],
    );
  });
  return caughtUp ? 'caught-up' : 'more';
}

/** Brings the store up to Cura: the whole feed, or a full load when the feed cannot tell. */
export async function synchronise(ports: SyncPorts): Promise<void> {
  for (;;) {
    const result = await followFeed(ports);
    if (result === 'expired') await loadAll(ports);
    if (result === 'caught-up') return;
  }
}
