import type { Appointment } from '@medplum/fhirtypes';
import { unprocessable } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { idIn } from '../define.ts';
import { assertActs } from '../mandate-to-act.ts';
import { attend } from './attend.ts';
import { bookResource } from './book-resource.ts';
import { cancelAs, reasonOf } from './cancel.ts';
import { move } from './move.ts';
import { participantId } from './participants.ts';

/** POST of `booked` with a slot is `$book`; what is only asked for goes through the operations. */
export const createAppointment: NonNullable<Room['create']> = async (call) => {
  const given = call.resource as Appointment;
  if (given.status !== 'booked')
    throw unprocessable(
      'use-operation',
      {
        da: 'Kun status booked kan oprettes; brug $find og $book til resten.',
        en: 'Only status booked can be created; use $find and $book for the rest.',
      },
      { expression: 'Appointment.status' },
    );
  return { status: 201, stored: await bookResource(call, given) };
};

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What is written with each way of changing an appointment; the rest follows from it, or is Cura's to change. */
const cancelling: readonly string[] = ['status', 'cancelationReason', 'meta'];
const moving: readonly string[] = ['slot', 'start', 'end', 'meta'];

const changedBeside = (
  free: readonly string[],
  before: Appointment,
  after: Appointment,
): string | undefined =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (key) =>
      !free.includes(key) &&
      !same(before[key as keyof Appointment], after[key as keyof Appointment]),
  );

/** A time that was written beside another slot must be that slot's; one that was left as it was follows. */
const changedTime = (
  before: Appointment,
  after: Appointment,
): Pick<Appointment, 'start' | 'end'> => ({
  ...(after.start !== undefined && after.start !== before.start && { start: after.start }),
  ...(after.end !== undefined && after.end !== before.end && { end: after.end }),
});

/** Refuses by name what would else be dropped. */
function assertOnly(free: readonly string[], before: Appointment, after: Appointment): void {
  const other = changedBeside(free, before, after);
  if (other === undefined) return;
  throw unprocessable(
    'not-changeable',
    {
      da: `Appointment.${other} kan ikke ændres her.`,
      en: `Appointment.${other} cannot be changed here.`,
    },
    { expression: `Appointment.${other}` },
  );
}

/** PUT and PATCH: `status: cancelled` is `$cancel`, another slot is `$reschedule`; the rest is Cura's to change. */
export const updateAppointment: NonNullable<Room['update']> = async (call) => {
  const before = call.current as Appointment;
  const after = call.resource as Appointment;
  const { id } = call.stored.resource;
  const patient = participantId(before, 'Patient');
  if (patient !== undefined) assertActs(call.grant, patient, 'Appointment');
  if (after.status === 'cancelled' && before.status !== 'cancelled') {
    assertOnly(cancelling, before, after);
    return { status: 200, stored: await cancelAs(call, id, { reason: reasonOf(after) }) };
  }
  if (after.status !== before.status) {
    assertOnly(['status', 'meta'], before, after);
    return { status: 200, stored: await attend(call, id, after.status) };
  }
  const slot = idIn(after.slot?.[0]?.reference, 'Slot');
  if (slot !== undefined && !same(before.slot, after.slot)) {
    assertOnly(moving, before, after);
    return {
      status: 200,
      stored: await move(call, id, slot, { time: changedTime(before, after) }),
    };
  }
  if (same(before, { ...after, meta: before.meta })) return { status: 200, stored: call.stored };
  assertOnly(['slot', 'meta'], before, after);
  throw unprocessable(
    'not-changeable',
    {
      da: 'Her kan en aftale aflyses (status) eller flyttes (slot); andet kan ikke ændres.',
      en: 'An appointment can be cancelled (status) or moved (slot) here; nothing else can change.',
    },
    { expression: 'Appointment' },
  );
};
