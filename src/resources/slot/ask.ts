import type { DateRange } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import { enqueue } from '../../store/outbox.ts';

/** What a worker is asked to derive. Ids and dates only. */
export interface SlotJob {
  /** Without one: every Schedule. */
  readonly schedule?: string;
  /** Local dates; without them, all that are offered and all that are taken. */
  readonly ranges?: readonly DateRange[];
  /** In place of a Schedule: what is reserved for the appointments of this actor, such as `Location/<id>`, is entered anew. */
  readonly anew?: string;
  /** The full load that asks; a job of an earlier one that is still remembered must not stand in for it. */
  readonly round?: number;
}

interface Ask extends SlotJob {
  readonly schedule: string;
}

/** Asks for Slots after the commit. `cause` is new with each change, such as an id and a version. */
export const askSlots = (tx: Transaction, cause: string, asks: readonly Ask[]): Promise<void> =>
  enqueue(
    tx,
    asks.map((data) => ({
      queue: 'slots',
      name: 'derive',
      jobId: `${data.schedule}-${cause}`,
      data,
    })),
  );

/** Asks that what is reserved for the appointments of an actor be entered anew: they take otherwise than before. */
export const askAnew = (tx: Transaction, cause: string, actor: string): Promise<void> =>
  enqueue(tx, [
    { queue: 'slots', name: 'reserve', jobId: `${actor}-${cause}`, data: { anew: actor } },
  ]);

/** Schedules that share somebody or something that keeps appointments apart with these, and these themselves. */
export async function sharing(tx: Transaction, schedules: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ schedule: string }>(
    `select o.schedule from schedule_use u join schedule_use o on o.actor = u.actor and o.apart
     where u.schedule = any($1::text[]) and u.apart union select unnest($1::text[])`,
    [schedules],
    { name: 'slots-sharing' },
  );
  return rows.map(({ schedule }) => schedule);
}

/** Schedules whose times take the time of any of these. */
export async function usersOf(tx: Transaction, actors: readonly string[]): Promise<string[]> {
  if (actors.length === 0) return [];
  const { rows } = await tx.query<{ schedule: string }>(
    'select distinct schedule from schedule_use where actor = any($1::text[])',
    [actors],
    { name: 'slots-users' },
  );
  return rows.map(({ schedule }) => schedule);
}
