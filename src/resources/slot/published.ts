/** Free times of what is open to all, for search portals. https://github.com/smart-on-fhir/smart-scheduling-links/blob/master/specification.md */
import type {
  Address,
  HealthcareService,
  Location,
  Organization,
  Schedule,
  Slot,
} from '@medplum/fhirtypes';
import { uuidv5 } from '../../fhir/id.ts';
import { formatInstant, instantToWall } from '../../fhir/instant.ts';
import { bookableWindow } from '../../scheduling/policy.ts';
import { idIn, type Ports } from '../define.ts';
import { offForTimes } from '../feature-unit.ts';
import { findAll } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { slotCapacity, slotRemaining } from './session-element.ts';

const deepLink = 'http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link';

type Kept<T> = T & { id: string };

/** What is published, a resource a line. */
export interface Published {
  readonly Location: readonly Location[];
  readonly Schedule: readonly Schedule[];
  readonly Slot: readonly Slot[];
}

/** Times of one service at one place that begin and end alike: who would be there is told to nobody. */
interface Time {
  readonly service: string;
  readonly place: string;
  readonly start: number;
  readonly end: number;
  readonly capacity: number;
}

const remaining = `jsonb_path_query_first(s.content::jsonb, '$.extension[*] ? (@.url == "${slotRemaining}").valueInteger')`;

/** A class has its seats; of all else there is one for each who is free. The Schedule of a class has the id of its service. */
const timesSql = `
select f.service, f.place, t.start, t.stop as end, sum(case when f.schedule = f.service then coalesce((
    select (${remaining})::int from slot_link l join slot s on s.id = l.id and s.view = l.view and s.view & 1 <> 0
    where l.param = 'schedule' and l.value = 'Schedule/' || f.schedule and l.sort = to_timestamp(t.start / 1000.0) limit 1), 0)
  else 1 end)::int as capacity
from unnest($1::text[], $2::float8[], $3::float8[]) as a(service, lo, hi)
join free_time f on f.service = a.service and f.day between $4::date and $5::date
cross join lateral unnest(f.starts, f.ends, f.until) as t(start, stop, until)
where t.start >= a.lo and t.start < a.hi and t.until <= $6
group by 1, 2, 3, 4 order by 3, 1, 2`;

/** Services that anybody may come to without asking, with the starts that can be booked of each. */
async function openServices(ports: Ports) {
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from healthcare_service where view & 1 <> 0',
  );
  const found = await findAll<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    rows.map(({ id }) => id),
  );
  const off = await offForTimes(
    ports,
    found.map(({ resource }) => resource),
  );
  return found.flatMap(({ resource }, at) => {
    const policy = policyOf(resource, ports.municipality);
    const isOpen = policy.openToAll === true && policy.book === 'direct' && policy.active;
    if (off[at]?.some((feature) => feature !== 'waitlist')) return [];
    return isOpen ? [{ service: resource, window: bookableWindow(ports.now(), policy) }] : [];
  });
}

type OpenService = Awaited<ReturnType<typeof openServices>>[number];

async function timesOf(ports: Ports, open: readonly OpenService[]): Promise<Time[]> {
  if (open.length === 0) return [];
  const last = Math.max(...open.map(({ window }) => window.end));
  const { rows } = await ports.db.query<Time>(
    timesSql,
    [
      open.map(({ service }) => service.id),
      open.map(({ window }) => window.start),
      open.map(({ window }) => window.end),
      instantToWall(ports.now()).date,
      instantToWall(last).date,
      ports.now(),
    ],
    { name: 'published-times' },
  );
  return rows.filter(({ capacity }) => capacity > 0);
}

/** A place that Cura says to lie in itself, however far round, is told of once. */
function chainOf(known: ReadonlyMap<string, Kept<Location>>, innermost: string): Kept<Location>[] {
  const chain: Kept<Location>[] = [];
  for (let one = known.get(innermost); one && !chain.includes(one); ) {
    chain.push(one);
    one = known.get(idIn(one.partOf?.reference, 'Location') ?? '');
  }
  return chain;
}

