import type { Appointment, HealthcareService, Patient } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { Language } from '../../fhir/outcome.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { findOne } from '../find-resource.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { SmsGateway } from './gateway.ts';
import { reminderCode, type SmsTexts } from './sms-text.ts';

export interface SendPorts
  extends Pick<Ports, 'db' | 'now' | 'room' | 'secret' | 'municipality' | 'publicUrl'> {
  readonly gateway: SmsGateway;
  readonly texts: SmsTexts;
  /** Id of the Device that this service is. */
  readonly samspil: string;
}

/** One reminder as it was planned; its id is that of its Communication and of the gateway's message. */
export interface Plan {
  readonly id: string;
  readonly appointment: string;
  readonly patient: string;
  readonly start: number;
  readonly state: string;
  /** When it was first given to the gateway, if it was. */
  readonly sendingAt: number | null;
}

/** Why nothing is sent. */
export interface Skip {
  readonly skip: string;
}

export interface Message {
  readonly to: string;
  readonly text: string;
  readonly law: string;
}

/** The number for a citizen's reminders, if the citizen wants them by SMS and is alive. */
function wantedNumber(patient: Patient): string | undefined {
  const { wanted, channel, number } = partsOf(
    extensionOf(patient, structure('reminder-preference')),
  );
  if (wanted !== true || channel !== 'sms' || patient.deceasedDateTime !== undefined)
    return undefined;
  return (
    (number as string | undefined) ??
    patient.telecom?.find(({ system }) => system === 'phone')?.value
  );
}

const languageOf = (patient: Patient): Language =>
  patient.communication?.some(
    ({ language, preferred }) => preferred && language.coding?.some(({ code }) => code === 'en'),
  )
    ? 'en'
    : 'da';

const linkFor = (
  ports: SendPorts,
  service: HealthcareService | undefined,
  plan: string,
): string | undefined => {
  const mode = (service && policyOf(service).smsLink) ?? ports.municipality.smsLink;
  return mode === 'none'
    ? undefined
    : `${ports.publicUrl}/a/${reminderCode(ports.secret('reminder'), plan)}`;
};

/** What is to be sent now, or why nothing is: everything is read again at this moment. */
export async function compose(ports: SendPorts, plan: Plan): Promise<Message | Skip> {
  const appointment = await findOne<Appointment>(
    ports.db,
    ports.room('Appointment'),
    plan.appointment,
  );
  const patient = await findOne<Patient>(ports.db, ports.room('Patient'), plan.patient);
  if (!appointment || !patient) return { skip: 'gone' };
  if (appointment.resource.status !== 'booked') return { skip: 'not booked' };
  if (timeOf(appointment.resource)?.start !== plan.start) return { skip: 'moved' };
  if (plan.start <= ports.now()) return { skip: 'begun' };
  const to = wantedNumber(patient.resource);
  if (to === undefined) return { skip: 'not wanted' };
  const service = await findOne<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    participantId(appointment.resource, 'HealthcareService'),
  );
  const link = linkFor(ports, service?.resource, plan.id);
  const text = ports.texts.reminderText({
    start: plan.start,
    municipality: ports.municipality.name,
    language: languageOf(patient.resource),
    ...(link !== undefined && { link }),
  });
  return { to, text, law: lawOf(service?.resource) };
}
