import { readFileSync } from 'node:fs';
import type { HealthcareService, Schedule } from '@medplum/fhirtypes';
import t from 'tap';
import { formatInstant } from '../../../src/fhir/instant.ts';
import {
  rosterOf,
  travelMinutesOf,
  withoutRoster,
} from '../../../src/resources/schedule/roster.ts';
import { workOf } from '../../../src/scheduling/work.ts';

const folder = new URL('../../../fixtures/', import.meta.url);
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`${name}.fhir.json`, folder), 'utf8'));
const schedule: Schedule = read('schedule/recurring-winter-time');
const idOf = (schedule: Schedule): string | undefined =>
  schedule.actor.find(({ reference }) => reference?.startsWith('Location/'))?.reference?.slice(9);

t.test('a Schedule gives the whole roster', async (t) => {
  const roster = rosterOf(schedule);
  const weekdays = [1, 2, 3, 4, 5];
  t.strictSame(roster, {
    shifts: [{ date: '2026-12-26', from: '09:00', to: '13:00' }],
    series: [
      {
        ...{ days: weekdays, from: '08:00', to: '15:30', validFrom: '2026-03-02' },
        except: ['2026-06-05', '2026-12-24'],
      },
      {
        ...{ days: [6], from: '23:00', to: '07:00', everyWeeks: 2 },
        ...{ validFrom: '2026-03-28', validTo: '2026-10-24' },
        locationId: '9e7e6dd2-490f-505c-8715-b196edfc9662',
      },
    ],
    absences: [{ date: '2026-10-26', from: '00:00', to: '00:00' }],
    breaks: [{ date: '2026-10-25', from: '02:30', to: '03:00' }],
    weeklyBreaks: [
      { days: weekdays.slice(0, 4), from: '11:30', to: '12:00' },
      { days: [5], from: '12:00', to: '12:45' },
    ],
    equipment: ['DOPPLER-2'],
    period: { from: '2026-03-02', to: '2027-02-28' },
    locationId: idOf(schedule),
    travelMinutes: 15,
  });
});

const spoken = (from: string, to: string): string[] =>
  workOf(rosterOf(schedule), { from, to }).map(({ start, end }) =>
    [start, end].map(formatInstant).join(' '),
  );

t.test('its work keeps wall time over the nights on which the clock changes', async (t) => {
  t.same(spoken('2026-10-24', '2026-10-27'), [
    '2026-10-24T23:00:00+02:00 2026-10-25T02:30:00+02:00',
    '2026-10-25T03:00:00+01:00 2026-10-25T07:00:00+01:00',
    '2026-10-27T08:00:00+01:00 2026-10-27T11:30:00+01:00',
    '2026-10-27T12:00:00+01:00 2026-10-27T15:30:00+01:00',
  ]);
  t.same(spoken('2026-03-28', '2026-03-28'), [
    '2026-03-28T23:00:00+01:00 2026-03-29T07:00:00+02:00',
  ]);
  t.same(spoken('2026-12-24', '2026-12-27'), [
    '2026-12-26T09:00:00+01:00 2026-12-26T13:00:00+01:00',
  ]);
});

t.test('work from midnight to midnight is the whole day, though FHIR has no 24:00', async (t) => {
  const from = { url: 'from', valueTime: '00:00:00' };
  const extension = [{ url: 'date', valueDate: '2026-10-25' }, from, { ...from, url: 'to' }];
  const [url] = (schedule.extension ?? []).map((each) => each.url);
  const round = { ...schedule, extension: [{ url: url ?? '', extension }] };
  const [work] = workOf(rosterOf(round), { from: '2026-10-25', to: '2026-10-25' });
  t.equal(((work?.end ?? 0) - (work?.start ?? 0)) / 3_600_000, 25);
});

t.test('others than staff see nothing of when and how staff work', async (t) => {
  const shown = withoutRoster(schedule);
  t.notOk(shown.extension);
  t.same(shown.meta?.security?.[0]?.code, 'SUBSETTED');
  const empty: Schedule = read('schedule/empty');
  t.equal(withoutRoster(empty), empty);
});

t.test('the way counts before each appointment in a citizen’s home, and only there', async (t) => {
  const service = (code: string): HealthcareService => ({
    resourceType: 'HealthcareService',
    characteristic: [{ coding: [{ code }] }],
  });
  const roster = rosterOf(schedule);
  t.same(
    ['home', 'attendance', 'video'].map((code) => travelMinutesOf(service(code), roster)),
    [15, 0, 0],
  );
});
