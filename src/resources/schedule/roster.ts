import type { Schedule } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { Roster, Shift, WallSpan } from '../../scheduling/roster.ts';
import { idIn } from '../define.ts';
import { partsOf } from '../extension.ts';
import { asSubset } from '../view.ts';

const rosterUrl = structure('roster');
const absenceUrl = structure('absence');

const spans = (schedule: Schedule, url: string): Shift[] =>
  (schedule.extension ?? [])
    .filter((extension) => extension.url === url)
    .map((extension) => {
      const { date, from, to, location } = partsOf(extension);
      const span = { date: String(date), from: shortTime(from), to: shortTime(to) };
      const locationId = idIn(location as string | undefined, 'Location');
      return locationId === undefined ? span : { ...span, locationId };
    });

/** `HH:MM` of a FHIR time. */
const shortTime = (time: unknown): string => String(time).slice(0, 5);

/** Id of the actor of a type. */
export const actorIn = (schedule: Schedule, type: string): string | undefined =>
  schedule.actor.map(({ reference }) => idIn(reference, type)).find((id) => id !== undefined);

/** The shifts and absence that a Schedule carries for staff. */
export const rosterOf = (schedule: Schedule): Roster => {
  const locationId = actorIn(schedule, 'Location');
  return {
    shifts: spans(schedule, rosterUrl),
    absences: spans(schedule, absenceUrl) as WallSpan[],
    ...(locationId !== undefined && { locationId }),
  };
};

/** When staff work and are away is not for others. */
export const withoutRoster = (schedule: Schedule): Schedule => {
  const { extension = [], ...rest } = schedule;
  const kept = extension.filter(({ url }) => url !== rosterUrl && url !== absenceUrl);
  if (kept.length === extension.length) return schedule;
  return asSubset(kept.length > 0 ? { ...rest, extension: kept } : rest);
};
