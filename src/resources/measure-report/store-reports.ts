import type { MeasureReport } from '@medplum/fhirtypes';
import { putAll } from '../../store/put.ts';
import { findAll } from '../find-resource.ts';
import type { DayCell } from './cell.ts';
import { countDays, type FigurePorts } from './count.ts';
import { figures, type KnownFigure } from './figure.ts';
import { namesOf } from './names.ts';
import { type FigurePeriod, periodsBefore } from './period.ts';
import { reportOf } from './report.ts';

/** Numbers below this are not shown, where the municipality does not say. */
const usualSmallest = 5;

export const smallestOf = ({ municipality }: Pick<FigurePorts, 'municipality'>): number =>
  municipality.figures?.smallest ?? usualSmallest;

/** How many whole periods are reported anew each night: what comes late is told late. */
const anew = { day: 7, week: 2, month: 2 } as const;

const within =
  ({ first, last }: FigurePeriod) =>
  ({ day }: DayCell): boolean =>
    first <= day && day <= last;

/** The figures of the periods before now. */
async function reportsOf(
  ports: FigurePorts,
  figure: KnownFigure,
  periods: readonly FigurePeriod[],
) {
  const first = periods.map((one) => one.first).toSorted()[0] ?? '';
  const last =
    periods
      .map((one) => one.last)
      .toSorted()
      .at(-1) ?? '';
  const cells = await countDays(ports, figure.code, { first, last });
  const names = await namesOf(ports, cells);
  const smallest = smallestOf(ports);
  return periods.map((period) => {
    const own = cells.filter(within(period));
    return reportOf({ figure, period, cells: own, names, smallest, now: ports.now() });
  });
}

const textOf = ({ meta: _, date: __, ...rest }: MeasureReport): string => JSON.stringify(rest);

/** Keeps those that say something else than what stands. Gives how many. */
async function keep(
  ports: FigurePorts,
  reports: readonly (MeasureReport & { id: string })[],
): Promise<number> {
  const room = ports.room('MeasureReport');
  const ids = reports.map(({ id }) => id);
  return ports.db.transaction(async (tx) => {
    const known = await findAll<MeasureReport>(tx, room, ids);
    const standing = new Map(known.map(({ resource }) => [resource.id, textOf(resource)]));
    const differing = reports.filter((one) => standing.get(one.id) !== textOf(one));
    await putAll(tx, room, differing, ports.now());
    return differing.length;
  });
}

/** Makes the reports of the last whole days, weeks and months. Safe to run twice. Gives how many are new or other. */
export async function storeReports(ports: FigurePorts): Promise<number> {
  const now = ports.now();
  const periods = (['day', 'week', 'month'] as const).flatMap((kind) =>
    periodsBefore(kind, now, anew[kind]),
  );
  let written = 0;
  for (const figure of figures)
    written += await keep(ports, await reportsOf(ports, figure, periods));
  return written;
}
