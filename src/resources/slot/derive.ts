import type { Appointment, HealthcareService, Location, Schedule, Slot } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { uuidv5 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { type Interval, widen } from '../../scheduling/interval.ts';
import { type BookingPolicy, cutOf } from '../../scheduling/policy.ts';
import { type DateRange, dateInterval, type Roster } from '../../scheduling/roster.ts';
import { neededFor, slotsOf } from '../../scheduling/schedule-day.ts';
import type { CutSlot, Taken } from '../../scheduling/slot-cut.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll, removeAll } from '../../store/put.ts';
import { participantId, takesTime, timeOf } from '../appointment/participants.ts';
import { idIn, type Ports } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { actorIn, rosterOf } from '../schedule/roster.ts';

type Needs = Pick<Ports, 'room' | 'now'>;
type Services = ReadonlyMap<string, HealthcareService>;

/** A Slot's id follows from its Schedule and start (epoch milliseconds). */
export const slotId = (schedule: string, start: number): string =>
  uuidv5(schedule, new Date(start).toISOString());

export const slotLocation = structure('slot-location');

const slotOf = (
  schedule: Schedule & { id: string },
  service: HealthcareService | undefined,
  cut: CutSlot,
): Slot & { id: string } => ({
  resourceType: 'Slot',
  id: slotId(schedule.id, cut.start),
  ...(cut.locationId !== undefined && {
    extension: [{ url: slotLocation, valueReference: { reference: `Location/${cut.locationId}` } }],
  }),
  ...(service?.type && { serviceType: service.type }),
  schedule: { reference: `Schedule/${schedule.id}` },
  status: cut.status,
  start: formatInstant(cut.start),
  end: formatInstant(cut.end),
});

/** Appointments that take the person's or the room's time, each with the buffers of its own service. */
const busyOf = (appointments: readonly Appointment[], services: Services): Interval[] =>
  appointments.flatMap((appointment) => {
    const time = timeOf(appointment);
    const service = services.get(participantId(appointment, 'HealthcareService') ?? '');
    if (!time) return [];
    const cut = service ? cutOf(policyOf(service)) : { bufferBeforeMs: 0, bufferAfterMs: 0 };
    return [widen(time, cut.bufferBeforeMs, cut.bufferAfterMs)];
  });

const takenBy = (
  appointments: readonly Appointment[],
  service: string,
  practitioner: string,
): Taken[] =>
  appointments.flatMap((appointment) => {
    const time = timeOf(appointment);
    if (!time || participantId(appointment, 'HealthcareService') !== service) return [];
    if (participantId(appointment, 'Practitioner') !== practitioner) return [];
    const locationId = participantId(appointment, 'Location');
    const status = appointment.status === 'pending' ? 'busy-tentative' : 'busy';
    return [{ ...time, status, ...(locationId !== undefined && { locationId }) }];
  });

/** A home or a hall is nobody's alone: only rooms keep appointments apart. */
export const isExclusive = (location: Location | undefined): boolean =>
  location?.physicalType?.coding?.some(({ code }) => code === 'ro') ?? false;

async function appointmentsIn(
  tx: Transaction,
  ports: Needs,
  roster: Roster,
  practitioner: string,
  during: Interval,
): Promise<Appointment[]> {
  const places = [
    ...new Set([roster.locationId, ...roster.shifts.map(({ locationId }) => locationId)]),
  ];
  const rooms = await findAll<Location>(
    tx,
    ports.room('Location'),
    places.filter((id) => id !== undefined),
  );
  const values = [
    `Practitioner/${practitioner}`,
    ...rooms
      .filter(({ resource }) => isExclusive(resource))
      .map(({ resource }) => `Location/${resource.id}`),
  ];
  const dayMs = 86_400_000;
  const found = await findLinked<Appointment>(tx, ports.room('Appointment'), {
    param: 'actor',
    values,
    from: during.start - dayMs,
    to: during.end,
  });
  return found.map(({ resource }) => resource).filter(takesTime);
}

async function cutSchedule(
  tx: Transaction,
  ports: Needs,
  schedule: Schedule & { id: string },
  dates: DateRange,
): Promise<(Slot & { id: string })[]> {
  // A role's id is that of its person: both come from one staff record.
  const practitioner = actorIn(schedule, 'PractitionerRole') ?? '';
  const serviceId = actorIn(schedule, 'HealthcareService') ?? '';
  const [service] = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), [
    serviceId,
  ]);
  if (!service || schedule.active === false) return [];
  const policy: BookingPolicy = policyOf(service.resource);
  const cut = cutOf(policy);
  const roster = rosterOf(schedule);
  const appointments = await appointmentsIn(tx, ports, roster, practitioner, neededFor(dates, cut));
  const others = [
    ...new Set(appointments.map((one) => participantId(one, 'HealthcareService') ?? '')),
  ];
  const services = new Map(
    (await findAll<HealthcareService>(tx, ports.room('HealthcareService'), others)).map(
      ({ resource }) => [resource.id, resource],
    ),
  );
  const slots = slotsOf(
    {
      roster,
      cut,
      busy: busyOf(appointments, services),
      taken: takenBy(appointments, serviceId, practitioner),
    },
    dates,
  );
  return slots.map((each) => slotOf(schedule, service.resource, each));
}

async function deriveOne(
  tx: Transaction,
  ports: Needs,
  schedule: Schedule & { id: string },
  dates: DateRange,
): Promise<void> {
  const room = ports.room('Slot');
  const wanted = await cutSchedule(tx, ports, schedule, dates);
  const { start, end } = dateInterval(dates);
  const standing = await findLinked<Slot>(tx, room, {
    param: 'schedule',
    values: [`Schedule/${schedule.id}`],
    from: start,
    to: end,
  });
  const keep = new Set(wanted.map(({ id }) => id));
  const gone = standing.flatMap(({ resource }) => (keep.has(resource.id) ? [] : [resource.id]));
  await removeAll(tx, room, gone, ports.now());
  await putAll(tx, room, wanted, ports.now());
}

/**
 * Makes the Slots of these schedules on these local dates what roster, absence and appointments say. Safe to repeat;
 * one person's time is derived by one transaction at a time.
 */
export async function deriveSlots(
  tx: Transaction,
  ports: Needs,
  schedules: readonly string[],
  dates: DateRange,
): Promise<void> {
  const found = await findAll<Schedule>(tx, ports.room('Schedule'), schedules);
  const people = [
    ...new Set(found.map(({ resource }) => actorIn(resource, 'PractitionerRole') ?? resource.id)),
  ].sort();
  for (const person of people)
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slots ${person}`]);
  for (const { resource } of found) await deriveOne(tx, ports, resource, dates);
}

/** Schedules whose Slots a person's or a room's time reaches. */
export async function schedulesOf(
  tx: Transaction,
  ports: Needs,
  actors: readonly string[],
): Promise<string[]> {
  const references = actors.map((actor) => actor.replace(/^Practitioner\//, 'PractitionerRole/'));
  const found = await findLinked<Schedule>(tx, ports.room('Schedule'), {
    param: 'actor',
    values: references,
  });
  return found.map(({ resource }) => resource.id);
}

export const scheduleIn = (slot: Slot): string => idIn(slot.schedule.reference, 'Schedule') ?? '';
