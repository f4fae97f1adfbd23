import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { codeSystem } from '../../fhir/canonical.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { type FhirError, notFound, unprocessable } from '../../fhir/outcome.ts';
import { cancelRules } from '../../scheduling/booking-rules.ts';
import { isLate } from '../../scheduling/policy.ts';
import type { Call, Ports } from '../define.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { recordOf } from './class-offer.ts';
import { actorOf, assertHolds, doneBefore, explained, write } from './decide.ts';
import { release } from './hold-release.ts';
import { standing } from './standing.ts';

const reasonSystem = codeSystem('cancellation-reason');

export interface Cancellation {
  readonly id: string;
  /** A code of our cancellation-reason system; `citizen` when the caller gives none. */
  readonly reason?: string | undefined;
  /** Why staff set rules aside. */
  readonly override?: string | undefined;
}

/** A cancellation that is decided on; `before` is what the same act came to a short while ago. */
export type Cancelling =
  | { readonly before: Stored<Appointment> }
  | { readonly plan: WritePlan; readonly actor: Actor };

/** What a cancellation writes. After the deadline it is accepted and marked late, unless the service refuses that. */
export async function cancelling(
  ports: Ports,
  { id, reason = 'citizen', override }: Cancellation,
  by: Actor,
): Promise<Cancelling> {
  const actor = explained(by, override);
  const { stored, patient, service, appointment } = await standing(ports, id);
  const joinKey = `cancel ${actor.who} ${id}`;
  const before = await doneBefore(ports, joinKey, ({ status }) => status === 'cancelled');
  if (before) return { before };
  await assertHolds(cancelRules, {
    ports,
    actor,
    patient,
    service,
    time: appointment.time,
    slotFree: true,
    standing: appointment,
    override,
  });
  const late = isLate(ports.now(), appointment.time.start, policyOf(service, ports.municipality));
  const codes = late ? [reason, 'late'] : [reason];
  const resource: Appointment & { id: string } = {
    ...stored.resource,
    status: 'cancelled',
    cancelationReason: { coding: codes.map((code) => ({ system: reasonSystem, code })) },
    extension: [
      ...(stored.resource.extension ?? []).filter(({ url }) => url !== cancellationDate),
      { url: cancellationDate, valueDateTime: formatInstant(ports.now()) },
    ],
  };
  return {
    actor,
    plan: {
      kind: 'cancel',
      record: recordOf(stored.resource),
      method: 'replace',
      ...(isKeptHere(stored.resource) && { here: true }),
      basedOn: stored.version,
      resource,
      patient,
      policy: lawOf(service),
      joinKey,
    },
  };
}

/** Cancels what stands. */
export async function cancel(
  { ports }: { ports: Ports },
  given: Cancellation,
  by: Actor,
): Promise<Stored<Appointment>> {
  const decided = await cancelling(ports, given, by);
  if ('before' in decided) return decided.before;
  return write(ports, decided.plan, decided.actor, undefined);
}

/** A hold, or a place on the waiting list, is not known to Cura. */
const isKeptHere = ({ status }: Appointment): boolean =>
  status === 'pending' || status === 'waitlist';

const cancellationDate =
  'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';

/** Cancels for the caller; 404 for an appointment that the caller may not know of. */
export async function cancelAs(
  call: Call,
  id: string,
  given: Omit<Cancellation, 'id'>,
): Promise<Stored> {
  const assertOwn = (actor: Actor): void => assertReason(given.reason, actor);
  const here = await release(call, id, { reason: given.reason, assertReason: assertOwn });
  if (here) return here;
  const { patient } = await standing(call.ports, id);
  const actor = await actorOf(call, patient, notFound('Appointment', id));
  assertOwn(actor);
  return cancel(call, { id, ...given }, actor);
}

/** What anybody may give as reason; that the staff cancelled, only the staff. */
const openReasons: readonly string[] = ['citizen', 'illness', 'transport', 'other'];
const reasons: readonly string[] = [...openReasons, 'staff'];

/** 422: only the staff say that they cancelled. */
export function assertReason(reason: string | undefined, { capacity }: Actor): void {
  if (reason === 'staff' && capacity !== 'staff') throw wrongReason(openReasons);
}

function wrongReason(possible: readonly string[]): FhirError {
  const all = possible.join(', ');
  return unprocessable(
    'cancellation-reason',
    {
      da: `Årsagen skal være en kode af ${reasonSystem}: ${all}.`,
      en: `The reason must be a code of ${reasonSystem}: ${all}.`,
    },
    { expression: 'Appointment.cancelationReason' },
  );
}

/** 422 for a reason that Cura could not take. */
export function checkedReason(reason: string | undefined): string | undefined {
  if (reason === undefined || reasons.includes(reason)) return reason;
  throw wrongReason(reasons);
}

/** The reason in a resource that is to be cancelled: one code of ours and no words, for Cura keeps none. */
export function reasonOf({ cancelationReason }: Appointment): string | undefined {
  if (cancelationReason === undefined) return undefined;
  const codes = (cancelationReason.coding ?? []).filter(({ code }) => code !== 'late');
  const [coding] = codes;
  const ours = coding?.system === undefined || coding.system === reasonSystem;
  if (codes.length !== 1 || !ours || cancelationReason.text !== undefined)
    throw wrongReason(reasons);
  return checkedReason(coding?.code);
}
