/** Where somebody has declared to watch measurements: the unit is told of what lies outside the limits, and when it no longer does. */
import type { Observation, ServiceRequest, Task } from '@medplum/fhirtypes';
import { uuidv5 } from '../../fhir/id.ts';
import type { Transaction } from '../../store/database.ts';
import { type Change, idIn, type Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { putTasks, raise } from '../task/raise.ts';
import { changed, isOpen, newTask } from '../task/task.ts';
import { asksFor } from './based-on.ts';
import type { Kept } from './canonical.ts';
import { isOutside } from './limit.ts';
import { patientIn } from './sender.ts';

type Needs = Pick<Ports, 'room' | 'now' | 'record' | 'municipality'>;
type Plan = ServiceRequest & { id: string };

const planOf = ({ basedOn = [] }: Observation): string | undefined =>
  idIn(basedOn[0]?.reference, 'ServiceRequest');

const plansSql = `
select id from service_request
where patient = any($1::text[]) and view & 1 <> 0 and p_category && '{measurement}' and p_status && '{active}'
order by sort desc, id`;

/** For each its plan: the one that it names, else the newest active one that asks for it, for a client need not name one. */
async function plansOf(
  tx: Transaction,
  { room }: Pick<Ports, 'room'>,
  all: readonly Kept[],
): Promise<(resource: Kept) => Plan | undefined> {
  const patients = new Set(all.flatMap(({ subject }) => patientIn(subject) ?? []));
  const { rows } = await tx.query<{ id: string }>(plansSql, [[...patients]], {
    name: 'measurement-plans',
  });
  const ids = new Set([...all.flatMap((one) => planOf(one) ?? []), ...rows.map(({ id }) => id)]);
  const found = await findAll<ServiceRequest>(tx, room('ServiceRequest'), [...ids]);
  const plans = new Map(found.map(({ resource }) => [resource.id, resource as Plan]));
  const inOrder = [...ids].flatMap((id) => plans.get(id) ?? []);
  return (resource) =>
    plans.get(planOf(resource) ?? '') ?? inOrder.find((one) => asksFor(one, resource));
}

const taskId = ({ id }: Pick<Kept, 'id'>): string => uuidv5(id, 'out-of-range');

/** Without a plan there is no unit that has asked, and so none to be told. */
function taskOf(resource: Kept, plan: Plan | undefined, now: number): (Task & { id: string })[] {
  const patient = patientIn(resource.subject);
  const owner = plan?.performer?.[0]?.reference;
  if (owner === undefined || patient === undefined) return [];
  const task = newTask({
    ...{ id: taskId(resource), code: 'out-of-range' },
    ...{ patient, owner, focus: `Observation/${resource.id}`, now },
  });
  return [{ ...task, description: 'En måling ligger uden for det aftalte.' }];
}

const why = ({ resource, removed }: Change): string =>
  removed || (resource as Observation).status === 'entered-in-error'
    ? 'Målingen er markeret som fejl.'
    : 'Målingen er rettet og ligger inden for det aftalte.';

/** What the unit was told of and nobody has dealt with is no more; whoever deals with it at this moment is waited for. */
async function close(tx: Transaction, ports: Needs, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const reasons = new Map(changes.map((one) => [taskId(one.resource as Kept), why(one)]));
  const ids = [...reasons.keys()].sort();
  await tx.query('select from task where id = any($1::text[]) order by id for update', [ids], {
    name: 'lock-tasks',
  });
  const found = await findAll<Task>(tx, ports.room('Task'), ids);
  const now = ports.now();
  const closed = found
    .map(({ resource }) => resource as Task & { id: string })
    .filter(isOpen)
    .map((task) => {
      const text = reasons.get(task.id) ?? '';
      return changed(task, now, { status: 'cancelled', statusReason: { text } });
    });
  await putTasks(tx, ports, closed, 'cancel');
}

const isLater = ({ removed, written }: Change): boolean =>
  removed === true || written.outcome === 'updated';

/** Tells the units that asked for the measurements, and takes back what was told of what is right now. Where nobody watches, none is told. */
export async function watch(
  tx: Transaction,
  ports: Needs,
  changes: readonly Change[],
): Promise<void> {
  const { monitoring } = ports.municipality;
  if (!monitoring) return close(tx, ports, changes.filter(isLater));
  const standing = changes.filter(({ removed }) => !removed);
  const resources = standing.map(({ resource }) => resource as Kept);
  const planFor = await plansOf(tx, ports, resources);
  const isOut = (resource: Kept): boolean => isOutside(resource, monitoring, planFor(resource));
  const out = standing.filter(({ resource }) => isOut(resource as Kept));
  const right = changes.filter((one) => isLater(one) && !out.includes(one));
  await close(tx, ports, right);
  // The unit was told of the version before.
  const wasOut = ({ written: { before } }: Change): boolean =>
    before !== undefined && isOut(JSON.parse(before) as Kept);
  const news = out.filter((one) => !wasOut(one));
  const now = ports.now();
  const tasks = news.flatMap(({ resource }) =>
    taskOf(resource as Kept, planFor(resource as Kept), now),
  );
  await raise(tx, ports, tasks);
}
