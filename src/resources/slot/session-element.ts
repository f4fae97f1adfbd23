import type { Appointment, HealthcareService, Schedule, Slot } from '@medplum/fhirtypes';
import { ours, structure } from '../../fhir/canonical.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { sessionsOf } from '../../scheduling/session.ts';
import { sessionKey } from '../appointment/class-seat.ts';
import { participants } from '../appointment/participants.ts';
import { idIn } from '../define.ts';
import { extensionOf } from '../extension.ts';
import type { ClassTerms } from '../healthcare-service/class.ts';
import { actorIn } from '../schedule/roster.ts';
import { planOf } from '../schedule/sessions.ts';
import { slotId, slotLocation } from './element.ts';

export const slotCapacity =
  'http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity';
export const slotRemaining = structure('remaining');
const slotPractitioner = structure('slot-practitioner');
const sessionSystem = `${ours}/class-session`;

/** One session of a class with all that its Slot says but who takes part. */
export interface ClassSession {
  /** Its name wherever it is moved to. */
  readonly key: string;
  readonly id: string;
  readonly slot: string;
  readonly schedule: string;
  readonly start: number;
  readonly end: number;
  readonly capacity: number;
  readonly location?: string;
  readonly practitioner?: string;
}

/** The sessions of a class that take place and end after a moment, epoch milliseconds. */
export function classSessions(
  schedule: Schedule & { id: string },
  { capacity }: ClassTerms,
  after: number,
): ClassSession[] {
  const [place, person] = [actorIn(schedule, 'Location'), actorIn(schedule, 'Practitioner')];
  return sessionsOf(planOf(schedule))
    .filter(({ end }) => end > after)
    .map(({ id, start, end, locationId = place, practitionerId = person }) => ({
      ...{ key: sessionKey(schedule.id, id), id, slot: slotId(schedule.id, start) },
      ...{ schedule: schedule.id, start, end, capacity },
      ...(locationId !== undefined && { location: locationId }),
      ...(practitionerId !== undefined && { practitioner: practitionerId }),
    }));
}

const extensions = ({ location, practitioner, capacity }: ClassSession) => [
  ...(location === undefined
    ? []
    : [{ url: slotLocation, valueReference: { reference: `Location/${location}` } }]),
  ...(practitioner === undefined
    ? []
    : [{ url: slotPractitioner, valueReference: { reference: `Practitioner/${practitioner}` } }]),
  { url: slotCapacity, valueInteger: capacity },
];

/** The Slot of a session when so many have a seat: free while there are more. */
export function withTaken<T extends Slot>(slot: T, taken: number): T {
  const capacity = extensionOf(slot, slotCapacity)?.valueInteger ?? 0;
  const remaining = Math.max(0, capacity - taken);
  const kept = (slot.extension ?? []).filter(({ url }) => url !== slotRemaining);
  return {
    ...slot,
    extension: [...kept, { url: slotRemaining, valueInteger: remaining }],
    status: remaining > 0 ? 'free' : 'busy',
  };
}

/** A session as a Slot. Who takes part stands nowhere in it. */
export const sessionSlot = (
  session: ClassSession,
  service: HealthcareService,
  taken: number,
): Slot & { id: string } =>
  withTaken(
    {
      resourceType: 'Slot',
      id: session.slot,
      extension: extensions(session),
      identifier: [{ system: sessionSystem, value: session.id }],
      ...(service.type && { serviceType: service.type }),
      schedule: { reference: `Schedule/${session.schedule}` },
      status: 'free',
      start: formatInstant(session.start),
      end: formatInstant(session.end),
    },
    taken,
  );

/** The session that a Slot is; undefined for a Slot of anything else. */
export function sessionIn(slot: Slot): ClassSession | undefined {
  const id = slot.identifier?.find(({ system }) => system === sessionSystem)?.value;
  const schedule = idIn(slot.schedule.reference, 'Schedule');
  if (id === undefined || schedule === undefined) return undefined;
  const referred = (url: string, type: string): string | undefined =>
    idIn(extensionOf(slot, url)?.valueReference?.reference, type);
  const location = referred(slotLocation, 'Location');
  const practitioner = referred(slotPractitioner, 'Practitioner');
  return {
    ...{ key: sessionKey(schedule, id), id, slot: slot.id ?? '', schedule },
    ...{ start: parseInstant(slot.start), end: parseInstant(slot.end) },
    capacity: extensionOf(slot, slotCapacity)?.valueInteger ?? 0,
    ...(location !== undefined && { location }),
    ...(practitioner !== undefined && { practitioner }),
  };
}

/** What a session takes of its person and place, as an Appointment of nobody's. */
export const sessionTime = (session: ClassSession): Appointment & { id: string } => {
  const { key, schedule: service, practitioner, location, start, end } = session;
  const actors = {
    ...{ patient: '', service },
    ...(practitioner !== undefined && { practitioner }),
    ...(location !== undefined && { location }),
  };
  return {
    ...{ resourceType: 'Appointment', id: key, status: 'booked' },
    ...{ start: formatInstant(start), end: formatInstant(end) },
    participant: participants(actors, 'accepted').slice(1),
  };
};
