import type { Appointment, HealthcareService, Task } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { type AppointmentStatus, isKnownTransition } from '../../scheduling/transitions.ts';
import type { Transaction } from '../../store/database.ts';
import { participantId } from '../appointment/participants.ts';
import type { Change, Room } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import { faultFlag, lateFlag } from './flag.ts';
import { putTasks, raise } from './raise.ts';
import { changed, isOf, isOpen, withOutput } from './task.ts';

type Kept = Appointment & { id: string };
type Needs = Parameters<NonNullable<Room['after']>>[1];

/** A change of an appointment that stood before. */
interface Turn {
  readonly before: Appointment;
  readonly now: Kept;
}

const turnOf = ({ written, resource, removed }: Change): Turn[] =>
  written.before === undefined || removed
    ? []
    : [{ before: JSON.parse(written.before) as Appointment, now: resource as Kept }];

const byStaff = ({ extension = [] }: Appointment): boolean =>
  extension
    .find(({ url }) => url === structure('acting-party'))
    ?.extension?.some(({ valueCode }) => valueCode === 'staff') ?? true;

/** The unit hears of it from us unless it did so itself. */
const isLate = ({ before, now }: Turn): boolean =>
  before.status === 'booked' &&
  now.status === 'cancelled' &&
  (now.cancelationReason?.coding?.some(({ code }) => code === 'late') ?? false) &&
  !byStaff(now);

const isBreach = ({ before, now }: Turn): boolean =>
  before.status !== now.status &&
  !isKnownTransition(before.status as AppointmentStatus, now.status as AppointmentStatus);

const hasMoved = ({ before, now }: Turn): boolean =>
  now.status === 'booked' && before.start !== now.start;

const hasEnded = ({ before, now }: Turn): boolean =>
  before.status === 'booked' && now.status !== 'booked';

async function servicesOf(
  tx: Transaction,
  ports: Needs,
  turns: readonly Turn[],
): Promise<(appointment: Appointment) => HealthcareService | undefined> {
  const idIn = (one: Appointment): string => participantId(one, 'HealthcareService') ?? '';
  const ids = [...new Set(turns.map(({ now }) => idIn(now)))];
  const found = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), ids);
  const services = new Map(found.map(({ resource }) => [resource.id, resource]));
  return (appointment) => services.get(idIn(appointment));
}

async function tellUnits(tx: Transaction, ports: Needs, turns: readonly Turn[]): Promise<void> {
  const told = turns.filter((turn) => isLate(turn) || isBreach(turn));
  if (told.length === 0) return;
  const serviceOf = await servicesOf(tx, ports, told);
  const tasks = told.flatMap((turn) => {
    const flagged = {
      appointment: turn.now,
      service: serviceOf(turn.now),
      now: ports.now(),
    };
    return [
      ...(isLate(turn) ? lateFlag(flagged) : []),
      ...(isBreach(turn) ? faultFlag('transition', flagged) : []),
    ];
  });
  await raise(tx, ports, tasks);
}

/** What becomes of a wish when its appointment is moved or ends. */
function settled(task: Task & { id: string }, turn: Turn, now: number): (Task & { id: string })[] {
  if (!isOf(task, 'move-request') || !isOpen(task)) return [];
  if (hasEnded(turn)) {
    const text = 'Aftalen står ikke længere.';
    return [changed(task, now, { status: 'cancelled', statusReason: { text } })];
  }
  if (task.status !== 'accepted') return [];
  const output = withOutput(task, 'appointment', `Appointment/${turn.now.id}`);
  return [changed(task, now, { status: 'completed', ...output })];
}

async function settleRequests(
  tx: Transaction,
  ports: Needs,
  turns: readonly Turn[],
): Promise<void> {
  const over = turns.filter((turn) => hasMoved(turn) || hasEnded(turn));
  if (over.length === 0) return;
  const tasks = await findLinked<Task>(tx, ports.room('Task'), {
    param: 'focus',
    values: over.map(({ now }) => `Appointment/${now.id}`),
  });
  const next = over.flatMap((turn) =>
    tasks
      .filter(({ resource }) => resource.focus?.reference === `Appointment/${turn.now.id}`)
      .flatMap(({ resource }) => settled(resource, turn, ports.now())),
  );
  await putTasks(tx, ports, next, 'answer');
}

/**
 * Keeps Tasks in step with what becomes of appointments, in the transaction in which it does: the unit is told of late cancellations
 * and of what the table of states does not know, and wishes are settled. What is new costs nothing here.
 */
export const tasksFollow: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  const turns = changes.flatMap(turnOf);
  if (turns.length === 0) return;
  await tellUnits(tx, ports, turns);
  await settleRequests(tx, ports, turns);
};
