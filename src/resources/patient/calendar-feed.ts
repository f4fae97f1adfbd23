/** A calendar that a program may fetch without a login: off until somebody opens it, and it tells times only. */
import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from '../../store/database.ts';
import { mandatedRelatives } from '../communication/relatives.ts';
import type { Ports } from '../define.ts';
import { offIn } from '../feature.ts';

/** Whose calendar it is; `relatedPerson` when a relative opened it. */
export interface Feed {
  readonly patient: string;
  readonly relatedPerson: string | undefined;
}

const codeGrammar = /^[\w-]{43}$/;

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');

const endSql = `update calendar_feed set ended_at = to_timestamp($3 / 1000.0)
  where patient = $1 and related_person = $2 and ended_at is null`;

const end = (tx: Pick<Transaction, 'query'>, feed: Feed, now: number) =>
  tx.query(endSql, [feed.patient, feed.relatedPerson ?? '', now]);

/** Opens a feed in the place of the one that was open: its code of 256 random bits is shown this once, and only its hash kept. */
export async function openFeed(
  { db, now }: Pick<Ports, 'db' | 'now'>,
  feed: Feed,
): Promise<string> {
  const code = randomBytes(32).toString('base64url');
  await db.transaction(async (tx) => {
    // Two who open at a time do so one after the other.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `feed ${feed.patient} ${feed.relatedPerson ?? ''}`,
    ]);
    await end(tx, feed, now());
    await tx.query(
      `insert into calendar_feed (code_hash, patient, related_person, made_at)
       values ($1, $2, $3, to_timestamp($4 / 1000.0))`,
      [hashOf(code), feed.patient, feed.relatedPerson ?? '', now()],
    );
  });
  return code;
}

/** Closes the feed; its address leads nowhere from now on. Gives whether one was open. */
export const closeFeed = async (
  { db, now }: Pick<Ports, 'db' | 'now'>,
  feed: Feed,
): Promise<boolean> => (await end(db, feed, now())).rowCount > 0;

const readSql = `
select f.patient, f.related_person as "relatedPerson" from calendar_feed f
join patient p on p.id = f.patient and p.view & 1 <> 0 and not p.p_deceased && '{true}'
where f.code_hash = $1 and f.ended_at is null`;

/** Whose calendar a code opens now: nobody's once it is closed, the citizen has died, or the relative's mandate or access has ended. */
export async function feedOf(
  { db, now, municipality }: Pick<Ports, 'db' | 'now' | 'municipality'>,
  code: string,
): Promise<Feed | undefined> {
  if (!codeGrammar.test(code)) return undefined;
  const { rows } = await db.query<{ patient: string; relatedPerson: string }>(readSql, [
    hashOf(code),
  ]);
  const [row] = rows;
  if (!row || row.relatedPerson === '') return row && { ...row, relatedPerson: undefined };
  if (offIn(municipality).has('relatives')) return undefined;
  const relatives = await mandatedRelatives(db, [row.patient], now());
  return relatives.get(row.patient)?.includes(`RelatedPerson/${row.relatedPerson}`)
    ? row
    : undefined;
}

/** The times of somebody's appointments that stand, a month back and all ahead. Epoch milliseconds. */
export interface FeedTime {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly version: number;
  readonly changed: number;
}

const timesSql = `
select id, sort as start, (extract(epoch from (content::jsonb ->> 'end')::timestamptz) * 1000)::float8 as end, version, last_updated as changed
from appointment
where patient = $1 and view & $2 <> 0 and p_status && '{booked,arrived,checked-in,fulfilled}'
  and sort > to_timestamp($3 / 1000.0) order by sort, id limit 1000`;

const pastMs = 30 * 86_400_000;

/** The times of a feed; `view` is the bit of what its reader may see. */
export async function feedTimes(
  { db, now }: Pick<Ports, 'db' | 'now'>,
  { patient }: Feed,
  view: number,
): Promise<readonly FeedTime[]> {
  const { rows } = await db.query<FeedTime>(timesSql, [patient, view, now() - pastMs]);
  return rows;
}
