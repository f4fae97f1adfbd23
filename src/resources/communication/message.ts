/** What is to be sent, by what was read at this moment. Pure. */
import type { Appointment, HealthcareService, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { participantId, timeOf } from '../appointment/participants.ts';
import { idIn } from '../define.ts';
import { offIn } from '../feature.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import type { ChannelName } from '../municipality.ts';
import { numberOf } from '../patient/view.ts';
import { channelOrder, type Letter } from './channel.ts';
import { type Facts, namesPlace, type Plan, type SendPorts } from './facts.ts';
import { numberHash } from './failed-number.ts';
import { gsm7Length } from './gsm7.ts';
import { reminderCode } from './link-code.ts';
import { maxSeptets } from './sms-text.ts';
import { languageOf, phoneOf, wishOf } from './wish.ts';

/** Why nothing is sent: a code that stands on the plan. */
export interface Skip {
  readonly skip: string;
}

/** A channel that reaches the recipient, and by what. */
export interface Route {
  readonly channel: ChannelName;
  readonly to: string;
}

export interface Message {
  /** In the order in which they are tried; none when nobody can be reached. */
  readonly routes: readonly Route[];
  readonly text: string;
  readonly letter: Letter;
  readonly law: string;
}

/** The status that an appointment must have for a message about it to be true. */
const statusFor = {
  reminder: 'booked',
  moved: 'booked',
  cancelled: 'cancelled',
  offer: 'pending',
} as const satisfies Record<Plan['kind'], Appointment['status']>;

/** What has changed since it was planned, if anything. */
function outdated(
  { kind, start, until, patient }: Plan,
  appointment: Appointment | undefined,
  now: number,
): Skip | undefined {
  // Cura may have had it in the wrong citizen's name.
  if (!appointment || participantId(appointment, 'Patient') !== patient) return { skip: 'gone' };
  if (appointment.status !== statusFor[kind]) return { skip: 'not booked' };
  if (timeOf(appointment)?.start !== start) return { skip: 'moved' };
  if (start <= now) return { skip: 'begun' };
  return until <= now ? { skip: 'late' } : undefined;
}

/** Its unit, or nobody here, reminds; an offer goes with the waiting list, and is no reminder. */
function isSilent(ports: SendPorts, { kind }: Plan, service: string | undefined, facts: Facts) {
  if (kind === 'offer') return false;
  return offIn(ports.municipality).has('reminders') || facts.silent.has(service ?? '');
}

interface Recipient {
  readonly number: string | undefined;
  readonly cpr: string | undefined;
  readonly wished?: ChannelName | undefined;
  /** From when on a number that failed before may be tried again. */
  readonly renewedAt: number;
}

function recipientOf(plan: Plan, patient: Patient, facts: Facts): Recipient | Skip {
  const wish = wishOf(patient);
  const relative = idIn(plan.recipient, 'RelatedPerson');
  if (relative === undefined) {
    const { wanted, number, channel: wished, recordedAt: renewedAt } = wish;
    return wanted ? { number, cpr: numberOf(patient), wished, renewedAt } : { skip: 'not wanted' };
  }
  const person: RelatedPerson | undefined = facts.relatives.get(relative);
  if (!wish.relatives) return { skip: 'not wanted' };
  if (!person || !facts.mandated.get(plan.patient)?.includes(plan.recipient))
    return { skip: 'no mandate' };
  return { number: phoneOf(person.telecom), cpr: numberOf(person), renewedAt: 0 };
}

function isFailed(ports: SendPorts, plan: Plan, { number, renewedAt }: Recipient, facts: Facts) {
  const hash = number === undefined ? '' : numberHash(ports.secret('number'), number);
  return facts.failed.some(
    (one) => one.recipient === plan.recipient && one.numberHash === hash && one.at >= renewedAt,
  );
}

/** The channels that the recipient can be reached by, without those that refused this message. */
function routesOf(ports: SendPorts, plan: Plan, recipient: Recipient, facts: Facts): Route[] {
  const { municipality, channels } = ports;
  const number = isFailed(ports, plan, recipient, facts) ? undefined : recipient.number;
  return channelOrder(recipient.wished, municipality.channels)
    .filter((channel) => channels[channel] && !plan.passed.includes(channel))
    .flatMap((channel) => {
      const to = channel === 'sms' ? number : recipient.cpr;
      return to === undefined ? [] : [{ channel, to }];
    });
}

/** What a link may do for this recipient: only the citizen's own cancels without a login. */
const linkOf = (ports: SendPorts, plan: Plan, service: HealthcareService | undefined) => {
  const { municipality, publicUrl } = ports;
  const mode = (service && policyOf(service, municipality).smsLink) ?? municipality.smsLink;
  if (mode === 'none') return undefined;
  return `${publicUrl}/a/${reminderCode(ports.secret('reminder'), plan.id)}`;
};

const placeOf = (
  ports: SendPorts,
  appointment: Appointment,
  service: HealthcareService | undefined,
  facts: Facts,
): string | undefined => {
  if (!service || !namesPlace(service, ports)) return undefined;
  const name = facts.places.get(participantId(appointment, 'Location'))?.name;
  const length = name === undefined ? undefined : gsm7Length(name);
  return length !== undefined && length <= (ports.municipality.placeLength ?? 0) ? name : undefined;
};

/** The text; a place that makes it too long is left out. */
function textOf(ports: SendPorts, plan: Plan, appointment: Appointment, facts: Facts): string {
  const service = facts.services.get(participantId(appointment, 'HealthcareService'));
  const patient = facts.patients.get(plan.patient);
  const isCitizens = plan.recipient === `Patient/${plan.patient}`;
  const values = {
    start: plan.start,
    municipality: ports.municipality.name,
    language: patient ? languageOf(patient) : ('da' as const),
    link: linkOf(ports, plan, service),
    until: plan.kind === 'offer' ? plan.until : undefined,
  };
  const write = (place: string | undefined) =>
    ports.texts.write(isCitizens ? plan.kind : 'relative', { ...values, place });
  const text = write(placeOf(ports, appointment, service, facts));
  return (gsm7Length(text) ?? maxSeptets + 1) > maxSeptets ? write(undefined) : text;
}

/** What is to be sent now, or why nothing is. */
export function compose(ports: SendPorts, facts: Facts, plan: Plan): Message | Skip {
  const appointment = facts.appointments.get(plan.appointment);
  const patient = facts.patients.get(plan.patient);
  const skip = outdated(plan, appointment, ports.now());
  if (skip || !appointment || !patient) return skip ?? { skip: 'gone' };
  const serviceId = participantId(appointment, 'HealthcareService');
  if (isSilent(ports, plan, serviceId, facts)) return { skip: 'switched off' };
  const recipient = recipientOf(plan, patient, facts);
  if ('skip' in recipient) return recipient;
  const service = facts.services.get(serviceId);
  return {
    routes: routesOf(ports, plan, recipient, facts),
    text: textOf(ports, plan, appointment, facts),
    letter: {
      ...{ kind: plan.kind, language: languageOf(patient), appointment: plan.appointment },
      createdAt: plan.sendingAt ?? ports.now(),
      start: plan.start,
      end: timeOf(appointment)?.end ?? plan.start,
    },
    law: lawOf(service),
  };
}
