import type { MigrationStep } from './migrate.ts';

/**
 * Whose time each Schedule's times take: its person, its places and its equipment. `apart`: it is nobody else's meanwhile, as a room
 * is and a citizen's home is not. `reach_minutes`: what is taken this much before or after a time may stand in its way.
 * `travel_minutes`: of the way to each appointment.
 */
export const scheduleUseTable: MigrationStep = {
  id: '015-slot',
  sql: `
create table schedule_use (
  schedule text collate "C" not null, actor text collate "C" not null, service text collate "C" not null,
  apart boolean not null, reach_minutes integer not null, travel_minutes integer not null,
  primary key (schedule, actor));
create index schedule_use_actor on schedule_use (actor, schedule) include (service, apart, reach_minutes);
create index schedule_use_service on schedule_use (service, schedule);

do $fill$ begin
  if to_regclass('schedule') is null then return; end if;
  insert into schedule_use
  with named as (
    select s.id, a.ref, (select substr(v.ref, 19) from jsonb_path_query(s.content::jsonb, '$.actor[*].reference') r,
        lateral (select r #>> '{}' as ref) v where v.ref like 'HealthcareService/%' limit 1) as service
    from schedule s, lateral (
      select r #>> '{}' as ref from jsonb_path_query(s.content::jsonb, '$.actor[*].reference') r
      union select r #>> '{}' from jsonb_path_query(s.content::jsonb,
        '$.extension[*].extension[*] ? (@.url == "location").valueReference.reference') r) a
    where s.view & 1 <> 0)
  select n.id, replace(n.ref, 'PractitionerRole/', 'Practitioner/'), coalesce(n.service, ''),
    n.ref like 'PractitionerRole/%' or exists (select from location l where n.ref = 'Location/' || l.id
      and l.content::jsonb @? '$.physicalType.coding[*] ? (@.code == "ro")'), 480, 0
  from named n where n.ref like 'PractitionerRole/%' or n.ref like 'Location/%'
  on conflict do nothing;
end $fill$;
`,
};
