import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { cancel } from '../appointment/cancel.ts';
import { participantId, timeOf } from '../appointment/participants.ts';
import type { Ports } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { findOne } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { codeHash } from './link-code.ts';
import type { MessageKind } from './plan-row.ts';

const mostTries = 5;
const codeGrammar = /^[\w-]{16}$/;

/** What a link leads to. `login`: the self-service, then the appointment. `cancel`: a page with the time and one button. */
export type LinkTarget =
  | { readonly mode: 'none' }
  | {
      readonly mode: 'login' | 'cancel';
      readonly plan: string;
      readonly appointment: string;
      readonly patient: string;
      readonly start: number;
    };

interface PlanRow {
  readonly id: string;
  readonly appointment: string;
  readonly patient: string;
  readonly recipient: string;
  readonly start: number;
  readonly kind: MessageKind;
  readonly until: number;
}

/** What it was sent about still stands: this time of this citizen, booked, or offered and not answered yet. */
function stands(plan: PlanRow, appointment: Appointment | undefined, now: number): boolean {
  const isOpen =
    appointment?.status === 'booked' ||
    (plan.kind === 'offer' && appointment?.status === 'pending' && plan.until > now);
  return (
    appointment !== undefined &&
    isOpen &&
    participantId(appointment, 'Patient') === plan.patient &&
    timeOf(appointment)?.start === plan.start
  );
}

/** Finds what a code opens now: nothing once it was used, tried too often, or its appointment is moved, cancelled or begun. */
export async function openLink(ports: Ports, code: string): Promise<LinkTarget> {
  if (!codeGrammar.test(code)) return { mode: 'none' };
  const { rows } = await ports.db.query<PlanRow>(
    `select id, appointment, patient, recipient, start, kind, until from reminder
     where code_hash = $1 and used_at is null and tries < ${mostTries} and start > to_timestamp($2 / 1000.0)`,
    [codeHash(code), ports.now()],
  );
  const plan = rows[0];
  const appointment =
    plan && (await findOne<Appointment>(ports.db, ports.room('Appointment'), plan.appointment));
  if (!plan || !appointment || !stands(plan, appointment.resource, ports.now()))
    return { mode: 'none' };
  const service = await findOne<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    participantId(appointment.resource, 'HealthcareService'),
  );
  const mode =
    (service && policyOf(service.resource, ports.municipality).smsLink) ??
    ports.municipality.smsLink;
  if (mode === 'none') return { mode };
  return {
    // A relative has a right to act or not: that is for the login to say, and an offer is answered there.
    mode: plan.recipient === `Patient/${plan.patient}` && plan.kind !== 'offer' ? mode : 'login',
    plan: plan.id,
    appointment: plan.appointment,
    patient: plan.patient,
    start: plan.start,
  };
}

/** Counts a try; false when there were too many. */
async function tried(ports: Ports, plan: string): Promise<boolean> {
  const { rowCount } = await ports.db.query(
    `update reminder set tries = tries + 1 where id = $1 and tries < ${mostTries} and used_at is null`,
    [plan],
  );
  return rowCount === 1;
}

const againMs = 10 * 60_000;

/** A link cancelled it a short while ago. */
function cancelledByLink(appointment: Appointment, now: number): boolean {
  const { capacity, at } = partsOf(extensionOf(appointment, structure('acting-party')));
  return (
    appointment.status === 'cancelled' &&
    capacity === 'link-holder' &&
    typeof at === 'string' &&
    parseInstant(at) > now - againMs
  );
}

/** What a code cancelled a short while ago: whoever presses again, or was a moment later, is told the same. */
async function cancelledLately(ports: Ports, code: string): Promise<LinkTarget> {
  const now = ports.now();
  const { rows } = await ports.db.query<Omit<PlanRow, 'kind' | 'until' | 'recipient'>>(
    `select id, appointment, patient, start from reminder
     where code_hash = $1 and start > to_timestamp($2 / 1000.0) and recipient = 'Patient/' || patient`,
    [codeHash(code), now],
  );
  const [plan] = rows;
  const stored =
    plan && (await findOne<Appointment>(ports.db, ports.room('Appointment'), plan.appointment));
  if (!stored || !cancelledByLink(stored.resource, now)) return { mode: 'none' };
  const { id, appointment, patient, start } = plan;
  return { mode: 'cancel', plan: id, appointment, patient, start };
}

async function isCancelled(ports: Ports, id: string): Promise<boolean> {
  const stored = await findOne<Appointment>(ports.db, ports.room('Appointment'), id);
  return stored?.resource.status === 'cancelled';
}

/** Cancels by code. The one who holds the link is nobody in particular, and is recorded as that. Throws the refusal. */
export async function cancelByLink(
  ports: Ports,
  code: string,
  device: string,
): Promise<LinkTarget> {
  const target = await openLink(ports, code);
  if (target.mode === 'login') return { mode: 'none' };
  if (target.mode === 'none' || !(await tried(ports, target.plan)))
    return cancelledLately(ports, code);
  try {
    await cancel(
      { ports },
      { id: target.appointment, reason: 'citizen' },
      { capacity: 'link-holder', who: `Device/${device}`, patient: target.patient },
    );
  } catch (error) {
    // Whoever presses twice is refused the second time, and has what was asked for.
    if (!(await isCancelled(ports, target.appointment))) throw error;
  }
  await ports.db.query('update reminder set used_at = to_timestamp($2 / 1000.0) where id = $1', [
    target.plan,
    ports.now(),
  ]);
  return target;
}