/** A place with those it lies in, the innermost first. */
async function placesOf(
  ports: Ports,
  ids: readonly string[],
): Promise<Map<string, Kept<Location>[]>> {
  const known = new Map<string, Kept<Location>>();
  let wanted = [...new Set(ids)].filter((id) => id !== '');
  while (wanted.length > 0) {
    const found = await findAll<Location>(ports.db, ports.room('Location'), wanted);
    for (const { resource } of found) known.set(resource.id, resource);
    const above = found.flatMap(
      ({ resource }) => idIn(resource.partOf?.reference, 'Location') ?? [],
    );
    wanted = [...new Set(above)].filter((id) => !known.has(id));
  }
  return new Map(ids.map((id) => [id, chainOf(known, id)]));
}

const isAddress = (address: Address | undefined): address is Address => address !== undefined;

/** The address is that of the site, the name leads there from the room; Denmark has no states. */
const locationOf = (
  places: readonly Kept<Location>[],
  unit: Organization | undefined,
): Location[] => {
  const [place] = places;
  const address = places.map((one) => one.address).find(isAddress);
  if (!place) return [];
  const phones = unit?.telecom?.filter(({ system }) => system === 'phone') ?? [];
  const way = places.flatMap(({ description }) => description ?? []);
  return [
    {
      ...{ resourceType: 'Location', id: place.id },
      name: places.map(({ name }) => name).join(', '),
      ...(way.length > 0 && { description: way.join(' ') }),
      ...(phones.length > 0 && { telecom: phones }),
      ...(address && { address: { country: 'DK', ...address } }),
    },
  ];
};

const scheduleId = ({ service, place }: Pick<Time, 'service' | 'place'>): string =>
  uuidv5(service, `published/${place}`);

const scheduleOf = (time: Time, service: HealthcareService | undefined): Schedule => ({
  ...{ resourceType: 'Schedule', id: scheduleId(time) },
  ...(service?.type && {
    serviceType: service.type.map((type) => ({
      ...type,
      ...(service.name && { text: service.name }),
    })),
  }),
  actor: [{ reference: `Location/${time.place}` }],
});

function slotOf(time: Time, { municipality }: Ports): Slot {
  const link = new URL(municipality.selfServiceUrl);
  link.searchParams.set('service', time.service);
  link.searchParams.set('start', formatInstant(time.start));
  const schedule = scheduleId(time);
  return {
    ...{ resourceType: 'Slot', id: uuidv5(schedule, new Date(time.start).toISOString()) },
    extension: [
      { url: deepLink, valueUrl: link.href },
      { url: slotCapacity, valueInteger: time.capacity },
    ],
    schedule: { reference: `Schedule/${schedule}` },
    status: 'free',
    ...{ start: formatInstant(time.start), end: formatInstant(time.end) },
  };
}

/** Everything that anybody may book now. Taken times, people and citizens are in none of it. */
export async function publish(ports: Ports): Promise<Published> {
  const open = await openServices(ports);
  const times = (await timesOf(ports, open)).filter(({ place }) => place !== '');
  const services = new Map(open.map(({ service }) => [service.id, service]));
  const units = await findAll<Organization>(
    ports.db,
    ports.room('Organization'),
    open.flatMap(({ service }) => idIn(service.providedBy?.reference, 'Organization') ?? []),
  );
  const first = new Map(times.map((time) => [scheduleId(time), time]));
  const atPlace = new Map(times.map((time) => [time.place, time.service]));
  const places = await placesOf(ports, [...atPlace.keys()]);
  const unitOf = (service: string | undefined): Organization | undefined => {
    const unit = idIn(services.get(service ?? '')?.providedBy?.reference, 'Organization');
    return units.find(({ resource }) => resource.id === unit)?.resource;
  };
  return {
    Location: [...places].flatMap(([id, all]) => locationOf(all, unitOf(atPlace.get(id)))),
    Schedule: [...first.values()].map((time) => scheduleOf(time, services.get(time.service))),
    Slot: times.map((time) => slotOf(time, ports)),
  };
}
