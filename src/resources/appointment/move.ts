import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { notFound } from '../../fhir/outcome.ts';
import { moveRules } from '../../scheduling/booking-rules.ts';
import type { Rule } from '../../scheduling/rule.ts';
import type { Call, Ports } from '../define.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import { isFreeAt } from '../slot/is-free.ts';
import type { Stored } from '../write-plan.ts';
import { assertSameTime, type Booking } from './book.ts';
import { bookedAs } from './class-offer.ts';
import {
  actorOf,
  assertHolds,
  doneBefore,
  explained,
  guardOf,
  isBookedAt,
  write,
} from './decide.ts';
import { ownHold } from './hold.ts';
import { keptHere, letGo } from './hold-release.ts';
import { participantId, participants } from './participants.ts';
import { loadOffer, type Offer } from './situation.ts';
import { type Standing, standing } from './standing.ts';

/**
 * Moves an appointment to another time of the same service, which the caller may hold: same id, old time free, new time taken, at once or
 * not at all.
 */
export async function move(
  call: Call,
  id: string,
  slot: string,
  { time, override }: Pick<Booking, 'time' | 'override'> = {},
): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = await standing(ports, id);
  const actor = explained(await actorOf(call, patient, notFound('Appointment', id)), override);
  const offer = await loadOffer(ports, slot);
  assertSameTime(time, offer);
  const joinKey = `move ${actor.who} ${id} ${slot}`;
  const before = await doneBefore(ports, joinKey, isBookedAt(offer.start));
  if (before) return before;
  const sameService = offer.service.id === service.id;
  const held = await ownHold(ports, { patient, slot }, actor.who);
  const isOwn = held !== undefined || reachesOnlyItself(offer, appointment);
  const slotFree = isOwn || isFreeAt(offer.slot, ports.now());
  const as = await bookedAs(ports, offer, { patient, ...(held && { appointment: held }) });
  const facts = await assertHolds(
    [...as.rules(moveRules), theSameService(sameService)],
    { ports, actor, patient, service, time: offer, slotFree, standing: appointment, override },
    { offer, instead: `Appointment/${id}/$propose-move` },
  );
  const [start, end] = [formatInstant(offer.start), formatInstant(offer.end)];
  const actors = {
    patient,
    service: service.id,
    ...(offer.practitioner !== undefined && { practitioner: offer.practitioner }),
    ...(offer.location !== undefined && { location: offer.location }),
  };
  const resource = as.placed<Appointment & { id: string }>({
    ...stored.resource,
    start,
    end,
    requestedPeriod: [{ start, end }],
    participant: participants(actors, 'accepted'),
  });
  const plan = {
    kind: 'move',
    ...as.taking(id),
    method: 'replace',
    basedOn: stored.version,
    resource,
    patient,
    policy: lawOf(service),
    guard: guardOf(facts, patient, { id, service: service.id }),
    joinKey,
  } as const;
  if (held !== undefined) await giveUp(ports, held, actor);
  return write(ports, plan, actor, offer);
}

/** What the mover holds makes way for the move that it was held for. */
async function giveUp(ports: Ports, id: string, actor: Actor): Promise<void> {
  const kept = await keptHere(ports, id);
  const by = actor.capacity === 'staff' ? 'staff' : 'owner';
  if (kept) await letGo(ports, kept, { kind: 'release', actor, by });
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
  firm: true,
  text: {
    da: 'En aftale kan kun flyttes til en tid for samme ydelse.',
    en: 'An appointment can only be moved to a time of the same service.',
  },
  holds: () => holds,
});
