import type { Appointment, Slot } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Change, Ports, Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { withTaken } from '../slot/session-element.ts';
import { lockSessions, type Seat, standSeats, takenSeats } from './class-seat.ts';
import { sessionOf } from './class-session.ts';
import { expiresOf, participantId, takesTime, timeOf } from './participants.ts';

type Kept = Appointment & { id: string };
type Needs = Pick<Ports, 'room' | 'now'>;

const seatOf = (appointment: Kept, now: number): Seat[] => {
  const session = sessionOf(appointment);
  const isAhead = (timeOf(appointment)?.end ?? 0) > now;
  if (session === undefined || !isAhead || !takesTime(appointment, now)) return [];
  const citizen = participantId(appointment, 'Patient') ?? '';
  const expires = appointment.status === 'pending' ? expiresOf(appointment) : undefined;
  return [{ session, appointment: appointment.id, citizen, expires }];
};

/** The sessions that a change reaches: that which it was in, and that which it is in. */
const reached = ({ written, resource }: Change): string[] =>
  [
    written.before === undefined ? undefined : (JSON.parse(written.before) as Kept),
    resource as Kept,
  ].flatMap((one) => (one ? (sessionOf(one) ?? []) : []));

/** Says in the Slots of sessions how many seats are left. */
async function tellRemaining(
  tx: Transaction,
  ports: Needs,
  sessions: readonly string[],
): Promise<void> {
  const taken = await takenSeats(tx, sessions, ports.now());
  const { rows } = await tx.query<{ id: string; slot: string }>(
    'select id, slot from class_session where id = any($1::text[]) order by id',
    [sessions],
    { name: 'session-slots' },
  );
  const room = ports.room('Slot');
  const slots = await findAll<Slot>(
    tx,
    room,
    rows.map(({ slot }) => slot),
  );
  const byId = new Map(slots.map(({ resource }) => [resource.id, resource]));
  const told = rows.flatMap(({ id, slot }) => {
    const known = byId.get(slot);
    return known ? [withTaken(known, taken.get(id) ?? 0)] : [];
  });
  await putAll(tx, room, told, ports.now());
}

/** Keeps seats, and the number of those that are left, in step with what the appointments now say. */
export const seatsChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  const sessions = [...new Set(changes.flatMap(reached))];
  if (sessions.length === 0) return;
  const now = ports.now();
  await lockSessions(tx, sessions, now);
  const standing = changes.flatMap(({ removed, resource }) => (removed ? [] : [resource as Kept]));
  await standSeats(
    tx,
    changes.map(({ resource }) => resource.id),
    standing.flatMap((one) => seatOf(one, now)),
  );
  if (!bulk) await tellRemaining(tx, ports, sessions);
};
