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

const aheadOf = (service: HealthcareService, now: number): Interval[] =>
  extensionsOf(service, activityUrl.occasion)
    .map(({ valuePeriod: { start = '', end = '' } = {} }) => ({
      start: parseInstant(start),
      end: parseInstant(end),
    }))
    .filter(({ end }) => end > now);

async function approvedNow({ db, now }: Pick<Ports, 'db' | 'now'>) {
  const { bind, values } = binder();
  const { rows } = await db.query<{ content: string }>(
    `select s.content from healthcare_service s
     where s.view & ${viewBit.citizen} <> 0 and s.${columnOf('service-category')} && ${bind([`${activity.system}|${activity.code}`])}::text[]
       and ${inForce('s', momentOf(now(), bind))}
     order by s.last_updated desc, s.id limit ${most}`,
    values,
    { name: 'activities' },
  );
  return rows.map(({ content }) => JSON.parse(content) as HealthcareService & { id: string });
}

const placeIdOf = ({ location = [] }: HealthcareService): string =>
  location.flatMap(({ reference }) => idIn(reference, 'Location') ?? [])[0] ?? '';

/** Every approved activity that is in force, by id. */
export async function publishedActivities(
  ports: Pick<Ports, 'db' | 'now' | 'room'>,
): Promise<PublishedActivity[]> {
  const { db, room, now } = ports;
  const services = await approvedNow(ports);
  const holderOf = ({ providedBy }: HealthcareService): string =>
    idIn(providedBy?.reference, 'Organization') ?? '';
  const byId = async <T extends Organization | Location>(type: string, ids: readonly string[]) => {
    const found = await findAll<T>(db, room(type), [...new Set(ids)]);
    return new Map(found.map(({ resource }) => [resource.id, resource]));
  };
  const holders = await byId<Organization>('Organization', services.map(holderOf));
  const places = await byId<Location>('Location', services.map(placeIdOf));
  return services
    .map((service): PublishedActivity => {
      const holder = holders.get(holderOf(service));
      const own = service.contained?.find(
        (one): one is Location => one.resourceType === 'Location',
      );
      const place = own ?? places.get(placeIdOf(service));
      return {
        ...{ service, ahead: aheadOf(service, now()) },
        ...(holder && { holder }),
        ...(place && { place }),
      };
    })
    .toSorted((a, b) => (a.service.id < b.service.id ? -1 : 1));
}
