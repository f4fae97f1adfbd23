import type { Appointment } from '@medplum/fhirtypes';
import { notFound } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Operation } from '../define.ts';
import type { Answer } from '../operation.ts';
import type { Stored } from '../write-plan.ts';
import { appointmentIn, givenIn, named } from './book-input.ts';
import { citizenOf, otherCitizen, slotIn } from './book-resource.ts';
import { decidedAnew } from './decided-anew.ts';
import { isHeld } from './held.ts';
import { type Holding, hold as holdTime } from './hold.ts';
import { renewHold } from './hold-renew.ts';
import { heldUntil } from './hold-state.ts';
import { textInput } from './input.ts';
import {
  bundleReturned,
  citizenParameter,
  ignored,
  ignoredIn,
  missing,
  type OperationCall,
  parameter,
  reference,
  resourceParameter,
  schedulingGuides,
} from './operation-parameter.ts';
import { participantId } from './participants.ts';
import { assertOneCitizen } from './referred.ts';

const answer = ({ stored, isNew }: Holding): Answer => ({
  ...{ status: isNew ? 201 : 200, stored, bundled: true },
  headers: { Expires: new Date(heldUntil(stored.resource) ?? 0).toUTCString() },
});

async function renewed(call: OperationCall, id: string): Promise<Holding> {
  const stored: Stored<Appointment> = await renewHold(call, id);
  return { stored, isNew: false };
}

/** Holds the time that the resource names, for its citizen. */
async function holdGiven(call: OperationCall, given: Appointment): Promise<Holding> {
  const asked = await named(call);
  const written = participantId(given, 'Patient');
  if (asked !== undefined && written !== undefined && asked !== written) throw otherCitizen();
  const comment = textInput(call.input, 'comment') ?? given.comment;
  const patient = citizenOf(call, asked ?? written);
  const more = { ...(comment !== undefined && { comment }), time: given };
  return holdTime(call, { slot: slotIn(given), patient, ...more });
}

async function holdReference(call: OperationCall, id: string): Promise<Holding> {
  const proposal = parseProposalId(id);
  if (!proposal) throw notFound('Appointment', id);
  const comment = textInput(call.input, 'comment');
  const patient = citizenOf(call, await named(call));
  const { slotId: slot, serviceId: service } = proposal;
  return holdTime(call, { slot, service, patient, ...(comment !== undefined && { comment }) });
}

async function run(call: OperationCall): Promise<Answer> {
  assertOneCitizen(call.input);
  const asked = call.id ?? (await appointmentIn(call, 'appointment-reference'));
  const given = givenIn(call, asked);
  const id = given?.id ?? asked;
  if (id !== undefined && (await isHeld(call.ports, id))) return answer(await renewed(call, id));
  if (given) return answer(await holdGiven(call, given));
  if (id === undefined) throw missing('appointment-reference');
  return answer(await holdReference(call, id));
}

/** Holds a time for the caller while the caller makes up their mind; asked of the hold itself, for longer. ITI-116. */
export const hold: Operation = {
  code: 'hold',
  feature: 'booking',
  bundlesFailure: true,
  answersAs: schedulingGuides('hold'),
  title: { da: 'Hold en tid', en: 'Hold a time' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [
    reference,
    resourceParameter(
      'Tiden, som den ønskes; eller en, der holdes, for at holde den længere.',
      'The time as it is wanted; or one that is held, to hold it longer.',
    ),
    citizenParameter,
    ignored('patient-resource', 'Patient'),
    parameter('comment', 'string', 'Bemærkning til enheden.', 'A comment to the unit.'),
    bundleReturned,
  ],
  run: decidedAnew(async (call: OperationCall) => ({
    ...(await run(call)),
    issues: ignoredIn(call.input, hold.parameter),
  })),
};
