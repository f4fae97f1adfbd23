import { deepStrictEqual as same } from 'node:assert/strict';
import t from 'tap';
import { addDays } from '../../src/fhir/instant.ts';
import { slotsOf } from '../../src/scheduling/schedule-day.ts';
import { workOf } from '../../src/scheduling/work.ts';
import { law } from './law.ts';
import { minuteMs } from './minute.ts';
import { rosterModel } from './roster-model.ts';
import { someRoster } from './some-roster.ts';

const windows = [
  { title: 'the night that summer time ends', from: '2026-10-23', to: '2026-10-27' },
  { title: 'an Easter on which summer time begins', from: '2024-03-28', to: '2024-04-02' },
  { title: 'a leap day', from: '2028-02-27', to: '2028-03-01' },
  { title: 'the end of a year of 53 weeks', from: '2026-12-29', to: '2027-01-02' },
  { title: 'Christmas', from: '2026-12-23', to: '2026-12-27' },
];
const minutes = { durationMs: 20 * minuteMs, bufferBeforeMs: 0, bufferAfterMs: 0 };
const cut = { ...minutes, alignmentMs: 10 * minuteMs };

for (const { title, ...dates } of windows) {
  const model = rosterModel(dates);
  const inner = { from: addDays(dates.from, 2), to: dates.to };

  t.test(`over ${title}, work is what a watched clock says, and no slot is outside`, async (t) => {
    law(t, [someRoster(dates)], (roster) => {
      const expected = model(roster);
      const found = new Map<number, string>();
      for (const { start, end, gridStart, locationId = '' } of workOf(roster, dates)) {
        for (let at = start; at < end; at += minuteMs)
          found.set(at / minuteMs, `${locationId} since ${gridStart / minuteMs}`);
      }
      same([...found].join('\n'), [...expected].join('\n'));
      for (const slot of slotsOf({ roster, cut, busy: [], taken: [] }, inner)) {
        for (let at = slot.start; at < slot.end; at += minuteMs)
          same(expected.get(at / minuteMs)?.split(' ')[0], slot.locationId ?? '');
      }
    });
  });
}
