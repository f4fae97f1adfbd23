import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { codeSystem } from '../../fhir/canonical.ts';
import { fail, issue, notFound, over } from '../../fhir/outcome.ts';
import { mandate, ownLogin } from '../../scheduling/eligibility-rules.ts';
import { mayTransition, type TransitionBy } from '../../scheduling/transitions.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call, Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import type { Stored } from '../write-plan.ts';
import { lockCitizen } from './citizen-times.ts';
import { actorOf, assertHolds, write } from './decide.ts';
import { assertHolder } from './held.ts';
import { actedBy, extended, heldUntil, wishIn } from './hold-state.ts';
import { participantId, participants, timeOf } from './participants.ts';

type Kept = Appointment & { id: string };

/** Something that only this house knows of, with what decides about it. */
export interface KeptHere {
  readonly stored: Stored<Appointment>;
  readonly patient: string;
  readonly service: HealthcareService & { id: string };
}

/** A hold, an offer or a place on the waiting list; undefined for everything else. */
export async function keptHere(ports: Ports, id: string): Promise<KeptHere | undefined> {
  const stored = await findOne<Appointment>(ports.db, ports.room('Appointment'), id);
  const status = stored?.resource.status;
  if (!stored || (status !== 'pending' && status !== 'waitlist')) return undefined;
  const patient = participantId(stored.resource, 'Patient');
  const service = await findOne<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    participantId(stored.resource, 'HealthcareService'),
  );
  return patient && service ? { stored, patient, service: service.resource } : undefined;
}

/** The entry as it stood in line before a time was offered. */
function inLine({ stored, patient, service }: KeptHere, actor: Actor, now: number): Kept {
  const { start: _, end: _end, slot: _slot, extension: _class, ...kept } = stored.resource;
  return {
    ...kept,
    ...extended({}, actedBy(actor, now), wishIn(stored.resource)),
    status: 'waitlist',
    participant: participants({ patient, service: service.id }, 'tentative'),
  };
}

const reasonSystem = codeSystem('cancellation-reason');

function cancelled({ stored }: KeptHere, actor: Actor, now: number, reason?: string): Kept {
  return {
    ...stored.resource,
    ...extended(stored.resource, actedBy(actor, now)),
    status: 'cancelled',
    ...(reason !== undefined && {
      cancelationReason: { coding: [{ system: reasonSystem, code: reason }] },
    }),
  };
}

/** Back in line, or out of it: the row beside the resource goes with it. */
const leaving =
  ({ stored }: KeptHere, to: Appointment['status']) =>
  async (tx: Transaction): Promise<void> => {
    const { id } = stored.resource;
    await (to === 'waitlist'
      ? tx.query(`update waiting set state = 'waiting' where appointment = $1`, [id])
      : tx.query('delete from waiting where appointment = $1', [id]));
  };

/** Whether an open intent is about an appointment, as SQL. */
export const beingBooked = (appointment: string): string =>
  `exists (select from intent i where i.state = 'open' and i.resource_id = ${appointment})`;

/** What Cura may be booking at this moment cannot be let go of. Nobody begins to while the citizen is locked. */
async function assertNotBeingBooked(tx: Transaction, { stored, patient }: KeptHere): Promise<void> {
  await lockCitizen(tx, patient);
  const { rowCount } = await tx.query(
    `select where ${beingBooked('$1::text')}`,
    [stored.resource.id],
    { name: 'being-booked' },
  );
  const busy = { da: 'Tiden er ved at blive bestilt.', en: 'The time is just being booked.' };
  if (rowCount > 0) throw fail(409, issue({ code: 'conflict', key: 'slot-free', text: busy }));
}

/** How something kept here comes to an end. */
export interface Ending {
  readonly kind: string;
  readonly actor: Actor;
  readonly by: TransitionBy;
  readonly reason?: string;
}

/**
 * Lets go of a hold, or of an offer, which goes back to the waiting list; or leaves that. 409 while it is being booked, 412 when it has
 * changed.
 */
export function letGo(ports: Ports, kept: KeptHere, ending: Ending): Promise<Stored<Appointment>> {
  const { stored, patient, service } = kept;
  const { actor, by, kind, reason } = ending;
  const { status } = stored.resource;
  const isOffer = status === 'pending' && wishIn(stored.resource) !== undefined;
  const to = isOffer ? 'waitlist' : 'cancelled';
  if (!mayTransition(status, to, by)) throw new Error(`${by} may not make ${status} ${to}.`);
  const now = ports.now();
  const resource = isOffer ? inLine(kept, actor, now) : cancelled(kept, actor, now, reason);
  const leave = leaving(kept, to);
  const guard = async (tx: Transaction): Promise<void> => {
    await assertNotBeingBooked(tx, kept);
    await leave(tx);
  };
  const plan = { kind, record: 'aftale', here: true, method: 'replace' } as const;
  const about = { patient, policy: lawOf(service), basedOn: stored.version, guard };
  return write(ports, { ...plan, ...about, resource }, actor, undefined);
}

const kindOf = ({ resource }: Stored<Appointment>): string =>
  resource.status === 'waitlist' ? 'leave-waitlist' : wishIn(resource) ? 'decline' : 'release';

const byOf = ({ resource }: Stored<Appointment>, actor: Actor): TransitionBy => {
  if (resource.status === 'pending') return actor.capacity === 'staff' ? 'staff' : 'owner';
  return actor.capacity === 'staff' || actor.capacity === 'relative' ? actor.capacity : 'self';
};

interface Why {
  /** A code of our cancellation-reason system. */
  readonly reason: string | undefined;
  /** Throws when it is not this actor's to give. */
  readonly assertReason: (actor: Actor) => void;
}

/**
 * Releases a hold, declines an offer or leaves the waiting list, for the caller. Undefined for an appointment of Cura's. 403 for who is
 * not the holder, 404, 410 for what is over.
 */
export async function release(
  call: Call,
  id: string,
  { reason = 'citizen', assertReason }: Why,
): Promise<Stored<Appointment> | undefined> {
  const { ports } = call;
  const kept = await keptHere(ports, id);
  if (!kept) return undefined;
  const { stored, patient, service } = kept;
  const actor = await actorOf(call, patient, notFound('Appointment', id));
  assertReason(actor);
  const until = heldUntil(stored.resource);
  if (until !== undefined && until <= ports.now()) throw over('Appointment', id);
  const now = ports.now();
  const time = timeOf(stored.resource) ?? { start: now, end: now };
  const question = { ports, actor, patient, service, time, slotFree: true };
  await assertHolds([ownLogin, mandate], question);
  if (stored.resource.status === 'pending' && actor.capacity !== 'staff')
    assertHolder({ stored, actor });
  const ending = { kind: kindOf(stored), actor, by: byOf(stored, actor), reason };
  return letGo(ports, kept, ending);
}
