import type { Appointment, Communication, HealthcareService, Patient } from '@medplum/fhirtypes';
import { identifierSystem, structure } from '../../fhir/canonical.ts';
import { formatUtc } from '../../fhir/instant.ts';
import type { Language } from '../../fhir/outcome.ts';
import { provenanceOf } from '../../ledger/provenance.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw, lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { SendOutcome, SmsGateway } from './gateway.ts';
import { reminderCode, type SmsTexts } from './sms-text.ts';

export interface SendPorts extends Pick<Ports, 'db' | 'now' | 'room' | 'secret' | 'municipality' | 'publicUrl'> {
  readonly gateway: SmsGateway;
  readonly texts: SmsTexts;
  /** Id of the Device that this service is. */
  readonly samspil: string;
}

interface Plan {
  readonly id: string;
  readonly appointment: string;
  readonly patient: string;
  readonly start: number;
  readonly state: string;
}

/** The gateway gave no answer: the job is tried again, and the gateway knows the message by its id. */
export class SmsOutcomeUnknown extends Error {
  override readonly name = 'SmsOutcomeUnknown';
}

type Skip = { readonly skip: string };
interface Message {
  readonly to: string;
  readonly text: string;
  readonly law: string;
}

/** The number for a citizen's reminders, if the citizen wants them by SMS and is alive. */
export function wantedNumber(patient: Patient): string | undefined {
  const { wanted, channel, number } = partsOf(extensionOf(patient, structure('reminder-preference')));
  if (wanted !== true || channel !== 'sms' || patient.deceasedDateTime !== undefined) return undefined;
  return (number as string | undefined) ?? patient.telecom?.find(({ system }) => system === 'phone')?.value;
}

const languageOf = (patient: Patient): Language =>
  patient.communication?.some(({ language, preferred }) => preferred && language.coding?.some(({ code }) => code === 'en')) ? 'en' : 'da';

const linkFor = (ports: SendPorts, service: HealthcareService | undefined, plan: string): string | undefined => {
  const mode = (service && policyOf(service).smsLink) ?? ports.municipality.smsLink;
  return mode === 'none' ? undefined : `${ports.publicUrl}/a/${reminderCode(ports.secret('reminder'), plan)}`;
};

/** What is to be sent now, or why nothing is: everything is read again at this moment. */
async function compose(ports: SendPorts, plan: Plan): Promise<Message | Skip> {
  const appointment = await findOne<Appointment>(ports.db, ports.room('Appointment'), plan.appointment);
  const patient = await findOne<Patient>(ports.db, ports.room('Patient'), plan.patient);
  if (!appointment || !patient) return { skip: 'gone' };
  if (appointment.resource.status !== 'booked') return { skip: 'not booked' };
  if (timeOf(appointment.resource)?.start !== plan.start) return { skip: 'moved' };
  if (plan.start <= ports.now()) return { skip: 'begun' };
  const to = wantedNumber(patient.resource);
  if (to === undefined) return { skip: 'not wanted' };
  const service = await findOne<HealthcareService>(ports.db, ports.room('HealthcareService'), participantId(appointment.resource, 'HealthcareService'));
  const link = linkFor(ports, service?.resource, plan.id);
  const text = ports.texts.reminderText({ start: plan.start, municipality: ports.municipality.name, language: languageOf(patient.resource), ...(link !== undefined && { link }) });
  return { to, text, law: lawOf(service?.resource) };
}

/** The Communication carries the plan's id, which is the gateway's too; its text is without the link, which is a key. */
const communication = (plan: Plan, status: Communication['status'], now: number): Communication & { id: string } => ({
  resourceType: 'Communication',
  id: plan.id,
  identifier: [{ system: identifierSystem('reminder'), value: plan.id }],
  status,
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/communication-category', code: 'notification' }] }],
  medium: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode', code: 'SMSWRIT' }] }],
  subject: { reference: `Patient/${plan.patient}` },
  recipient: [{ reference: `Patient/${plan.patient}` }],
  about: [{ reference: `Appointment/${plan.appointment}` }],
  sent: formatUtc(now),
});

async function settled(tx: Transaction, ports: SendPorts, plan: Plan, status: 'completed' | 'stopped', law: string): Promise<void> {
  const now = ports.now();
  const [written] = await putAll(tx, ports.room('Communication'), [communication(plan, status, now)], now);
  if (!written || written.outcome === 'same') return;
  const act = provenanceOf({
    target: { type: 'Communication', id: plan.id, version: written.version },
    patient: plan.patient,
    actor: { capacity: 'system', who: `Device/${ports.samspil}`, patient: plan.patient },
    kind: 'remind',
    outcome: 'created',
    policy: law,
    occurred: now,
    recorded: now,
    assembler: `Device/${ports.samspil}`,
  });
  await putAll(tx, ports.room('Provenance'), [act], now);
}

/** A message that the gateway has already was sent, even if its text would be another today. */
async function outcomeOf(gateway: SmsGateway, sms: Parameters<SmsGateway['send']>[0]): Promise<SendOutcome> {
  const outcome = await gateway.send(sms);
  return outcome === 'rejected' && (await gateway.find(sms.id)) !== null ? 'accepted' : outcome;
}

/** Ends a plan; false when somebody else ended it first. */
async function close(tx: Transaction, ports: SendPorts, plan: Plan, state: string, reason: string | null): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reminder set state = $2, reason = $3, settled_at = to_timestamp($4 / 1000.0) where id = $1 and state = 'due'`,
    [plan.id, state, reason, ports.now()],
  );
  return rowCount === 1;
}

/**
 * Sends one reminder. Safe to run twice: the gateway and the Communication carry the plan's id, and the link's code is made from
 * it, so the second sending is the first. Throws `SmsOutcomeUnknown` when it must be tried again.
 */
export async function sendReminder(ports: SendPorts, planId: string): Promise<void> {
  const { rows } = await ports.db.query<Plan>('select id, appointment, patient, start, state from reminder where id = $1', [planId]);
  const plan = rows[0];
  if (!plan || plan.state !== 'due') return;
  const message = await compose(ports, plan);
  if ('skip' in message) {
    await ports.db.transaction((tx) => close(tx, ports, plan, 'skipped', message.skip));
    return;
  }
  const outcome = await outcomeOf(ports.gateway, { id: plan.id, to: message.to, text: message.text });
  if (outcome === 'unknown') throw new SmsOutcomeUnknown('The SMS gateway did not answer.');
  await ports.db.transaction(async (tx) => {
    const sent = outcome === 'accepted';
    if (await close(tx, ports, plan, sent ? 'sent' : 'failed', sent ? null : 'rejected'))
      await settled(tx, ports, plan, sent ? 'completed' : 'stopped', message.law ?? defaultLaw);
  });
}

/** Enters a delivery receipt: `received` is when it came. A receipt for what we never sent changes nothing. */
export async function enterReceipt(ports: Pick<Ports, 'db' | 'room' | 'now'>, receipt: { readonly id: string; readonly status: 'delivered' | 'undeliverable' }): Promise<void> {
  const room = ports.room('Communication');
  await ports.db.transaction(async (tx) => {
    const stored = await findOne<Communication>(tx, room, receipt.id);
    if (!stored || stored.resource.received !== undefined) return;
    const { resource } = stored;
    const next: Communication & { id: string } = receipt.status === 'delivered' ? { ...resource, received: formatUtc(ports.now()) } : { ...resource, status: 'stopped' };
    await putAll(tx, room, [next], ports.now());
  });
}
