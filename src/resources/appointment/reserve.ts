import type { Interval } from '../../scheduling/interval.ts';
import type { Transaction } from '../../store/database.ts';

/**
 * Time of a person, a room or a piece of equipment, buffers included, that one appointment takes. With `expires` (epoch milliseconds) it
 * is a hold's, and nobody's from then on.
 */
export interface Reservation extends Interval {
  readonly actor: string;
  readonly appointment: string;
  readonly expires?: number;
}

const sorted = (reservations: readonly Reservation[]): Reservation[] =>
  [...reservations].sort((a, b) =>
    a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.start - b.start,
  );

const wanted =
  'unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) as x(actor, s, e, appointment)';
const during = 'tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000))';

const insert = (exclusive: boolean): string => `
  insert into reservation (actor, during, appointment, intent, exclusive, expires)
  select actor, ${during}, appointment, $5, ${exclusive}, to_timestamp(expires / 1000)
  from unnest($1::text[], $2::float8[], $3::float8[], $4::text[], $6::float8[]) as x(actor, s, e, appointment, expires)
  on conflict do nothing`;

const places = (reservations: readonly Reservation[]): unknown[] => [
  reservations.map(({ actor }) => actor),
  reservations.map(({ start }) => start),
  reservations.map(({ end }) => end),
  reservations.map(({ appointment }) => appointment),
];

const columns = (reservations: readonly Reservation[], intent: string | null): unknown[] => [
  ...places(reservations),
  intent,
  reservations.map(({ expires }) => expires ?? null),
];

/** Takes away what was held in the way of this time and is no more. A hold that is just being booked is not over. */
async function sweep(
  tx: Transaction,
  reservations: readonly Reservation[],
  now: number,
): Promise<void> {
  await tx.query(
    `delete from reservation r using ${wanted}
     where r.actor = x.actor and r.during && ${during} and r.appointment <> x.appointment
       and r.expires <= to_timestamp($5 / 1000.0) and r.intent is null`,
    [...places(reservations), now],
    { name: 'sweep-reservations' },
  );
}

/** A hold's own time, when it is booked: the intent has it now, and gives it back to the hold if it comes to nothing. */
async function takeOver(
  tx: Transaction,
  intent: string,
  reservations: readonly Reservation[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `update reservation r set intent = $5 from ${wanted}
     where r.appointment = x.appointment and r.actor = x.actor and r.during = ${during} and r.expires is not null`,
    [...places(reservations), intent],
    { name: 'take-over-reservations' },
  );
  return rowCount;
}

/**
 * Takes time for an intent, all or nothing: false when somebody else has some of it. The exclusion constraint decides;
 * entering in one order keeps callers from waiting for each other in a ring.
 */
export async function reserveFor(
  tx: Transaction,
  intent: string,
  reservations: readonly Reservation[],
  now: number,
): Promise<boolean> {
  if (reservations.length === 0) return true;
  const all = sorted(reservations);
  const enter = async (): Promise<number> =>
    (await tx.query(insert(true), columns(all, intent), { name: 'reserve' })).rowCount;
  const had = await takeOver(tx, intent, all);
  let entered = had + (await enter());
  if (entered < all.length) {
    await sweep(tx, all, now);
    entered += await enter();
  }
  return entered === all.length && !(await meetsUnguarded(tx, all));
}

/** Time that Cura gave twice stands outside the constraint; what is new here must keep off it all the same. */
async function meetsUnguarded(tx: Transaction, all: readonly Reservation[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from ${wanted}
     join reservation r on r.actor = x.actor and not r.exclusive and r.appointment <> x.appointment
       and r.during && ${during} limit 1`,
    places(all),
    { name: 'unguarded' },
  );
  return rowCount > 0;
}

/** Makes the reservations of these appointments what they are in Cura, overlapping or not: Cura is not bound by our rules. */
export async function reserveStanding(
  tx: Transaction,
  appointments: readonly string[],
  reservations: readonly Reservation[],
): Promise<void> {
  await tx.query(
    'delete from reservation where appointment = any($1::text[]) and intent is null',
    [appointments],
    { name: 'release' },
  );
  if (reservations.length === 0) return;
  const all = sorted(reservations);
  const values = columns(all, null);
  const { rowCount } = await tx.query(insert(true), values, { name: 'reserve' });
  if (rowCount === reservations.length) return;
  await adopt(tx, all);
  // Rows that the first statement entered are found again by the primary key, so only the refused ones are added.
  await tx.query(insert(false), values, { name: 'reserve-unguarded' });
}

/** Time that an open intent of the same appointment holds is the appointment's own now: it must outlive the intent's refusal. */
async function adopt(tx: Transaction, all: readonly Reservation[]): Promise<void> {
  await tx.query(
    `update reservation r set intent = null, expires = null from ${wanted}
     where r.appointment = x.appointment and r.actor = x.actor and r.intent is not null and r.during = ${during}`,
    places(all),
    { name: 'adopt-reservation' },
  );
}

/** Gives back what an intent took: a hold's time to the hold, for as long as it lasts, and the rest to everybody. */
export async function release(tx: Transaction, intent: string): Promise<void> {
  await tx.query('delete from reservation where intent = $1 and expires is null', [intent], {
    name: 'release-intent',
  });
  await tx.query('update reservation set intent = null where intent = $1', [intent], {
    name: 'release-hold',
  });
}
