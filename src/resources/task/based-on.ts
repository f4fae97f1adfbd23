import type { Resource, Task } from '@medplum/fhirtypes';
import { system } from '../../../mappings/codes/system.ts';
import type { Room } from '../define.ts';

type Kept = Resource & { id: string };

const numberIn = (task: Task): string | undefined =>
  task.basedOn?.find(({ identifier }) => identifier?.system === system.curaInquiry)?.identifier
    ?.value;

const leading = (task: Task, ids: ReadonlyMap<string, string>): Task => {
  const id = ids.get(numberIn(task) ?? '');
  if (id === undefined || !task.basedOn) return task;
  return {
    ...task,
    basedOn: task.basedOn.map((one) => ({ ...one, reference: `ServiceRequest/${id}` })),
  };
};

/** A case names its inquiry by Cura's number: one that was born here has the id that it was born with. */
export const basedOnOurs: NonNullable<Room['complete']> = async (tx, _ports, resources) => {
  const tasks = resources as readonly (Task & { id: string })[];
  const numbers = tasks.flatMap((task) => numberIn(task) ?? []);
  if (numbers.length === 0) return resources;
  const { rows } = await tx.query<{ id: string; cura_id: string }>(
    `select id, cura_id from cura_record where record = 'henvendelse' and cura_id = any($1::text[])`,
    [numbers],
    { name: 'inquiries-by-number' },
  );
  const ids = new Map(rows.map((row) => [row.cura_id, row.id]));
  return tasks.map((task) => leading(task, ids) as Kept);
};
