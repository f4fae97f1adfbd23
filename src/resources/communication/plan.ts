import type { Appointment } from '@medplum/fhirtypes';
import type { Database, Transaction } from '../../store/database.ts';
import { enqueue, type OutboxJob } from '../../store/outbox.ts';
import type { Ports } from '../define.ts';
import { keepPlans } from './keep-plans.ts';

/** What planning needs. */
export type PlanningPorts = Pick<Ports, 'db' | 'now' | 'secret' | 'room' | 'municipality'>;

/** Messages of one job: what is loaded for them is loaded once. */
const jobSize = 100;
const pickSize = 2_000;
/** A job that failed for good, or was lost with its queue, is queued again after so long. */
const requeueMs = 5 * 60_000;

/** Takes due plans for a while: nobody else takes them meanwhile. */
const pickSql = `
update reminder r set next_at = to_timestamp(($1 + ${requeueMs}) / 1000.0)
from (select id from reminder where state = 'due' and next_at <= to_timestamp($1 / 1000.0)
  order by next_at limit ${pickSize} for update skip locked) due
where r.id = due.id returning r.id`;

const jobsOf = (ids: readonly string[], now: number): OutboxJob[] =>
  Array.from({ length: Math.ceil(ids.length / jobSize) }, (_, at) => {
    const planIds = ids.slice(at * jobSize, (at + 1) * jobSize);
    // The queue keeps an ended job's id for days and takes no second job of it.
    return { queue: 'reminder', name: 'send', jobId: `${planIds[0]}-${now}`, data: { planIds } };
  });

/** Queues plans that are due, or should long have been settled. Gives their number. */
const pick = ({ db, now }: Pick<PlanningPorts, 'db' | 'now'>): Promise<number> =>
  db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(pickSql, [now()], { name: 'pick-plans' });
    const ids = rows.map(({ id }) => id).sort();
    await enqueue(tx, jobsOf(ids, now()));
    return ids.length;
  });

/** Queues every message that is due. Any number of processes may plan at once. Gives the number queued. */
export async function planReminders(ports: Pick<PlanningPorts, 'db' | 'now'>): Promise<number> {
  let count = 0;
  for (;;) {
    const picked = await pick(ports);
    count += picked;
    if (picked < pickSize) return count;
  }
}

const replanSize = 500;

/** Booked appointments ahead; nobody changes them while their plans are made anew. */
const aheadSql = `
select id, version, content from appointment
where id > $1 and view & 1 <> 0 and sort > to_timestamp($2 / 1000.0) and p_status && '{booked}'
  and ($3::text is null or p_actor && array[$3])
order by id limit ${replanSize} for share`;

interface Row {
  readonly id: string;
  readonly version: number;
  readonly content: string;
}

async function replanSome(
  tx: Transaction,
  ports: PlanningPorts,
  after: string,
  service: string | undefined,
): Promise<string | undefined> {
  const actor = service === undefined ? null : `HealthcareService/${service}`;
  const { rows } = await tx.query<Row>(aheadSql, [after, ports.now(), actor]);
  const changes = rows.map(({ id, version, content }) => ({
    written: { id, version, outcome: 'same' as const, patient: null, before: content },
    resource: JSON.parse(content) as Appointment & { id: string },
  }));
  await keepPlans(tx, ports, changes, { bulk: true });
  return rows.length < replanSize ? undefined : rows.at(-1)?.id;
}

/** Makes the plans of all appointments ahead, or those of one service, as its rules and the municipality's now are. Safe to run twice. */
export async function replan(
  ports: PlanningPorts & { readonly db: Database },
  service?: string,
): Promise<void> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    after = await ports.db.transaction((tx) => replanSome(tx, ports, from, service));
  }
}
