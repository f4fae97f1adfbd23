import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Room } from '../define.ts';
import { isVideo } from '../healthcare-service/remote.ts';
import { slotId } from '../slot/element.ts';
import { seatIn } from './class-session.ts';
import { participantId, takesTime, timeOf } from './participants.ts';
import { withVideo } from './video-address.ts';

type Kept = Appointment & { id: string };

const serviceOf = (one: Appointment): string => participantId(one, 'HealthcareService') ?? '';
const personOf = (one: Appointment): string => `Practitioner/${participantId(one, 'Practitioner')}`;

const needsSlot = (appointment: Kept, now: number): boolean =>
  takesTime(appointment, now) && (timeOf(appointment)?.end ?? 0) > now;

const knownSql = `
select 'service' as kind, id as key, json_build_object('type', c -> 'type', 'characteristic', c -> 'characteristic')::text as value
from healthcare_service, lateral (select content::json as c) parsed where id = any($1::text[]) and view & 1 <> 0
union all select 'schedule', actor || ' ' || service, min(schedule) from schedule_use where actor = any($2::text[]) group by actor, service`;

interface KnownRow {
  readonly kind: 'service' | 'schedule';
  readonly key: string;
  readonly value: string | null;
}

type Service = Pick<HealthcareService, 'type' | 'characteristic'>;

/** With the codes of its service, and where it is held when that is by video. */
function ofService(one: Kept, said: string | undefined, videoPage: string | undefined): Kept {
  const service = JSON.parse(said ?? '{}') as Record<keyof Service, unknown>;
  const typed = service.type
    ? { ...one, serviceType: service.type as Service['type'] & object }
    : one;
  const byVideo = service.characteristic && isVideo(service as Service);
  return byVideo && videoPage !== undefined ? withVideo(typed, videoPage) : typed;
}

/**
 * Adds what Cura does not say of an appointment: the codes of its service, to be searched by, the Slot that it takes, and the address
 * of a meeting by video. Cura has no slots, and ours follow from person, service and start. What is past keeps what it has, for its
 * Slots are made no more.
 */
export const complete: NonNullable<Room['complete']> = async (
  tx,
  { now, videoPage },
  resources,
) => {
  const all = resources as readonly Kept[];
  const ahead = new Set(all.filter((one) => needsSlot(one, now())));
  const { rows } = await tx.query<KnownRow>(
    knownSql,
    [[...new Set(all.map(serviceOf))], [...new Set([...ahead].map(personOf))]],
    { name: 'complete-appointments' },
  );
  const known = new Map(rows.map(({ kind, key, value }) => [`${kind} ${key}`, value ?? undefined]));
  return all.map((one): Kept => {
    const own = known.get(`schedule ${personOf(one)} ${serviceOf(one)}`);
    const schedule = seatIn(one) ? serviceOf(one) : own;
    const start = timeOf(one)?.start;
    const hasSlot = ahead.has(one) && schedule && start !== undefined;
    return {
      ...ofService(one, known.get(`service ${serviceOf(one)}`), videoPage),
      ...(hasSlot && { slot: [{ reference: `Slot/${slotId(schedule, start)}` }] }),
    };
  });
};
