import type { Slot } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { instantToWall, parseInstant } from '../../fhir/instant.ts';
import { dateInterval } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import type { Shape } from '../../store/shape.ts';
import { idIn } from '../define.ts';

const actor = (type: string): string =>
  `coalesce((select substr(a, ${type.length + 2}) from unnest(c.p_actor) a where a like '${type}/%' limit 1), '')`;

const part = (url: string, value: string): string =>
  `jsonb_path_query_first(s.content::jsonb, '$.extension[*] ? (@.url == "${url}").${value}') #>> '{}'`;

const place = part(structure('slot-location'), 'valueReference.reference');
const expires = part(structure('hold-expires'), 'valueDateTime');
const ms = (instant: string): string => `(extract(epoch from ${instant}) * 1000)::bigint`;

/** What stands of each Schedule on each date, made anew from its Slots. One end of an array is the earliest. */
const refreshSql = `
with day as materialized (
  select * from unnest($1::text[], $2::date[], $3::float8[], $4::float8[]) as d(schedule, day, lo, hi)),
slots as (
  select d.schedule, d.day, ${actor('HealthcareService')} as service, ${actor('PractitionerRole')} as practitioner,
    coalesce(substr(${place}, 10), ${actor('Location')}) as place, ${ms('s.sort')} as start,
    ${ms(`(s.content::jsonb ->> 'end')::timestamptz`)} as stop,
    case when s.p_status && '{free}' then 0 else ${ms(`(${expires})::timestamptz`)} end as until
  from day d join schedule c on c.id = d.schedule and c.view & 1 <> 0
  join slot_link l on l.param = 'schedule' and l.value = 'Schedule/' || d.schedule
    and l.sort >= to_timestamp(d.lo / 1000) and l.sort < to_timestamp(d.hi / 1000)
  join slot s on s.id = l.id and s.view = l.view
  where s.view & 1 <> 0 and s.p_status && '{free,busy-tentative}'),
now as materialized (
  select schedule, day, place, service, practitioner, array_agg(start order by start) as starts,
    array_agg(stop order by start) as ends, array_agg(until order by start) as until, bool_or(until > 0) as held
  from slots where until is not null group by 1, 2, 3, 4, 5),
gone as (
  delete from free_time f using day d where f.schedule = d.schedule and f.day = d.day
    and not exists (select from now n where n.schedule = f.schedule and n.day = f.day and n.place = f.place))
insert into free_time as f (schedule, day, place, service, practitioner, starts, ends, until, held)
select schedule, day, place, service, practitioner, starts, ends, until, held from now
on conflict (schedule, day, place) do update set service = excluded.service, practitioner = excluded.practitioner,
  starts = excluded.starts, ends = excluded.ends, until = excluded.until, held = excluded.held
where (f.service, f.practitioner, f.starts, f.ends, f.until)
  is distinct from (excluded.service, excluded.practitioner, excluded.starts, excluded.ends, excluded.until)`;

/** Who makes a day anew sees what all others made of it before. */
const lockSql = `
select pg_advisory_xact_lock(hashtextextended('free ' || schedule, 0))
from (select distinct schedule from unnest($1::text[]) schedule order by 1) s`;

/** The local dates of Schedules that some Slots are of, each once. */
function daysOf(rows: readonly { readonly content: string }[]): [string, string][] {
  const days = new Map<string, [string, string]>();
  for (const { content } of rows) {
    const { schedule, start } = JSON.parse(content) as Slot;
    const id = idIn(schedule.reference, 'Schedule') ?? '';
    const { date } = instantToWall(parseInstant(start));
    days.set(`${id} ${date}`, [id, date]);
  }
  return [...days.values()];
}

/** Makes the free times of some Schedules on some local dates what their Slots are. Safe to repeat. */
export async function refreshFreeTimes(
  tx: Transaction,
  days: readonly (readonly [schedule: string, date: string])[],
): Promise<void> {
  if (days.length === 0) return;
  const schedules = days.map(([schedule]) => schedule);
  const dates = days.map(([, date]) => date);
  const spans = dates.map((date) => dateInterval({ from: date, to: date }));
  await tx.query(lockSql, [schedules], { name: 'free-times-lock' });
  await tx.query(
    refreshSql,
    [schedules, dates, spans.map(({ start }) => start), spans.map(({ end }) => end)],
    { name: 'free-times-refresh' },
  );
}

/** Keeps the times that `$find` looks in as the Slots are, in the transaction that writes them. */
export const keepFreeTimes: NonNullable<Shape['beside']> = (tx, rows) =>
  refreshFreeTimes(tx, daysOf(rows));
