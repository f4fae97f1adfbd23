import type { Observation } from '@medplum/fhirtypes';
import { FhirError } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { acceptAll } from './accept.ts';
import { patientIn, senderFor } from './sender.ts';

/** POST: a measurement that was sent before under its identifier is answered as it stands. */
export const createMeasurement: NonNullable<Room['create']> = async (call) => {
  const given = call.resource as Observation;
  const sender = await senderFor(call, patientIn(given.subject));
  const [accepted] = await acceptAll(call, sender, [given]);
  if (!accepted) throw new Error('A measurement came to nothing.');
  if (accepted instanceof FhirError) throw accepted;
  return { status: accepted.isNew ? 201 : 200, stored: accepted.stored };
};
