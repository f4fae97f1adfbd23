import { addDays, instantToWall, zone } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { DateRange } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';

/** Time of somebody or something that was given or taken, with its buffers: what the Slots of others may follow from. */
export interface Touch extends Interval {
  /** Such as `Practitioner/<id>`, `Location/<id>` or `Equipment/<identifier>`. */
  readonly actor: string;
}

/** Local dates of one Schedule. */
export interface ScheduleDates extends DateRange {
  readonly schedule: string;
}

/**
 * The days of the Schedules that some touches reach, each locked to the end of the transaction: who derives a day sees all that was
 * booked on it before. Days are locked in one order; a derivation of many days has their Schedule alone.
 */
const reachSql = `
with reached as (
  select distinct u.schedule, day::date::text as date
  from unnest($1::text[], $2::float8[], $3::float8[]) as x(actor, s, e)
  join schedule_use u on u.actor = x.actor and u.apart
  cross join lateral generate_series(
    greatest(((to_timestamp(s / 1000) - make_interval(mins => u.reach_minutes)) at time zone $4)::date, $5::date),
    ((to_timestamp(e / 1000) + make_interval(mins => u.reach_minutes)) at time zone $4)::date, interval '1 day') day),
named as (
  select distinct schedule, null as date from reached union all select schedule, date from reached)
select schedule, date,
  case when date is null then pg_advisory_xact_lock_shared(hashtextextended('slots ' || schedule, 0))
    else pg_advisory_xact_lock(hashtextextended('slots ' || schedule || ' ' || date, 0)) end as locked
from (select * from named order by date is not null, schedule, date) n`;

interface ReachedRow {
  readonly schedule: string;
  readonly date: string | null;
}

/** Days that follow each other as one range. */
function joined(rows: readonly ReachedRow[]): ScheduleDates[] {
  const ranges: ScheduleDates[] = [];
  for (const { schedule, date } of rows) {
    if (date === null) continue;
    const last = ranges.at(-1);
    if (last?.schedule === schedule && date <= addDays(last.to, 1))
      ranges[ranges.length - 1] = { ...last, to: date };
    else ranges.push({ schedule, from: date, to: date });
  }
  return ranges;
}

/** Locks what the touches reach from today on and gives it. */
export async function lockReached(
  tx: Transaction,
  touches: readonly Touch[],
  now: number,
): Promise<ScheduleDates[]> {
  const { rows } = await tx.query<ReachedRow>(
    reachSql,
    [
      touches.map(({ actor }) => actor),
      touches.map(({ start }) => start),
      touches.map(({ end }) => end),
      zone,
      instantToWall(now).date,
    ],
    { name: 'slots-reached' },
  );
  return joined(rows);
}

/** Locks all days of Schedules, in one order. */
export async function lockWhole(tx: Transaction, schedules: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('slots ' || schedule, 0))
     from (select distinct schedule from unnest($1::text[]) schedule order by 1) s`,
    [schedules],
    { name: 'slots-whole' },
  );
}
