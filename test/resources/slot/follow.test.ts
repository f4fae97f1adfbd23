import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { expiresOf } from '../../../src/resources/appointment/participants.ts';
import { type Calendars, calendars } from './calendar.ts';
import { calmDoings, type Doing, doings, heldAfter } from './doing.ts';
import { town } from './town.ts';

/** The clock changes in the night after. */
const starts = ['2026-10-24T21:00:00+02:00', '2027-03-27T21:00:00+01:00'].map(parseInstant);

/** Slots that a hold was in the way of that is over. */
async function lapsed({ ports }: Calendars): Promise<number> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from slot where view & 1 <> 0 and p_status && '{busy-tentative}'`,
  );
  const ends = rows.map(({ content }) => expiresOf(JSON.parse(content)));
  return ends.filter((end) => end !== undefined && end <= ports.now()).length;
}

async function follows(
  t: Test,
  what: {
    readonly doings: fc.Arbitrary<readonly Doing[]>;
    readonly sweeps: boolean;
    readonly runs: number;
  },
): Promise<void> {
  const counts = { slots: 0, busy: 0, held: 0, lapsed: 0 };
  for (const start of starts) {
    const house = await calendars(t, start);
    const check = fc.asyncProperty(what.doings, async (all) => {
      house.setNow(start);
      const happens = await town(house, start, what.sweeps);
      for (const doing of all) {
        await happens(doing);
        await house.work();
      }
      const kept = await house.slots();
      counts.lapsed += await lapsed(house);
      same(kept, await house.rebuilt());
      counts.slots += kept.length;
      counts.busy += kept.filter((line) => line.includes(' busy')).length;
      counts.held += kept.filter((line) => line.includes(' busy-tentative')).length;
    });
    await fc.assert(check, {
      ...{ numRuns: what.runs + 1, endOnFailure: true },
      examples: [[heldAfter(what.sweeps ? 1 : 12)]],
    });
  }
  const { slots, busy, held } = counts;
  const saw = slots > 50 && busy > 1 && (what.sweeps ? held : counts.lapsed) > 0;
  t.ok(saw, `saw ${JSON.stringify(counts)}`);
}

t.setTimeout(300_000);

t.test('Slots that follow each change are those that are made from nothing', (t) =>
  follows(t, { doings, sweeps: true, runs: 6 }),
);

t.test('a hold that is over leaves its time free, though nobody has been told', (t) =>
  follows(t, { doings: calmDoings, sweeps: false, runs: 4 }),
);
