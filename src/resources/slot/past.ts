import type { HealthcareService } from '@medplum/fhirtypes';
import { dayMs } from '../../fhir/calendar.ts';
import { instantToWall } from '../../fhir/instant.ts';
import type { Database } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { policyOf } from '../healthcare-service/policy.ts';

type Needs = Pick<Ports, 'now' | 'municipality'> & { readonly db: Database };

const atOnce = 5_000;

/** Nothing refers to the index rows of what is past but what goes with them; they have no key by time. */
const pastSql = `
with past as (select id, view from slot where sort < to_timestamp($1 / 1000.0) limit ${atOnce}),
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

/**
 * Takes away Slots that began before a local midnight (epoch milliseconds), and their history: nobody can book them, and all there is
 * to tell of them is in the appointments.
 */
export async function dropPastSlots(ports: Needs, before: number): Promise<void> {
  for (let gone = atOnce; gone === atOnce; ) {
    const { rowCount } = await ports.db.query(pastSql, [before]);
    gone = rowCount;
  }
  await ports.db.query('delete from slot_link where sort < to_timestamp($1 / 1000.0)', [before]);
  const { date } = instantToWall(before);
  await ports.db.query('delete from free_time where day < $1::date', [date]);
  const days = (await longestHorizonDays(ports)) + 2;
  await ports.db.query(removedSql, [ports.now() - days * dayMs]);
}
