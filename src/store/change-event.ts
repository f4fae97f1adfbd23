import type { Database, Transaction } from './database.ts';
import type { StoredRoom } from './stored-room.ts';

/** PostgreSQL tells this channel after a transaction with changes that somebody waits for. */
export const changeChannel = 'change_event';

interface Noted {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly patient: string | null;
  readonly removed: boolean;
}

/** What nobody waits for leaves no row. */
const insertSql = `
insert into change_event (type, id, version, patient, removed, at)
select c.type, c.id, c.version, c.patient, c.removed, to_timestamp($6 / 1000.0)
from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::boolean[]) c (type, id, version, patient, removed)
where exists (select from subscription_run w where w.live and w.type = c.type and w.patient in ('', coalesce(c.patient, '')))`;

/** Between looking who waits and the commit it is held by each; whoever has begun to wait waits for them. */
const gate = 7_042;

/**
 * Waits for those who were about to commit and may have looked before a Subscription stood: what is committed when this is over, and
 * was not told, was there before. Outside of any transaction.
 */
export const passChanges = ({ query }: Pick<Database, 'query'>): Promise<unknown> =>
  query('select pg_advisory_xact_lock($1)', [gate]);

const changes = new WeakMap<Transaction, Map<string, Noted>>();

async function enter(tx: Transaction, noted: readonly Noted[], now: number): Promise<void> {
  const column = <K extends keyof Noted>(name: K) => noted.map((one) => one[name]);
  const [, { rowCount }] = await Promise.all([
    tx.query('select pg_advisory_xact_lock_shared($1)', [gate], { name: 'change-gate' }),
    tx.query(
      insertSql,
      [...(['type', 'id', 'version', 'patient', 'removed'] as const).map(column), now],
      { name: 'change-events' },
    ),
  ]);
  if (rowCount > 0) tx.notify(changeChannel);
}

/** Notes what a transaction changes in rooms that Subscriptions tell of: each resource once, in one statement just before the commit. */
export function noteChanges(
  tx: Transaction,
  { isTold, shape }: Pick<StoredRoom, 'isTold' | 'shape'>,
  rows: readonly Pick<Noted, 'id' | 'version' | 'patient'>[],
  { now, removed }: { readonly now: number; readonly removed: boolean },
): void {
  if (!isTold || rows.length === 0) return;
  const known = changes.get(tx);
  const noted = known ?? new Map<string, Noted>();
  for (const { id, version, patient } of rows)
    noted.set(`${shape.type}/${id}`, { type: shape.type, id, version, patient, removed });
  if (known) return;
  changes.set(tx, noted);
  tx.last(() => enter(tx, [...noted.values()], now));
}
