import type { Appointment, AppointmentParticipant } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { parseInstant } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import { idIn } from '../define.ts';

/** Id of the participant of a type. */
export const participantId = (appointment: Appointment, type: string): string | undefined =>
  appointment.participant
    .map(({ actor }) => idIn(actor?.reference, type))
    .find((id) => id !== undefined);

export interface Actors {
  readonly patient: string;
  readonly service: string;
  readonly practitioner?: string;
  readonly location?: string;
}

const actor = (
  reference: string,
  status: AppointmentParticipant['status'],
): AppointmentParticipant => ({
  actor: { reference },
  status,
});

/** The citizen, the service always, the person and the place where there are such. */
export const participants = (
  { patient, service, practitioner, location }: Actors,
  status: AppointmentParticipant['status'],
): AppointmentParticipant[] => [
  actor(`Patient/${patient}`, status),
  actor(`HealthcareService/${service}`, status),
  ...(practitioner === undefined ? [] : [actor(`Practitioner/${practitioner}`, status)]),
  ...(location === undefined ? [] : [actor(`Location/${location}`, status)]),
];

/** The time of an appointment; undefined while it has none. Epoch milliseconds. */
export const timeOf = ({ start, end }: Appointment): Interval | undefined =>
  start === undefined || end === undefined
    ? undefined
    : { start: parseInstant(start), end: parseInstant(end) };

/** When a hold ends by the clock; of an Appointment, and of a Slot that only a hold is in the way of. */
export const holdExpires = structure('hold-expires');

/** Epoch milliseconds; undefined where nothing says so. */
export const expiresOf = ({ extension }: Pick<Appointment, 'extension'>): number | undefined => {
  const said = extension?.find(({ url }) => url === holdExpires)?.valueDateTime;
  return said === undefined ? undefined : parseInstant(said);
};

const taking: ReadonlySet<Appointment['status']> = new Set([
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
  'pending',
]);

/** Whether it takes its people's and places' time at a moment, epoch milliseconds: a hold does until it is over. */
export const takesTime = (appointment: Appointment, now: number): boolean =>
  taking.has(appointment.status) &&
  (appointment.status !== 'pending' || (expiresOf(appointment) ?? Number.POSITIVE_INFINITY) > now);
