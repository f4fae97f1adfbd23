import type { Appointment } from '@medplum/fhirtypes';
import { unprocessable } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { idIn } from '../define.ts';
import { bookResource } from './book-resource.ts';
import { cancelAs, checkedReason } from './cancel.ts';
import { move } from './move.ts';

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

/** What a citizen may change in place: nothing but status (to cancelled) and time (by naming another slot). */
const changedElsewhere = (before: Appointment, after: Appointment): string | undefined => {
  const free = new Set([
    'status',
    'cancelationReason',
    'slot',
    'start',
    'end',
    'requestedPeriod',
    'meta',
    'participant',
    'extension',
    'text',
  ]);
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].find(
    (key) =>
      !free.has(key) && !same(before[key as keyof Appointment], after[key as keyof Appointment]),
  );
};

/** PUT and PATCH: `status: cancelled` is `$cancel`, another slot is `$reschedule`; the rest is Cura's to change. */
export const updateAppointment: NonNullable<Room['update']> = async (call) => {
  const before = call.current as Appointment;
  const after = call.resource as Appointment;
  const { id } = call.stored.resource;
  const other = changedElsewhere(before, after);
  if (other !== undefined)
    throw unprocessable(
      'not-changeable',
      {
        da: `Appointment.${other} kan ikke ændres her.`,
        en: `Appointment.${other} cannot be changed here.`,
      },
      { expression: `Appointment.${other}` },
    );
  if (after.status === 'cancelled' && before.status !== 'cancelled') {
    const reason = after.cancelationReason?.coding?.[0]?.code;
    return { status: 200, stored: await cancelAs(call, id, checkedReason(reason)) };
  }
  const slot = idIn(after.slot?.[0]?.reference, 'Slot');
  if (slot !== undefined && !same(before.slot, after.slot))
    return { status: 200, stored: await move(call, id, slot) };
  if (same(before, { ...after, meta: before.meta })) return { status: 200, stored: call.stored };
  throw unprocessable(
    'not-changeable',
    {
      da: 'Her kan en aftale aflyses (status) eller flyttes (slot); andet kan ikke ændres.',
      en: 'An appointment can be cancelled (status) or moved (slot) here; nothing else can change.',
    },
    { expression: 'Appointment' },
  );
};
