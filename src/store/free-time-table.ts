import { structure } from '../fhir/canonical.ts';
import { zone } from '../fhir/instant.ts';
import type { MigrationStep } from './migrate.ts';

/**
 * The times that can be booked, by Schedule, local date and place: what thousands of Slots say in some hundred rows. The arrays
 * run in step and by start, epoch milliseconds; a time with an `until` is held until then, and free from there on. `n`, `first` and `last`
 * are there to be read without the arrays.
 */
export const freeTimeTable: MigrationStep = {
  id: '016-find',
  sql: `
create table free_time (
  day date not null, held boolean not null,
  n integer not null generated always as (cardinality(starts)) stored,
  first bigint not null generated always as (starts[1]) stored,
  last bigint not null generated always as (starts[cardinality(starts)]) stored,
  service text collate "C" not null, practitioner text collate "C" not null, place text collate "C" not null,
  schedule text collate "C" not null, starts bigint[] not null, ends bigint[] not null, until bigint[] not null,
  primary key (schedule, day, place)) with (fillfactor = 70);
create index free_time_service on free_time (service, day);
create index free_time_held on free_time (service, day) where held;
do $fill$ begin
  if to_regclass('slot') is null or to_regclass('schedule') is null then return; end if;
  insert into free_time (schedule, day, place, service, practitioner, starts, ends, until, held)
  select s.schedule, s.day, s.place, s.service, s.practitioner,
    array_agg(s.start order by s.start), array_agg(s.stop order by s.start), array_agg(0 order by s.start), false
  from (
    select c.id as schedule, (t.sort at time zone '${zone}')::date as day,
      coalesce((select substr(a, 19) from unnest(c.p_actor) a where a like 'HealthcareService/%' limit 1), '') as service,
      coalesce((select substr(a, 18) from unnest(c.p_actor) a where a like 'PractitionerRole/%' limit 1), '') as practitioner,
      coalesce(substr(jsonb_path_query_first(t.content::jsonb, '$.extension[*] ? (@.url == "${structure('slot-location')}").valueReference.reference') #>> '{}', 10),
        (select substr(a, 10) from unnest(c.p_actor) a where a like 'Location/%' limit 1), '') as place,
      (extract(epoch from t.sort) * 1000)::bigint as start,
      (extract(epoch from (t.content::jsonb ->> 'end')::timestamptz) * 1000)::bigint as stop
    from slot t join schedule c on t.p_schedule @> array['Schedule/' || c.id] and c.view & 1 <> 0
    where t.view & 1 <> 0 and t.p_status && '{free}') s
  group by 1, 2, 3, 4, 5;
end $fill$;
`,
};
