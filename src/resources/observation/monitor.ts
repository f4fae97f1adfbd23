/** Where somebody has declared to watch measurements: the unit is told of what lies outside the limits. */
import type { Observation, ServiceRequest, Task } from '@medplum/fhirtypes';
import { uuidv5 } from '../../fhir/id.ts';
import type { Transaction } from '../../store/database.ts';
import { type Change, idIn, type Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import type { Monitoring } from '../municipality.ts';
import { raise } from '../task/raise.ts';
import { newTask } from '../task/task.ts';
import { asksFor } from './based-on.ts';
import type { Kept } from './canonical.ts';
import { patientIn } from './sender.ts';

type Limits = NonNullable<Monitoring['limits']>;
type Numbered = Pick<Observation, 'code' | 'valueQuantity'>;

const lies = ({ low = -Infinity, high = Infinity }: Limits[string], value: number): boolean =>
  value < low || value > high;

const isOut = ({ code, valueQuantity }: Numbered, limits: Limits): boolean =>
  (code?.coding ?? []).some(({ code: key = '' }) => {
    const limit = Object.hasOwn(limits, key) ? limits[key] : undefined;
    return limit && valueQuantity?.value !== undefined && lies(limit, valueQuantity.value);
  });

/** Whether any number of a measurement that counts lies outside. */
export const isOutside = (resource: Observation, { limits = {} }: Monitoring): boolean =>
  resource.status !== 'entered-in-error' &&
  [resource, ...(resource.component ?? [])].some((one) => isOut(one as Numbered, limits));

/** The unit was told of the version before. */
const wasOutside = (before: string | undefined, monitoring: Monitoring): boolean =>
  before !== undefined && isOutside(JSON.parse(before) as Observation, monitoring);

const planOf = ({ basedOn = [] }: Observation): string | undefined =>
  idIn(basedOn[0]?.reference, 'ServiceRequest');

const plansSql = `
select id from service_request
where patient = any($1::text[]) and view & 1 <> 0 and p_category && '{measurement}' and p_status && '{active}'`;

type Plan = ServiceRequest & { id: string };

/** The plans that these name, and the active ones of their citizens: a client need not name one. */
async function plansFor(
  tx: Transaction,
  { room }: Pick<Ports, 'room'>,
  out: readonly Kept[],
): Promise<readonly Plan[]> {
  const patients = new Set(out.flatMap(({ subject }) => patientIn(subject) ?? []));
  const { rows } = await tx.query<{ id: string }>(plansSql, [[...patients]], {
    name: 'measurement-plans',
  });
  const named = out.flatMap((one) => planOf(one) ?? []);
  const ids = new Set([...named, ...rows.map(({ id }) => id)]);
  const found = await findAll<ServiceRequest>(tx, room('ServiceRequest'), [...ids]);
  return found.map(({ resource }) => resource);
}

/** Without a plan there is no unit that has asked, and so none to be told. */
async function unitsOf(
  tx: Transaction,
  ports: Pick<Ports, 'room'>,
  out: readonly Kept[],
): Promise<(resource: Kept) => string | undefined> {
  const plans = await plansFor(tx, ports, out);
  return (resource) => {
    const named = plans.find(({ id }) => id === planOf(resource));
    const plan = named ?? plans.find((one) => asksFor(one, resource));
    return plan?.performer?.[0]?.reference;
  };
}

function taskOf(resource: Kept, owner: string | undefined, now: number): (Task & { id: string })[] {
  const patient = patientIn(resource.subject);
  if (owner === undefined || patient === undefined) return [];
  const task = newTask({
    ...{ id: uuidv5(resource.id, 'out-of-range'), code: 'out-of-range' },
    ...{ patient, owner, focus: `Observation/${resource.id}`, now },
  });
  return [{ ...task, description: 'En måling ligger uden for det aftalte.' }];
}

/** Tells the units that asked for the measurements; does nothing where nobody watches. */
export async function watch(
  tx: Transaction,
  ports: Pick<Ports, 'room' | 'now' | 'record' | 'municipality'>,
  changes: readonly Change[],
): Promise<void> {
  const { monitoring } = ports.municipality;
  if (!monitoring) return;
  const out = changes
    .filter(({ removed, written }) => !removed && !wasOutside(written.before, monitoring))
    .map(({ resource }) => resource as Kept)
    .filter((resource) => isOutside(resource, monitoring));
  if (out.length === 0) return;
  const unitOf = await unitsOf(tx, ports, out);
  const now = ports.now();
  await raise(
    tx,
    ports,
    out.flatMap((resource) => taskOf(resource, unitOf(resource), now)),
  );
}
