import type { Task } from '@medplum/fhirtypes';
import { unprocessable } from '../../fhir/outcome.ts';
import type { OperationCall } from '../appointment/operation-parameter.ts';
import type { Call, Operation, Room } from '../define.ts';
import type { Stored } from '../write-plan.ts';
import { type Acting, actingOn, answered, assertOwns, putTask } from './acting.ts';
import { changed, isCase, isRequest } from './task.ts';

/** What may be made of a Task beside answering it, by whom. */
interface Step {
  readonly from: readonly Task['status'][];
  readonly to: Task['status'];
  readonly by: 'asker' | 'unit';
  readonly of: 'request' | 'flag';
  readonly kind: string;
}

const steps: readonly Step[] = [
  {
    ...{ from: ['requested', 'received'], to: 'cancelled', by: 'asker', of: 'request' },
    kind: 'cancel',
  },
  { from: ['requested'], to: 'received', by: 'unit', of: 'request', kind: 'update' },
  { from: ['requested', 'received'], to: 'completed', by: 'unit', of: 'flag', kind: 'update' },
  { from: ['requested'], to: 'received', by: 'unit', of: 'flag', kind: 'update' },
];

const stepOf = ({ stored: { resource }, actor }: Acting, to: Task['status']): Step | undefined =>
  steps.find(
    (step) =>
      step.to === to &&
      step.from.includes(resource.status) &&
      step.of === (isRequest(resource) ? 'request' : 'flag') &&
      (step.by === 'unit') === (actor.capacity === 'staff'),
  );

const inCura = () =>
  unprocessable('case-in-cura', {
    da: 'Sagen behandles i kommunens system og kan ikke ændres her.',
    en: "The case is handled in the municipality's system, and cannot be changed here.",
  });

async function step(call: Call, acting: Acting, to: Task['status']): Promise<Stored> {
  if (isCase(acting.stored.resource)) throw inCura();
  const found = stepOf(acting, to);
  if (!found) throw answered();
  if (found.by === 'unit') assertOwns(call, acting.stored.resource);
  const task = changed(acting.stored.resource, call.ports.now(), { status: to });
  return putTask(call.ports, acting, { kind: found.kind, task });
}

/** The citizen, or a relative who may act, takes a wish back before it is answered. */
export const withdraw: Operation = {
  code: 'withdraw',
  title: { da: 'Træk et ønske tilbage', en: 'Withdraw a request' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [],
  run: async (call: OperationCall) => {
    const acting = await actingOn(call, call.id ?? '');
    return { status: 200, stored: await step(call, acting, 'cancelled') };
  },
};

const ours: readonly string[] = ['meta', 'status', 'lastModified'];

const changedBeside = (before: Task, after: Task): string | undefined =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (key) =>
      !ours.includes(key) &&
      JSON.stringify(before[key as keyof Task]) !== JSON.stringify(after[key as keyof Task]),
  );

/** PUT and PATCH: the status alone changes; a wish is answered by `$answer`. */
export const updateTask: NonNullable<Room['update']> = async (call) => {
  const [before, after] = [call.current as Task, call.resource as Task];
  const other = changedBeside(before, after);
  if (other !== undefined)
    throw unprocessable(
      'not-changeable',
      { da: `Task.${other} kan ikke ændres her.`, en: `Task.${other} cannot be changed here.` },
      { expression: `Task.${other}` },
    );
  if (before.status === after.status) return { status: 200, stored: call.stored };
  if (isCase(before)) throw inCura();
  const acting = await actingOn(call, call.stored.resource.id);
  return { status: 200, stored: await step(call, acting, after.status) };
};
