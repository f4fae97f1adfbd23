import { uuidv7 } from '../../fhir/id.ts';
import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { codeHash, reminderCode } from './link-code.ts';

/** Why a message is sent. */
export type MessageKind = 'reminder' | 'moved' | 'cancelled' | 'offer';

/** A message to be: to one recipient, about one appointment at one time. Epoch milliseconds. */
export interface NewPlan {
  readonly kind: MessageKind;
  readonly appointment: string;
  readonly patient: string;
  /** `Patient/<id>` or `RelatedPerson/<id>`. */
  readonly recipient: string;
  readonly start: number;
  /** Which of the messages about this time it is; the same is sent once. */
  readonly plan: string;
  readonly dueAt: number;
  /** From then on it is of no use. */
  readonly until: number;
  /** Of what was moved: the start until now. */
  readonly was?: number | undefined;
}

export type PlanPorts = Pick<Ports, 'now' | 'secret'>;

/** What came to nothing for one of these reasons is to be sent after all when the time is the one that counts again. */
const revivable = `('changed', 'moved', 'not booked')`;

/**
 * Who has been told otherwise since, of another time or that it is cancelled, is told anew: such a plan follows that message. A reminder
 * whose time has passed is not made where another of the same time was sent. A move from a move that nobody was told of is one from where
 * that came from, and none when it leads back there.
 */
const insertSql = `
insert into reminder (id, kind, appointment, patient, recipient, start, plan, due_at, next_at, until, code_hash, follows, was, made_at)
select id, kind, appointment, patient, recipient, start, plan, due_at, due_at, until, code_hash, follows, was, to_timestamp($11 / 1000.0)
from (
  select x.id, kind, appointment, patient, recipient, to_timestamp(start / 1000) as start, plan,
    to_timestamp(due / 1000) as due_at, to_timestamp(until / 1000) as until, code_hash,
    coalesce((select max(o.id) from reminder o where o.appointment = x.appointment and o.recipient = x.recipient
      and (o.start <> to_timestamp(x.start / 1000) or (o.kind = 'cancelled') <> (x.kind = 'cancelled'))
      and o.sending_at is not null), '') as follows,
    coalesce((select o.was from reminder o where o.appointment = x.appointment and o.recipient = x.recipient and o.kind = 'moved'
      and o.start = to_timestamp(x.was / 1000) and o.state = 'skipped' and o.sending_at is null order by o.id desc limit 1),
      to_timestamp(x.was / 1000)) as was
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::float8[], $9::float8[], $10::text[], $12::float8[])
    as x(id, kind, appointment, patient, recipient, start, plan, due, until, code_hash, was)) w
where w.was is distinct from w.start and (w.kind <> 'reminder' or w.due_at > to_timestamp($11 / 1000.0) or not exists (
  select from reminder o where o.appointment = w.appointment and o.recipient = w.recipient and o.start = w.start
    and o.follows = w.follows and o.plan <> w.plan and o.sending_at is not null))
on conflict (appointment, start, plan, recipient, follows) do update
set due_at = excluded.due_at, next_at = excluded.next_at, until = excluded.until, was = excluded.was, state = 'due', reason = null, settled_at = null
where reminder.sending_at is null
  and (reminder.state = 'skipped' and reminder.reason in ${revivable}
    or reminder.state = 'due' and reminder.due_at <> excluded.due_at)`;

/** Makes plans that are not there yet, in the transaction of what they are about. */
export async function insertPlans(
  tx: Transaction,
  { now, secret }: PlanPorts,
  plans: readonly NewPlan[],
): Promise<void> {
  if (plans.length === 0) return;
  const at = now();
  const key = secret('reminder');
  const ids = plans.map(() => uuidv7(at));
  const column = <K extends keyof NewPlan>(name: K): NewPlan[K][] => plans.map((one) => one[name]);
  await tx.query(
    insertSql,
    [
      ids,
      ...(['kind', 'appointment', 'patient', 'recipient', 'start', 'plan'] as const).map(column),
      ...(['dueAt', 'until'] as const).map(column),
      ids.map((id) => codeHash(reminderCode(key, id))),
      at,
      plans.map(({ was }) => was ?? null),
    ],
    { name: 'plan-reminders' },
  );
}
