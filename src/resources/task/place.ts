import type { Appointment, HealthcareService, Location } from '@medplum/fhirtypes';
import { participantId } from '../appointment/participants.ts';

const typeOf = ({ physicalType }: Location): string | undefined => physicalType?.coding?.[0]?.code;

/** Forms of a service that take no place of ours. */
const elsewhere: readonly string[] = ['home', 'video', 'telephone'];

const formOf = (service: HealthcareService | undefined): string =>
  service?.characteristic?.[0]?.coding?.[0]?.code ?? '';

/** What must be among a place and what it is part of. R4 location-physical-type. */
const needed = ['bu', 'lvl', 'ro'] as const;

/**
 * Whether a citizen could find the way: building, floor and room are there, and somebody has written how to get there. `chain` is the
 * place with all that it is part of.
 */
export function hasExactPlace(
  appointment: Appointment,
  service: HealthcareService | undefined,
  chain: readonly Location[],
): boolean {
  if (elsewhere.includes(formOf(service))) return true;
  if (participantId(appointment, 'Location') === undefined) return false;
  const types = chain.map(typeOf);
  if (types.includes('ho')) return true;
  const hasWay = chain.some(({ description }) => description !== undefined);
  return hasWay && needed.every((type) => types.includes(type));
}
