import type { HealthcareService, Location, Schedule, Slot } from '@medplum/fhirtypes';
import { dayMs } from '../../fhir/calendar.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { widen } from '../../scheduling/interval.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { Transaction } from '../../store/database.ts';
import { takenSeats } from '../appointment/class-seat.ts';
import { type Reservation, reserveStanding } from '../appointment/reserve.ts';
import { takersOf } from '../appointment/takers.ts';
import type { Ports } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import { classTermsOf } from '../healthcare-service/class.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { isExclusive } from './element.ts';
import type { Touch } from './reach.ts';
import { type ClassSession, classSessions, sessionSlot } from './session-element.ts';
import { classSchedules, replaceSessions, type TakenSession } from './session-row.ts';
import { writeSlots } from './write.ts';

type Needs = Pick<Ports, 'room' | 'now' | 'municipality'>;

/** A class with the sessions that are still to end. */
interface GroupClass {
  readonly service: HealthcareService;
  readonly sessions: readonly ClassSession[];
}

async function classesOf(
  tx: Transaction,
  ports: Needs,
  ids: readonly string[],
): Promise<GroupClass[]> {
  const found = await findAll<Schedule>(tx, ports.room('Schedule'), ids);
  const schedules = new Map(found.map(({ resource }) => [resource.id, resource]));
  const services = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), ids);
  return services.flatMap(({ resource: service }) => {
    const schedule = schedules.get(service.id);
    const terms = classTermsOf(service);
    if (!schedule || !terms || schedule.active === false) return [];
    return [{ service, sessions: classSessions(schedule, terms, ports.now()) }];
  });
}

/** A session takes the time of its person and its room, whether or not anybody has joined it. */
async function takenSessions(
  tx: Transaction,
  ports: Needs,
  classes: readonly GroupClass[],
): Promise<TakenSession[]> {
  const all = classes.flatMap(({ sessions }) => sessions);
  const ids = [...new Set(all.flatMap(({ location }) => location ?? []))];
  const places = await findAll<Location>(tx, ports.room('Location'), ids);
  const rooms = new Set(
    places.flatMap(({ resource }) => (isExclusive(resource) ? [resource.id] : [])),
  );
  return all.map((session) => {
    const { practitioner, location = '' } = session;
    const room = rooms.has(location) ? location : undefined;
    return { session, actors: takersOf({ practitioner, room }) };
  });
}

function reservations(
  { municipality }: Needs,
  classes: readonly GroupClass[],
  taken: readonly TakenSession[],
): Reservation[] {
  const cuts = new Map(
    classes.map(({ service }) => [service.id, cutOf(policyOf(service, municipality))]),
  );
  return taken.flatMap(({ session, actors }) => {
    const cut = cuts.get(session.schedule);
    const during = widen(session, cut?.bufferBeforeMs ?? 0, cut?.bufferAfterMs ?? 0);
    return actors.map((actor) => ({ actor, appointment: session.key, ...during }));
  });
}

async function standingSlots(
  tx: Transaction,
  ports: Needs,
  ids: readonly string[],
): Promise<(Slot & { id: string })[]> {
  const found = await findLinked<Slot>(tx, ports.room('Slot'), {
    param: 'schedule',
    values: ids.map((id) => `Schedule/${id}`),
    from: ports.now() - dayMs,
  });
  return found.map(({ resource }) => resource).filter(({ end }) => parseInstant(end) > ports.now());
}

/**
 * Makes the Slots of the classes among these Schedules what their sessions and seats say: all that are still to end, for one joins a
 * whole series at once. Leaves other Schedules alone. Gives whose time was taken or given back.
 */
export async function deriveSessions(
  tx: Transaction,
  ports: Needs,
  schedules: readonly string[],
): Promise<readonly Touch[]> {
  const ids = schedules.length === 0 ? [] : await classSchedules(tx, schedules);
  if (ids.length === 0) return [];
  const classes = await classesOf(tx, ports, ids);
  const sessions = await takenSessions(tx, ports, classes);
  const { keys, touches } = await replaceSessions(tx, ids, sessions, ports.now());
  const seats = await takenSeats(tx, keys, ports.now());
  const wanted = classes.flatMap((one) =>
    one.sessions.map((session) => sessionSlot(session, one.service, seats.get(session.key) ?? 0)),
  );
  await writeSlots(tx, ports, await standingSlots(tx, ports, ids), wanted);
  await reserveStanding(tx, keys, reservations(ports, classes, sessions));
  return touches;
}
