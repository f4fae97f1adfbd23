import { textArray } from '../../store/array.ts';
import type { Transaction } from '../../store/database.ts';
import type { WritePlan } from '../write-plan.ts';

/** A place in one session of a class. With `expires` (epoch milliseconds) it is a hold's, and nobody's from then on. */
export interface Seat {
  /** `sessionKey`. */
  readonly session: string;
  readonly appointment: string;
  readonly citizen: string;
  readonly expires?: number | undefined;
}

/** What an intent asks for, all or nothing. */
export interface SeatClaim {
  readonly intent: string;
  readonly seats: readonly Omit<Seat, 'expires'>[];
}

interface Claiming {
  readonly intent: {
    readonly id: string;
    readonly resourceId: string;
    readonly patient: string | null;
  };
  readonly plan: Pick<WritePlan, 'seats'>;
}

/** What a plan asks for. */
export const seatClaim = ({ intent: { id, resourceId, patient }, plan }: Claiming): SeatClaim => ({
  intent: id,
  seats: (plan.seats ?? []).map((one) => ({
    ...one,
    appointment: resourceId,
    citizen: patient ?? '',
  })),
});

/** A session has the same name wherever it is moved to: the id of its class and its own. */
export const sessionKey = (classId: string, session: string): string => `${classId}/${session}`;

const columns = (seats: readonly Seat[]): unknown[] => [
  textArray(seats.map(({ session }) => session)),
  textArray(seats.map(({ appointment }) => appointment)),
  textArray(seats.map(({ citizen }) => citizen)),
];

const wanted = 'unnest($1::text[], $2::text[], $3::text[]) as x(session, appointment, citizen)';

/** In one order, so that nobody waits in a ring. What was held and is over makes room. */
export async function lockSessions(
  tx: Transaction,
  sessions: readonly string[],
  now: number,
): Promise<void> {
  await tx.query(
    'select from class_session where id = any($1::text[]) order by id for update',
    [textArray([...new Set(sessions)])],
    { name: 'lock-sessions' },
  );
  await tx.query(
    `delete from seat where session = any($1::text[]) and expires <= to_timestamp($2 / 1000.0) and intent is null`,
    [textArray(sessions), now],
    { name: 'sweep-seats' },
  );
}

/** A hold's own seat, when it is booked. */
const takeOverSql = `
  update seat s set intent = $4 from ${wanted}
  where s.session = x.session and s.appointment = x.appointment and s.expires is not null`;

/** Nobody gets a second seat in one session, and none is made beyond the capacity. */
const enterSql = `
  insert into seat (session, appointment, citizen, intent)
  select x.session, x.appointment, x.citizen, $4 from ${wanted} join class_session c on c.id = x.session
  where c.capacity > (select count(*) from seat t where t.session = x.session)
    and not exists (select from seat t where t.session = x.session and t.citizen = x.citizen)
  on conflict do nothing`;

async function take(tx: Transaction, { intent, seats }: SeatClaim): Promise<boolean> {
  const values = [...columns(seats), intent];
  const { rowCount: had } = await tx.query(takeOverSql, values, { name: 'take-over-seats' });
  const { rowCount: entered } = await tx.query(enterSql, values, { name: 'take-seats' });
  if (had + entered === seats.length) return true;
  await releaseSeats(tx, [intent]);
  return false;
}

/** Takes seats for intents, each all or nothing; gives those that have theirs. The sessions stay locked until the transaction ends. */
export async function takeSeats(
  tx: Transaction,
  claims: readonly SeatClaim[],
  now: number,
): Promise<Set<string>> {
  const asking = claims.filter(({ seats }) => seats.length > 0);
  const won = new Set(claims.map(({ intent }) => intent));
  if (asking.length === 0) return won;
  await lockSessions(
    tx,
    asking.flatMap(({ seats }) => seats.map(({ session }) => session)),
    now,
  );
  for (const claim of asking) if (!(await take(tx, claim))) won.delete(claim.intent);
  return won;
}

/** Gives back what intents took: a hold's seat to the hold, the rest to everybody. */
export async function releaseSeats(tx: Transaction, intents: readonly string[]): Promise<void> {
  await tx.query(
    `with back as (update seat set intent = null where intent = any($1::text[]) and expires is not null)
     delete from seat where intent = any($1::text[]) and expires is null`,
    [textArray(intents)],
    { name: 'release-seats' },
  );
}

/** Makes the seats of these appointments what they are in Cura, too many or not: Cura is not bound by our rules. */
export async function standSeats(
  tx: Transaction,
  appointments: readonly string[],
  seats: readonly Seat[],
): Promise<void> {
  await tx.query(
    'delete from seat where appointment = any($1::text[]) and intent is null',
    [textArray(appointments)],
    { name: 'clear-seats' },
  );
  if (seats.length === 0) return;
  await tx.query(
    `insert into seat (session, appointment, citizen, expires)
     select session, appointment, citizen, to_timestamp(expires / 1000.0)
     from unnest($1::text[], $2::text[], $3::text[], $4::float8[]) as x(session, appointment, citizen, expires)
     on conflict (session, appointment) do update set intent = null, expires = excluded.expires`,
    [...columns(seats), seats.map(({ expires }) => expires ?? null)],
    { name: 'stand-seats' },
  );
}

/** Seats that are taken now, by session: what stands and what is held, not what is only being joined. Locks the sessions. */
export async function takenSeats(
  tx: Transaction,
  sessions: readonly string[],
  now: number,
): Promise<Map<string, number>> {
  await lockSessions(tx, sessions, now);
  const { rows } = await tx.query<{ session: string; count: number }>(
    `select session, count(*)::int as count from seat
     where session = any($1::text[]) and (intent is null or expires is not null) group by session`,
    [textArray(sessions)],
    { name: 'taken-seats' },
  );
  return new Map(rows.map(({ session, count }) => [session, count]));
}
