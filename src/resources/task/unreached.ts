import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { faultFlag } from './flag.ts';
import { raise } from './raise.ts';

/** Units are told of citizens whom no message about these appointments reached; of what has begun no more. */
export async function tellUnreached(
  tx: Transaction,
  ports: Pick<Ports, 'room' | 'now' | 'record'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const now = ports.now();
  const found = await findAll<Appointment>(tx, ports.room('Appointment'), [...new Set(ids)]);
  const ahead = found
    .map(({ resource }) => resource)
    .filter((one) => (timeOf(one)?.start ?? now) > now);
  const wanted = ahead.flatMap((one) => participantId(one, 'HealthcareService') ?? []);
  const services = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), [
    ...new Set(wanted),
  ]);
  const byId = new Map(services.map(({ resource }) => [resource.id, resource]));
  const tasks = ahead.flatMap((appointment) => {
    const service = byId.get(participantId(appointment, 'HealthcareService') ?? '');
    return faultFlag('unreached', { appointment, service, now });
  });
  await raise(tx, ports, tasks);
}
