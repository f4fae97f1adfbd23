import type {
  Appointment,
  HealthcareService,
  Organization,
  Resource,
  Schedule,
} from '@medplum/fhirtypes';
import { dateInterval } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import { type RosterFacts, rosterFactsSql } from '../appointment/taking.ts';
import type { ScheduleDates } from './reach.ts';
import { type StandingSlot, standingSlot } from './write.ts';

/** A Schedule that uses somebody or something that keeps appointments apart. */
export interface Use {
  readonly schedule: string;
  readonly actor: string;
}

/** All that the Slots of some schedule-days follow from, and what stands of them. */
export interface Ground {
  readonly schedules: ReadonlyMap<string, Schedule & { id: string }>;
  readonly services: ReadonlyMap<string, HealthcareService>;
  readonly units: ReadonlyMap<string, Organization>;
  readonly appointments: readonly (Appointment & { id: string })[];
  /** By Schedule. */
  readonly standing: ReadonlyMap<string, readonly StandingSlot[]>;
  readonly uses: readonly Use[];
  readonly rosters: RosterFacts;
}

const rowsOf = (table: string, among: string): string =>
  `select '${table}' as kind, t.content from ${table} t where t.view & 1 <> 0 and ${among}`;

/** Rows of the Slots' days; `range` is one line, \`reach\` one of a Schedule's uses with the time that may matter. */
const asked = `
with range as materialized (
  select schedule, to_timestamp(s / 1000) as s, to_timestamp(e / 1000) as e
  from unnest($1::text[], $2::float8[], $3::float8[]) as x(schedule, s, e)),
used as materialized (
  select r.schedule, u.actor, u.service, r.s - make_interval(mins => u.reach_minutes) - interval '1 day' as s,
    r.e + make_interval(mins => u.reach_minutes) + interval '6 hours' as e
  from range r join schedule_use u on u.schedule = r.schedule and u.apart),
shared as materialized (
  select p.actor as person, used.s, used.e
  from used join schedule_use o on o.actor = used.actor
  join schedule_use p on p.schedule = o.schedule and p.actor like 'Practitioner/%'
  where used.actor like 'Equipment/%'),
wanted as (
  select actor, min(s) as s, max(e) as e from (
    select actor, s, e from used where actor not like 'Equipment/%' union all select person, s, e from shared) w group by 1),
met as materialized (
  select distinct l.id from wanted w join appointment_link l
    on l.param = 'actor' and l.value = w.actor and l.sort >= w.s and l.sort < w.e),
taken as materialized (
  select t.content, t.p_actor from met join appointment t on t.id = met.id and t.view & 1 <> 0
  union all select c.content, array['HealthcareService/' || c.schedule] from wanted w
    join class_session c on w.actor = any(c.actors) and c.starts >= w.s and c.starts < w.e),
served as materialized (
  select distinct service as id from used union select substr(a, 19) from taken, unnest(p_actor) a where a like 'HealthcareService/%')`;

const groundSql = `${asked}
select 'appointment' as kind, content from taken
union all ${rowsOf('healthcare_service', 't.id in (select id from served)')}
union all ${rowsOf('schedule', 't.id in (select schedule from range)')}
union all ${rowsOf('organization', `t.id in (select substr(h.p_organization[1], 14) from healthcare_service h where h.id in (select service from used) and h.view & 1 <> 0)`)}
union all select r.schedule || ' ' || t.id, t.content from range r join slot_link l on l.param = 'schedule' and l.value = 'Schedule/' || r.schedule
  and l.sort >= r.s and l.sort < r.e join slot t on t.id = l.id and t.view & 1 <> 0
union all select distinct 'use', json_build_object('schedule', schedule, 'actor', actor)::text from used
union all select 'roster', json_build_array(id, content::json)::text from (${rosterFactsSql(`p.actor in (select a from taken, unnest(p_actor) a where a like 'Practitioner/%')`)}) f`;

interface GroundRow {
  readonly kind: string;
  readonly content: string;
}

const byId = <T extends Resource>(all: readonly T[]): ReadonlyMap<string, T & { id: string }> =>
  new Map(all.map((one) => [one.id ?? '', one as T & { id: string }]));

/** Rows of Slots say `<schedule> <id>`. */
function standingIn(rows: readonly GroundRow[]): Ground['standing'] {
  const by = new Map<string, StandingSlot[]>();
  for (const { kind, content } of rows) {
    const [schedule = '', id] = kind.split(' ');
    if (id === undefined) continue;
    const slots = by.get(schedule) ?? [];
    slots.push(standingSlot(id, content));
    by.set(schedule, slots);
  }
  return by;
}

/** A town's calendars are large and seldom change: the same text is the same calendar. */
const remembered = new Map<string, Schedule & { id: string }>();
const mostRemembered = 256;

function scheduleIn(content: string): Schedule & { id: string } {
  const known = remembered.get(content);
  const schedule = known ?? (JSON.parse(content) as Schedule & { id: string });
  // The one that was asked for last goes last.
  if (known) remembered.delete(content);
  remembered.set(content, schedule);
  if (remembered.size > mostRemembered)
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  return schedule;
}

/** Loads what some schedule-days follow from, in one statement. */
export async function loadGround(
  tx: Transaction,
  ranges: readonly ScheduleDates[],
): Promise<Ground> {
  const spans = ranges.map(dateInterval);
  const { rows } = await tx.query<GroundRow>(
    groundSql,
    [
      ranges.map(({ schedule }) => schedule),
      spans.map(({ start }) => start),
      spans.map(({ end }) => end),
    ],
    { name: 'slots-ground' },
  );
  const of = <T>(kind: string): T[] =>
    rows.flatMap((row) => (row.kind === kind ? [JSON.parse(row.content) as T] : []));
  return {
    schedules: byId(
      rows.flatMap(({ kind, content }) => (kind === 'schedule' ? [scheduleIn(content)] : [])),
    ),
    services: byId(of<HealthcareService>('healthcare_service')),
    units: byId(of<Organization>('organization')),
    appointments: of('appointment'),
    standing: standingIn(rows),
    uses: of('use'),
    rosters: new Map(of('roster')),
  };
}
