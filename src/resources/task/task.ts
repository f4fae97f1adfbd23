import type { CodeableConcept, Reference, Task } from '@medplum/fhirtypes';
import { codeSystem } from '../../fhir/canonical.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { idIn } from '../define.ts';

/** What a Task of ours is about. */
export type TaskCode =
  | 'move-request'
  | 'booking-request'
  | 'late-cancellation'
  | 'data-quality'
  | 'out-of-range'
  | 'undelivered-message';

type Kept = Task & { id: string };

const titles = {
  'move-request': 'Ønske om en anden tid',
  'booking-request': 'Ønske om en tid',
  'late-cancellation': 'Afbud efter fristen',
  'data-quality': 'Fejl i data om en aftale',
  'out-of-range': 'Måling uden for det aftalte',
  'undelivered-message': 'Besked kunne ikke leveres',
} as const satisfies Record<TaskCode, string>;

const codeOf = (code: TaskCode): CodeableConcept => ({
  coding: [{ system: codeSystem('task-code'), code, display: titles[code] }],
});

export const isOf = ({ code }: Task, wanted: TaskCode | 'case'): boolean =>
  code?.coding?.some((one) => one.system === codeSystem('task-code') && one.code === wanted) ??
  false;

/** What a citizen asked for; the rest is the unit's own. */
export const isRequest = (task: Task): boolean =>
  isOf(task, 'move-request') || isOf(task, 'booking-request');

/** What the municipality works on for a citizen; Cura is the one to change it. */
export const isCase = (task: Task): boolean => isOf(task, 'case');

/** Nobody has answered, or the answer is just being carried out. */
export const isOpen = ({ status }: Task): boolean =>
  status === 'requested' || status === 'received' || status === 'accepted';

export const citizenOfTask = (task: Task): string | undefined =>
  idIn(task.for?.reference, 'Patient');

interface Made {
  readonly id: string;
  readonly code: TaskCode;
  readonly patient: string;
  /** `Organization/x` of the unit. */
  readonly owner: string;
  /** `Appointment/x` or `HealthcareService/x`. */
  readonly focus: string;
  readonly now: number;
}

/** A Task that nobody has done anything about yet. */
export function newTask({ id, code, patient, owner, focus, now }: Made): Kept {
  const at = formatInstant(now);
  return {
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: code === 'move-request' || code === 'booking-request' ? 'proposal' : 'order',
    code: codeOf(code),
    focus: { reference: focus },
    for: { reference: `Patient/${patient}` },
    authoredOn: at,
    lastModified: at,
    owner: { reference: owner },
  };
}

const inputSystem = codeSystem('task-input');

/** What is given with a Task, or comes of it, by a code of ours. */
export const inputType = (
  code: 'wished-slot' | 'wished-period' | 'given-slot' | 'appointment',
): CodeableConcept => ({ coding: [{ system: inputSystem, code }] });

/** The reference among the results of a Task. */
export const outputOf = (task: Task, code: 'given-slot' | 'appointment'): string | undefined =>
  task.output?.find(({ type }) => type.coding?.some((one) => one.code === code))?.valueReference
    ?.reference;

/** The results with one of them set anew. */
export const withOutput = (
  { output = [] }: Task,
  code: 'given-slot' | 'appointment',
  reference: string,
): Pick<Task, 'output'> => ({
  output: [
    ...output.filter(({ type }) => !type.coding?.some((one) => one.code === code)),
    { type: inputType(code), valueReference: { reference } },
  ],
});

/** A Task in another state. */
export const changed = (task: Kept, now: number, change: Partial<Task>): Kept => ({
  ...task,
  ...change,
  lastModified: formatInstant(now),
});

/** What somebody writes on a Task, added to what stands. */
export const withNote = (
  { note = [] }: Task,
  { text, author, now }: { text: string; author: Reference['reference']; now: number },
): Pick<Task, 'note'> => ({
  note: [
    ...note,
    { ...(author && { authorReference: { reference: author } }), time: formatInstant(now), text },
  ],
});
