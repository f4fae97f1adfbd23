import type { Appointment } from '@medplum/fhirtypes';
import { notFound } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Operation } from '../define.ts';
import type { Answer } from '../operation.ts';
import type { Stored } from '../write-plan.ts';
import { book as bookTime } from './book.ts';
import { bookResource, citizenOf, otherCitizen, slotIn } from './book-resource.ts';
import { cancelAs, reasonOf } from './cancel.ts';
import { actorOf } from './decide.ts';
import { decidedAnew } from './decided-anew.ts';
import { referencesIn, textInput } from './input.ts';
import { move } from './move.ts';
import { missing, type OperationCall, parameter, reference } from './operation-parameter.ts';
import { standing } from './standing.ts';

const asBundle = (stored: Stored, status: number): Answer => ({ status, stored, bundled: true });

async function bookReference(
  call: OperationCall,
  id: string,
  comment: string | undefined,
): Promise<Stored> {
  const proposal = parseProposalId(id);
  if (!proposal) throw notFound('Appointment', id);
  const patient = citizenOf(call, named(call));
  return bookTime(call, {
    slot: proposal.slotId,
    patient,
    ...(comment !== undefined && { comment }),
  });
}

const named = (call: OperationCall): string | undefined =>
  referencesIn(call.input, 'patient-reference', 'Patient')[0];

/** 404 for an appointment that the caller may not know of, 422 when it is another citizen's than the one named. */
async function assertCitizen(call: OperationCall, id: string): Promise<void> {
  const { patient } = await standing(call.ports, id);
  await actorOf(call, patient, notFound('Appointment', id));
  if ((named(call) ?? patient) !== patient) throw otherCitizen();
}

async function moveTo(
  call: OperationCall,
  id: string,
  slot: string,
  given: Appointment | undefined,
): Promise<Stored> {
  await assertCitizen(call, id);
  return move(call, id, slot, given);
}

/** `$book` by resource: `booked` with the id of an appointment moves it, `cancelled` cancels it, else it is new. */
async function bookGiven(call: OperationCall, given: Appointment): Promise<Answer> {
  const { id } = given;
  if (given.status === 'cancelled' && id !== undefined) {
    await assertCitizen(call, id);
    return asBundle(await cancelAs(call, id, reasonOf(given)), 200);
  }
  if (id !== undefined && !parseProposalId(id) && given.status === 'booked')
    return asBundle(await moveTo(call, id, slotIn(given), given), 200);
  const comment = textInput(call.input, 'comment') ?? given.comment;
  return asBundle(await bookResource(call, given, { comment, patient: named(call) }), 201);
}

async function runBook(call: OperationCall): Promise<Answer> {
  const { input } = call;
  const body = input.values.get('appointment-resource')?.[0]?.resource ?? input.resource;
  const given = body as Appointment | undefined;
  const old = referencesIn(input, 'cancelled-appt-id', 'Appointment')[0];
  const id = call.id ?? referencesIn(input, 'appointment-reference', 'Appointment')[0];
  if (old !== undefined) {
    const slot = given ? slotIn(given) : parseProposalId(id ?? '')?.slotId;
    if (slot === undefined) throw missing('appointment-reference');
    return asBundle(await moveTo(call, old, slot, given), 200);
  }
  if (given) return bookGiven(call, given);
  if (id === undefined) throw missing('appointment-reference');
  return asBundle(await bookReference(call, id, textInput(input, 'comment')), 201);
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
  run: decidedAnew(runBook),
};
