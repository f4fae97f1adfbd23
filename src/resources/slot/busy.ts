import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Interval } from '../../scheduling/interval.ts';
import type { Taken } from '../../scheduling/slot-cut.ts';
import { expiresOf, participantId, takesTime, timeOf } from '../appointment/participants.ts';
import { takersOf } from '../appointment/takers.ts';
import { wideTime } from '../appointment/taking.ts';
import { isRemote } from '../healthcare-service/remote.ts';
import type { Municipality } from '../municipality.ts';
import type { Ground } from './ground.ts';

/** An appointment or a hold with what it takes. */
export interface Busy extends Taken {
  readonly id: string;
  readonly service: string;
  readonly person: string | undefined;
  /** The time with the buffers of its own service and the way there. */
  readonly wide: Interval;
  /** Keys of whose time it is. */
  readonly takers: readonly string[];
  /** When a hold ends, epoch milliseconds. */
  readonly expires?: number;
}

function busyOne(
  appointment: Appointment & { id: string },
  { services, rosters }: Ground,
  municipality: Municipality,
): Busy[] {
  const time = timeOf(appointment);
  if (!time) return [];
  const service = participantId(appointment, 'HealthcareService') ?? '';
  const known = services.get(service);
  const person = participantId(appointment, 'Practitioner');
  const locationId = place(appointment, known);
  const expires = appointment.status === 'pending' ? expiresOf(appointment) : undefined;
  return [
    {
      ...{ ...time, id: appointment.id, service, person },
      ...(locationId !== undefined && { locationId }),
      status: appointment.status === 'pending' ? 'busy-tentative' : 'busy',
      wide: wideTime(appointment, { services, rosters, municipality }) ?? time,
      // Which places are rooms is known by the Schedules that use them.
      takers: takersOf({
        practitioner: person,
        room: locationId,
        equipment: rosters.get(`${person} ${service}`)?.equipment,
      }),
      ...(expires !== undefined && { expires }),
    },
  ];
}

const place = (
  appointment: Appointment,
  service: HealthcareService | undefined,
): string | undefined =>
  service && isRemote(service) ? undefined : participantId(appointment, 'Location');

/** What takes time at a moment (epoch milliseconds), each thing once under whoever's time it is. */
export function busyBy(
  ground: Ground,
  municipality: Municipality,
  now: number,
): ReadonlyMap<string, readonly Busy[]> {
  const by = new Map<string, Busy[]>();
  for (const appointment of ground.appointments) {
    if (!takesTime(appointment, now)) continue;
    for (const busy of busyOne(appointment, ground, municipality))
      for (const taker of busy.takers) by.set(taker, [...(by.get(taker) ?? []), busy]);
  }
  return by;
}
