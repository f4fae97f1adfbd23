import type { Task } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Ports, Recorded } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { citizenOfTask, isOpen } from './task.ts';

type Kept = Task & { id: string };
type Needs = Pick<Ports, 'room' | 'now' | 'record'>;

/** What Provenance asks of the room; the room itself leads here. */
const recorded: Recorded = { type: 'Task', patient: citizenOfTask };

/** Stores Tasks of ours with their Provenance, in the transaction that they follow from. */
export async function putTasks(
  tx: Transaction,
  ports: Needs,
  tasks: readonly Kept[],
  kind: 'flag' | 'answer' | 'cancel',
): Promise<void> {
  if (tasks.length === 0) return;
  const written = await putAll(tx, ports.room('Task'), tasks, ports.now());
  const changes = tasks.flatMap((resource, at) => {
    const one = written[at];
    return one && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
  if (changes.length > 0) await ports.record?.(tx, recorded, changes, { kind });
}

/** Tells units of what these Tasks say; one that is open already is not told again. */
export async function raise(tx: Transaction, ports: Needs, tasks: readonly Kept[]): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map(({ id }) => id);
  const known = await findAll<Task>(tx, ports.room('Task'), ids);
  const open = new Set(
    known.filter(({ resource }) => isOpen(resource)).map(({ resource }) => resource.id),
  );
  const news = tasks.filter(({ id }) => !open.has(id));
  await putTasks(tx, ports, news, 'flag');
}
