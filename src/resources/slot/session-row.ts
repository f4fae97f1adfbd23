import type { Appointment } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { timeOf } from '../appointment/participants.ts';
import type { Touch } from './reach.ts';
import { type ClassSession, sessionTime } from './session-element.ts';

/** A session as table `class_session` has it: what seats are counted against, and what the times of others keep off. */
interface SessionRow {
  readonly id: string;
  readonly actors: readonly string[];
  readonly content: string;
}

/** A session with the keys of whose time it takes. */
export interface TakenSession {
  readonly session: ClassSession;
  readonly actors: readonly string[];
}

const classesSql = `
select id from schedule where id = any($1::text[]) and view & 1 <> 0
  and not exists (select from unnest(p_actor) a where a like 'PractitionerRole/%')
union select schedule from class_session where schedule = any($1::text[])`;

/** Those among Schedules that are of classes, or were. */
export async function classSchedules(
  tx: Transaction,
  schedules: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(classesSql, [schedules], {
    name: 'class-schedules',
  });
  return rows.map(({ id }) => id).sort();
}

const keepSql = `
insert into class_session as c (id, schedule, slot, capacity, starts, actors, content)
select id, schedule, slot, capacity, to_timestamp(starts / 1000), string_to_array(actors, ' '), content
from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::float8[], $6::text[], $7::text[])
  as x(id, schedule, slot, capacity, starts, actors, content) order by id
on conflict (id) do update set slot = excluded.slot, capacity = excluded.capacity, starts = excluded.starts,
  actors = excluded.actors, content = excluded.content
where (c.slot, c.capacity, c.starts, c.actors, c.content)
  is distinct from (excluded.slot, excluded.capacity, excluded.starts, excluded.actors, excluded.content)`;

const contentOf = ({ session }: TakenSession): string => JSON.stringify(sessionTime(session));

const touchesOf = ({ actors, content }: Omit<SessionRow, 'id'>): Touch[] => {
  const time = timeOf(JSON.parse(content) as Appointment);
  return time ? actors.map((actor) => ({ actor, ...time })) : [];
};

/** What is other than it was, as it was and as it is. */
function changed(before: readonly SessionRow[], after: readonly SessionRow[]): Touch[] {
  const same = ({ actors, content }: SessionRow): string => `${actors.join()} ${content}`;
  const [was, is] = [new Set(before.map(same)), new Set(after.map(same))];
  return [
    ...before.filter((row) => !is.has(same(row))),
    ...after.filter((row) => !was.has(same(row))),
  ].flatMap(touchesOf);
}

/** What became of the sessions of some classes. */
export interface Replaced {
  /** All that there were and are. */
  readonly keys: readonly string[];
  /** Whose time was taken or given back. */
  readonly touches: readonly Touch[];
}

/** Makes the sessions ahead of these classes those that are given. Their rows stay locked. */
export async function replaceSessions(
  tx: Transaction,
  schedules: readonly string[],
  sessions: readonly TakenSession[],
  now: number,
): Promise<Replaced> {
  const { rows: before } = await tx.query<SessionRow>(
    `select id, actors, content from class_session
     where schedule = any($1::text[]) and starts > to_timestamp($2 / 1000.0) order by id for update`,
    [schedules, now],
    { name: 'sessions-before' },
  );
  const keys = sessions.map(({ session }) => session.key);
  const gone = before.map(({ id }) => id).filter((id) => !keys.includes(id));
  if (gone.length > 0)
    await tx.query('delete from class_session where id = any($1::text[])', [gone]);
  const of = <T>(value: (session: ClassSession) => T): T[] =>
    sessions.map(({ session }) => value(session));
  await tx.query(
    keepSql,
    [
      ...[keys, of(({ schedule }) => schedule), of(({ slot }) => slot)],
      ...[of(({ capacity }) => capacity), of(({ start }) => start)],
      ...[sessions.map(({ actors }) => actors.join(' ')), sessions.map(contentOf)],
    ],
    { name: 'keep-sessions' },
  );
  const after = sessions.map((one) => ({
    ...{ id: one.session.key, actors: one.actors, content: contentOf(one) },
  }));
  return { keys: [...new Set([...gone, ...keys])], touches: changed(before, after) };
}
