import type { Appointment } from '@medplum/fhirtypes';
import { noMandate } from '../../access/resolve.ts';
import { badRequest, fail, notFound, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import { slotIn } from './book-resource.ts';
import { heldFor, isHeld } from './held.ts';
import { missing, type OperationCall } from './operation-parameter.ts';
import { referredIn } from './referred.ts';

/** The citizen that a call names; 403, as for one who is not there, when nobody known has the number. */
export async function named(call: OperationCall): Promise<string | undefined> {
  const ids = await referredIn(call, 'patient-reference', 'Patient');
  if (ids?.length === 0) throw fail(403, noMandate);
  return ids?.[0];
}

/** The appointment that an input names; 404 when no known one has the number. */
export async function appointmentIn(
  call: OperationCall,
  name: string,
): Promise<string | undefined> {
  const ids = await referredIn(call, name, 'Appointment');
  if (ids?.length === 0) throw notFound('Appointment', '…');
  return ids?.[0];
}

const notAnAppointment = () =>
  badRequest(
    'parameter-value',
    {
      da: 'Parameteren appointment-resource skal være en Appointment.',
      en: 'The parameter appointment-resource must be an Appointment.',
    },
    { expression: 'appointment-resource' },
  );

/** The Appointment that was sent, under the id that the call names. 400 when it is none, 422 when two are named. */
export function givenIn({ input }: OperationCall, id: string | undefined): Appointment | undefined {
  const body = input.values.get('appointment-resource')?.[0]?.resource ?? input.resource;
  if (body !== undefined && body.resourceType !== 'Appointment') throw notAnAppointment();
  const given: Appointment | undefined = body;
  if (given?.id === undefined || id === undefined || given.id === id)
    return given && id !== undefined ? { ...given, id } : given;
  throw unprocessable(
    'other-appointment',
    { da: 'Der er nævnt to forskellige aftaler.', en: 'Two different appointments are named.' },
    { expression: 'appointment-reference' },
  );
}

/** The time that an appointment is to move to: that of a proposal, of a hold, or of the Appointment that was sent. */
export async function slotNamed(
  call: OperationCall,
  id: string | undefined,
  given: Appointment | undefined,
): Promise<string> {
  const named = given?.id ?? id;
  const proposal = parseProposalId(named ?? '');
  if (proposal) return proposal.slotId;
  if (named !== undefined && (await isHeld(call.ports, named)))
    return slotIn((await heldFor(call, named)).stored.resource);
  if (!given) throw missing('appointment-reference');
  return slotIn(given);
}
