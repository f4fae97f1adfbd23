import type { Interval } from '../../scheduling/interval.ts';
import type { Transaction } from '../../store/database.ts';

/** Time of a person or a room, buffers included, that one appointment takes. */
export interface Reservation extends Interval {
  readonly actor: string;
  readonly appointment: string;
}

const sorted = (reservations: readonly Reservation[]): Reservation[] =>
  [...reservations].sort((a, b) =>
    a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.start - b.start,
  );

const insert = (exclusive: boolean): string => `
  insert into reservation (actor, during, appointment, intent, exclusive)
  select actor, tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000)), appointment, $5, ${exclusive}
  from unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) as x(actor, s, e, appointment)
  on conflict do nothing`;

const columns = (reservations: readonly Reservation[], intent: string | null): unknown[] => [
  reservations.map(({ actor }) => actor),
  reservations.map(({ start }) => start),
  reservations.map(({ end }) => end),
  reservations.map(({ appointment }) => appointment),
  intent,
];

/**
 * Takes time for an intent, all or nothing: false when somebody else has some of it. The exclusion constraint decides;
 * entering in one order keeps callers from waiting for each other in a ring.
 */
export async function reserveFor(
  tx: Transaction,
  intent: string,
  reservations: readonly Reservation[],
): Promise<boolean> {
  if (reservations.length === 0) return true;
  const wanted = sorted(reservations);
  const { rowCount } = await tx.query(insert(true), columns(wanted, intent), { name: 'reserve' });
  if (rowCount === wanted.length) return !(await meetsUnguarded(tx, wanted));
  return false;
}

/** Time that Cura gave twice stands outside the constraint; what is new here must keep off it all the same. */
async function meetsUnguarded(tx: Transaction, wanted: readonly Reservation[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) as x(actor, s, e, appointment)
     join reservation r on r.actor = x.actor and not r.exclusive and r.appointment <> x.appointment
       and r.during && tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000)) limit 1`,
    columns(wanted, null).slice(0, 4),
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
  const values = columns(sorted(reservations), null);
  const { rowCount } = await tx.query(insert(true), values, { name: 'reserve' });
  if (rowCount === reservations.length) return;
  await adopt(tx, values);
  // Rows that the first statement entered are found again by the primary key, so only the refused ones are added.
  await tx.query(insert(false), values, { name: 'reserve-unguarded' });
}

/** Time that an open intent of the same appointment holds is the appointment's own now: it must outlive the intent's refusal. */
async function adopt(tx: Transaction, values: readonly unknown[]): Promise<void> {
  await tx.query(
    `update reservation r set intent = $5
     from unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) as x(actor, s, e, appointment)
     where r.appointment = x.appointment and r.actor = x.actor and r.intent is not null
       and r.during = tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000))`,
    values,
    { name: 'adopt-reservation' },
  );
}

/** Gives back what an intent took that came to nothing. */
export async function release(tx: Transaction, intent: string): Promise<void> {
  await tx.query('delete from reservation where intent = $1', [intent], { name: 'release-intent' });
}
