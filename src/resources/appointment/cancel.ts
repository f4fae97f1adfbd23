import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { codeSystem } from '../../fhir/canonical.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { notFound, unprocessable } from '../../fhir/outcome.ts';
import { cancelRules } from '../../scheduling/booking-rules.ts';
import { isLate } from '../../scheduling/policy.ts';
import type { Call, Ports } from '../define.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { actorOf, assertHolds, write } from './decide.ts';
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
      joinKey: `cancel ${actor.who} ${id}`,
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
  return cancel(call, { id, ...(reason !== undefined && { reason }) }, actor);
}

const reasons: readonly string[] = ['citizen', 'illness', 'transport', 'other', 'staff'];

/** 422 for a reason that Cura could not take. */
export function checkedReason(reason: string | undefined): string | undefined {
  if (reason === undefined || reasons.includes(reason)) return reason;
  const all = reasons.join(', ');
  throw unprocessable(
    'cancellation-reason',
    { da: `Årsagen skal være en af ${all}.`, en: `The reason must be one of ${all}.` },
    { expression: 'Appointment.cancelationReason' },
  );
}
