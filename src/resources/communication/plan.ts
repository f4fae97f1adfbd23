import { uuidv7 } from '../../fhir/id.ts';
import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import type { Database, Transaction } from '../../store/database.ts';
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

/** A job that failed for good, or was lost with its queue, is queued again after so long. */
const requeueMs = 5 * 60_000;

interface Candidate {
  readonly id: string;
  readonly patient: string;
  readonly start: number;
  /** The appointment's newest plan, or nothing: two who plan the same at once follow the same one. */
  readonly follows: string;
}

/**
 * Booked appointments ahead whose newest plan is for another time, or who have none. A plan that came to nothing because of what
 * has changed since does not count.
 */
const candidatesSql = `
select a.id, a.patient, a.sort as start,
  coalesce((select max(r.id) from reminder r where r.appointment = a.id), '') as follows
from appointment a join patient p on p.id = a.patient and p.view & 1 <> 0
where a.sort > to_timestamp($1 / 1000.0) and a.sort <= to_timestamp($2 / 1000.0)
  and a.view & 1 <> 0 and a.p_status && '{booked}'
  and (select r.start from reminder r
    where r.appointment = a.id and not (r.state = 'skipped'
      and (r.reason in ('moved', 'not booked') or p.last_updated >= r.settled_at))
    order by r.id desc limit 1) is distinct from a.sort
order by a.sort limit ${batch}`;

const insertSql = `
insert into reminder (id, appointment, patient, start, code_hash, follows, made_at, queued_at)
select id, appointment, patient, to_timestamp(start / 1000), code_hash, follows,
  to_timestamp($7 / 1000.0), to_timestamp($7 / 1000.0)
from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::text[], $6::text[])
  as x(id, appointment, patient, start, code_hash, follows)
on conflict (appointment, start, follows) do nothing returning id`;

async function insert(
  tx: Transaction,
  { now, secret }: PlanPorts,
  due: readonly Candidate[],
): Promise<string[]> {
  const plans = due.map((one) => ({ ...one, plan: uuidv7(now()) }));
  const { rows } = await tx.query<{ id: string }>(insertSql, [
    plans.map(({ plan }) => plan),
    plans.map(({ id }) => id),
    plans.map(({ patient }) => patient),
    plans.map(({ start }) => start),
    plans.map(({ plan }) => codeHash(reminderCode(secret('reminder'), plan))),
    plans.map(({ follows }) => follows),
    now(),
  ]);
  return rows.map(({ id }) => id);
}

/** Plans that should long have been settled, such as after an outage of the gateway that outlasted the job's tries. */
async function overdue(tx: Transaction, now: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update reminder set queued_at = to_timestamp($1 / 1000.0)
     where state = 'due' and queued_at < to_timestamp($2 / 1000.0) returning id`,
    [now, now - requeueMs],
  );
  return rows.map(({ id }) => id);
}

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
  return ports.db.transaction(async (tx) => {
    const made = due.length === 0 ? [] : await insert(tx, ports, due);
    const again = await overdue(tx, now);
    const job = { queue: 'reminder', name: 'send' };
    await enqueue(tx, [
      ...made.map((id) => ({ ...job, jobId: id, data: { planId: id } })),
      // The queue keeps a failed job's id for days and takes no second job of it.
      ...again.map((id) => ({ ...job, jobId: `${id}-${now}`, data: { planId: id } })),
    ]);
    return made.length;
  });
}
