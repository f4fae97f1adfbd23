import type { Appointment } from '@medplum/fhirtypes';
import { parseInstant } from '../../fhir/instant.ts';
import { unprocessable } from '../../fhir/outcome.ts';
import { alive, mandate, ownLogin, relatives } from '../../scheduling/eligibility-rules.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call } from '../define.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { slotIn } from './book-resource.ts';
import { bookedAs } from './class-offer.ts';
import { assertHolds, write } from './decide.ts';
import { assertHolder, type Held, heldFor, holdExpired } from './held.ts';
import { holdMs } from './hold.ts';
import { actedBy, expiresAt, extended, heldUntil, renewalFactor, wishIn } from './hold-state.ts';
import { takeHeld } from './hold-time.ts';
import { loadOffer, type Offer } from './situation.ts';

const longEnough = () =>
  unprocessable('hold-renewals', {
    da: 'Tiden kan ikke holdes længere. Bestil den, eller slip den.',
    en: 'The time cannot be held any longer. Book it, or let it go.',
  });

/** When the hold ends if it is renewed now: never later than so many times its first length, nor than the appointment begins. */
const renewedUntil = (call: Call, { stored }: Held, offer: Offer): number => {
  const { created = '' } = stored.resource;
  const length = holdMs(call.ports, offer);
  const most = parseInstant(created) + renewalFactor * length;
  return Math.min(call.ports.now() + length, most, offer.start);
};

/** Holds a time for longer. Refusals: 403 for who is not the holder, 404, 422 when it is over or was held long enough. */
export async function renewHold(call: Call, id: string): Promise<Stored<Appointment>> {
  const { ports } = call;
  const held = await heldFor(call, id);
  const { stored, patient, service, actor, appointment } = held;
  const now = ports.now();
  const until = heldUntil(stored.resource);
  if (until === undefined || until <= now) throw holdExpired();
  assertHolder(held);
  if (wishIn(stored.resource)) throw longEnough();
  const { time } = appointment;
  const question = { ports, actor, patient, service, time, slotFree: true, standing: appointment };
  await assertHolds([ownLogin, mandate, relatives, alive], question);
  const offer = await loadOffer(ports, slotIn(stored.resource));
  const expires = renewedUntil(call, held, offer);
  if (expires <= until) throw longEnough();
  const said = extended(stored.resource, actedBy(actor, now), expiresAt(expires));
  const as = await bookedAs(ports, offer, { patient });
  const plan = {
    ...({ kind: 'renew', record: 'aftale', here: true, method: 'replace' } as const),
    ...{ resource: { ...stored.resource, ...said }, patient, basedOn: stored.version },
    policy: lawOf(service),
    guard: (tx: Transaction) =>
      takeHeld(tx, { id, patient, expires, ...as.taking(id) }, ports.now()),
  };
  return write(ports, plan, actor, offer);
}
