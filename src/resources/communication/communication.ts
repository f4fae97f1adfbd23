import type { CodeableConcept, Communication } from '@medplum/fhirtypes';
import { codeSystem, identifierSystem } from '../../fhir/canonical.ts';
import { formatUtc } from '../../fhir/instant.ts';
import type { ChannelName } from '../municipality.ts';
import type { Plan } from './facts.ts';
import type { Receipt } from './receipt.ts';

/** A receipt may come before we know that the message was sent: the plan's row keeps it until then. */
export interface Received {
  readonly receipt: Receipt['status'] | null;
  readonly receiptAt: number | null;
}

/** Why a message reached nobody. */
export const failed = (code: 'undeliverable' | 'unreachable'): CodeableConcept => ({
  coding: [{ system: codeSystem('message-failure'), code }],
});

const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';

/** R4's general code, then our channel. */
const written: Readonly<Record<ChannelName, string>> = {
  sms: 'SMSWRIT',
  nemsms: 'SMSWRIT',
  'digital-post': 'ONLINEWRIT',
};

const medium = (channel: ChannelName): CodeableConcept => ({
  coding: [
    { system: participation, code: written[channel] },
    { system: codeSystem('reminder-channel'), code: channel },
  ],
});

const category: CodeableConcept = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/communication-category',
      code: 'notification',
    },
  ],
};

/** The Communication carries the plan's id, which is the channel's too; its text is without the link, which is a key. */
export function communicationOf(
  plan: Plan,
  { state }: { readonly state: 'sent' | 'failed' | 'skipped' },
  { receipt, receiptAt }: Received,
  now: number,
): Communication & { id: string } {
  const isLost = receipt === 'undeliverable';
  const isStopped = state === 'failed' || isLost;
  return {
    resourceType: 'Communication',
    id: plan.id,
    identifier: [{ system: identifierSystem('reminder'), value: plan.id }],
    status: isStopped ? 'stopped' : 'completed',
    ...(isStopped && { statusReason: failed(isLost ? 'undeliverable' : 'unreachable') }),
    category: [category],
    medium: [medium(plan.channel ?? 'sms')],
    subject: { reference: `Patient/${plan.patient}` },
    recipient: [{ reference: plan.recipient }],
    about: [{ reference: `Appointment/${plan.appointment}` }],
    sent: formatUtc(plan.sendingAt ?? now),
    ...(receipt === 'delivered' && { received: formatUtc(receiptAt ?? now) }),
  };
}
