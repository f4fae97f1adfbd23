/**
 * Statements over free times. Values that all begin with: $1 services, $2 and $3 the starts asked of each (from, to), $4 and $5 the local
 * dates of those; $6 practitioners, $7 places, $8 weekdays, each null where nobody asks; $9 when the citizen is somewhere else, an
 * int8multirange; $10 now; $11 the dates on which that, or an end of what is asked, lies.
 */

const isWanted = (list: string, column: string): string =>
  `(${list} is null or ${column} = any(${list}))`;

const wanted = {
  practitioner: isWanted('$6::text[]', 'f.practitioner'),
  place: isWanted('$7::text[]', 'f.place'),
  weekday: isWanted('$8::int[]', 'extract(isodow from f.day)::int'),
} as const;
const filters = Object.values(wanted).join(' and ');

const rows = `unnest($1::text[], $2::bigint[], $3::bigint[], $4::date[], $5::date[]) as a(service, lo, hi, since, until)
  join free_time f on f.service = a.service`;

const isBusy = (start: string, stop: string): string =>
  `int8range(${start}, ${stop}) && $9::int8multirange`;

/** How many of a row's starts come before a moment: looked up, not walked through. */
const before = (moment: string): string => `width_bucket(${moment} - 1, f.starts)`;

const fitting = `(select count(*) from generate_series(${before('a.lo')} + 1, ${before('a.hi')}) i
  where f.until[i] <= $10 and not ${isBusy('f.starts[i]', 'f.ends[i]')})`;

const counted = (what: string, where: string): string =>
  `select f.day, sum(${what})::int as n from ${rows} and f.day between a.since and a.until where ${where} and ${filters} group by f.day`;

// Most rows say themselves how many times they have; only where something is held, begins, ends or is in the way they are looked into.
const days = `
days as materialized (
  select day, sum(n)::int as n, (sum(sum(n)) over (order by day))::int as upto from (
    ${counted('f.n', 'f.day <> all($11::date[]) and not f.held')} union all
    ${counted(fitting, 'f.day <> all($11::date[]) and f.held')} union all
    ${counted(fitting, 'f.day = any($11::date[])')}) f
  group by day having sum(n) > 0)`;

const isPlain = `not f.held and not ${isBusy('f.first', 'f.ends[f.n]')}`;

/**
 * Behind the shared values: $12 how many, $13 the start, $14 the Schedule and $15 the date of the last time of the page before. A page
 * reaches so many days that it is full, whatever lies before that on the first of them. Where more rows than it has room for have a
 * time up to the cut, none that comes later is on it.
 */
export const pageSql = (farthest: number): string => `
with ${days},
near as materialized (
  select f.*, ${before('greatest(a.lo, $13::bigint)')} + 1 as low, ${before('a.hi')} as high, a.hi,
    case when ${isPlain} then f.starts[${before('greatest(a.lo, $13::bigint + 1)')} + 1] end as next
  from days d cross join ${rows} and f.day = d.day
  where d.day >= $15::date and d.upto - d.n <= coalesce((select max(upto) from days where day <= $15::date), 0) + $12::int
    and ${filters}),
cut as materialized (
  select coalesce((select next from near where next < hi order by next offset $12::int limit 1), ${farthest}) as at),
page as (
  select f.starts[i] as start, f.ends[i] as stop, f.schedule, f.service, f.practitioner, f.place
  from cut cross join near f cross join lateral generate_series(f.low, least(f.high, ${before('cut.at + 1')})) i
  where (f.starts[i], f.schedule) > ($13::bigint, $14::text) and f.until[i] <= $10 and not ${isBusy('f.starts[i]', 'f.ends[i]')}
  order by start, schedule limit $12::int + 1)
select (select coalesce(sum(n), 0)::int from days) as total, p.start, p.stop as end, p.schedule, p.service, p.practitioner, p.place
from (select) once left join page p on true order by p.start, p.schedule`;

/** The dates nearest to $12 and $13. */
export const nearestSql = `
with ${days}
select day from days order by least(abs(day - $12::date), abs(day - $13::date)), day limit 3`;

/** How many times that start from $11 to $12, on the dates $13 to $14, are left out: each by the first reason against it. */
export const reasonsSql = `
select case when not ${wanted.practitioner} then 'practitioner' when not ${wanted.place} then 'location'
    when not ${wanted.weekday} then 'weekday' when f.starts[i] < a.lo or f.starts[i] >= a.hi then 'not-bookable-now'
    when f.until[i] > $10 then 'held' when ${isBusy('f.starts[i]', 'f.ends[i]')} then 'citizen-busy' end as reason,
  count(*)::int as count
from ${rows} and f.day between $13::date and $14::date
cross join lateral generate_series(${before('$11::bigint')} + 1, ${before('$12::bigint')}) i group by 1 order by 1`;
