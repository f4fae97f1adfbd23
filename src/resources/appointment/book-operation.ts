import type { Appointment } from '@medplum/fhirtypes';
import { notFound } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Answer, Operation } from '../define.ts';
import type { Stored } from '../write-plan.ts';
import { book as bookTime } from './book.ts';
import { bookResource, citizenOf, slotIn } from './book-resource.ts';
import { cancelAs } from './cancel.ts';
import { referencesIn, textInput } from './input.ts';
import { move } from './move.ts';
import { missing, type OperationCall, parameter, reference } from './operation-parameter.ts';

const asBundle = (stored: Stored, status: number): Answer => ({ status, stored, bundled: true });

async function bookReference(
  call: OperationCall,
  id: string,
  comment: string | undefined,
): Promise<Stored> {
  const proposal = parseProposalId(id);
  if (!proposal) throw notFound('Appointment', id);
  const patient = citizenOf(call, referencesIn(call.input, 'patient-reference', 'Patient')[0]);
  return bookTime(call, {
    slot: proposal.slotId,
    patient,
    ...(comment !== undefined && { comment }),
  });
}

/** `$book` by resource: `booked` with the id of an appointment moves it, `cancelled` cancels it, else it is new. */
async function bookGiven(call: OperationCall, given: Appointment): Promise<Stored> {
  const known = given.id !== undefined && !parseProposalId(given.id);
  if (given.status === 'cancelled' && given.id !== undefined)
    return cancelAs(call, given.id, undefined);
  if (known && given.status === 'booked' && given.id !== undefined)
    return move(call, given.id, slotIn(given));
  return bookResource(call, given, textInput(call.input, 'comment') ?? given.comment);
}

async function runBook(call: OperationCall): Promise<Answer> {
  const { input } = call;
  const given = input.values.get('appointment-resource')?.[0]?.resource ?? input.resource;
  const old = referencesIn(input, 'cancelled-appt-id', 'Appointment')[0];
  const id = call.id ?? referencesIn(input, 'appointment-reference', 'Appointment')[0];
  if (old !== undefined)
    return asBundle(await moveTo(call, old, id, given as Appointment | undefined), 200);
  if (given) return asBundle(await bookGiven(call, given as Appointment), 201);
  if (id === undefined) throw missing('appointment-reference');
  return asBundle(await bookReference(call, id, textInput(input, 'comment')), 201);
}

async function moveTo(
  call: OperationCall,
  old: string,
  id: string | undefined,
  given: Appointment | undefined,
): Promise<Stored> {
  const slot = given ? slotIn(given) : parseProposalId(id ?? '')?.slotId;
  if (slot === undefined) throw missing('appointment-reference');
  return move(call, old, slot);
}

/** Books, moves and cancels under IHE's and Argonaut's names. ITI-117. */
export const book: Operation = {
  code: 'book',
  bundlesFailure: true,
  title: { da: 'Bestil, flyt eller aflys', en: 'Book, move or cancel' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [
    reference,
    parameter(
      'appointment-resource',
      'Appointment',
      'Aftalen, som den ønskes.',
      'The appointment as it is wanted.',
      { synonyms: ['appt-resource'] },
    ),
    parameter(
      'cancelled-appt-id',
      'Reference',
      'Aftalen, som den nye tid er i stedet for.',
      'The appointment that the new time replaces.',
    ),
    parameter('patient-reference', 'Reference', 'Borgeren.', 'The citizen.', {
      synonyms: ['patient-id'],
    }),
    parameter('patient-resource', 'Patient', 'Modtages og bruges ikke.', 'Accepted and not used.', {
      max: '*',
      ignored: true,
    }),
    parameter('comment', 'string', 'Bemærkning til enheden.', 'A comment to the unit.'),
  ],
  run: runBook,
};
