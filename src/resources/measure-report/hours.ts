import type { Organization } from '@medplum/fhirtypes';
import { isClosed } from '../../scheduling/holiday.ts';
import type { Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { hoursOf } from '../slot/opening.ts';
import { datesOf, type FigurePeriod } from './period.ts';

/** When units are open, as arrays of one length: weekday (1 is Monday), from and to in minutes of the day. */
export interface OpenHours {
  readonly units: readonly string[];
  readonly days: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Dates on which all are closed. */
  readonly closed: readonly string[];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Past midnight it is the next day's. */
function spansOf(day: number, from: number, to: number): [number, number, number][] {
  if (to > from) return [[day, from, to]];
  const rest: [number, number, number][] = to > 0 ? [[(day % 7) + 1, 0, to]] : [];
  return [[day, from, 24 * 60], ...rest];
}

/** The opening hours of all units, and the dates of a period on which they do not hold. */
export async function openHours(
  { db, room, municipality }: Pick<Ports, 'db' | 'room' | 'municipality'>,
  period: Pick<FigurePeriod, 'first' | 'last'>,
): Promise<OpenHours> {
  const { rows } = await db.query<{ id: string }>(
    'select id from organization where view & 1 <> 0',
  );
  const found = await findAll<Organization>(
    db,
    room('Organization'),
    rows.map(({ id }) => id),
  );
  const spans = found.flatMap(({ resource }) =>
    hoursOf(resource).flatMap(({ days, from, to }) =>
      days.flatMap((day) =>
        spansOf(day, minutesOf(from), minutesOf(to)).map((span) => ({ id: resource.id, span })),
      ),
    ),
  );
  return {
    units: spans.map(({ id }) => `Organization/${id}`),
    days: spans.map(({ span }) => span[0]),
    from: spans.map(({ span }) => span[1]),
    to: spans.map(({ span }) => span[2]),
    closed: datesOf(period).filter((date) => isClosed(date, municipality.closedDates)),
  };
}
