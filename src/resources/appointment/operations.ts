import type { Appointment } from '@medplum/fhirtypes';
import { badRequest, notFound, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Answer, Call, Input, Operation, OperationParameter, Stored } from '../define.ts';
import { idIn } from '../define.ts';
import { actorOf, book as bookTime, cancel as cancelAppointment, move, standing } from './act.ts';
import { referencesIn, textInput, tokensIn } from './input.ts';
import { participantId } from './participants.ts';

type OperationCall = Call & { readonly id?: string; readonly input: Input };

const parameter = (name: string, type: string, da: string, en: string, more: Partial<OperationParameter> = {}): OperationParameter => ({
  name,
  use: 'in',
  min: 0,
  max: '1',
  type,
  documentation: { da, en },
  ...more,
});

const reference = parameter('appointment-reference', 'Reference', 'Et forslag fra $find, eller en aftale.', 'A proposal of $find, or an appointment.', { synonyms: ['appt-id'] });

const asBundle = (stored: Stored, status: number): Answer => ({ status, stored, bundled: true });

const missing = (what: string) =>
  badRequest('parameter-missing', { da: `Parameteren ${what} mangler.`, en: `The parameter ${what} is missing.` }, { expression: what });

/** Whom a booking is for: named in the call or in the resource, else the caller. */
export function citizenOf(call: Call, named: string | undefined): string {
  const { caller, self } = call.grant;
  const patient = named ?? (caller.kind === 'person' ? (caller.patient ?? self) : undefined);
  if (patient === undefined) throw missing('patient-reference');
  return patient;
}

const slotIn = (appointment: Appointment): string => {
  const id = idIn(appointment.slot?.[0]?.reference, 'Slot');
  if (id === undefined || appointment.slot?.length !== 1)
    throw unprocessable('slot-needed', { da: 'En bestilling skal nævne netop ét Slot.', en: 'A booking names exactly one Slot.' }, { expression: 'Appointment.slot' });
  return id;
};

/** Books what an Appointment asks for: its slot, for its citizen. What is missing is filled from the Slot. */
export async function bookResource(call: Call, appointment: Appointment, comment = appointment.comment): Promise<Stored<Appointment>> {
  const patients = new Set(appointment.participant?.flatMap(({ actor }) => idIn(actor?.reference, 'Patient') ?? []));
  if (patients.size > 1)
    throw unprocessable('group-booking-not-offered', { da: 'En aftale er for én borger.', en: 'An appointment is for one citizen.' }, { expression: 'Appointment.participant' });
  const patient = citizenOf(call, [...patients][0]);
  return bookTime(call, { slot: slotIn(appointment), patient, ...(comment !== undefined && { comment }) });
}

async function bookReference(call: OperationCall, id: string, comment: string | undefined): Promise<Stored> {
  const proposal = parseProposalId(id);
  if (!proposal) throw notFound('Appointment', id);
  const patient = citizenOf(call, referencesIn(call.input, 'patient-reference', 'Patient')[0]);
  return bookTime(call, { slot: proposal.slotId, patient, ...(comment !== undefined && { comment }) });
}

/** `$book` by resource: `booked` with the id of an appointment moves it, `cancelled` cancels it, else it is new. */
async function bookGiven(call: OperationCall, given: Appointment): Promise<Stored> {
  const known = given.id !== undefined && !parseProposalId(given.id);
  if (given.status === 'cancelled' && given.id !== undefined) return cancelled(call, given.id, undefined);
  if (known && given.status === 'booked' && given.id !== undefined) return move(call, given.id, slotIn(given));
  return bookResource(call, given, textInput(call.input, 'comment') ?? given.comment);
}

async function runBook(call: OperationCall): Promise<Answer> {
  const { input } = call;
  const given = input.values.get('appointment-resource')?.[0]?.resource ?? input.resource;
  const old = referencesIn(input, 'cancelled-appt-id', 'Appointment')[0];
  const id = call.id ?? referencesIn(input, 'appointment-reference', 'Appointment')[0];
  if (old !== undefined) return asBundle(await moveTo(call, old, id, given as Appointment | undefined), 200);
  if (given) return asBundle(await bookGiven(call, given as Appointment), 201);
  if (id === undefined) throw missing('appointment-reference');
  return asBundle(await bookReference(call, id, textInput(input, 'comment')), 201);
}

async function moveTo(call: OperationCall, old: string, id: string | undefined, given: Appointment | undefined): Promise<Stored> {
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
    parameter('appointment-resource', 'Appointment', 'Aftalen, som den ønskes.', 'The appointment as it is wanted.', { synonyms: ['appt-resource'] }),
    parameter('cancelled-appt-id', 'Reference', 'Aftalen, som den nye tid er i stedet for.', 'The appointment that the new time replaces.'),
    parameter('patient-reference', 'Reference', 'Borgeren.', 'The citizen.', { synonyms: ['patient-id'] }),
    parameter('patient-resource', 'Patient', 'Modtages og bruges ikke.', 'Accepted and not used.', { max: '*', ignored: true }),
    parameter('comment', 'string', 'Bemærkning til enheden.', 'A comment to the unit.'),
  ],
  run: runBook,
};

/** Cancels one appointment for whoever calls. */
export async function cancelled(call: Call, id: string, reason: string | undefined): Promise<Stored> {
  const { patient } = await standing(call.ports, id);
  return cancelAppointment(call, { id, ...(reason !== undefined && { reason }) }, actorOf(call, patient));
}

const instanceId = (call: OperationCall): string => {
  const id = call.id ?? referencesIn(call.input, 'appointment-reference', 'Appointment')[0];
  if (id === undefined) throw missing('appointment-reference');
  return id;
};

export const cancel: Operation = {
  code: 'cancel',
  title: { da: 'Meld afbud', en: 'Cancel' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [reference, parameter('reason', 'CodeableConcept', 'Årsag: citizen, illness, transport eller other.', 'Reason: citizen, illness, transport or other.')],
  run: async (call) => {
    const reason = tokensIn(call.input, ['reason'])[0]?.split('|').at(-1);
    return { status: 200, stored: await cancelled(call, instanceId(call), checkedReason(reason)) };
  },
};

const reasons: readonly string[] = ['citizen', 'illness', 'transport', 'other', 'staff'];

/** 422 for a reason that Cura could not take. */
export function checkedReason(reason: string | undefined): string | undefined {
  if (reason === undefined || reasons.includes(reason)) return reason;
  throw unprocessable('cancellation-reason', { da: `Årsagen skal være en af ${reasons.join(', ')}.`, en: `The reason must be one of ${reasons.join(', ')}.` }, { expression: 'Appointment.cancelationReason' });
}

export const reschedule: Operation = {
  code: 'reschedule',
  title: { da: 'Flyt', en: 'Move' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [
    parameter('slot', 'Reference', 'Den nye tid.', 'The new time.'),
    parameter('proposal', 'Reference', 'Et forslag fra $find i stedet for slot.', 'A proposal of $find instead of a slot.'),
  ],
  run: async (call) => {
    const proposal = parseProposalId(referencesIn(call.input, 'proposal', 'Appointment')[0] ?? '');
    const slot = referencesIn(call.input, 'slot', 'Slot')[0] ?? proposal?.slotId;
    if (slot === undefined) throw missing('slot');
    return { status: 200, stored: await move(call, instanceId(call), slot) };
  },
};

export const patientIn = (appointment: Appointment): string | undefined => participantId(appointment, 'Patient');
