import type { Appointment } from '@medplum/fhirtypes';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Answer } from '../operation.ts';
import { citizenOf, slotIn } from './book-resource.ts';
import { joinSeries } from './class-series.ts';
import { textInput } from './input.ts';
import { missing, type OperationCall, overrideIn } from './operation-parameter.ts';
import { participantId } from './participants.ts';

/** What a call names: a proposal by its id, an Appointment that was sent, a citizen. */
interface Named {
  readonly id: string | undefined;
  readonly given: Appointment | undefined;
  readonly patient: string | undefined;
}

/** `$book` with `series`: all sessions of the class that the proposal, or the slot of the Appointment, is one of. */
export async function bookSeries(
  call: OperationCall,
  { id, given, patient: named }: Named,
): Promise<Answer> {
  const slot = parseProposalId(given?.id ?? id ?? '')?.slotId ?? (given && slotIn(given));
  if (slot === undefined) throw missing('appointment-reference');
  const patient = citizenOf(call, named ?? (given && participantId(given, 'Patient')));
  const comment = textInput(call.input, 'comment') ?? given?.comment;
  const override = overrideIn(call.input);
  const more = comment === undefined ? {} : { comment };
  return { status: 201, several: await joinSeries(call, { slot, patient, override, ...more }) };
}
