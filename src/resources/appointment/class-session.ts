import type { Appointment } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { sessionKey } from './class-seat.ts';
import { participantId } from './participants.ts';

const url = structure('class-session');

/** Which session an Appointment is a seat in, and what all that were joined at once have in common. */
export interface SeatIn {
  readonly session: string;
  readonly series?: string;
}

/** Undefined for an appointment that is one's own. */
export function seatIn(appointment: Appointment): SeatIn | undefined {
  const extension = extensionOf(appointment, url);
  return extension && (partsOf(extension) as unknown as SeatIn);
}

/** `sessionKey` of the session; undefined for an appointment that is one's own. */
export function sessionOf(appointment: Appointment): string | undefined {
  const seat = seatIn(appointment);
  const service = participantId(appointment, 'HealthcareService');
  return seat && service !== undefined ? sessionKey(service, seat.session) : undefined;
}

/** The appointment in another session, or in its first one. */
export const inSession = <T extends Appointment>(
  appointment: T,
  { session, series = seatIn(appointment)?.series }: SeatIn,
): T => ({
  ...appointment,
  extension: [
    {
      url,
      extension: [
        { url: 'session', valueString: session },
        ...(series === undefined ? [] : [{ url: 'series', valueString: series }]),
      ],
    },
    ...(appointment.extension ?? []).filter((one) => one.url !== url),
  ],
});
