import type { Appointment, Extension } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { structure } from '../../fhir/canonical.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';
import { extensionOf, partsOf } from '../extension.ts';
import type { Municipality } from '../municipality.ts';
import { expiresOf, holdExpires } from './participants.ts';

type Extended = Pick<Appointment, 'extension'>;

/** What somebody on the waiting list wishes; it stays while a time is offered, and tells an offer from a hold. */
export const waitlistWish = structure('waitlist-wish');

const actingParty = structure('acting-party');

/** What a municipality that says nothing of holds and offers decides. */
const usual = { minutes: 10, perCitizen: 3, offerMinutes: 120 } as const;

/** So long in all, as a multiple of the first time, a hold can be kept by renewing it. */
export const renewalFactor = 3;

/** How long a time is held and offered, in minutes, and how many holds a citizen may have at a time. */
export const holdsOf = ({ holds, waitlist }: Pick<Municipality, 'holds' | 'waitlist'>) => ({
  ...usual,
  ...holds,
  ...waitlist,
});

/** When a hold or an offer is over by the clock, epoch milliseconds. Undefined for what is no longer, or never was, held. */
export const heldUntil = (appointment: Appointment): number | undefined =>
  appointment.status === 'pending' ? expiresOf(appointment) : undefined;

/** When something that is kept here alone ends by the clock: a hold or an offer when it is over, a place in line with the time that is waited for. */
export const endsAt = (appointment: Appointment): number | undefined => {
  const until = appointment.status === 'waitlist' && appointment.requestedPeriod?.[0]?.end;
  return until ? parseInstant(until) : heldUntil(appointment);
};

export const wishIn = (appointment: Extended): Extension | undefined =>
  extensionOf(appointment, waitlistWish);

/** Whose hold it is: who acted last, and only the holder does anything with a hold. */
export const holderOf = (appointment: Extended): string | undefined =>
  partsOf(extensionOf(appointment, actingParty)).who as string | undefined;

/** Who acts, as the resource says it; a machine of ours has no name there. */
export function actedBy(actor: Actor, now: number): Extension {
  const { capacity, who, name, patient } = actor;
  const isPerson = capacity === 'self' || capacity === 'relative' || capacity === 'staff';
  const valueReference = { reference: who, ...(name !== undefined && { display: name }) };
  const onBehalfOf = { url: 'onBehalfOf', valueReference: { reference: `Patient/${patient}` } };
  return {
    url: actingParty,
    extension: [
      { url: 'capacity', valueCode: capacity },
      ...(isPerson ? [{ url: 'who', valueReference }] : []),
      ...(patient !== undefined && capacity !== 'self' ? [onBehalfOf] : []),
      { url: 'at', valueDateTime: formatInstant(now) },
    ],
  };
}

export const expiresAt = (expires: number): Extension => ({
  url: holdExpires,
  valueDateTime: formatInstant(expires),
});

const ours: readonly string[] = [holdExpires, actingParty, waitlistWish];

/** What a resource says beside holds and the waiting list, and what is now to be said of them. */
export function extended(
  { extension = [] }: Extended,
  ...said: readonly (Extension | undefined)[]
): { readonly extension?: Extension[] } {
  const all = [...extension.filter(({ url }) => !ours.includes(url)), ...said];
  const known = all.filter((one) => one !== undefined);
  return known.length === 0 ? {} : { extension: known };
}
