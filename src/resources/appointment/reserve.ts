import { type Interval, overlaps } from '../../scheduling/interval.ts';
import { float8Array, textArray } from '../../store/array.ts';
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

/** What an intent wants: all of it or nothing. */
export interface Claim {
  readonly intent: string;
  readonly reservations: readonly Reservation[];
}

type Wanted = Reservation & { readonly intent: string | null };

const sorted = <T extends Reservation>(reservations: readonly T[]): T[] =>
  [...reservations].sort((a, b) =>
    a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.start - b.start,
  );

/** The rows of a statement, `at` counts them from 1. */
const wanted = `wanted as materialized (
  select at, actor, tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000)) as during, appointment, intent,
    to_timestamp(expires / 1000) as expires
  from unnest($1::text[], $2::float8[], $3::float8[], $4::text[], $5::text[], $6::float8[])
    with ordinality as x(actor, s, e, appointment, intent, expires, at))`;

const same = 'r.appointment = w.appointment and r.actor = w.actor and r.during = w.during';

const insert = (exclusive: boolean): string => `
  insert into reservation (actor, during, appointment, intent, exclusive, expires)
  select actor, during, appointment, intent, ${exclusive}, expires from wanted w
  where not exists (select from reservation r where ${same}) order by at on conflict do nothing`;

const columns = (reservations: readonly Wanted[]): unknown[] => [
  textArray(reservations.map(({ actor }) => actor)),
  float8Array(reservations.map(({ start }) => start)),
  float8Array(reservations.map(({ end }) => end)),
  textArray(reservations.map(({ appointment }) => appointment)),
  textArray(reservations.map(({ intent }) => intent)),
  float8Array(reservations.map(({ expires }) => expires ?? null)),
];

/**
 * A hold's own time, when it is booked, is the intent's now, which gives it back if it comes to nothing. All other time is entered if
 * nobody has it. Time that Cura gave twice stands outside the constraint; what is new must keep off it all the same.
 */
const enterSql = `with ${wanted},
had as (update reservation r set intent = w.intent from wanted w where ${same} and r.expires is not null returning w.at),
entered as (${insert(true)} returning appointment, actor, during)
select w.at::int as at from wanted w
where (exists (select from had h where h.at = w.at) or exists (select from entered r where ${same}))
  and not exists (select from reservation r where r.actor = w.actor and not r.exclusive
    and r.appointment <> w.appointment and r.during && w.during)`;

/** Those of the rows that are now the intents'. */
async function enter(tx: Transaction, all: readonly Wanted[]): Promise<Wanted[]> {
  if (all.length === 0) return [];
  const { rows } = await tx.query<{ at: number }>(enterSql, columns(all), { name: 'reserve' });
  const entered = new Set(rows.map(({ at }) => at - 1));
  return all.filter((_, at) => entered.has(at));
}

/** Takes away what was held in the way of this time and is no more. A hold that is just being booked is not over. */
async function sweep(tx: Transaction, all: readonly Wanted[], now: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `with ${wanted} delete from reservation r using wanted w
     where r.actor = w.actor and r.during && w.during and r.appointment <> w.appointment and r.exclusive
       and r.expires <= to_timestamp($7 / 1000.0) and r.intent is null`,
    [...columns(all), now],
    { name: 'sweep-reservations' },
  );
  return rowCount > 0;
}

const rowsOf = (claims: readonly Claim[]): Wanted[] =>
  sorted(
    claims.flatMap(({ intent, reservations }) => reservations.map((one) => ({ ...one, intent }))),
  );

const meets = (a: Reservation, b: Reservation): boolean => a.actor === b.actor && overlaps(a, b);

