import type { HealthcareService, Location, Slot } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import type { Adding } from '../schedule/use.ts';
import { slotLocation } from '../slot/element.ts';

/** A Slot with all that it is a time of, as stored at one moment. */
export interface OfferRow {
  readonly slot: Slot & { id: string };
  readonly service: HealthcareService & { id: string };
  /** Id of the Schedule's PractitionerRole, which is that of its person. */
  readonly role?: string;
  /** Where it is, if it is anywhere: the Slot's own place, or its Schedule's. */
  readonly location?: string;
  readonly place?: Location;
  readonly adding: Adding;
}

const slotPlace = `jsonb_path_query_first(o.content::jsonb, '$.extension[*] ? (@.url == "${slotLocation}").valueReference.reference') #>> '{}'`;
const actor = (type: string): string =>
  `(select substr(a, ${type.length + 2}) from unnest(c.p_actor) a where a like '${type}/%' limit 1)`;

/** What a roster adds stands beside it: to read it whole for one time would cost more than all the rest. */
const sql = `
select o.content as slot, h.content as service, o.role, o.location, l.content as place,
  (select coalesce(max(u.travel_minutes), 0) from schedule_use u where u.schedule = o.schedule) as travel,
  array(select u.actor from schedule_use u where u.schedule = o.schedule and u.actor like 'Equipment/%' order by u.actor) as equipment
from (
  select o.content, c.id as schedule, ${actor('HealthcareService')} as service, ${actor('PractitionerRole')} as role,
    coalesce(substr(${slotPlace}, 10), ${actor('Location')}) as location
  from slot o join schedule c on c.id = substr(o.p_schedule[1], 10) and c.view & 1 <> 0
  where o.id = $1 and o.view & 1 <> 0) o
join healthcare_service h on h.id = o.service and h.view & 1 <> 0
left join location l on l.id = o.location and l.view & 1 <> 0`;

interface Row {
  readonly slot: string;
  readonly service: string;
  readonly role: string | null;
  readonly location: string | null;
  readonly place: string | null;
  readonly travel: number;
  readonly equipment: readonly string[];
}

/** Reads it in one statement; undefined when there is no such Slot. */
export async function offerRow(
  db: Pick<Transaction, 'query'>,
  slot: string,
): Promise<OfferRow | undefined> {
  const { rows } = await db.query<Row>(sql, [slot], { name: 'offer' });
  const [row] = rows;
  return (
    row && {
      slot: JSON.parse(row.slot),
      service: JSON.parse(row.service),
      ...(row.role !== null && { role: row.role }),
      ...(row.location !== null && { location: row.location }),
      ...(row.place !== null && { place: JSON.parse(row.place) }),
      adding: { travelMinutes: row.travel, equipment: row.equipment },
    }
  );
}
