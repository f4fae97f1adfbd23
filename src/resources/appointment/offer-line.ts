import type { Appointment } from '@medplum/fhirtypes';
import { instantToWall } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { FreeTime, InLine } from '../../scheduling/waitlist.ts';
import type { Transaction } from '../../store/database.ts';
import { slotId } from '../slot/element.ts';
import { wishOf } from './waitlist-wish.ts';

type Asks = Pick<Transaction, 'query'>;

/** How many in line, and how many times, are looked at in one round; the rest waits for the next. */
const mostInLine = 200;
const mostTimes = 500;

/** Services that somebody waits for, who are looked at in one round. */
export async function servicesWaitedFor(db: Asks): Promise<string[]> {
  const { rows } = await db.query<{ service: string }>(
    `select distinct service from waiting where state = 'waiting' order by service`,
    [],
    { name: 'waited-for' },
  );
  return rows.map(({ service }) => service);
}

const lineSql = `
select w.appointment as id, w.offered, a.content from waiting w
join appointment a on a.id = w.appointment and a.view & 1 <> 0 and a.p_status && '{waitlist}'
join patient p on p.id = w.patient and p.view & 1 <> 0 and not coalesce(p.p_deceased && '{true}', false)
where w.service = $1 and w.state = 'waiting' order by w.joined_at, w.appointment limit ${mostInLine}`;

/** Who waits for a service, from the first on; those who died do not. */
export async function lineOf(db: Asks, service: string): Promise<InLine[]> {
  const { rows } = await db.query<{ id: string; offered: string[]; content: string }>(
    lineSql,
    [service],
    { name: 'line-of' },
  );
  return rows.map(({ id, offered, content }) => ({
    ...{ id, offered, wish: wishOf(JSON.parse(content) as Appointment) },
  }));
}

const timesSql = `
select f.schedule, f.practitioner, t.start::float8 as start
from free_time f, unnest(f.starts, f.until) as t(start, until)
where f.service = $1 and f.day >= $2::date and f.day <= $3::date
  and t.until <= $4 and t.start >= $5 and t.start < $6
order by t.start, f.schedule limit ${mostTimes}`;

/** The times of a service that nobody has, earliest first. */
export async function freeTimesOf(
  db: Asks,
  service: string,
  window: Interval,
  now: number,
): Promise<FreeTime[]> {
  const days = [window.start, window.end].map((edge) => instantToWall(edge).date);
  const { rows } = await db.query<{ schedule: string; practitioner: string; start: number }>(
    timesSql,
    [service, ...days, now, window.start, window.end],
    { name: 'times-to-offer' },
  );
  return rows.map(({ schedule, practitioner, start }) => {
    const { weekday, time } = instantToWall(start);
    return { slot: slotId(schedule, start), start, weekday, time, practitioner };
  });
}
