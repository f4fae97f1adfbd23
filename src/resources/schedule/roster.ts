import type { Extension, HealthcareService, Schedule } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { instantToWall, parseInstant } from '../../fhir/instant.ts';
import type { Roster, Series, Shift, WallSpan, WeeklySpan } from '../../scheduling/roster.ts';
import { idIn } from '../define.ts';
import { partsOf } from '../extension.ts';
import { asSubset } from '../view.ts';

const urls = {
  shift: structure('roster'),
  series: structure('recurring-shift'),
  absence: structure('absence'),
  break: structure('break'),
  weeklyBreak: structure('recurring-break'),
  travel: structure('travel-minutes'),
  equipment: structure('equipment'),
} as const;
const rosterUrls: ReadonlySet<string> = new Set(Object.values(urls));
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

type Parts = ReturnType<typeof partsOf>;

/** `HH:MM` of a FHIR time. */
const shortTime = (time: unknown): string => String(time).slice(0, 5);

const times = ({ from, to }: Parts) => ({ from: shortTime(from), to: shortTime(to) });

/** FHIR has no 24:00: work to midnight ends at the end of its day, also where it begins at midnight. */
const workTimes = (parts: Parts) => {
  const { from, to } = times(parts);
  return { from, to: to === '00:00' ? '24:00' : to };
};

const place = ({ location }: Parts): Pick<Shift, 'locationId'> => {
  const locationId = idIn(location as string | undefined, 'Location');
  return locationId === undefined ? {} : { locationId };
};

const daysOf = ({ extension = [] }: Extension): number[] =>
  extension.flatMap(({ valueCode }) => (valueCode ? [weekdays.indexOf(valueCode) + 1] : []));

const shiftOf = (extension: Extension): Shift => {
  const parts = partsOf(extension);
  return { date: String(parts.date), ...workTimes(parts), ...place(parts) };
};

const spanOf = (extension: Extension): WallSpan => {
  const parts = partsOf(extension);
  return { date: String(parts.date), ...times(parts) };
};

const weeklyOf = (extension: Extension): WeeklySpan => ({
  days: daysOf(extension),
  ...times(partsOf(extension)),
});

const seriesOf = (extension: Extension): Series => {
  const parts = partsOf(extension);
  const { everyWeeks, validFrom, validTo } = parts;
  const except = (extension.extension ?? []).flatMap(({ url, valueDate }) =>
    url === 'except' && valueDate ? [valueDate] : [],
  );
  return {
    ...{ days: daysOf(extension), ...workTimes(parts), ...place(parts) },
    validFrom: String(validFrom),
    ...(typeof validTo === 'string' && { validTo }),
    ...(typeof everyWeeks === 'number' && { everyWeeks }),
    ...(except.length > 0 && { except }),
  };
};

/** Id of the actor of a type. */
export const actorIn = (schedule: Schedule, type: string): string | undefined =>
  schedule.actor.map(({ reference }) => idIn(reference, type)).find((id) => id !== undefined);

const dateOf = (text: string): string =>
  text.length > 10 ? instantToWall(parseInstant(text)).date : text;

const periodOf = ({ planningHorizon: { start, end } = {} }: Schedule): Pick<Roster, 'period'> =>
  start && end ? { period: { from: dateOf(start), to: dateOf(end) } } : {};

/** The roster that a Schedule carries for staff. When service and unit are open its caller adds. */
export const rosterOf = (schedule: Schedule): Roster => {
  const carried = (url: string): Extension[] =>
    (schedule.extension ?? []).filter((extension) => extension.url === url);
  const locationId = actorIn(schedule, 'Location');
  const travelMinutes = carried(urls.travel)[0]?.valueInteger;
  return {
    shifts: carried(urls.shift).map(shiftOf),
    series: carried(urls.series).map(seriesOf),
    absences: carried(urls.absence).map(spanOf),
    breaks: carried(urls.break).map(spanOf),
    weeklyBreaks: carried(urls.weeklyBreak).map(weeklyOf),
    equipment: carried(urls.equipment).flatMap(({ valueString }) => valueString ?? []),
    ...periodOf(schedule),
    ...(locationId !== undefined && { locationId }),
    ...(travelMinutes !== undefined && { travelMinutes }),
  };
};

/** Minutes of the way to each appointment, for `cutOf`: only citizens' homes have one between appointments of one shift. */
export const travelMinutesOf = (
  { characteristic = [] }: HealthcareService,
  { travelMinutes = 0 }: Roster,
): number => {
  const home = characteristic.some(({ coding = [] }) => coding.some(({ code }) => code === 'home'));
  return home ? travelMinutes : 0;
};

/** When and how staff work and are away is not for others. */
export const withoutRoster = (schedule: Schedule): Schedule => {
  const { extension = [], ...rest } = schedule;
  const kept = extension.filter(({ url }) => !rosterUrls.has(url));
  if (kept.length === extension.length) return schedule;
  return asSubset(kept.length > 0 ? { ...rest, extension: kept } : rest);
};
