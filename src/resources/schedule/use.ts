import type { HealthcareService, Location, Schedule } from '@medplum/fhirtypes';
import { minuteMs } from '../../fhir/calendar.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { Roster } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { isRemote } from '../healthcare-service/remote.ts';
import { isExclusive } from '../slot/element.ts';
import { actorIn, rosterOf, travelMinutesOf } from './roster.ts';

type Needs = Pick<Ports, 'room' | 'municipality'>;
type Kept = Schedule & { id: string };

/** Somebody or something whose time a Schedule's times take. */
interface Use {
  readonly schedule: string;
  readonly actor: string;
  readonly service: string;
  readonly apart: boolean;
  readonly reach: number;
  readonly travel: number;
}

interface Known {
  readonly municipality: Needs['municipality'];
  readonly services: ReadonlyMap<string, HealthcareService>;
  readonly rooms: ReadonlySet<string>;
}

/** Every place that the roster works at. */
const placesOf = ({ locationId, shifts, series = [] }: Roster): string[] => [
  ...new Set(
    [locationId, ...[...shifts, ...series].map((each) => each.locationId)].filter(
      (id) => id !== undefined,
    ),
  ),
];

/** What each appointment takes besides its person and its room. */
export interface Adding {
  readonly travelMinutes: number;
  /** As keys. */
  readonly equipment: readonly string[];
}

/** What the roster adds to each appointment of a service. */
export const addingOf = (schedule: Schedule, service: HealthcareService): Adding => {
  const roster = rosterOf(schedule);
  return {
    travelMinutes: travelMinutesOf(service, roster),
    equipment: [...new Set(roster.equipment)].map((id) => `Equipment/${id}`),
  };
};

function usesOf(schedule: Kept, { services, rooms, municipality }: Known): Use[] {
  const service = services.get(actorIn(schedule, 'HealthcareService') ?? '');
  const person = actorIn(schedule, 'PractitionerRole');
  if (!service) return [];
  const { travelMinutes: travel, equipment } = addingOf(schedule, service);
  const policy = policyOf(service, municipality);
  const { durationMs, bufferBeforeMs, bufferAfterMs } = cutOf(policy, travel);
  const reach = Math.ceil((durationMs + bufferBeforeMs + bufferAfterMs) / minuteMs);
  const use = (actor: string, apart = true): Use => ({
    ...{ schedule: schedule.id, service: service.id ?? '', actor, apart, reach, travel },
  });
  const places = isRemote(service) ? [] : placesOf(rosterOf(schedule));
  return [
    ...(person === undefined ? [] : [use(`Practitioner/${person}`)]),
    ...places.map((id) => use(`Location/${id}`, rooms.has(id))),
    ...equipment.map((key) => use(key)),
  ];
}

async function known(tx: Transaction, ports: Needs, schedules: readonly Kept[]): Promise<Known> {
  const services = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), [
    ...new Set(schedules.flatMap((one) => actorIn(one, 'HealthcareService') ?? [])),
  ]);
  const places = await findAll<Location>(tx, ports.room('Location'), [
    ...new Set(schedules.flatMap((one) => placesOf(rosterOf(one)))),
  ]);
  return {
    municipality: ports.municipality,
    services: new Map(services.map(({ resource }) => [resource.id, resource])),
    rooms: new Set(
      places.filter(({ resource }) => isExclusive(resource)).map(({ resource }) => resource.id),
    ),
  };
}

/** Notes whose time the times of these Schedules take; of those that are not among `standing`, nobody's. Safe to repeat. */
export async function recordUses(
  tx: Transaction,
  ports: Needs,
  ids: readonly string[],
  standing: readonly Kept[],
): Promise<void> {
  const facts = await known(tx, ports, standing);
  const uses = standing.flatMap((one) => usesOf(one, facts));
  await tx.query(
    `with wanted as (select * from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::int[], $7::int[])
       as x(schedule, actor, service, apart, reach, travel)),
     gone as (delete from schedule_use u where u.schedule = any($1::text[])
       and not exists (select from wanted w where w.schedule = u.schedule and w.actor = u.actor))
     insert into schedule_use as u select * from wanted
     on conflict (schedule, actor) do update
       set service = excluded.service, apart = excluded.apart, reach_minutes = excluded.reach_minutes,
         travel_minutes = excluded.travel_minutes
       where u is distinct from excluded`,
    [
      ids,
      uses.map(({ schedule }) => schedule),
      uses.map(({ actor }) => actor),
      uses.map(({ service }) => service),
      uses.map(({ apart }) => apart),
      uses.map(({ reach }) => reach),
      uses.map(({ travel }) => travel),
    ],
    { name: 'record-uses' },
  );
}

/** Notes anew what the times of these Schedules take, after what they depend on has changed. */
export async function refreshUses(
  tx: Transaction,
  ports: Needs,
  schedules: readonly string[],
): Promise<void> {
  if (schedules.length === 0) return;
  const found = await findAll<Schedule>(tx, ports.room('Schedule'), schedules);
  await recordUses(
    tx,
    ports,
    schedules,
    found.map(({ resource }) => resource),
  );
}
