import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { minuteMs } from '../../fhir/calendar.ts';
import { FhirError, notFound, unprocessable } from '../../fhir/outcome.ts';
import { bookRules } from '../../scheduling/booking-rules.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call, Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import { isFreeAt } from '../slot/is-free.ts';
import { checkedComment } from '../task/request.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { assertSameTime, type Booking, bookingDraft } from './book.ts';
import { lockCitizen } from './citizen-times.ts';
import { type BookedAs, bookedAs } from './class-offer.ts';
import { actorOf, assertHolds, guardOf, write } from './decide.ts';
import {
  actedBy,
  expiresAt,
  extended,
  heldUntil,
  holderOf,
  holdsOf,
  wishIn,
} from './hold-state.ts';
import { takeHeld, timeTaken } from './hold-time.ts';
import { loadOffer, type Offer } from './situation.ts';

type Held = Appointment & { id: string };

const heldSql = `select content from appointment
  where patient = $1 and view & 1 <> 0 and ends > to_timestamp($2 / 1000.0)`;

/** What is held for a citizen at this moment; what was offered to the citizen is not. */
async function heldFor(
  db: Pick<Transaction, 'query'>,
  patient: string,
  now: number,
): Promise<Held[]> {
  const { rows } = await db.query<{ content: string }>(heldSql, [patient, now], {
    name: 'held-for',
  });
  return rows
    .map(({ content }) => JSON.parse(content) as Held)
    .filter((one) => wishIn(one) === undefined);
}

const isSame =
  (holder: string, slot: string) =>
  (one: Held): boolean =>
    holderOf(one) === holder && one.slot?.[0]?.reference === `Slot/${slot}`;

/** The hold that the caller has of a Slot, if there is one. */
export async function ownHold(
  { db, now }: Pick<Ports, 'db' | 'now'>,
  { patient, slot }: Pick<Booking, 'patient' | 'slot'>,
  holder: string,
): Promise<string | undefined> {
  return (await heldFor(db, patient, now())).find(isSame(holder, slot))?.id;
}

const tooMany = (perCitizen: number) =>
  unprocessable('hold-limit', {
    da: `Der holdes allerede ${perCitizen} tider til borgeren. Bestil eller slip en af dem først.`,
    en: `${perCitizen} times are held for the citizen already. Book one of them or let one go first.`,
  });

interface Wanted {
  readonly actor: Actor;
  readonly booking: Booking;
  readonly offer: Offer;
  readonly as: BookedAs;
}

function draft({ actor, booking, offer, as }: Wanted, now: number, expires: number): Held {
  const resource = as.placed(bookingDraft(offer, booking, undefined, now));
  const { service, slot } = offer;
  return {
    ...resource,
    ...extended(resource, actedBy(actor, now), expiresAt(expires)),
    status: 'pending',
    ...(service.type && { serviceType: service.type }),
    slot: [{ reference: `Slot/${slot.id}` }],
    participant: resource.participant.map((one) => ({ ...one, status: 'tentative' })),
  };
}

/** How long a time of the service is held, milliseconds. */
export const holdMs = ({ municipality }: Pick<Ports, 'municipality'>, { service }: Offer): number =>
  (policyOf(service, municipality).holdMinutes ?? holdsOf(municipality).minutes) * minuteMs;

interface Draft {
  readonly resource: Held;
  readonly expires: number;
  readonly counted: NonNullable<WritePlan['guard']>;
}

/** Counts and takes in one transaction, while nobody else does so for the citizen. */
const taking =
  (ports: Ports, { actor, booking, as }: Wanted, { resource: { id }, expires, counted }: Draft) =>
  async (tx: Transaction): Promise<void> => {
    const now = ports.now();
    const { patient } = booking;
    await lockCitizen(tx, patient);
    const held = await heldFor(tx, patient, now);
    if (held.some(isSame(actor.who, booking.slot))) throw timeTaken();
    const { perCitizen } = holdsOf(ports.municipality);
    if (held.length >= perCitizen) throw tooMany(perCitizen);
    await counted(tx);
    await takeHeld(tx, { id, patient, expires, ...as.taking(id) }, now);
  };

async function make(ports: Ports, wanted: Wanted): Promise<Stored<Appointment>> {
  const { actor, booking, offer, as } = wanted;
  const now = ports.now();
  const { patient } = booking;
  const { service } = offer;
  const slotFree = isFreeAt(offer.slot, now);
  const question = { ports, actor, patient, service, time: offer, slotFree };
  const facts = await assertHolds(as.rules(bookRules), question, { offer });
  const expires = Math.min(now + holdMs(ports, offer), offer.start);
  const resource = draft(wanted, now, expires);
  const counted = guardOf(facts, patient, { id: resource.id, service: service.id });
  const guard = taking(ports, wanted, { resource, expires, counted });
  const plan = { kind: 'hold', record: 'aftale', here: true, method: 'create' } as const;
  return write(ports, { ...plan, resource, patient, policy: lawOf(service), guard }, actor, offer);
}

/** A hold that was there already is answered as it stands. */
export interface Holding {
  readonly stored: Stored<Appointment>;
  readonly isNew: boolean;
}

async function known(ports: Ports, id: string | undefined): Promise<Holding | undefined> {
  const stored = await findOne<Appointment>(ports.db, ports.room('Appointment'), id);
  return stored && heldUntil(stored.resource) !== undefined ? { stored, isNew: false } : undefined;
}

/** Holds a free time for a while. Refusals: 403 right, 404 no such slot, 409 taken, 422 rule. */
export async function hold(call: Call, booking: Booking): Promise<Holding> {
  const { ports } = call;
  const actor = await actorOf(call, booking.patient);
  const offer = await loadOffer(ports, booking.slot);
  if ((booking.service ?? offer.service.id) !== offer.service.id)
    throw notFound('Slot', booking.slot);
  assertSameTime(booking.time, offer);
  checkedComment(booking.comment);
  const joined = async (): Promise<Holding | undefined> =>
    known(ports, await ownHold(ports, booking, actor.who));
  const before = await joined();
  if (before) return before;
  const as = await bookedAs(ports, offer, booking);
  try {
    return { stored: await make(ports, { actor, booking, offer, as }), isNew: true };
  } catch (error) {
    // The same was asked for twice at once, and the other was first.
    const other = error instanceof FhirError ? await joined() : undefined;
    if (other) return other;
    throw error;
  }
}
