import town from '../../../fixtures/sandbox/activities.json' with { type: 'json' };
import type { Aktivitet, Forening } from '../../cura/activity-records.ts';
import { checkRecord } from '../../cura/check.ts';
import { addDays, formatInstant, wallToInstant } from '../../fhir/instant.ts';
import type { Stamp } from './town.ts';

/** How long before the week of the clock activities began, and how long after they end, days. */
const before = 56;
const after = 168;

type Described = (typeof town.aktiviteter)[number];

/** The weeks of an activity; `springOver` are days from the Monday of the clock. */
function repetitionOf({ uge }: Described, monday: string): object {
  if (!uge) return {};
  const { dage, fra, til, hverUge, springOver } = uge;
  const bounds = { fraDato: addDays(monday, -before), tilDato: addDays(monday, after) };
  const undtagelser = springOver.map((day) => addDays(monday, day));
  return { gentagelse: { dage, fra, til, hverUge, ...bounds, undtagelser } };
}

function activityOf(described: Described, monday: string, stamp: Stamp): Aktivitet {
  const { uge: _, enkelt = [], ...rest } = described;
  return checkRecord('aktivitet', {
    ...rest,
    ...repetitionOf(described, monday),
    gange: enkelt.map(({ dag, fra, til }) => ({ dato: addDays(monday, dag), fra, til })),
    gyldigFra: addDays(monday, -before),
    gyldigTil: addDays(monday, after),
    oprettet: formatInstant(wallToInstant(addDays(monday, -before), '09:30')),
    ...stamp,
  });
}

/** The associations of the town. */
export const associations = (stamp: Stamp): Forening[] =>
  town.foreninger.map((one) => checkRecord('forening', { ...one, ...stamp }));

/** What there is to take part in, around the week that begins on `monday`. */
export const activities = (monday: string, stamp: Stamp): Aktivitet[] =>
  town.aktiviteter.map((one) => activityOf(one, monday, stamp));
