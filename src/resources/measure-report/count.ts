import { zone } from '../../fhir/instant.ts';
import type { Ports } from '../define.ts';
import type { DayCell } from './cell.ts';
import type { FigureCode } from './figure.ts';
import { figureSql, needsHours } from './figure-sql.ts';
import { openHours } from './hours.ts';
import { boundsOf, type FigurePeriod } from './period.ts';

/** What a figure needs of the house. */
export type FigurePorts = Pick<Ports, 'db' | 'room' | 'municipality' | 'now'>;

/** What is counted for a figure between two dates, by unit and day: one statement, whatever the length. */
export async function countDays(
  ports: FigurePorts,
  code: FigureCode,
  dates: Pick<FigurePeriod, 'first' | 'last'>,
): Promise<DayCell[]> {
  const { start, end } = boundsOf(dates);
  const values: unknown[] = [start, end, zone];
  if (needsHours.has(code)) {
    const { units, days, from, to, closed } = await openHours(ports, dates);
    values.push(units, days, from, to, closed);
  }
  const { rows } = await ports.db.query<DayCell>(figureSql[code], values);
  return rows;
}
