import type { Appointment } from '@medplum/fhirtypes';
import { formatInstant } from '../../fhir/instant.ts';
import { FhirError, fail, preconditionFailed } from '../../fhir/outcome.ts';
import { bookRules } from '../../scheduling/booking-rules.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call } from '../define.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { book } from './book.ts';
import { otherCitizen, slotIn } from './book-resource.ts';
import { bookedAs } from './class-offer.ts';
import { assertHolds, doneBefore, explained, guardOf, isBookedAt, write } from './decide.ts';
import { assertHolder, type Held, heldFor, holdExpired, isHold } from './held.ts';
import { extended, heldUntil, wishIn } from './hold-state.ts';
import { alternatives } from './refusal.ts';
import { grantedService, loadOffer, type Offer } from './situation.ts';

/** What a caller says beside the id of the hold. */
export interface Confirmation {
  readonly patient?: string | undefined;
  readonly comment?: string | undefined;
  /** Why staff set rules aside. */
  readonly override?: string | undefined;
}

/** How early, how far ahead and for how many was judged when it was held; the citizen may take as long as it is held. */
const judgedBefore: readonly string[] = [
  ...['lead-time', 'horizon'],
  ...['class-deadline', 'class-full', 'already-joined'],
];

/** The hold as it is to be booked: Cura's answer says the rest. */
function booked(
  { stored, service }: Held,
  comment: string | undefined,
  more: { readonly plan: string | undefined; readonly now: number },
): Appointment & { id: string } {
  const { extension, slot: _, created: _created, start = '', end = '', ...kept } = stored.resource;
  return {
    ...kept,
    ...extended({ ...(extension && { extension }) }),
    ...{ status: 'booked', start, end, created: formatInstant(more.now) },
    ...(comment !== undefined && { comment }),
    ...(more.plan !== undefined && {
      supportingInformation: [{ reference: `CarePlan/${more.plan}` }],
    }),
    ...(service.type && { serviceType: service.type }),
    participant: kept.participant.map((one) => ({ ...one, status: 'accepted' })),
    requestedPeriod: [{ start, end }],
  };
}

/** A hold that is over is a booking like any other, if nobody has the time yet. 422 `hold-expired` when somebody has. */
async function bookAnew(
  call: Call,
  { stored, patient, service, appointment }: Held,
  { comment, override }: Confirmation,
): Promise<Stored<Appointment>> {
  const slot = slotIn(stored.resource);
  try {
    return await book(call, { slot, patient, override, ...(comment !== undefined && { comment }) });
  } catch (error) {
    if (!(error instanceof FhirError) || (error.status !== 409 && error.status !== 404))
      throw error;
    const { start } = appointment.time;
    const nearest = await alternatives(call.ports, { service, start });
    throw fail(422, [...holdExpired().issues, ...nearest]);
  }
}

/** Who let go of it meanwhile did so while the citizen was locked. 412. */
async function assertUnchanged(
  tx: Transaction,
  { resource, version }: Stored<Appointment>,
): Promise<void> {
  const { rows } = await tx.query<{ version: number }>(
    'select version from appointment where id = $1 and view & 1 <> 0',
    [resource.id],
    { name: 'version-of-held' },
  );
  if (rows[0]?.version !== version) throw preconditionFailed(rows[0]?.version);
}

async function confirm(
  call: Call,
  held: Held,
  offer: Offer,
  { comment, override, joinKey }: Confirmation & { readonly joinKey: string },
): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = held;
  const actor = explained(held.actor, override);
  const { id, time } = appointment;
  const asked = { ports, actor, patient, service, time, override };
  const question = { ...asked, slotFree: true, standing: appointment };
  const as = await bookedAs(ports, offer, { patient });
  const rules = as.rules(bookRules).filter(({ key }) => !judgedBefore.includes(key));
  const facts = await assertHolds(rules, question, { offer });
  const plan = (await grantedService(ports, patient, service))?.resource.id;
  return write(
    ports,
    {
      ...({ kind: 'book', method: 'create' } as const),
      ...as.taking(id),
      resource: booked(held, comment, { plan, now: ports.now() }),
      ...{ basedOn: stored.version, patient, policy: lawOf(service), joinKey },
      guard: async (tx) => {
        await guardOf(facts, patient, { id, service: service.id })(tx);
        await assertUnchanged(tx, stored);
      },
    },
    actor,
    offer,
  );
}

/**
 * Books what is held or offered, under the id that it has. If Cura refuses, or nobody knows, it stays held as it was. Refusals as of
 * `book`, and 403 for who is not the holder.
 */
export async function bookHeld(
  call: Call,
  id: string,
  { patient, ...said }: Confirmation,
): Promise<Stored<Appointment>> {
  const { ports } = call;
  const held = await heldFor(call, id);
  if ((patient ?? held.patient) !== held.patient) throw otherCitizen();
  const { stored, actor } = held;
  const slot = slotIn(stored.resource);
  const joinKey = `book ${actor.who} ${held.patient} ${slot}`;
  const before = await doneBefore(ports, joinKey, isBookedAt(held.appointment.time.start));
  if (before) return before;
  // What was never held is refused by what it is.
  if (!isHold(stored.resource))
    return confirm(call, held, await loadOffer(ports, slot), { ...said, joinKey });
  const until = heldUntil(stored.resource);
  if (until === undefined || until <= ports.now()) {
    // The time is the next one's in line now, whom this citizen is among again.
    if (wishIn(stored.resource)) throw holdExpired();
    return bookAnew(call, held, said);
  }
  assertHolder(held);
  return confirm(call, held, await loadOffer(ports, slot), { ...said, joinKey });
}
