/** Everything that the messages of a batch are decided by, read at the moment of sending. */
import type {
  Appointment,
  HealthcareService,
  Location,
  Patient,
  RelatedPerson,
  Resource,
} from '@medplum/fhirtypes';
import { participantId } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { idIn } from '../define.ts';
import { offIn, unitsOf } from '../feature.ts';
import { offAt, unitOfService } from '../feature-unit.ts';
import { findAll } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import type { Channels } from './channel.ts';
import { type FailedNumber, failedNumbers } from './failed-number.ts';
import type { MessageKind } from './plan-row.ts';
import { mandatedRelatives } from './relatives.ts';
import type { SmsTexts } from './sms-text.ts';
import { wishOf } from './wish.ts';

/** What sending needs. */
export interface SendPorts
  extends Pick<Ports, 'db' | 'now' | 'room' | 'secret' | 'municipality' | 'publicUrl' | 'record'> {
  readonly channels: Channels;
  readonly texts: SmsTexts;
  /** Id of the Device that this service is. */
  readonly samspil: string;
}

/** One message as it was planned; its id is that of its Communication and of the channel's message. Epoch milliseconds. */
export interface Plan {
  readonly id: string;
  readonly kind: MessageKind;
  readonly appointment: string;
  readonly patient: string;
  readonly recipient: string;
  readonly start: number;
  readonly plan: string;
  readonly until: number;
  /** When it was first given to a channel, if it was, and to which. */
  readonly sendingAt: number | null;
  readonly channel: keyof Channels | null;
  /** Channels that refused it. */
  readonly passed: readonly (keyof Channels)[];
}

const planSql = `
select id, kind, appointment, patient, recipient, start, plan, until, sending_at as "sendingAt", channel, passed
from reminder where id = any($1::text[]) and state = 'due' and due_at <= to_timestamp($2 / 1000.0) order by id`;

/** Those of the plans that are still to be sent, and due. */
export async function duePlans(
  { db, now }: SendPorts,
  planIds: readonly string[],
): Promise<readonly Plan[]> {
  const { rows } = await db.query<Plan>(planSql, [planIds, now()], { name: 'due-plans' });
  return rows;
}

type Known<T> = ReadonlyMap<string | undefined, T>;

export interface Facts {
  readonly appointments: Known<Appointment>;
  readonly patients: Known<Patient>;
  readonly relatives: Known<RelatedPerson>;
  readonly services: Known<HealthcareService>;
  readonly places: Known<Location>;
  /** References of the relatives who may be told, by citizen; of citizens who wish it. */
  readonly mandated: ReadonlyMap<string, readonly string[]>;
  readonly failed: readonly FailedNumber[];
  /** Ids of the services of units that remind nobody here. */
  readonly silent: ReadonlySet<string>;
}

async function known<T extends Resource>(
  { db, room }: SendPorts,
  type: T['resourceType'],
  ids: readonly (string | undefined)[],
): Promise<Known<T>> {
  const wanted = [...new Set(ids)].filter((id) => id !== undefined);
  const found = await findAll<T>(db, room(type), wanted);
  return new Map(found.map(({ resource }) => [resource.id, resource]));
}

/** Whether messages about a service may name its place. */
export const namesPlace = (service: HealthcareService, { municipality }: SendPorts): boolean =>
  municipality.placeLength !== undefined &&
  policyOf(service, municipality).placeInReminder === true;

async function silentOf(
  ports: SendPorts,
  services: Known<HealthcareService>,
): Promise<ReadonlySet<string>> {
  const all = [...services].map(([id = '', one]) => [id, unitOfService(one)] as const);
  const off = await offAt(
    ports,
    'reminders',
    all.map(([, unit]) => unit),
  );
  const silent = all.filter(([, unit]) => off.has(unit)).map(([id]) => id);
  // What is of no service is of no unit that takes part.
  return new Set([...silent, ...(unitsOf(ports.municipality, 'reminders') ? [''] : [])]);
}

/** Reads it all, in as many statements as there are kinds of things, however many messages there are. */
export async function factsOf(ports: SendPorts, plans: readonly Plan[]): Promise<Facts> {
  const [appointments, patients, relatives] = await Promise.all([
    known<Appointment>(
      ports,
      'Appointment',
      plans.map((plan) => plan.appointment),
    ),
    known<Patient>(
      ports,
      'Patient',
      plans.map((plan) => plan.patient),
    ),
    known<RelatedPerson>(
      ports,
      'RelatedPerson',
      plans.map((plan) => idIn(plan.recipient, 'RelatedPerson')),
    ),
  ]);
  const actors = (type: string) =>
    [...appointments.values()].map((one) => participantId(one, type));
  const services = await known<HealthcareService>(
    ports,
    'HealthcareService',
    actors('HealthcareService'),
  );
  const isNamed = [...services.values()].some((one) => namesPlace(one, ports));
  const toRelatives = !offIn(ports.municipality).has('relatives');
  const willing = [...patients.values()].filter((one) => toRelatives && wishOf(one).relatives);
  const [places, mandated, failed, silent] = await Promise.all([
    known<Location>(ports, 'Location', isNamed ? actors('Location') : []),
    mandatedRelatives(
      ports.db,
      willing.flatMap(({ id }) => id ?? []),
      ports.now(),
    ),
    failedNumbers(
      ports.db,
      plans.map(({ recipient }) => recipient),
    ),
    silentOf(ports, services),
  ]);
  return { appointments, patients, relatives, services, places, mandated, failed, silent };
}
