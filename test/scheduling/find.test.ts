import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { wallToInstant } from '../../src/fhir/instant.ts';
import { type FindQuery, type FreeSlot, find } from '../../src/scheduling/find.ts';
import { parseProposalId } from '../../src/scheduling/proposal-id.ts';
import { hourMs } from './facts.ts';
import { law } from './law.ts';

const slot = (
  slotId: string,
  date: string,
  time: string,
  rest: Partial<FreeSlot> = {},
): FreeSlot => {
  const start = wallToInstant(date, time);
  return { slotId, serviceId: 'wound', start, end: start + hourMs / 2, ...rest };
};
const days = (from: string, to: string) => ({
  start: wallToInstant(from, '00:00'),
  end: wallToInstant(to, '00:00'),
});
const query: FindQuery = {
  window: days('2026-11-23', '2026-11-30'),
  bookable: new Map([['wound', days('2026-11-24', '2026-12-24')]]),
};
const free = [
  slot('c', '2026-11-25', '09:00', { practitionerId: 'anna', locationId: 'x' }),
  slot('b', '2026-11-24', '10:00', { practitionerId: 'bo', locationId: 'y' }),
  slot('a', '2026-11-24', '10:00', {
    practitionerId: 'anna',
    locationId: 'y',
    organizationId: 'u',
  }),
];
const ids = (given: Partial<FindQuery>, slots = free): string[] =>
  find(slots, { ...query, ...given }).proposals.map(({ slot }) => slot.slotId);

t.test('free times come by start, and those at one time by slot id', async (t) => {
  t.same(ids({}), ['a', 'b', 'c']);
});

t.test('a proposal has the stateless id of its slot and service', async (t) => {
  const [slotId, serviceId] = [
    '6f1c0c1e-5a41-5d7e-9a55-0d3c4f1f2a10',
    '0c7a3b52-93d5-5f0e-8a7b-5b1f6f0d9e21',
  ];
  const bookable = new Map([[serviceId, query.window]]);
  const { proposals } = find([slot(slotId, '2026-11-24', '09:00', { serviceId })], {
    ...query,
    bookable,
  });
  t.same(parseProposalId(proposals[0]?.id ?? ''), { slotId, serviceId });
});

t.test('each filter keeps what was asked for', async (t) => {
  t.same(ids({ practitionerIds: ['anna'] }), ['a', 'c']);
  t.same(ids({ locationIds: ['y'] }), ['a', 'b']);
  t.same(ids({ organizationIds: ['u'] }), ['a']);
  t.same(ids({ serviceIds: ['feet'] }), []);
  t.same(ids({ weekdays: [3] }), ['c']);
  t.same(ids({ window: days('2026-11-25', '2026-11-26') }), ['c']);
});

t.test('times that cannot be booked now are not proposed', async (t) => {
  t.same(ids({ bookable: new Map([['wound', days('2026-11-25', '2026-12-24')]]) }), ['c']);
  t.same(ids({ bookable: new Map() }), []);
});

t.test('an empty answer says why and names the nearest dates', async (t) => {
  const window = days('2026-12-01', '2026-12-02');
  const later = ['04', '02', '03', '02'].map((day, at) =>
    slot(`l${at}`, `2026-12-${day}`, '09:00'),
  );
  const hidden = slot('h', '2026-12-02', '09:00', { serviceId: 'feet' });
  t.same(find([...free, ...later, hidden], { ...query, window }), {
    proposals: [],
    leftOut: { window: 7, 'not-bookable-now': 1 },
    nearestDates: ['2026-12-02', '2026-12-03', '2026-12-04'],
  });
});

const order = (slots: readonly FreeSlot[]): string[] =>
  find(slots, query).proposals.map(({ slot }) => slot.slotId);

t.test('every free time is proposed or counted once, in any order of the input', async (t) => {
  const slots = fc.uniqueArray(
    fc
      .tuple(fc.uuid(), fc.integer({ min: 20, max: 30 }), fc.constantFrom('wound', 'feet'))
      .map(([id, day, serviceId]) => slot(id, `2026-11-${day}`, '09:00', { serviceId })),
    { selector: ({ slotId }) => slotId },
  );
  law(t, [slots], (slots) => {
    const found = find(slots, query);
    const left = Object.values(found.leftOut).reduce((sum, each) => sum + each, 0);
    same(found.proposals.length + left, slots.length);
    same(order(slots.toReversed()), order(slots));
  });
});
