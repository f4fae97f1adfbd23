import type { HealthcareService, Location, Organization } from '@medplum/fhirtypes';
import { activity } from '../../../mappings/codes/activity.ts';
import { parseInstant } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import { momentOf } from '../../store/ends.ts';
import { binder } from '../../store/predicate.ts';
import { columnOf, viewBit } from '../../store/shape.ts';
import { idIn, type Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { activityUrl, extensionsOf } from './activity.ts';
import { inForce } from './activity-shown.ts';

/** Of one municipality; a list that is longer is cut, the newest first. */
const most = 5_000;

/** An activity that anybody may know of, with what it refers to. Nothing in it is of a citizen. */
export interface PublishedActivity {
  readonly service: HealthcareService & { id: string };
  readonly holder?: Organization;
  readonly place?: Location;
  /** Those that are not over; epoch milliseconds. */
  readonly ahead: readonly Interval[];
}

/** An activity as it was last read, with all its times. */
interface Read {
  readonly version: number;
  readonly service: PublishedActivity['service'];
  readonly times: readonly Interval[];
}

/** What was read before, by the store that it was read from: most activities are as they were. */
const readBefore = new WeakMap<object, ReadonlyMap<string, Read>>();
/** So many are read at a time, and others are let in between. */
const atOnce = 50;

const timesOf = (service: HealthcareService): Interval[] =>
  extensionsOf(service, activityUrl.occasion).map(
    ({ valuePeriod: { start = '', end = '' } = {} }) => ({
      start: parseInstant(start),
      end: parseInstant(end),
    }),
  );

async function approvedNow({ db, now }: Pick<Ports, 'db' | 'now'>) {
  const { bind, values } = binder();
  const { rows } = await db.query<{ id: string; version: number }>(
    `select s.id, s.version from healthcare_service s
     where s.view & ${viewBit.citizen} <> 0 and s.${columnOf('service-category')} && ${bind([`${activity.system}|${activity.code}`])}::text[]
       and ${inForce('s', momentOf(now(), bind))}
     order by s.last_updated desc, s.id limit ${most}`,
    values,
    { name: 'activities' },
  );
  return rows;
}

async function readAnew(db: Ports['db'], ids: readonly string[]): Promise<Read[]> {
  const { rows } = await db.query<{ content: string; version: number }>(
    `select s.content, s.version from healthcare_service s
     where s.id = any($1::text[]) and s.view & ${viewBit.citizen} <> 0`,
    [ids],
    { name: 'activities-read' },
  );
  return rows.map(({ content, version }) => {
    const service = JSON.parse(content) as Read['service'];
    return { version, service, times: timesOf(service) };
  });
}

/** Those that anybody may see, each read once for each of its versions. */
async function readAll(ports: Pick<Ports, 'db' | 'now'>): Promise<Read[]> {
  const { db } = ports;
  const rows = await approvedNow(ports);
  const before = readBefore.get(db) ?? new Map<string, Read>();
  const all = new Map(
    rows.flatMap(({ id, version }): [string, Read][] => {
      const known = before.get(id);
      return known?.version === version ? [[id, known]] : [];
    }),
  );
  const other = rows.flatMap(({ id }) => (all.has(id) ? [] : [id]));
  for (let at = 0; at < other.length; at += atOnce)
    for (const one of await readAnew(db, other.slice(at, at + atOnce)))
      all.set(one.service.id, one);
  readBefore.set(db, all);
  return [...all.values()];
}

const placeIdOf = ({ location = [] }: HealthcareService): string =>
  location.flatMap(({ reference }) => idIn(reference, 'Location') ?? [])[0] ?? '';

/** Every approved activity that is in force, by id, alone. */
export async function standingActivities(
  ports: Pick<Ports, 'db' | 'now'>,
): Promise<PublishedActivity[]> {
  const at = ports.now();
  const read = await readAll(ports);
  return read
    .map(({ service, times }) => ({ service, ahead: times.filter(({ end }) => end > at) }))
    .toSorted((a, b) => (a.service.id < b.service.id ? -1 : 1));
}

/** The same, each with who holds it and where it is. */
export async function publishedActivities(
  ports: Pick<Ports, 'db' | 'now' | 'room'>,
): Promise<PublishedActivity[]> {
  const { db, room } = ports;
  const standing = await standingActivities(ports);
  const services = standing.map(({ service }) => service);
  const holderOf = ({ providedBy }: HealthcareService): string =>
    idIn(providedBy?.reference, 'Organization') ?? '';
  const byId = async <T extends Organization | Location>(type: string, ids: readonly string[]) => {
    const found = await findAll<T>(db, room(type), [...new Set(ids)]);
    return new Map(found.map(({ resource }) => [resource.id, resource]));
  };
  const holders = await byId<Organization>('Organization', services.map(holderOf));
  const places = await byId<Location>('Location', services.map(placeIdOf));
  return standing.map((one): PublishedActivity => {
    const { service } = one;
    const holder = holders.get(holderOf(service));
    const own = service.contained?.find(
      (each): each is Location => each.resourceType === 'Location',
    );
    const place = own ?? places.get(placeIdOf(service));
    return { ...one, ...(holder && { holder }), ...(place && { place }) };
  });
}
