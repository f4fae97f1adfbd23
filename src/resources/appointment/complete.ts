import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { participantId } from './participants.ts';
import { withSlots } from './with-slot.ts';

/** Adds what Cura does not say of an appointment: the Slot that it takes, and the codes of its service, to be searched by. */
export const complete: NonNullable<Room['complete']> = async (tx, ports, resources) => {
  const serviceOf = (one: unknown): string =>
    participantId(one as Appointment, 'HealthcareService') ?? '';
  const ids = [...new Set(resources.map(serviceOf))];
  const found = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), ids);
  const types = new Map(found.map(({ resource }) => [resource.id, resource.type]));
  const typed = resources.map((resource) => {
    const serviceType = types.get(serviceOf(resource));
    return serviceType ? ({ ...resource, serviceType } as Appointment & { id: string }) : resource;
  });
  return withSlots(tx, ports, typed);
};
