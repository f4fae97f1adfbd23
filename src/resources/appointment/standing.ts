import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import { notFound } from '../../fhir/outcome.ts';
import type { Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored } from '../write-plan.ts';
import { participantId, timeOf } from './participants.ts';

/** An appointment that stands, with what decides about it. */
export interface Standing {
  readonly stored: Stored<Appointment>;
  readonly patient: string;
  readonly service: HealthcareService & { id: string };
  readonly appointment: Appointment & { id: string } & {
    readonly time: { start: number; end: number };
  };
}

/** An appointment with its citizen and service. What has no time or no service is not ours to act on. */
export async function standing(ports: Ports, id: string): Promise<Standing> {
  const stored = await findOne<Appointment>(ports.db, ports.room('Appointment'), id);
  const time = stored && timeOf(stored.resource);
  const patient = stored && participantId(stored.resource, 'Patient');
  const service =
    stored &&
    (await findOne<HealthcareService>(
      ports.db,
      ports.room('HealthcareService'),
      participantId(stored.resource, 'HealthcareService'),
    ));
  if (!stored || !time || !patient || !service) throw notFound('Appointment', id);
  return { stored, patient, service: service.resource, appointment: { ...stored.resource, time } };
}
