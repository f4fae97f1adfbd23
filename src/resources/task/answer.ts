import type { Appointment, Task } from '@medplum/fhirtypes';
import { FhirError, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import { book } from '../appointment/book.ts';
import { decidedAnew } from '../appointment/decided-anew.ts';
import { referencesIn, textInput, tokensIn } from '../appointment/input.ts';
import { move } from '../appointment/move.ts';
import {
  missing,
  type OperationCall,
  overrideIn,
  overrideReason,
  parameter,
} from '../appointment/operation-parameter.ts';
import { idIn, type Operation } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored } from '../write-plan.ts';
import { type Acting, actingOn, answered, assertOwns, putTask } from './acting.ts';
import { doneAlready, isUnderWay } from './given.ts';
import { checkedComment } from './request.ts';
import { changed, isOf, isRequest, outputOf, withNote, withOutput } from './task.ts';

const codes = ['accepted', 'rejected'] as const;

function answerIn({ input }: OperationCall): (typeof codes)[number] {
  const given = tokensIn(input, ['answer'])[0]?.split('|').at(-1);
  if (given === undefined) throw missing('answer');
  const known = codes.find((one) => one === given);
  if (known) return known;
  throw unprocessable(
    'answer-code',
    { da: 'Svaret er accepted eller rejected.', en: 'The answer is accepted or rejected.' },
    { expression: 'answer' },
  );
}

const slotIn = ({ input }: OperationCall): string => {
  const proposal = referencesIn(input, 'proposal', 'Appointment')[0];
  const slot = referencesIn(input, 'slot', 'Slot')[0] ?? parseProposalId(proposal ?? '')?.slotId;
  if (slot === undefined) throw missing('slot');
  return slot;
};

const noted = (call: OperationCall, { stored, actor }: Acting): Pick<Task, 'note'> => {
  const text = checkedComment(textInput(call.input, 'comment'));
  const now = call.ports.now();
  return text === undefined ? {} : withNote(stored.resource, { text, author: actor.who, now });
};

const isUnanswered = ({ status }: Task): boolean => status === 'requested' || status === 'received';

async function reject(call: OperationCall, acting: Acting): Promise<Stored> {
  const { resource } = acting.stored;
  if (!isUnanswered(resource)) throw answered();
  if (textInput(call.input, 'comment') === undefined) throw missing('comment');
  const task = changed(resource, call.ports.now(), {
    status: 'rejected',
    ...noted(call, acting),
  });
  return putTask(call.ports, acting, { kind: 'answer', task });
}

/** Of two who answer at once with different times one is first: the time that is given stands in the Task before it is taken. */
async function begun(call: OperationCall, acting: Acting, slot: string): Promise<Acting> {
  const { resource } = acting.stored;
  if (resource.status === 'accepted' && outputOf(resource, 'given-slot') === slot) return acting;
  if (!isUnanswered(resource)) throw answered();
  const task = changed(resource, call.ports.now(), {
    status: 'accepted',
    ...noted(call, acting),
    ...withOutput(resource, 'given-slot', slot),
  });
  return { ...acting, stored: await putTask(call.ports, acting, { kind: 'answer', task }) };
}

async function carriedOut(
  call: OperationCall,
  acting: Acting,
  slot: string,
): Promise<Stored<Appointment>> {
  const done = await doneAlready(call.ports, acting, slot);
  if (done) return done;
  const override = overrideIn(call.input);
  const { resource } = acting.stored;
  const id = idIn(slot, 'Slot') ?? '';
  const focus = idIn(resource.focus?.reference, 'Appointment');
  if (isOf(resource, 'move-request') && focus !== undefined)
    return move(call, focus, id, { override });
  const service = idIn(resource.focus?.reference, 'HealthcareService');
  return book(call, {
    ...{ slot: id, patient: acting.patient, override },
    ...(service !== undefined && { service }),
  });
}

/** A time that cannot be given after all leaves the wish unanswered, unless it is another's answer that is just being carried out. */
async function reopened(call: OperationCall, acting: Acting, slot: string): Promise<void> {
  if (await isUnderWay(call.ports, acting)) return;
  if (await doneAlready(call.ports, acting, slot)) return;
  const { output = [], ...rest } = acting.stored.resource;
  const left = output.filter(({ type }) => type.coding?.[0]?.code !== 'given-slot');
  const task = changed(rest as Task & { id: string }, call.ports.now(), {
    status: 'requested',
    ...(left.length > 0 && { output: left }),
  });
  await putTask(call.ports, acting, { kind: 'answer', task });
}

async function accept(call: OperationCall, acting: Acting): Promise<Stored> {
  const slot = `Slot/${slotIn(call)}`;
  const { resource } = acting.stored;
  if (resource.status === 'completed' && outputOf(resource, 'given-slot') === slot)
    return acting.stored;
  const taken = await begun(call, acting, slot);
  try {
    return await completed(call, taken, await carriedOut(call, taken, slot));
  } catch (error) {
    if (error instanceof FhirError && error.status < 500 && error.status !== 412)
      await reopened(call, taken, slot);
    throw error;
  }
}

/** A move has completed its Task in its own transaction. */
async function completed(
  { ports }: OperationCall,
  acting: Acting,
  appointment: Stored<Appointment>,
): Promise<Stored> {
  const { id } = acting.stored.resource;
  const now = await findOne<Task>(ports.db, ports.room('Task'), id);
  if (now?.resource.status !== 'accepted') return now ?? acting.stored;
  const task = changed(now.resource, ports.now(), {
    status: 'completed',
    ...withOutput(now.resource, 'appointment', `Appointment/${appointment.resource.id}`),
  });
  return putTask(ports, { ...acting, stored: now }, { kind: 'answer', task });
}

/** The unit's answer to a wish: a time, which is booked or moved to at once, or a word. */
export const answer: Operation = {
  code: 'answer',
  title: { da: 'Svar på et ønske', en: 'Answer a request' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [
    parameter('answer', 'code', 'accepted eller rejected.', 'accepted or rejected.', { min: 1 }),
    parameter('slot', 'Reference', 'Tiden, der gives.', 'The time that is given.'),
    parameter(
      'proposal',
      'Reference',
      'Et forslag fra $find i stedet for slot.',
      'A proposal of $find instead of a slot.',
    ),
    parameter(
      'comment',
      'string',
      'Besked til borgeren; skal være der ved afslag.',
      'A word to the citizen; needed when rejected.',
    ),
    overrideReason,
  ],
  run: decidedAnew(async (call: OperationCall) => {
    const acting = await actingOn(call, call.id ?? '');
    assertOwns(call, acting.stored.resource);
    if (!isRequest(acting.stored.resource)) throw answered();
    const isYes = answerIn(call) === 'accepted';
    return { status: 200, stored: await (isYes ? accept : reject)(call, acting) };
  }),
};
