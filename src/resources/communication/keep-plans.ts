/** Keeps the reminders of appointments in step with what the appointments say, in the transaction that says it. */
import type { Appointment, Extension, HealthcareService } from '@medplum/fhirtypes';
import { system } from '../../../mappings/codes/system.ts';
import { structure } from '../../fhir/canonical.ts';
import type { Transaction } from '../../store/database.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import type { Change, Ports } from '../define.ts';
import { extensionOf } from '../extension.ts';
import { findAll } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { afterQuiet, remindersAhead, reminderTimes } from './due.ts';
import { insertPlans, type MessageKind, type NewPlan } from './plan-row.ts';

type KeepPorts = Pick<Ports, 'now' | 'secret' | 'municipality' | 'room'>;
type Kept = Appointment & { id: string };

interface PlanFacts {
  readonly services: ReadonlyMap<string | undefined, HealthcareService>;
  readonly bulk: boolean;
}

const isVisit = ({ identifier = [] }: Appointment): boolean =>
  identifier.some((one) => one.system === system.curaVisit);

/** Home care comes every day and reminds nobody unless its service says so. */
const isReminded = (
  appointment: Appointment,
  service: HealthcareService | undefined,
  { municipality }: KeepPorts,
): boolean => (service && policyOf(service, municipality).reminds) ?? !isVisit(appointment);

interface Step {
  readonly before: Appointment | undefined;
  readonly now: Kept;
  readonly removed: boolean;
}

const stepOf = ({ written, resource, removed }: Change): Step => ({
  before: written.before === undefined ? undefined : (JSON.parse(written.before) as Appointment),
  now: resource as Kept,
  removed: removed === true,
});

const startOf = (appointment: Appointment | undefined): number | undefined =>
  appointment && timeOf(appointment)?.start;

const acting = (appointment: Appointment): Extension | undefined =>
  extensionOf(appointment, structure('acting-party'));

/** Capacities in which somebody acts for the citizen, who then needs not be told. */
const ownSide: readonly (string | undefined)[] = ['self', 'relative', 'link-holder'];

/** Whether staff, or Cura on its own, did it: the acting party is theirs, or is still that of an earlier act. */
function isByOthers({ before, now }: Step): boolean {
  const by = acting(now);
  if (!by || JSON.stringify(by) === JSON.stringify(before && acting(before))) return true;
  return !ownSide.includes(by.extension?.find(({ url }) => url === 'capacity')?.valueCode);
}

/** What the citizen is told at once of a change by others. */
function toldOf(step: Step): MessageKind | undefined {
  const [was, is] = [startOf(step.before), startOf(step.now)];
  if (step.before?.status !== 'booked') return undefined;
  if (step.now.status === 'cancelled') return isByOthers(step) ? 'cancelled' : undefined;
  const isMoved = step.now.status === 'booked' && was !== is;
  return isMoved && isByOthers(step) ? 'moved' : undefined;
}

function plansOf(step: Step, ports: KeepPorts, { services, bulk }: PlanFacts): NewPlan[] {
  const { now: appointment } = step;
  const [start, patient] = [startOf(appointment), participantId(appointment, 'Patient')];
  const now = ports.now();
  if (start === undefined || patient === undefined) return [];
  const service = services.get(participantId(appointment, 'HealthcareService'));
  if (!isReminded(appointment, service, ports)) return [];
  const { quietHours: quiet } = ports.municipality;
  const shared = { appointment: appointment.id, patient, recipient: `Patient/${patient}`, start };
  const told = bulk ? undefined : toldOf(step);
  const was = told === 'moved' ? startOf(step.before) : undefined;
  const times = reminderTimes(service, ports.municipality);
  const ahead = remindersAhead(start, times, { now, quiet })
    // Who is told of the new time just now needs no reminder of it in the same minute.
    .filter(({ dueAt }) => told === undefined || dueAt > now)
    .map((one) => ({ ...shared, ...one, kind: 'reminder' as const }));
  return [
    ...(appointment.status === 'booked' ? ahead : []),
    ...(told
      ? [{ ...shared, kind: told, plan: told, dueAt: afterQuiet(now, quiet), until: start, was }]
      : []),
  ];
}

/** What is of another time or citizen than that which counts, or of a plan that the service has no more. What may have been sent stays. */
const dropSql = `
update reminder r set state = 'skipped', reason = 'changed', settled_at = to_timestamp($5 / 1000.0)
where r.appointment = any($1::text[]) and r.state = 'due' and r.kind <> 'offer' and r.sending_at is null
  and not exists (select from unnest($2::text[], $3::float8[], $4::text[], $6::text[]) as w(appointment, start, plan, patient)
    where w.appointment = r.appointment and to_timestamp(w.start / 1000) = r.start and w.plan = r.plan and w.patient = r.patient)`;

type Wanted = Pick<NewPlan, 'appointment' | 'start' | 'plan' | 'patient'>;

/** What others have made of it and was not told yet stays true as long as the appointment says so. */
function stillTrue({ now: appointment }: Step): Wanted[] {
  const [start, patient] = [startOf(appointment), participantId(appointment, 'Patient')];
  if (start === undefined || patient === undefined) return [];
  const plan = appointment.status === 'booked' ? 'moved' : appointment.status;
  return [{ appointment: appointment.id, start, plan, patient }];
}

async function dropOthers(
  tx: Transaction,
  ids: readonly string[],
  wanted: readonly Wanted[],
  now: number,
): Promise<void> {
  if (ids.length === 0) return;
  const values = [
    ids,
    wanted.map(({ appointment }) => appointment),
    wanted.map(({ start }) => start),
    wanted.map(({ plan }) => plan),
    now,
    wanted.map(({ patient }) => patient),
  ];
  await tx.query(dropSql, values, { name: 'drop-reminders' });
}

async function servicesOf(tx: Transaction, { room }: KeepPorts, steps: readonly Step[]) {
  const ids = steps.flatMap(({ now }) => participantId(now, 'HealthcareService') ?? []);
  const found = await findAll<HealthcareService>(tx, room('HealthcareService'), [...new Set(ids)]);
  return new Map(found.map(({ resource }) => [resource.id, resource]));
}

const isAhead = ({ now: appointment, removed }: Step, now: number): boolean =>
  !removed && (startOf(appointment) ?? now) > now;

/**
 * Makes, moves and drops the plans of appointments that changed; a plan that stands, or was sent, is left alone. In `bulk` nobody is told
 * of the change itself.
 */
export async function keepPlans(
  tx: Transaction,
  ports: KeepPorts,
  changes: readonly Change[],
  { bulk }: { readonly bulk: boolean },
): Promise<void> {
  const steps = changes.map(stepOf);
  const ahead = steps.filter((step) => isAhead(step, ports.now()));
  const services = await servicesOf(tx, ports, ahead);
  const plans = ahead.flatMap((step) => plansOf(step, ports, { services, bulk }));
  const known = steps.filter(({ before, removed }) => before || removed).map(({ now }) => now.id);
  await dropOthers(tx, known, [...plans, ...ahead.flatMap(stillTrue)], ports.now());
  await insertPlans(tx, ports, plans);
}
