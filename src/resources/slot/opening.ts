import type { HealthcareService, Organization } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { BookingPolicy } from '../../scheduling/policy.ts';
import type { Opening, WeeklySpan } from '../../scheduling/roster.ts';
import { idIn } from '../define.ts';
import type { Municipality } from '../municipality.ts';

const openingHours = structure('opening-hours');
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** When a unit is open; empty where it does not say. */
export const hoursOf = ({ extension = [] }: Organization): WeeklySpan[] =>
  extension
    .filter(({ url }) => url === openingHours)
    .map(({ extension: parts = [] }) => {
      const time = (name: string) => parts.find(({ url }) => url === name)?.valueTime?.slice(0, 5);
      const named = parts.flatMap(({ valueCode }) => (valueCode ? [days.indexOf(valueCode)] : []));
      return { days: named.map((day) => day + 1), from: time('from') ?? '', to: time('to') ?? '' };
    });

/** When service, unit and municipality let the roster give times. */
export function openingOf(
  { publicHolidays, withinOpeningHours }: BookingPolicy,
  units: ReadonlyMap<string, Organization>,
  service: HealthcareService,
  { closedDates }: Pick<Municipality, 'closedDates'>,
): Opening {
  const unit = units.get(idIn(service.providedBy?.reference, 'Organization') ?? '');
  const hours = withinOpeningHours && unit ? hoursOf(unit) : [];
  return {
    ...(publicHolidays && { publicHolidays }),
    ...(closedDates && { closedDates }),
    ...(hours.length > 0 && { hours }),
  };
}
