import type { HealthcareService } from '@medplum/fhirtypes';
import { dayMs } from '../../fhir/calendar.ts';
import { instantToWall } from '../../fhir/instant.ts';
import type { Database } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { lockWhole } from './reach.ts';

type Needs = Pick<Ports, 'now' | 'municipality'> & { readonly db: Database };

const atOnce = 5_000;

const schedulesSql = `
select distinct substr(value, length('Schedule/') + 1) as id from slot_link
where param = 'schedule' and sort < to_timestamp($1 / 1000.0) order by 1`;

const pastSql = `
with past as (
  select s.id, s.view from slot_link l join slot s on s.id = l.id and s.view = l.view
  where l.param = 'schedule' and l.value = 'Schedule/' || $2::text and l.sort < to_timestamp($1 / 1000.0)
  limit ${atOnce}),
gone as (delete from slot s using past p where s.id = p.id and s.view = p.view returning s.id),
told as (delete from slot_history h using gone g where h.id = g.id)
select id from gone`;

/** A Slot that was taken away goes on counting its versions if it comes back, which it can until its start is past. */
const removedSql = `
delete from slot_history h using (
  select r.id from slot_history r where r.content is null and r.last_updated < to_timestamp($1 / 1000.0)
    and not exists (select from slot s where s.id = r.id)) dead
where h.id = dead.id`;

async function longestHorizonDays({ db, municipality }: Needs): Promise<number> {
  const { rows } = await db.query<{ content: string }>(
    'select content from healthcare_service where view & 1 <> 0',
  );
  const days = rows.map(
    ({ content }) => policyOf(JSON.parse(content) as HealthcareService, municipality).horizonDays,
  );
  return Math.max(0, ...days);
}

/** Whoever derives a day of the Schedule waits meanwhile, and is waited for. */
const dropOfSchedule = (db: Database, schedule: string, before: number): Promise<number> =>
  db.transaction(async (tx) => {
    await lockWhole(tx, [schedule]);
    const { rowCount } = await tx.query(pastSql, [before, schedule]);
    await tx.query('delete from free_time where schedule = $1 and day < $2::date', [
      schedule,
      instantToWall(before).date,
    ]);
    return rowCount;
  });

/**
 * Takes away Slots that began before a local midnight (epoch milliseconds), and their history: nobody can book them, and all there is
 * to tell of them is in the appointments.
 */
export async function dropPastSlots(ports: Needs, before: number): Promise<void> {
  const { db } = ports;
  const { rows } = await db.query<{ id: string }>(schedulesSql, [before]);
  for (const { id } of rows)
    for (let gone = atOnce; gone === atOnce; ) gone = await dropOfSchedule(db, id, before);
  const days = (await longestHorizonDays(ports)) + 2;
  const removedBefore = ports.now() - days * dayMs;
  // Nothing refers to the index rows of what is past but what has gone by now; they have no key by time.
  await db.transaction((tx) =>
    tx.query('delete from slot_link where sort < to_timestamp($1 / 1000.0)', [before]),
  );
  await db.transaction((tx) => tx.query(removedSql, [removedBefore]));
}
