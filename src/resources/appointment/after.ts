import type { Appointment, HealthcareService, Location } from '@medplum/fhirtypes';
import { instantToWall } from '../../fhir/instant.ts';
import { type Interval, widen } from '../../scheduling/interval.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { DateRange } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import type { Change, Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { deriveSlots, isExclusive, schedulesOf } from '../slot/derive.ts';
import { participantId, takesTime, timeOf } from './participants.ts';
import { type Reservation, reserveStanding } from './reserve.ts';

type Needs = Parameters<NonNullable<Room['after']>>[1];

/** What an appointment takes time of: its person, and its room when rooms are nobody else's meanwhile. */
const takers = (appointment: Appointment, rooms: ReadonlySet<string>): string[] => {
  const practitioner = participantId(appointment, 'Practitioner');
  const location = participantId(appointment, 'Location');
  return [
    ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}`]),
    ...(location !== undefined && rooms.has(location) ? [`Location/${location}`] : []),
  ];
};

interface Known {
  readonly rooms: ReadonlySet<string>;
  readonly services: ReadonlyMap<string, HealthcareService>;
}

async function known(
  tx: Transaction,
  ports: Needs,
  appointments: readonly Appointment[],
): Promise<Known> {
  const ids = (type: string): string[] => [
    ...new Set(appointments.flatMap((one) => participantId(one, type) ?? [])),
  ];
  const places = await findAll<Location>(tx, ports.room('Location'), ids('Location'));
  const services = await findAll<HealthcareService>(
    tx,
    ports.room('HealthcareService'),
    ids('HealthcareService'),
  );
  return {
    rooms: new Set(
      places.filter(({ resource }) => isExclusive(resource)).map(({ resource }) => resource.id),
    ),
    services: new Map(services.map(({ resource }) => [resource.id, resource])),
  };
}

const withBuffers = (appointment: Appointment, { services }: Known): Interval | undefined => {
  const time = timeOf(appointment);
  const service = services.get(participantId(appointment, 'HealthcareService') ?? '');
  if (!time || !service) return time;
  const { bufferBeforeMs, bufferAfterMs } = cutOf(policyOf(service));
  return widen(time, bufferBeforeMs, bufferAfterMs);
};

const reservations = (
  appointment: Appointment & { id: string },
  facts: Known,
  now: number,
): Reservation[] => {
  const during = withBuffers(appointment, facts);
  if (!during || !takesTime(appointment) || during.end <= now) return [];
  return takers(appointment, facts.rooms).map((actor) => ({
    actor,
    appointment: appointment.id,
    ...during,
  }));
};

/** A slot that begins this much before or after may still meet the time: longer than any service with its buffers. */
const reachMs = 4 * 3_600_000;

const datesFrom = (time: Interval, today: string): DateRange | undefined => {
  const from = instantToWall(time.start - reachMs).date;
  const to = instantToWall(time.end + reachMs).date;
  return to < today ? undefined : { from: from < today ? today : from, to };
};

const wasAndIs = ({ written, resource }: Change): Appointment[] => [
  ...(written.before === undefined ? [] : [JSON.parse(written.before) as Appointment]),
  resource as Appointment,
];

async function deriveAround(
  tx: Transaction,
  ports: Needs,
  appointment: Appointment,
  facts: Known,
): Promise<void> {
  const time = withBuffers(appointment, facts);
  const dates = time && datesFrom(time, instantToWall(ports.now()).date);
  if (!dates) return;
  const schedules = await schedulesOf(tx, ports, takers(appointment, facts.rooms));
  await deriveSlots(tx, ports, schedules, dates);
}

/** Keeps reservations and Slots in step with what the appointments now say, in the transaction that says it. */
export const appointmentChanged: NonNullable<Room['after']> = async (
  tx,
  ports,
  changes,
  { bulk },
) => {
  const now = ports.now();
  const appointments = changes.map(({ resource }) => resource as Appointment & { id: string });
  const standing = changes
    .filter(({ removed }) => !removed)
    .map(({ resource }) => resource as Appointment & { id: string });
  const touched = changes.flatMap(wasAndIs);
  const ahead = touched.filter((one) => (timeOf(one)?.end ?? 0) > now - 86_400_000);
  if (ahead.length === 0) return;
  const facts = await known(tx, ports, ahead);
  await reserveStanding(
    tx,
    appointments.map(({ id }) => id),
    standing.flatMap((one) => reservations(one, facts, now)),
  );
  if (bulk) return;
  for (const appointment of ahead) await deriveAround(tx, ports, appointment, facts);
};
