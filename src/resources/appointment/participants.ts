import type { Appointment, AppointmentParticipant } from '@medplum/fhirtypes';
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

/** Whether it takes its people's and places' time. */
export const takesTime = ({ status }: Appointment): boolean =>
  status === 'booked' ||
  status === 'arrived' ||
  status === 'checked-in' ||
  status === 'fulfilled' ||
  status === 'pending';
