/** Whose a Subscription is: a citizen's, a relative's in one capacity, a member of staff's, or a machine's. */
import type { Reference, Subscription } from '@medplum/fhirtypes';
import type { Access, Actor, Grant, Mandate } from '../../access/grant.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { identifierSystem, structure } from '../../fhir/canonical.ts';
import { fail, forbidden } from '../../fhir/outcome.ts';
import { textList } from '../../store/predicate.ts';
import { idIn } from '../define.ts';
import { extensionOf } from '../extension.ts';

/** The citizen for whom it was made, and who made it. */
export const subscriptionPatient = structure('subscription-patient');
export const subscriptionOwner = structure('subscription-owner');

const clientSystem = identifierSystem('client');

/** The citizen in whose compartment it lies; none of a member of staff or a machine. */
export const citizenOf = (resource: Subscription): string | undefined =>
  idIn(extensionOf(resource, subscriptionPatient)?.valueReference?.reference, 'Patient');

/** In what capacity somebody is told. */
export interface Capacity {
  /** `Patient/x`, `RelatedPerson/x`, `Practitioner/x`, or `system/x` with the client's id. */
  readonly who: string;
  readonly citizen?: string;
  readonly mandate?: Mandate;
  /** Absent of a machine, which acts for itself. */
  readonly actor?: Actor;
}

const asPerson = (grant: Grant, citizen: string | undefined): Capacity | undefined => {
  const actor = citizen === undefined ? undefined : actorFor(grant, citizen, 'Subscription');
  if (!actor || citizen === undefined) return undefined;
  return { who: actor.who, citizen, actor, ...(actor.mandate && { mandate: actor.mandate }) };
};

/** The capacity in which a caller is told of a citizen, or of nobody named; undefined where there is none, or none any more. */
export function capacityOf(grant: Grant, citizen: string | undefined): Capacity | undefined {
  const { caller, practitioner } = grant;
  if (caller.kind === 'person') return asPerson(grant, citizen);
  if (caller.kind === 'system') return { who: `system/${caller.id}` };
  if (caller.kind !== 'staff' || practitioner === undefined) return undefined;
  const actor = actorFor(grant, '', 'Subscription');
  if (!actor) return undefined;
  const { patient: _, ...self } = actor;
  return { who: self.who, actor: self };
}

/** As `capacityOf`; 403 for who has none. */
export function capacityFor(grant: Grant, citizen: string | undefined): Capacity {
  const capacity = capacityOf(grant, citizen);
  if (capacity) return capacity;
  if (grant.caller.kind === 'person') throw fail(403, noMandate);
  throw forbidden('subscription-owner', {
    da: 'Abonnementer oprettes af borgere, pårørende, personale og kommunens egne systemer.',
    en: 'Subscriptions are made by citizens, relatives, staff and the own systems of the municipality.',
  });
}

/** The extension's reference: a machine has a client id and no resource. */
export const ownerReference = ({ who }: Capacity): Reference =>
  who.startsWith('system/')
    ? { type: 'Device', identifier: { system: clientSystem, value: who.slice(7) } }
    : { reference: who };

const mine = ({ self, mandates, practitioner }: Grant): string[] => [
  ...(self === undefined ? [] : [`Patient/${self}`]),
  ...mandates.map(({ relatedPerson }) => `RelatedPerson/${relatedPerson}`),
  ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}`]),
];

/** Each sees the own ones, and nobody those of others: they name addresses and hold secrets. */
export const subscriptionAccess: Extract<Access, { kind: 'compartment' }> = {
  kind: 'compartment',
  owned: (grant) => (row, bind) =>
    grant.caller.kind === 'system'
      ? `${row}.p_client && ${textList([`${clientSystem}|${grant.caller.id}`], bind)}`
      : `${row}.p_owner && ${textList(mine(grant), bind)}`,
};

/** Until when the right holds by which somebody is told, epoch milliseconds: what stands on a login alone ends with it. */
export function rightUntil({ caller }: Grant, { mandate }: Capacity): number {
  const byLogin = caller.kind === 'staff' || mandate?.source === 'ticket';
  return byLogin ? caller.expiresAt : Number.POSITIVE_INFINITY;
}
