import { setImmediate as turn } from 'node:timers/promises';
import type { Appointment } from '@medplum/fhirtypes';
import { instantToWall } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { FreeTime, InLine } from '../../scheduling/waitlist.ts';
import type { Transaction } from '../../store/database.ts';
import { slotId } from '../slot/element.ts';
import { wishOf } from './waitlist-wish.ts';

type Asks = Pick<Transaction, 'query'>;

/** So many of a line are read at a time. */
const pageOfLine = 200;
/** How many times are looked at in one round, of each Schedule and in all: somebody may wait for a late one of one person. */
const mostOfSchedule = 500;
const mostTimes = 10_000;
/** So many times are read from the clock before others have their turn. */
const atOnce = 1_000;

/** Services that somebody waits for. */
export async function servicesWaitedFor(db: Asks): Promise<string[]> {
  const { rows } = await db.query<{ service: string }>(
    `select distinct service from waiting where state = 'waiting' order by service`,
    [],
    { name: 'waited-for' },
  );
  return rows.map(({ service }) => service);
}

const lineSql = `
select w.appointment as id, w.offered, a.content, w.joined_at::text as joined from waiting w
join appointment a on a.id = w.appointment and a.view & 1 <> 0 and a.p_status && '{waitlist}'
join patient p on p.id = w.patient and p.view & 1 <> 0 and not coalesce(p.p_deceased && '{true}', false)
where w.service = $1 and w.state = 'waiting' and (w.joined_at, w.appointment) > ($2::timestamptz, $3)
order by w.joined_at, w.appointment limit ${pageOfLine}`;

interface LineRow {
  readonly id: string;
  readonly offered: string[];
  readonly content: string;
  readonly joined: string;
}

/** Who waits for a service, from the first on; those who died do not. */
export async function* lineOf(db: Asks, service: string): AsyncIterable<InLine> {
  let last: Pick<LineRow, 'joined' | 'id'> | undefined = { joined: '-infinity', id: '' };
  while (last) {
    const { rows }: { rows: LineRow[] } = await db.query<LineRow>(
      lineSql,
      [service, last.joined, last.id],
      { name: 'line-of' },
    );
    for (const { id, offered, content } of rows)
      yield { id, offered, wish: wishOf(JSON.parse(content) as Appointment) };
    last = rows.length === pageOfLine ? rows.at(-1) : undefined;
  }
}

const timesSql = `
select schedule, practitioner, start from (
  select f.schedule, f.practitioner, t.start::float8 as start,
    row_number() over (partition by f.schedule order by t.start) as nth
  from free_time f, unnest(f.starts, f.until) as t(start, until)
  where f.service = $1 and f.day >= $2::date and f.day <= $3::date
    and t.until <= $4 and t.start >= $5 and t.start < $6) x
where nth <= ${mostOfSchedule} order by start, schedule limit ${mostTimes}`;

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
  const times: FreeTime[] = [];
  for (const { schedule, practitioner, start } of rows) {
    const { weekday, time } = instantToWall(start);
    times.push({ slot: slotId(schedule, start), start, weekday, time, practitioner });
    if (times.length % atOnce === 0) await turn();
  }
  return times;
}
