import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import { uuidv7 } from '../../fhir/id.ts';
import type { Database } from '../../store/database.ts';
import { enqueue } from '../../store/outbox.ts';
import type { Municipality } from '../municipality.ts';
import { codeHash, reminderCode } from './sms-text.ts';

/** What planning needs. */
export interface PlanPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly secret: (purpose: string) => Buffer;
  readonly municipality: Municipality;
}

const batch = 500;
const dayMs = 86_400_000;
/** A reminder this short before the start helps nobody. */
const leastNoticeMs = 3_600_000;

/** When the reminder of an appointment is due: so many days before at the same wall time, or at the municipality's. Epoch milliseconds. */
export function dueAt(start: number, { reminder }: Municipality): number {
  const { date, time } = instantToWall(start);
  return wallToInstant(addDays(date, -reminder.leadDays), reminder.time ?? time);
}

/** Whether nobody is to be woken now. */
export function isQuiet(now: number, { quietHours }: Municipality): boolean {
  if (!quietHours) return false;
  const { time } = instantToWall(now);
  const { from, to } = quietHours;
  return from <= to ? from <= time && time < to : time >= from || time < to;
}

interface Candidate {
  readonly id: string;
  readonly patient: string;
  readonly start: number;
}

/** Booked appointments ahead that have no plan for the time that they now have. */
const candidatesSql = `
select a.id, a.patient, a.sort as start from appointment a
where a.sort > to_timestamp($1 / 1000.0) and a.sort <= to_timestamp($2 / 1000.0)
  and a.view & 1 <> 0 and a.patient is not null and a.p_status && '{booked}'
  and not exists (select from reminder r where r.appointment = a.id and r.start = a.sort)
order by a.sort limit ${batch}`;

/**
 * Plans the reminders that are due, each once for an appointment and its time: what is moved is planned anew, what is cancelled is
 * not found. Any number of processes may plan at once. Gives the number planned.
 */
export async function planReminders(ports: PlanPorts): Promise<number> {
  const now = ports.now();
  if (isQuiet(now, ports.municipality)) return 0;
  const until = now + (ports.municipality.reminder.leadDays + 1) * dayMs + leastNoticeMs;
  const { rows } = await ports.db.query<Candidate>(candidatesSql, [now + leastNoticeMs, until]);
  const due = rows.filter(({ start }) => dueAt(start, ports.municipality) <= now);
  if (due.length === 0) return 0;
  return ports.db.transaction(async (tx) => {
    const plans = due.map((one) => ({ ...one, plan: uuidv7(now) }));
    const { rows: made } = await tx.query<{ id: string }>(
      `insert into reminder (id, appointment, patient, start, code_hash, made_at)
       select id, appointment, patient, to_timestamp(start / 1000), code_hash, to_timestamp($6 / 1000.0)
       from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::text[]) as x(id, appointment, patient, start, code_hash)
       on conflict (appointment, start) do nothing returning id`,
      [
        plans.map(({ plan }) => plan),
        plans.map(({ id }) => id),
        plans.map(({ patient }) => patient),
        plans.map(({ start }) => start),
        plans.map(({ plan }) => codeHash(reminderCode(ports.secret('reminder'), plan))),
        now,
      ],
    );
    await enqueue(tx, made.map(({ id }) => ({ queue: 'reminder', name: 'send', jobId: id, data: { planId: id } })));
    return made.length;
  });
}
