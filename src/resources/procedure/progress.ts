import type { CarePlan } from '@medplum/fhirtypes';
import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import type { Ports } from '../define.ts';

/** A week, by its Monday in Copenhagen: how many exercises were done, and how many were planned. */
export interface Week {
  readonly start: string;
  readonly done: number;
  readonly planned: number;
}

const weeksShown = 4;

const doneSql = `
select (extract(epoch from sort) * 1000)::float8 as at from procedure
where patient = $1 and view & 1 <> 0 and p_based_on @> array[$2] and p_status && '{completed}' and sort >= to_timestamp($3 / 1000.0)`;

const mondayOf = (ms: number): string => {
  const { date, weekday } = instantToWall(ms);
  return addDays(date, 1 - weekday);
};

const plannedIn = ({ activity = [] }: CarePlan): number =>
  activity.reduce((sum, { detail }) => sum + (detail?.scheduledTiming?.repeat?.frequency ?? 0), 0);

/** The last weeks of a programme, the present one last. */
export async function progressOf(
  { db, now }: Pick<Ports, 'db' | 'now'>,
  plan: CarePlan & { id: string },
  patient: string,
): Promise<readonly Week[]> {
  const monday = mondayOf(now());
  const starts = Array.from({ length: weeksShown }, (_, at) =>
    addDays(monday, 7 * (at + 1 - weeksShown)),
  );
  const from = wallToInstant(starts[0] ?? monday, '00:00');
  const { rows } = await db.query<{ at: number }>(doneSql, [patient, `CarePlan/${plan.id}`, from], {
    name: 'exercises-done',
  });
  const done = Map.groupBy(rows, ({ at }) => mondayOf(at));
  const planned = plannedIn(plan);
  return starts.map((start) => ({ start, done: done.get(start)?.length ?? 0, planned }));
}
