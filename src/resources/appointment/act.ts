import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { actorFor } from '../../access/scope.ts';
import { codeSystem } from '../../fhir/canonical.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { FhirError, fail, notFound } from '../../fhir/outcome.ts';
import { noMandate } from '../../access/resolve.ts';
import { bookRules, cancelRules, moveRules } from '../../scheduling/booking-rules.ts';
import { isLate } from '../../scheduling/policy.ts';
import { broken, type Rule } from '../../scheduling/rule.ts';
import type { Call, Ports, Stored, WritePlan } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import { participantId, participants, timeOf } from './participants.ts';
import { alternatives, refused, taken } from './refusal.ts';
import { factsOf, grantedService, loadOffer, type Offer, reservationsFor } from './situation.ts';

type Kept = Appointment & { id: string };

/** The actor, or the refusal that tells nothing of the citizen. */
export function actorOf(call: Call, patient: string): Actor {
  const actor = actorFor(call.grant, patient);
  if (!actor) throw fail(403, noMandate);
  return actor;
}

/** Runs the write; a time that went meanwhile is refused like one that was taken before. */
async function write(ports: Ports, plan: WritePlan, actor: Actor, offer: Offer | undefined): Promise<Stored<Appointment>> {
  try {
    return (await ports.write(plan, actor)) as Stored<Appointment>;
  } catch (error) {
    if (!offer || !(error instanceof FhirError) || error.status !== 409) throw error;
    throw taken(await alternatives(ports, offer));
  }
}

async function assertHolds(rules: readonly Rule[], question: Parameters<typeof factsOf>[0], offer?: Offer): Promise<void> {
  const facts = await factsOf(question);
  const failed = broken(rules, facts);
  if (failed.length === 0) return;
  const others = offer && failed.every(({ kind }) => kind === 'taken' ) ? await alternatives(question.ports, offer) : [];
  throw refused(failed, facts, others);
}

export interface Booking {
  readonly slot: string;
  readonly patient: string;
  readonly comment?: string;
}

const draft = (offer: Offer, { patient, comment }: Booking, plan: string | undefined, now: number): Kept => {
  const [start, end] = [formatInstant(offer.start), formatInstant(offer.end)];
  return {
    resourceType: 'Appointment',
    id: uuidv7(now),
    status: 'booked',
    ...(plan !== undefined && { supportingInformation: [{ reference: `CarePlan/${plan}` }] }),
    start,
    end,
    created: formatInstant(now),
    ...(comment !== undefined && { comment }),
    participant: participants(
      {
        patient,
        service: offer.service.id,
        ...(offer.practitioner !== undefined && { practitioner: offer.practitioner }),
        ...(offer.location !== undefined && { location: offer.location }),
      },
      'accepted',
    ),
    requestedPeriod: [{ start, end }],
  };
};

/** Books a free time. Refusals: 403 right, 404 no such slot, 409 taken, 422 rule, 503 not known. */
export async function book(call: Call, booking: Booking): Promise<Stored<Appointment>> {
  const { ports } = call;
  const actor = actorOf(call, booking.patient);
  const offer = await loadOffer(ports, booking.slot);
  const slotFree = offer.slot.status === 'free';
  await assertHolds(bookRules, { ports, actor, patient: booking.patient, service: offer.service, time: offer, slotFree }, offer);
  const plan = await grantedService(ports, booking.patient, offer.service);
  const resource = draft(offer, booking, plan?.resource.id, ports.now());
  return write(
    ports,
    {
      kind: 'book',
      record: 'aftale',
      method: 'create',
      resource,
      patient: booking.patient,
      policy: lawOf(offer.service),
      reserve: reservationsFor(offer, resource.id),
      joinKey: `book ${actor.who} ${booking.patient} ${booking.slot}`,
    },
    actor,
    offer,
  );
}

