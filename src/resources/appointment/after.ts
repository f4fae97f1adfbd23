import type { Appointment } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { keepPlans } from '../communication/keep-plans.ts';
import type { Change, Room } from '../define.ts';
import { deriveTouched } from '../slot/derive.ts';
import type { Touch } from '../slot/reach.ts';
import { expiresOf, takesTime, timeOf } from './participants.ts';
import { type Reservation, reserveStanding } from './reserve.ts';
import { type TakingFacts, takersIn, takingFacts, wideTime } from './taking.ts';

type Needs = Parameters<NonNullable<Room['after']>>[1];
type Kept = Appointment & { id: string };

const reservations = (appointment: Kept, facts: TakingFacts, now: number): Reservation[] => {
  const during = wideTime(appointment, facts);
  if (!during || !takesTime(appointment, now) || during.end <= now) return [];
  const expires = appointment.status === 'pending' ? expiresOf(appointment) : undefined;
  return takersIn(appointment, facts).map((actor) => ({
    ...{ actor, appointment: appointment.id, ...during },
    ...(expires !== undefined && { expires }),
  }));
};

/** Makes the reservations of appointments what they are to be, whatever stood of them. */
export async function reserveAnew(
  tx: Transaction,
  { municipality, now }: Pick<Needs, 'municipality' | 'now'>,
  appointments: readonly Kept[],
): Promise<void> {
  if (appointments.length === 0) return;
  const facts = await takingFacts(tx, municipality, appointments);
  await reserveStanding(
    tx,
    appointments.map(({ id }) => id),
    appointments.flatMap((one) => reservations(one, facts, now())),
  );
}

/** What it was, and what it is unless it is gone. */
const wasAndIs = ({ written, resource }: Change): Appointment[] => [
  ...(written.before === undefined ? [] : [JSON.parse(written.before) as Appointment]),
  resource as Appointment,
];

/** Only what takes time, or did, is felt by others. A hold that is over may still stand in a Slot. */
const touches = (appointment: Appointment, facts: TakingFacts): Touch[] => {
  const during = wideTime(appointment, facts);
  if (!during || !takesTime(appointment, Number.NEGATIVE_INFINITY)) return [];
  return takersIn(appointment, facts).map((actor) => ({ actor, ...during }));
};

/** A touch that several changes make counts once. */
const distinct = (all: readonly Touch[]): Touch[] => [
  ...new Map(all.map((one) => [`${one.actor} ${one.start} ${one.end}`, one])).values(),
];

const dayMs = 86_400_000;

/** What was or is not long past. */
const aheadOf = (changes: readonly Change[], now: number): Appointment[] =>
  changes.flatMap(wasAndIs).filter((one) => (timeOf(one)?.end ?? 0) > now - dayMs);

/**
 * Keeps reservations and Slots in step with what the appointments now say, in the transaction that says it. The number of statements
 * does not grow with the number of changes.
 */
export const timesChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  const now = ports.now();
  const ahead = aheadOf(changes, now);
  if (ahead.length === 0) return;
  const facts = await takingFacts(tx, ports.municipality, ahead);
  const standing = changes.flatMap(({ removed, resource }) => (removed ? [] : [resource as Kept]));
  await reserveStanding(
    tx,
    changes.map(({ resource }) => resource.id),
    standing.flatMap((one) => reservations(one, facts, now)),
  );
  if (bulk) return;
  await deriveTouched(tx, ports, distinct(ahead.flatMap((one) => touches(one, facts))));
};

/** What follows from appointments at once: whose time is taken, and who is reminded when. */
export const appointmentChanged: NonNullable<Room['after']> = async (
  tx,
  ports,
  changes,
  { bulk },
) => {
  await timesChanged(tx, ports, changes, { bulk });
  if (aheadOf(changes, ports.now()).length > 0) await keepPlans(tx, ports, changes, { bulk });
};
