import type { Appointment } from '@medplum/fhirtypes';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { notFound, unprocessable } from '../../fhir/outcome.ts';
import { bookRules } from '../../scheduling/booking-rules.ts';
import type { Call } from '../define.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import { isFreeAt } from '../slot/is-free.ts';
import type { Stored } from '../write-plan.ts';
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
import { participants } from './participants.ts';
import { grantedService, loadOffer, type Offer } from './situation.ts';

export interface Booking {
  readonly slot: string;
  /** The service that the slot is taken to be of; 404 when it is another's. */
  readonly service?: string;
  readonly patient: string;
  readonly comment?: string;
  /** The time that the caller takes the slot to be; 422 when it is another. */
  readonly time?: Pick<Appointment, 'start' | 'end'>;
  /** Why staff set rules aside. */
  readonly override?: string | undefined;
}

/** The Appointment that a booking asks for. */
export const bookingDraft = (
  offer: Offer,
  { patient, comment }: Booking,
  plan: string | undefined,
  now: number,
): Appointment & { id: string } => {
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

/** 422 when the caller takes the offer to be at another time than it is. */
export function assertSameTime(time: Booking['time'] = {}, offer: Offer): void {
  for (const edge of ['start', 'end'] as const) {
    const given = time[edge];
    if (given === undefined || parseInstant(given) === offer[edge]) continue;
    throw unprocessable(
      'slot-time',
      {
        da: `Appointment.${edge} er ikke tiden i det Slot, der er nævnt.`,
        en: `Appointment.${edge} is not the time of the Slot that is named.`,
      },
      { expression: `Appointment.${edge}` },
    );
  }
}

/** Books a free time. Refusals: 403 right, 404 no such slot, 409 taken, 422 rule, 503 not known. */
export async function book(call: Call, booking: Booking): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { patient, override } = booking;
  const actor = explained(await actorOf(call, patient), override);
  const offer = await loadOffer(ports, booking.slot);
  if ((booking.service ?? offer.service.id) !== offer.service.id)
    throw notFound('Slot', booking.slot);
  assertSameTime(booking.time, offer);
  const joinKey = `book ${actor.who} ${booking.patient} ${booking.slot}`;
  const before = await doneBefore(ports, joinKey, isBookedAt(offer.start));
  if (before) return before;
  const slotFree = isFreeAt(offer.slot, ports.now());
  const { service } = offer;
  const as = await bookedAs(ports, offer, { patient });
  const facts = await assertHolds(
    as.rules(bookRules),
    { ports, actor, patient, service, time: offer, slotFree, override },
    { offer, instead: 'Appointment/$request-booking' },
  );
  const plan = await grantedService(ports, patient, service);
  const resource = as.placed(bookingDraft(offer, booking, plan?.resource.id, ports.now()));
  return write(
    ports,
    {
      kind: 'book',
      method: 'create',
      ...as.taking(resource.id),
      resource,
      patient,
      policy: lawOf(service),
      guard: guardOf(facts, patient, { id: resource.id, service: service.id }),
      joinKey,
    },
    actor,
    offer,
  );
}
