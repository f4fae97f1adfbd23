import type { Appointment } from '@medplum/fhirtypes';
import type { Room } from '../define.ts';
import { slotId } from '../slot/derive.ts';
import { participantId, takesTime, timeOf } from './participants.ts';

type Kept = Appointment & { id: string };

interface ScheduleRow {
  readonly id: string;
  readonly actors: readonly string[];
}

const schedulesSql = `
select distinct s.id, s.p_actor as actors from schedule_link l join schedule s on s.id = l.id and s.view & 1 <> 0
where l.param = 'actor' and l.value = any($1::text[]) order by s.id`;

const needsSlot = (appointment: Kept, now: number): boolean =>
  takesTime(appointment) && (timeOf(appointment)?.end ?? 0) > now;

const roleOf = (appointment: Kept): string =>
  `PractitionerRole/${participantId(appointment, 'Practitioner') ?? ''}`;

/**
 * Names the Slot that an appointment ahead takes: Cura has no slots, and ours follow from person, service and start. What is
 * past keeps what it has, for its Slots are made no more.
 */
export const withSlots: NonNullable<Room['complete']> = async (tx, { now }, resources) => {
  const ahead = resources.filter((one) => needsSlot(one as Kept, now())) as Kept[];
  if (ahead.length === 0) return resources;
  const roles = [...new Set(ahead.map(roleOf))];
  const { rows } = await tx.query<ScheduleRow>(schedulesSql, [roles], { name: 'schedules-of' });
  const slotOf = (appointment: Kept): string | undefined => {
    const service = `HealthcareService/${participantId(appointment, 'HealthcareService')}`;
    const found = rows.find(
      ({ actors }) => actors.includes(service) && actors.includes(roleOf(appointment)),
    );
    const start = timeOf(appointment)?.start;
    return found && start !== undefined ? slotId(found.id, start) : undefined;
  };
  return resources.map((resource) => {
    const slot = ahead.includes(resource as Kept) ? slotOf(resource as Kept) : undefined;
    return slot === undefined ? resource : { ...resource, slot: [{ reference: `Slot/${slot}` }] };
  });
};
