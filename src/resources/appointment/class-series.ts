import type { Appointment, Slot } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { minuteMs } from '../../fhir/calendar.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatDanish, formatEnglish } from '../../fhir/instant.ts';
import { FhirError, fail, issue, unprocessable } from '../../fhir/outcome.ts';
import { bookRules } from '../../scheduling/booking-rules.ts';
import type { Call, Ports } from '../define.ts';
import { findLinked } from '../find-resource.ts';
import { classTermsOf } from '../healthcare-service/class.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import { sessionIn } from '../slot/session-element.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { type Booking, bookingDraft } from './book.ts';
import { bookedAs, type Joining, noSeat, seatFacts } from './class-offer.ts';
import { actorOf, assertHolds, doneBefore, explained, isBookedAt } from './decide.ts';
import { alternatives } from './refusal.ts';
import { grantedService, loadOffer, type Offer } from './situation.ts';

/** What several writes came to. */
export type Several = readonly (Stored | FhirError)[];

/** 422: there is no series. */
export const notAClass = (): FhirError =>
  unprocessable(
    'class-needed',
    {
      da: 'Kun et hold har en række af gange (series).',
      en: 'Only a class has a series of sessions (series).',
    },
    { expression: 'series' },
  );

/** Which session a refusal is of: the answer tells of several. */
export const refusedOf = (error: FhirError, { start, slot }: Offer): FhirError =>
  fail(
    error.status,
    [
      ...error.issues,
      issue({
        severity: 'information',
        code: 'informational',
        key: 'class-session',
        text: {
          da: `Det gælder ${formatDanish(start)}.`,
          en: `This is about ${formatEnglish(start)}.`,
        },
        diagnostics: `Slot/${slot.id}`,
      }),
    ],
    error.headers,
  );

/** The sessions of a class that are still to begin, as offers, in order. */
async function sessionsAhead(ports: Ports, offer: Offer): Promise<Offer[]> {
  const found = await findLinked<Slot>(ports.db, ports.room('Slot'), {
    param: 'schedule',
    values: [`${offer.slot.schedule.reference}`],
    from: ports.now(),
  });
  const offers: Offer[] = [];
  for (const { resource } of found) {
    const session = sessionIn(resource);
    if (session) offers.push(await loadOffer(ports, resource.id));
  }
  return offers;
}

interface Wish {
  readonly actor: Actor;
  readonly booking: Booking;
  readonly joining: Joining & { readonly series: string };
}

const keyOf = ({ actor, booking }: Wish, { slot }: Offer): string =>
  `book ${actor.who} ${booking.patient} ${slot.id}`;

async function planOf(call: Call, wish: Wish, offer: Offer): Promise<WritePlan> {
  const { ports } = call;
  const { actor, booking, joining } = wish;
  const { patient, override } = booking;
  const { service } = offer;
  const as = await bookedAs(ports, offer, joining);
  const question = { ports, actor, patient, service, time: offer, slotFree: true, override };
  await assertHolds(as.rules(bookRules), question, { offer }).catch((error: unknown) => {
    throw error instanceof FhirError ? refusedOf(error, offer) : error;
  });
  const granted = await grantedService(ports, patient, service);
  const resource = as.placed(bookingDraft(offer, booking, granted?.resource.id, ports.now()));
  return {
    ...({ kind: 'book', method: 'create' } as const),
    ...as.taking(resource.id),
    ...{ resource, patient, policy: lawOf(service), joinKey: keyOf(wish, offer) },
  };
}

interface Split {
  /** What the same act made a short while ago. */
  readonly made: readonly Stored<Appointment>[];
  readonly left: readonly Offer[];
}

/** Of the sessions that the citizen is not in yet those whose deadline has not passed; only where all have, all of them. */
async function split(ports: Ports, wish: Wish, offers: readonly Offer[]): Promise<Split> {
  const made: Stored<Appointment>[] = [];
  const left: Offer[] = [];
  for (const offer of offers) {
    const { joined } = await seatFacts(ports, offer, wish.joining);
    const before = await doneBefore(ports, keyOf(wish, offer), isBookedAt(offer.start));
    if (before) made.push(before);
    else if (!joined) left.push(offer);
  }
  const { joinDeadlineHours = 0 } = (offers[0] && classTermsOf(offers[0].service)) ?? {};
  const last = ports.now() + joinDeadlineHours * 60 * minuteMs;
  const inTime = left.filter(({ start }) => wish.actor.capacity === 'staff' || start >= last);
  return { made, left: inTime.length > 0 ? inTime : left };
}

/** Takes the seats and writes; who was slower than others is refused as a whole. */
async function written(call: Call, wish: Wish, offers: readonly Offer[]): Promise<Several> {
  const { ports } = call;
  const plans: WritePlan[] = [];
  for (const offer of offers) plans.push(await planOf(call, wish, offer));
  try {
    const told = await ports.writeTogether(plans, wish.actor);
    return told.map((one, at) => {
      const offer = offers[at];
      return one instanceof FhirError && offer ? refusedOf(one, offer) : one;
    });
  } catch (error) {
    const [offer] = offers;
    if (!offer || !(error instanceof FhirError) || error.status !== 409) throw error;
    throw noSeat(await alternatives(ports, offer));
  }
}

/**
 * Joins all sessions of a class that are left: all of them get a seat, or none does. What Cura then refuses is told session by session.
 * Refusals as of `book`.
 */
export async function joinSeries(call: Call, booking: Booking): Promise<Several> {
  const { ports } = call;
  const actor = explained(await actorOf(call, booking.patient), booking.override);
  const offer = await loadOffer(ports, booking.slot);
  if (!offer.session) throw notAClass();
  const joining = { patient: booking.patient, series: uuidv7(ports.now()) };
  const wish: Wish = { actor, booking, joining };
  const offers = await sessionsAhead(ports, offer);
  const { made, left } = await split(ports, wish, offers);
  if (left.length === 0 && made.length === 0) await planOf(call, wish, offer);
  const told = [...made, ...(left.length > 0 ? await written(call, wish, left) : [])];
  const failed = told.find((one) => one instanceof FhirError);
  if (failed && told.every((one) => one instanceof FhirError)) throw failed;
  return told;
}