interface Standing {
  readonly stored: Stored<Appointment>;
  readonly patient: string;
  readonly service: HealthcareService & { id: string };
  readonly appointment: Kept & { readonly time: { start: number; end: number } };
}

/** An appointment with its citizen and service. What has no time or no service is not ours to act on. */
export async function standing(ports: Ports, id: string): Promise<Standing> {
  const stored = await findOne<Appointment>(ports.db, ports.room('Appointment'), id);
  const time = stored && timeOf(stored.resource);
  const patient = stored && participantId(stored.resource, 'Patient');
  const service = stored && (await findOne<HealthcareService>(ports.db, ports.room('HealthcareService'), participantId(stored.resource, 'HealthcareService')));
  if (!stored || !time || !patient || !service) throw notFound('Appointment', id);
  return { stored, patient, service: service.resource, appointment: { ...stored.resource, time } };
}

const reasonSystem = codeSystem('cancellation-reason');

export interface Cancellation {
  readonly id: string;
  /** A code of our cancellation-reason system; `citizen` when the caller gives none. */
  readonly reason?: string;
}

/** Cancels. After the deadline it is accepted and marked late, unless the service refuses that. */
export async function cancel(call: { ports: Ports }, { id, reason = 'citizen' }: Cancellation, actor: Actor): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = await standing(ports, id);
  await assertHolds(cancelRules, { ports, actor, patient, service, time: appointment.time, slotFree: true, standing: appointment });
  const late = isLate(ports.now(), appointment.time.start, policyOf(service));
  const codes = late ? [reason, 'late'] : [reason];
  const resource: Kept = {
    ...stored.resource,
    status: 'cancelled',
    cancelationReason: { coding: codes.map((code) => ({ system: reasonSystem, code })) },
    extension: [
      ...(stored.resource.extension ?? []).filter(({ url }) => url !== cancellationDate),
      { url: cancellationDate, valueDateTime: formatInstant(ports.now()) },
    ],
  };
  return write(ports, { kind: 'cancel', record: 'aftale', method: 'replace', resource, patient, policy: lawOf(service) }, actor, undefined);
}

const cancellationDate = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';

/** Moves an appointment to another time of the same service: same id, old time free, new time taken, at once or not at all. */
export async function move(call: Call, id: string, slot: string): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = await standing(ports, id);
  const actor = actorOf(call, patient);
  const offer = await loadOffer(ports, slot);
  const sameService = offer.service.id === service.id;
  const slotFree = offer.slot.status === 'free' || reachesOnlyItself(offer, appointment);
  await assertHolds([...moveRules, theSameService(sameService)], { ports, actor, patient, service, time: offer, slotFree, standing: appointment }, offer);
  const [start, end] = [formatInstant(offer.start), formatInstant(offer.end)];
  const actors = {
    patient,
    service: service.id,
    ...(offer.practitioner !== undefined && { practitioner: offer.practitioner }),
    ...(offer.location !== undefined && { location: offer.location }),
  };
  const resource: Kept = { ...stored.resource, start, end, requestedPeriod: [{ start, end }], participant: participants(actors, 'accepted') };
  const plan = { kind: 'move', record: 'aftale', method: 'replace', resource, patient, policy: lawOf(service), reserve: reservationsFor(offer, id) } as const;
  return write(ports, plan, actor, offer);
}

/** A time that only the appointment to be moved keeps from being free. */
const reachesOnlyItself = (offer: Offer, appointment: Standing['appointment']): boolean =>
  offer.slot.status === 'busy-unavailable' &&
  participantId(appointment, 'Practitioner') === offer.practitioner &&
  offer.start < appointment.time.end &&
  appointment.time.start < offer.end;

const theSameService = (holds: boolean): Rule => ({
  key: 'same-service',
  kind: 'rule',
  text: {
    da: 'En aftale kan kun flyttes til en tid for samme ydelse.',
    en: 'An appointment can only be moved to a time of the same service.',
  },
  holds: () => holds,
});
