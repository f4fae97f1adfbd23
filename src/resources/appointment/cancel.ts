import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { codeSystem } from '../../fhir/canonical.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { type FhirError, notFound, unprocessable } from '../../fhir/outcome.ts';
import { cancelRules } from '../../scheduling/booking-rules.ts';
import { isLate } from '../../scheduling/policy.ts';
import type { Call, Ports } from '../define.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { actorOf, assertHolds, doneBefore, write } from './decide.ts';
import { standing } from './standing.ts';

const reasonSystem = codeSystem('cancellation-reason');

export interface Cancellation {
  readonly id: string;
  /** A code of our cancellation-reason system; `citizen` when the caller gives none. */
  readonly reason?: string;
}

/** Cancels. After the deadline it is accepted and marked late, unless the service refuses that. */
export async function cancel(
  call: { ports: Ports },
  { id, reason = 'citizen' }: Cancellation,
  actor: Actor,
): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { stored, patient, service, appointment } = await standing(ports, id);
  const joinKey = `cancel ${actor.who} ${id}`;
  const before = await doneBefore(ports, joinKey, ({ status }) => status === 'cancelled');
  if (before) return before;
  await assertHolds(cancelRules, {
    ports,
    actor,
    patient,
    service,
    time: appointment.time,
    slotFree: true,
    standing: appointment,
  });
  const late = isLate(ports.now(), appointment.time.start, policyOf(service));
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
  return write(
    ports,
    {
      kind: 'cancel',
      record: 'aftale',
      method: 'replace',
      basedOn: stored.version,
      resource,
      patient,
      policy: lawOf(service),
      joinKey,
    },
    actor,
    undefined,
  );
}

const cancellationDate =
  'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';

/** Cancels for the caller; 404 for an appointment that the caller may not know of. */
export async function cancelAs(
  call: Call,
  id: string,
  reason: string | undefined,
): Promise<Stored> {
  const { patient } = await standing(call.ports, id);
  const actor = await actorOf(call, patient, notFound('Appointment', id));
  if (reason === 'staff' && actor.capacity !== 'staff') throw wrongReason(openReasons);
  return cancel(call, { id, ...(reason !== undefined && { reason }) }, actor);
}

/** What anybody may give as reason; that the staff cancelled, only the staff. */
const openReasons: readonly string[] = ['citizen', 'illness', 'transport', 'other'];
const reasons: readonly string[] = [...openReasons, 'staff'];

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
