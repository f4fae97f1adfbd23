/** A Subscription as it runs: what it waits for, by whose right, and how far it has come. */
import type { Caller } from '../../access/grant.ts';
import { packCaller, unpackCaller } from '../../access/packed-caller.ts';
import type { Transaction } from '../../store/database.ts';
import type { ChannelName } from './asked.ts';
import type { Content } from './backport.ts';

type Asks = Pick<Transaction, 'query'>;

/** PostgreSQL tells this channel when there are events, or a Subscription has ended or changed. */
export const subscriptionChannel = 'subscription';

/** So many failures in a row, and a Subscription says that it does not come through. */
export const failuresToError = 3;

export interface Run {
  /** Id of the Subscription. */
  readonly id: string;
  /** Type of the resources that are told of. */
  readonly type: string;
  /** The citizen whose resources alone are told of; empty: of anybody the owner may see. */
  readonly patient: string;
  /** The citizen of the capacity in which it was made; empty of staff and machines. */
  readonly citizen: string;
  /** As `Capacity.who`. */
  readonly who: string;
  readonly owner: Caller;
  /** Queries of the filters, one a line. */
  readonly query: string;
  readonly channel: ChannelName;
  readonly content: Content;
  readonly live: boolean;
  /** Epoch milliseconds. */
  readonly ends: number;
  /** 0: none. */
  readonly heartbeatSeconds: number;
  readonly timeoutSeconds: number;
  /** Events in one notification. */
  readonly maxCount: number;
}

/** How far a run has come: numbers of the last event there is, and of the last that was delivered; the latter of rest-hooks only. */
export interface Standing extends Run {
  readonly events: number;
  readonly sent: number;
  /** The last event of the notification under way: what is tried again is the same. */
  readonly batch: number;
  readonly failures: number;
  readonly failingAt: number | null;
  /** When it was last heard of. */
  readonly toldAt: number;
}

const columns = `id, type, patient, citizen, who, owner, query, channel, content, live, ends, events, sent, batch, failures,
  failing_at as "failingAt", told_at as "toldAt", heartbeat_seconds as "heartbeatSeconds",
  timeout_seconds as "timeoutSeconds", max_count as "maxCount"`;

type Row = Omit<Standing, 'owner'> & { readonly owner: string };

const opened = ({ owner, events, sent, batch, ...row }: Row): Standing => ({
  ...row,
  ...{
    owner: unpackCaller(owner),
    events: Number(events),
    sent: Number(sent),
    batch: Number(batch),
  },
});

/** Runs that a condition holds of; `$1` onwards are the values. */
export async function runsWhere(
  db: Asks,
  condition: string,
  values: readonly unknown[],
): Promise<Standing[]> {
  const text = `select ${columns} from subscription_run where ${condition}`;
  const { rows } = await db.query<Row>(text, values);
  return rows.map(opened);
}

export const runsById = (db: Asks, ids: readonly string[]): Promise<Standing[]> =>
  ids.length === 0 ? Promise.resolve([]) : runsWhere(db, 'id = any($1::text[])', [ids]);

/** Begins a run, or changes it; its events are counted on, and what was told before stays told. */
export async function layRun(tx: Asks, run: Run, now: number): Promise<void> {
  const { id, type, patient, citizen, who, owner, query, channel, content } = run;
  await tx.query(
    `insert into subscription_run as r (id, type, patient, citizen, who, owner, query, channel, content, live, ends,
       heartbeat_seconds, timeout_seconds, max_count, told_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11 / 1000.0), $12, $13, $14, to_timestamp($15 / 1000.0))
     on conflict (id) do update set type = excluded.type, patient = excluded.patient,
       citizen = excluded.citizen, who = excluded.who, owner = excluded.owner,
       query = excluded.query, channel = excluded.channel, content = excluded.content, live = excluded.live,
       ends = excluded.ends, heartbeat_seconds = excluded.heartbeat_seconds,
       timeout_seconds = excluded.timeout_seconds, max_count = excluded.max_count, told_at = excluded.told_at,
       failures = 0, failing_at = null, sent = case when r.live then r.sent else r.events end`,
    [
      ...[id, type, patient, citizen, who, packCaller(owner), query, channel, content],
      ...[run.live, run.ends, run.heartbeatSeconds, run.timeoutSeconds, run.maxCount, now],
    ],
  );
}

/** How many of an owner's run now. */
export async function liveOf(tx: Asks, who: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from subscription_run where who = $1 and live',
    [who],
  );
  return rows[0]?.count ?? 0;
}

/** Takes a run away with its events. */
export async function dropRun(tx: Asks, id: string): Promise<void> {
  await tx.query('delete from subscription_event where subscription = $1', [id]);
  await tx.query('delete from subscription_run where id = $1', [id]);
}

/** One event of a Subscription. */
export interface Event {
  readonly seq: number;
  readonly subscription: string;
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly resource: string;
  readonly version: number;
  readonly removed: boolean;
}

const eventColumns =
  'seq::float8 as seq, subscription, number::float8 as number, at, type, resource, version, removed';

/** Events behind a number and up to another, in their order, so many at most. */
export async function eventsOf(
  db: Asks,
  subscription: string,
  { after, until = Number.MAX_SAFE_INTEGER, most }: EventWindow,
): Promise<Event[]> {
  const { rows } = await db.query<Event>(
    `select ${eventColumns} from subscription_event
     where subscription = $1 and number > $2 and number <= $3 order by number limit $4`,
    [subscription, after, until, most],
    { name: 'subscription-events' },
  );
  return rows;
}

interface EventWindow {
  readonly after: number;
  readonly until?: number;
  readonly most: number;
}

/** Events of all Subscriptions behind a place in the order of their commits. */
export async function eventsBehind(db: Asks, seq: number, most: number): Promise<Event[]> {
  const { rows } = await db.query<Event>(
    `select ${eventColumns} from subscription_event where seq > $1 order by seq limit $2`,
    [seq, most],
    { name: 'subscription-events-behind' },
  );
  return rows;
}

/** The place in the order of commits that has been reached. */
export async function lastSeq(db: Asks): Promise<number> {
  const { rows } = await db.query<{ seq: number }>(
    'select coalesce(max(seq), 0)::float8 as seq from subscription_event',
  );
  return rows[0]?.seq ?? 0;
}
