import fc from 'fast-check';
import t from 'tap';
import { holdplanMapping } from '../../mappings/holdplan.ts';
import { formatInstant, parseInstant } from '../../src/fhir/instant.ts';
import { planOf } from '../../src/resources/schedule/sessions.ts';
import { gangeOf, timesOf } from '../../src/sandbox/cura/class-sessions.ts';
import { type ClassPlan, sessionsOf } from '../../src/scheduling/session.ts';
import { classRecords } from '../mapping/arbitrary/class.ts';
import { held } from '../mapping/arbitrary/value.ts';
import { testContext } from '../mapping/context.ts';

const rule = {
  ...{ days: [2, 7], from: '16:00', to: '17:00', everyWeeks: 1 },
  ...{ validFrom: '2026-10-19', validTo: '2026-11-03', except: ['2026-11-01'] },
};
const startsOf = (plan: ClassPlan): string[] =>
  sessionsOf(plan).map(({ start }) => formatInstant(start));

t.test('sessions keep their wall time when the clock changes', async (t) => {
  t.same(startsOf({ sessions: [], rule }), [
    '2026-10-20T16:00:00+02:00',
    '2026-10-25T16:00:00+01:00',
    '2026-10-27T16:00:00+01:00',
    '2026-11-03T16:00:00+01:00',
  ]);
  const spring = { ...rule, validFrom: '2027-03-22', validTo: '2027-03-28', except: [] };
  t.same(startsOf({ sessions: [], rule: spring }), [
    '2027-03-23T16:00:00+01:00',
    '2027-03-28T16:00:00+02:00',
  ]);
});

t.test(
  'a session that is written out stands for that of the rule, also when it is cancelled',
  async (t) => {
    const sessions = [
      { id: '2026-10-20', date: '2026-10-21', from: '09:00', to: '10:00', practitionerId: 'p' },
      { id: '2026-10-27', date: '2026-10-27', from: '16:00', to: '17:00', cancelled: true },
      { id: 'extra', date: '2026-10-25', from: '16:00', to: '18:00' },
      { id: 'empty night', date: '2026-10-22', from: '23:00', to: '01:00' },
    ];
    t.same(
      sessionsOf({ sessions, rule }).map(({ id, start, end }) => [
        id,
        formatInstant(start),
        (end - start) / 60_000,
      ]),
      [
        ['2026-10-20', '2026-10-21T09:00:00+02:00', 60],
        ['empty night', '2026-10-22T23:00:00+02:00', 120],
        ['2026-10-25', '2026-10-25T16:00:00+01:00', 60],
        ['2026-11-03', '2026-11-03T16:00:00+01:00', 60],
      ],
      'and two that begin at one moment are one',
    );
  },
);

t.test('every other week is counted in whole weeks, and no rule goes on for ever', async (t) => {
  const fortnight = { ...rule, days: [1], everyWeeks: 2, validTo: '2026-11-30', except: [] };
  t.same(
    startsOf({ sessions: [], rule: fortnight }).map((start) => start.slice(0, 10)),
    ['2026-10-19', '2026-11-02', '2026-11-16', '2026-11-30'],
  );
  const endless = { ...rule, days: [1, 2, 3, 4, 5, 6, 7], validTo: '2999-12-31' };
  t.ok(sessionsOf({ sessions: [], rule: endless }).length < 1_100);
});

t.test('whatever Cura holds, its sessions are those that Cura itself counts', async (t) => {
  let seen = 0;
  fc.assert(
    fc.property(classRecords(held).hold, (hold) => {
      const plan = planOf(holdplanMapping.toFhir(hold, testContext()));
      const own = sessionsOf(plan).map(({ start }) => start);
      const theirs = gangeOf(hold)
        .filter(({ aflyst }) => aflyst !== true)
        .map((one) => timesOf(one))
        .filter(({ start, slut }) => parseInstant(start) < parseInstant(slut))
        .map(({ start }) => parseInstant(start));
      seen += own.length;
      return JSON.stringify(own) === JSON.stringify([...new Set(theirs)].sort((a, b) => a - b));
    }),
    { numRuns: 100 },
  );
  t.ok(seen > 50, `${seen} sessions`);
});
