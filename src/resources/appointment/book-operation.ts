import type { Appointment } from '@medplum/fhirtypes';
import { type FhirError, notFound, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Operation } from '../define.ts';
import type { Answer } from '../operation.ts';
import type { Stored } from '../write-plan.ts';
import { book as bookTime } from './book.ts';
import { appointmentIn, givenIn, named, slotNamed } from './book-input.ts';
import { bookResource, citizenOf, otherCitizen, slotIn } from './book-resource.ts';
import { cancelAs, reasonOf } from './cancel.ts';
import { bookSeries } from './class-operation.ts';
import { seriesIn, seriesParameter } from './class-parameter.ts';
import { actorOf } from './decide.ts';
import { decidedAnew } from './decided-anew.ts';
import { isHeld } from './held.ts';
import { bookHeld } from './hold-book.ts';
import { textInput } from './input.ts';
import { move } from './move.ts';
import {
  bundleReturned,
  citizenParameter,
  ignored,
  ignoredIn,
  missing,
  type OperationCall,
  overrideIn,
  overrideReason,
  parameter,
  reference,
  resourceParameter,
  schedulingGuides,
} from './operation-parameter.ts';
import { assertOneCitizen } from './referred.ts';
import { standing } from './standing.ts';

const asBundle = (stored: Stored, status: number): Answer => ({ status, stored, bundled: true });

async function bookReference(
  call: OperationCall,
  id: string,
  comment: string | undefined,
): Promise<Stored> {
  const proposal = parseProposalId(id);
  const override = overrideIn(call.input);
  if (!proposal) return bookHeld(call, id, { patient: await named(call), comment, override });
  const patient = citizenOf(call, await named(call));
  return bookTime(call, {
    slot: proposal.slotId,
    service: proposal.serviceId,
    patient,
    override,
    ...(comment !== undefined && { comment }),
  });
}

/** 404 for an appointment that the caller may not know of, 422 when it is another citizen's than the one named. */
async function assertCitizen(call: OperationCall, id: string): Promise<void> {
  const { patient } = await standing(call.ports, id);
  await actorOf(call, patient, notFound('Appointment', id));
  if (((await named(call)) ?? patient) !== patient) throw otherCitizen();
}

async function moveTo(
  call: OperationCall,
  id: string,
  slot: string,
  given: Appointment | undefined,
): Promise<Stored> {
  await assertCitizen(call, id);
  return move(call, id, slot, {
    ...(given && { time: given }),
    override: overrideIn(call.input),
  });
}

/** What stands under an id, as opposed to a proposal. */
const standingId = ({ id }: Appointment): string | undefined =>
  id !== undefined && parseProposalId(id) ? undefined : id;

async function cancelGiven(call: OperationCall, given: Appointment): Promise<Answer> {
  const id = standingId(given);
  if (id === undefined) throw missing('appointment-resource.id');
  await assertCitizen(call, id);
  return asBundle(
    await cancelAs(call, id, { reason: reasonOf(given), override: overrideIn(call.input) }),
    200,
  );
}

async function bookNew(call: OperationCall, given: Appointment): Promise<Answer> {
  const comment = textInput(call.input, 'comment') ?? given.comment;
  const override = overrideIn(call.input);
  return asBundle(
    await bookResource(call, given, { comment, patient: await named(call), override }),
    201,
  );
}

/** `pending` with the id of a hold books that; IHE has no other way to say so by resource. */
async function bookPending(call: OperationCall, given: Appointment): Promise<Answer> {
  const id = standingId(given);
  if (id === undefined) return bookNew(call, given);
  const comment = textInput(call.input, 'comment') ?? given.comment;
  return asBundle(await bookReference(call, id, comment), 201);
}

/** `booked` with the id of an appointment moves it; Argonaut books by it too, and then there is no id yet. */
async function bookBooked(call: OperationCall, given: Appointment): Promise<Answer> {
  const id = standingId(given);
  if (id === undefined) return bookNew(call, given);
  if (await isHeld(call.ports, id)) return bookPending(call, given);
  return asBundle(await moveTo(call, id, slotIn(given), given), 200);
}

/** What an Appointment asks for, by its status. */
const modes: Readonly<
  Record<string, (call: OperationCall, given: Appointment) => Promise<Answer>>
> = {
  proposed: bookNew,
  pending: bookPending,
  booked: bookBooked,
  cancelled: cancelGiven,
};

const wrongStatus = (): FhirError =>
  unprocessable(
    'book-status',
    {
      da: `$book tager imod status ${Object.keys(modes).join(', ')}.`,
      en: `$book takes the status ${Object.keys(modes).join(', ')}.`,
    },
    { expression: 'Appointment.status' },
  );

async function runBook(call: OperationCall): Promise<Answer> {
  assertOneCitizen(call.input);
  const old = await appointmentIn(call, 'cancelled-appt-id');
  const id = call.id ?? (await appointmentIn(call, 'appointment-reference'));
  const given = givenIn(call, id);
  if (seriesIn(call.input)) return bookSeries(call, { id, given, patient: await named(call) });
  if (old !== undefined) {
    return asBundle(await moveTo(call, old, await slotNamed(call, id, given), given), 200);
  }
  if (given) {
    const mode = modes[given.status];
    if (!mode) throw wrongStatus();
    return mode(call, given);
  }
  if (id === undefined) throw missing('appointment-reference');
  return asBundle(await bookReference(call, id, textInput(call.input, 'comment')), 201);
}

/** Books, moves and cancels under IHE's and Argonaut's names. ITI-117. */
export const book: Operation = {
  code: 'book',
  feature: 'booking',
  bundlesFailure: true,
  answersAs: schedulingGuides('book'),
  title: { da: 'Bestil, flyt eller aflys', en: 'Book, move or cancel' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [
    reference,
    resourceParameter('Aftalen, som den ønskes.', 'The appointment as it is wanted.'),
    parameter(
      'cancelled-appt-id',
      'Reference',
      'Aftalen, som den nye tid er i stedet for.',
      'The appointment that the new time replaces.',
    ),
    citizenParameter,
    ignored('patient-resource', 'Patient'),
    bundleReturned,
    seriesParameter,
    overrideReason,
    parameter('comment', 'string', 'Bemærkning til enheden.', 'A comment to the unit.'),
  ],
  run: decidedAnew(async (call: OperationCall) => ({
    ...(await runBook(call)),
    issues: ignoredIn(call.input, book.parameter),
  })),
};
