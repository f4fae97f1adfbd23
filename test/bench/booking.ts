import { proposalId } from '../../src/scheduling/proposal-id.ts';
import { type Hit, type Load, load, loadOnce } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

const hourMs = 3_600_000;
const callers = 64;

/** A time that anybody may book. */
export interface Free {
  /** As `$book` takes it. */
  readonly proposal: string;
  /** The hour that it begins in, epoch milliseconds. */
  readonly hour: number;
}

/** Free times of single persons, not of classes, that keep off each other: one an hour of a person, those of a person far apart in the list. */
export async function freeTimes({ db }: World, count: number): Promise<Free[]> {
  const { rows } = await db.query<{ id: string; service: string; hour: number }>(
    `select id, service, extract(epoch from date_trunc('hour', sort))::float8 * 1000 as hour from (
       select distinct on (l.value, date_trunc('hour', s.sort)) s.id, s.sort, h.id as service
       from slot s join slot_link l on l.id = s.id and l.param = 'schedule'
       join schedule c on 'Schedule/' || c.id = l.value
       join healthcare_service h on c.p_actor @> array['HealthcareService/' || h.id]
       where s.p_status && '{free}' and s.sort > to_timestamp($1 / 1000.0) and s.sort < to_timestamp($2 / 1000.0)
         and exists (select from unnest(c.p_actor) a where a like 'PractitionerRole/%')
         and h.content like '%{"url":"book","valueCode":"direct"}%'
         and h.content like '%{"url":"requiresGrantedService","valueBoolean":false}%'
       order by l.value, date_trunc('hour', s.sort), s.sort) t
     order by md5(id) limit $3`,
    [Date.now() + 50 * hourMs, Date.now() + 20 * 24 * hourMs, count],
  );
  if (rows.length < count) throw new Error(`There are only ${rows.length} times to book.`);
  return rows.map(({ id, service, hour }) => ({
    proposal: proposalId({ slotId: id, serviceId: service }),
    hour,
  }));
}

/** Citizens who are logged in, by what they have to do in each hour: nobody is asked to be in two places. */
export interface Town {
  /** Those of the town who can come in an hour, whoever came last being the last. */
  readonly able: (hour: number, count: number) => Somebody[];
  /** They have, or may have, something to do in that hour. */
  readonly keep: (hour: number, people: readonly Somebody[]) => void;
}

export async function townOf(world: World, count: number): Promise<Town> {
  const people = await logIn(world, count);
  const { rows } = await world.db.query<{ patient: string; hour: number }>(
    `select patient, extract(epoch from h)::float8 * 1000 as hour
     from appointment, generate_series(date_trunc('hour', sort), coalesce(p_date_to, sort), interval '1 hour') h
     where view & 1 <> 0 and sort > now() and patient = any($1::text[])`,
    [people.map(({ patient }) => patient)],
  );
  const busy = new Set(rows.map(({ patient, hour }) => `${patient} ${hour}`));
  return {
    able: (hour, wanted) => {
      const able = people.filter(({ patient }) => !busy.has(`${patient} ${hour}`)).slice(0, wanted);
      if (able.length < wanted) throw new Error('Too few can come.');
      const chosen = new Set(able);
      people.splice(0, people.length, ...people.filter((one) => !chosen.has(one)), ...able);
      return able;
    },
    keep: (hour, those) => {
      // A time may end in the hour after, and another begin in the hour before.
      for (const { patient } of those)
        for (const near of [-hourMs, 0, hourMs]) busy.add(`${patient} ${hour + near}`);
    },
  };
}

/** The request for a time, by one who is logged in. */
export const hitOf = ({ proposal }: Free, { patient, token }: Somebody): Hit => ({
  path: `/fhir/Appointment/$book?appt-id=${proposal}&patient-id=${patient}`,
  method: 'POST',
  token,
});

export interface Booked {
  readonly ours: Load & { readonly refused: number };
  readonly floor: Load;
  readonly ratio: number;
}

/** Distinct times through the sandbox's Cura, 64 at a time; the floor is the two commits alone. */
export async function benchBooking(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  count: number,
): Promise<Booked> {
  const town = await townOf(world, Math.min(count, 1_000));
  const hits = (await freeTimes(world, count)).flatMap((time) =>
    town.able(time.hour, 1).map((one) => {
      town.keep(time.hour, [one]);
      return hitOf(time, one);
    }),
  );
  const floorHits: Hit[] = [{ path: '/fhir/Appointment/$book', method: 'POST' }];
  const before = await load(urls.floor, floorHits, 2);
  const ours = await loadOnce(urls.ours, hits, callers);
  const after = await load(urls.floor, floorHits, 2);
  const floor = { ...before, perSecond: (before.perSecond + after.perSecond) / 2 };
  return { ours, floor, ratio: ours.perSecond / floor.perSecond };
}
