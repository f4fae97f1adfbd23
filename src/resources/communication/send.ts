import { defaultLaw } from '../healthcare-service/policy.ts';
import type { SendOutcome, SmsGateway } from './gateway.ts';
import { compose, type Message, type Plan, type SendPorts, type Skip } from './message.ts';
import { type Ending, settle } from './record.ts';

export type { SendPorts } from './message.ts';

/** The gateway gave no answer: the job is tried again, and the gateway knows the message by its id. */
export class SmsOutcomeUnknown extends Error {
  override readonly name = 'SmsOutcomeUnknown';
}

/** A message that the gateway has already was sent, even if its text would be another today. */
async function outcomeOf(
  gateway: SmsGateway,
  sms: Parameters<SmsGateway['send']>[0],
): Promise<SendOutcome> {
  const outcome = await gateway.send(sms);
  return outcome === 'rejected' && (await gateway.find(sms.id)) !== null ? 'accepted' : outcome;
}

/** Nothing is to be sent now; but an earlier try that ended before it was written down may have sent it. */
async function skip(ports: SendPorts, plan: Plan, { skip: reason }: Skip): Promise<Ending> {
  const sent = plan.sendingAt !== null && (await ports.gateway.find(plan.id)) !== null;
  return sent
    ? { state: 'sent', reason, law: defaultLaw }
    : { state: 'skipped', reason, law: defaultLaw };
}

async function give(ports: SendPorts, plan: Plan, message: Message): Promise<Ending> {
  const { to, text, law } = message;
  const outcome = await outcomeOf(ports.gateway, { id: plan.id, to, text });
  if (outcome === 'unknown') throw new SmsOutcomeUnknown('The SMS gateway did not answer.');
  return outcome === 'accepted'
    ? { state: 'sent', reason: null, law }
    : { state: 'failed', reason: 'rejected', law };
}

/** Notes, before the gateway has it, that it may have it. */
async function sending({ db, now }: SendPorts, plan: Plan): Promise<Plan> {
  if (plan.sendingAt !== null) return plan;
  const sendingAt = now();
  await db.query(
    'update reminder set sending_at = to_timestamp($2 / 1000.0) where id = $1 and sending_at is null',
    [plan.id, sendingAt],
  );
  return { ...plan, sendingAt };
}

/**
 * Sends one reminder. Safe to run twice: the gateway and the Communication carry the plan's id, and the link's code is made from
 * it, so the second sending is the first. Throws `SmsOutcomeUnknown` or `GatewayUnavailable` when it must be tried again.
 */
export async function sendReminder(ports: SendPorts, planId: string): Promise<void> {
  const { rows } = await ports.db.query<Plan>(
    `select id, appointment, patient, start, state, sending_at as "sendingAt" from reminder where id = $1`,
    [planId],
  );
  const plan = rows[0];
  if (plan?.state !== 'due') return;
  const message = await compose(ports, plan);
  if ('skip' in message) return settle(ports, plan, await skip(ports, plan, message));
  const known = await sending(ports, plan);
  return settle(ports, known, await give(ports, known, message));
}
