import type { HealthcareService, Location, Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Change, Ports, Room } from '../define.ts';
import { idIn } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { activityUrl, isActivity, withExtension } from './activity.ts';

type Kept = HealthcareService & { id: string };
type Degrees = NonNullable<Location['position']>;

/** A place and all that it is part of, the nearest first. No chain is longer. */
const upSql = `
with recursive up (place, id, step) as (
  select x, x collate "C", 0 from unnest($1::text[]) x
  union all
  select up.place, substr(l.content::jsonb -> 'partOf' ->> 'reference', 10) collate "C", up.step + 1
  from up join location l on l.id = up.id and l.view & 1 <> 0 where up.step < 10)
select up.place, l.content::jsonb -> 'position' as position
from up join location l on l.id = up.id and l.view & 1 <> 0
where l.content::jsonb -> 'position' is not null order by up.step`;

/** Places, and all that is part of them. */
const downSql = `
with recursive down (id, step) as (
  select x collate "C", 0 from unnest($1::text[]) x
  union
  select l.id, down.step + 1 from down join location l on l.p_partof && array['Location/' || down.id] and l.view & 1 <> 0
  where down.step < 10)
select distinct h.id from down join healthcare_service h on h.p_location && array['Location/' || down.id] and h.view & 1 <> 0`;

const placeOf = ({ location = [] }: HealthcareService): string | undefined =>
  location.flatMap(({ reference }) => idIn(reference, 'Location') ?? [])[0];

async function positionsOf(tx: Transaction, places: readonly string[]) {
  const { rows } = await tx.query<{ place: string; position: Degrees }>(upSql, [places], {
    name: 'activity-position',
  });
  return new Map(rows.toReversed().map(({ place, position }) => [place, position]));
}

const at = ({ latitude, longitude }: Degrees) => ({
  url: activityUrl.whereabouts,
  extension: [
    { url: 'latitude', valueDecimal: latitude },
    { url: 'longitude', valueDecimal: longitude },
  ],
});

/** Gives each activity the position of the place that it refers to. */
async function located(tx: Transaction, services: readonly Kept[]): Promise<Kept[]> {
  const places = services.flatMap((one) => (isActivity(one) ? (placeOf(one) ?? []) : []));
  const positions = places.length > 0 ? await positionsOf(tx, [...new Set(places)]) : new Map();
  return services.map((one) => {
    if (!isActivity(one)) return one;
    const position = positions.get(placeOf(one) ?? '');
    return withExtension(one, activityUrl.whereabouts, position && at(position));
  });
}

/** Gives each activity the position of the place that it refers to. */
export const completePositions: NonNullable<Room['complete']> = async (tx, _, services) =>
  located(tx, services as readonly Kept[]);

/** A place that is somewhere else takes the activities there along, in the same transaction. */
export async function activitiesMoved(
  tx: Transaction,
  ports: Pick<Ports, 'room' | 'now' | 'record'>,
  changes: readonly Change[],
): Promise<void> {
  const ids = changes.map(({ written }) => written.id);
  const { rows } = await tx.query<{ id: string }>(downSql, [ids], { name: 'activities-at' });
  const room = ports.room('HealthcareService');
  const found = await findAll<Kept>(
    tx,
    room,
    rows.map(({ id }) => id),
  );
  const standing = found.map(({ resource }) => resource).filter(isActivity);
  const moved = await located(tx, standing);
  const written = await putAll(tx, room, moved, ports.now());
  const made = written.flatMap((one, index): Change[] => {
    const resource = moved[index];
    return resource && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
  const named = { type: 'HealthcareService', service: ({ id }: Resource) => id } as const;
  if (made.length > 0) await ports.record?.(tx, named as never, made, { kind: 'import' });
}
