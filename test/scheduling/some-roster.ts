import fc from 'fast-check';
import { addDays } from '../../src/fhir/instant.ts';
import type { DateRange, Opening, Roster, Series } from '../../src/scheduling/roster.ts';
import { datesFrom } from './roster-model.ts';

const clock = fc
  .tuple(
    fc.constantFrom('00', '01', '02', '03', '08', '12', '21', '22', '23'),
    fc.constantFrom('00', '10', '30'),
  )
  .map((parts) => parts.join(':'));
const end = fc.oneof(
  { weight: 5, arbitrary: clock },
  { weight: 1, arbitrary: fc.constant('24:00') },
);
const place = fc.constantFrom('a', 'b');
const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
const weekly = fc.record({ days, from: clock, to: end });

const opening: fc.Arbitrary<Opening> = fc.record(
  {
    publicHolidays: fc.constantFrom('open', 'closed'),
    closedDates: fc.subarray(['12-24', '12-31', '2026-10-26']),
    hours: fc.array(weekly, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Rosters with something of everything about the dates. */
export function someRoster(about: DateRange): fc.Arbitrary<Roster> {
  const dates = datesFrom(about);
  const date = fc.constantFrom(...dates);
  const span = fc.record({ date, from: clock, to: end });
  const series: fc.Arbitrary<Series> = fc.record(
    {
      ...{ days, from: clock, to: end, locationId: place },
      everyWeeks: fc.integer({ min: 1, max: 3 }),
      validFrom: fc.integer({ min: -40, max: 2 }).map((back) => addDays(about.from, back)),
      validTo: date,
      except: fc.subarray(dates, { maxLength: 2 }),
    },
    { requiredKeys: ['days', 'from', 'to', 'validFrom'] },
  );
  return fc.record(
    {
      shifts: fc.array(fc.record({ date, from: clock, to: end, locationId: place }), {
        maxLength: 4,
      }),
      absences: fc.array(span, { maxLength: 2 }),
      series: fc.array(series, { maxLength: 3 }),
      breaks: fc.array(span, { maxLength: 2 }),
      weeklyBreaks: fc.array(weekly, { maxLength: 1 }),
      locationId: place,
      period: fc.constant({ from: addDays(about.from, 1), to: about.to }),
      travelMinutes: fc.constantFrom(0, 25, 130),
      opening,
    },
    { requiredKeys: ['shifts', 'absences'] },
  );
}