/** Enters what it can; those who did not get all give back what they got. Gives what was given back. */
async function tryAll(
  tx: Transaction,
  claims: readonly Claim[],
  now: number,
  won: Set<string>,
): Promise<Wanted[]> {
  const all = rowsOf(claims);
  const entered = new Set(await enter(tx, all));
  const missing = all.filter((one) => !entered.has(one));
  if (missing.length > 0 && (await sweep(tx, missing, now)))
    for (const one of await enter(tx, missing)) entered.add(one);
  const short = new Set(all.flatMap((one) => (entered.has(one) ? [] : [one.intent ?? ''])));
  for (const { intent } of claims) if (!short.has(intent)) won.add(intent);
  await releaseAll(tx, [...short]);
  return [...entered].filter(({ intent }) => short.has(intent ?? ''));
}

/**
 * Takes time for intents, each all or nothing; gives those that have it. The exclusion constraint decides; entering in one order keeps
 * callers from waiting for each other in a ring.
 */
export async function reserveAll(
  tx: Transaction,
  claims: readonly Claim[],
  now: number,
): Promise<Set<string>> {
  const won = new Set<string>();
  const freed = await tryAll(tx, claims, now, won);
  // Time that was given back may be all that another lacked.
  for (const claim of claims)
    if (
      !won.has(claim.intent) &&
      freed.some(
        (one) => one.intent !== claim.intent && claim.reservations.some((own) => meets(own, one)),
      )
    )
      await tryAll(tx, [claim], now, won);
  return won;
}

/** Takes time for an intent, all or nothing: false when somebody else has some of it. */
export const reserveFor = async (
  tx: Transaction,
  intent: string,
  reservations: readonly Reservation[],
  now: number,
): Promise<boolean> => (await reserveAll(tx, [{ intent, reservations }], now)).has(intent);

/** What is right stays, and is the appointment's own also if an open intent of it took it; the rest goes. */
const keepSql = `with ${wanted},
kept as (
  update reservation r set intent = null, expires = w.expires from wanted w
  where ${same} and r.exclusive and (r.intent is not null or r.expires is distinct from w.expires))
delete from reservation r where r.appointment = any($7::text[]) and r.intent is null
  and not (r.exclusive and exists (select from wanted w where ${same}))`;

/** Gives how many could not be entered for another who has the time. */
const standSql = `with ${wanted}, entered as (${insert(true)} returning appointment, actor, during)
select count(*) as missing from wanted w
where not exists (select from entered r where ${same}) and not exists (select from reservation r where ${same})`;

/** Makes the reservations of these appointments what they are in Cura, overlapping or not: Cura is not bound by our rules. */
export async function reserveStanding(
  tx: Transaction,
  appointments: readonly string[],
  reservations: readonly Reservation[],
): Promise<void> {
  const values = columns(sorted(reservations.map((one) => ({ ...one, intent: null }))));
  await tx.query(keepSql, [...values, appointments], { name: 'keep-reservations' });
  if (reservations.length === 0) return;
  const { rows } = await tx.query<{ missing: number }>(standSql, values, { name: 'stand' });
  if (rows[0]?.missing === 0) return;
  await tx.query(`with ${wanted} ${insert(false)}`, values, { name: 'reserve-unguarded' });
}

/** Gives back what intents took: a hold's time to the hold, for as long as it lasts, and the rest to everybody. */
export async function releaseAll(tx: Transaction, intents: readonly string[]): Promise<void> {
  if (intents.length === 0) return;
  await tx.query(
    `with given as (update reservation set intent = null where intent = any($1::text[]) and expires is not null)
     delete from reservation where intent = any($1::text[]) and expires is null`,
    [intents],
    { name: 'release-intents' },
  );
}

/** Gives back what one intent took. */
export const release = (tx: Transaction, intent: string): Promise<void> => releaseAll(tx, [intent]);

/** Takes away what intents that are done took and their appointments, as Cura has them, do not take. */
export async function clearAll(tx: Transaction, intents: readonly string[]): Promise<void> {
  await tx.query('delete from reservation where intent = any($1::text[])', [intents], {
    name: 'clear-intents',
  });
}
