import type { Appointment } from '@medplum/fhirtypes';
import fc from 'fast-check';
import type { RosterRules, ServiceRules } from './calendar-resource.ts';

export const people = ['p1', 'p2'];
export const places = ['room-1', 'room-2', 'home'];
export const services = ['care', 'long', 'visit'];

const person = fc.constantFrom(...people);
const place = fc.constantFrom(...places);
const service = fc.constantFrom(...services);
const clock = fc.constantFrom(
  '00:00',
  '01:30',
  '02:00',
  '03:00',
  '08:00',
  '09:15',
  '12:00',
  '22:00',
);
/** An appointment by its number. */
const which = fc.nat(11);

/** `day` counts from the first. */
export interface RandomStretch {
  readonly day: number;
  readonly from: string;
  readonly to: string;
  readonly place?: string;
}

interface Take {
  readonly which: number;
  readonly person: string;
  readonly service: string;
  readonly place: string;
  readonly minutes: number;
  /** Minutes from the beginning. */
  readonly at: number;
  /** Minutes from now that it is held; otherwise it has the status. */
  readonly held?: number | undefined;
  readonly status: NonNullable<Appointment['status']>;
}

/** Something that happens. */
export type Doing =
  | { readonly kind: 'take'; readonly all: readonly Take[] }
  | { readonly kind: 'slot'; readonly which: number; readonly nth: number; readonly held: boolean }
  | { readonly kind: 'remove'; readonly which: number }
  | ({
      readonly kind: 'roster';
      readonly shifts: readonly RandomStretch[];
      readonly absences: readonly RandomStretch[];
    } & Omit<RosterRules, 'shifts' | 'absences'>)
  | ({ readonly kind: 'service'; readonly service: string } & ServiceRules)
  | { readonly kind: 'place'; readonly place: string; readonly isRoom: boolean }
  | { readonly kind: 'hours'; readonly from: string; readonly to: string }
  | { readonly kind: 'gone'; readonly person: string; readonly service: string }
  | { readonly kind: 'wait'; readonly minutes: number };

const kind = <K extends Doing['kind']>(name: K) => fc.constant(name);
const stretch = fc.record(
  { day: fc.integer({ min: -1, max: 3 }), from: clock, to: clock, place },
  { requiredKeys: ['day', 'from', 'to'] },
);

const rulesOf = (which: fc.Arbitrary<string>): fc.Arbitrary<Doing> =>
  fc.record({
    kind: kind('service'),
    service: which,
    minutes: fc.constantFrom(20, 45, 45, 180),
    before: fc.constantFrom(0, 10),
    after: fc.constantFrom(0, 15, 120),
    horizon: fc.constantFrom(0, 1, 2, 2),
    form: fc.constantFrom('attendance', 'attendance', 'video', 'home'),
    withinHours: fc.constantFrom(false, false, true),
  });

const roster: fc.Arbitrary<Doing> = fc.record({
  kind: kind('roster'),
  person,
  service,
  place,
  shifts: fc.array(stretch, { minLength: 2, maxLength: 4 }),
  absences: fc.array(stretch, { maxLength: 1 }),
  equipment: fc.constantFrom([], ['scanner'], ['scanner', 'lift']),
  travel: fc.constantFrom(0, 25),
  active: fc.constantFrom(true, true, true, false),
});

const take: fc.Arbitrary<Take> = fc.record({
  which,
  person,
  service,
  place,
  minutes: fc.constantFrom(20, 45, 70),
  at: fc.nat(4 * 288).map((fives) => fives * 5),
  held: fc.option(fc.constantFrom(3, 10, 200), { nil: undefined }),
  status: fc.constantFrom('booked', 'booked', 'booked', 'arrived', 'noshow', 'cancelled'),
});

const onGrid: fc.Arbitrary<Doing> = fc.record({
  kind: kind('slot'),
  which,
  nth: fc.nat(60),
  held: fc.boolean(),
});
const wait: fc.Arbitrary<Doing> = fc.record({
  kind: kind('wait'),
  minutes: fc.constantFrom(1, 9, 400),
});

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kind('take'),
      all: fc.uniqueArray(take, { selector: (one) => one.which, minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 4, arbitrary: onGrid },
  { weight: 1, arbitrary: fc.record({ kind: kind('remove'), which }) },
  { weight: 2, arbitrary: roster },
  { weight: 1, arbitrary: rulesOf(service) },
  { weight: 1, arbitrary: fc.record({ kind: kind('place'), place, isRoom: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('hours'), from: clock, to: clock }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('gone'), person, service }) },
  { weight: 2, arbitrary: wait },
);

const beginning: fc.Arbitrary<readonly Doing[]> = fc
  .tuple(
    fc.tuple(...services.map((one) => rulesOf(fc.constant(one)))),
    fc.array(roster, { minLength: 5, maxLength: 9 }),
  )
  .map(([rules, rosters]) => [...rules, ...rosters]);

/** All that can happen, in any order. */
export const doings: fc.Arbitrary<readonly Doing[]> = fc
  .tuple(beginning, fc.array(doing, { minLength: 8, maxLength: 24 }))
  .map(([first, all]) => [...first, ...all]);

/** Free times are booked and held, and time goes by. */
export const calmDoings: fc.Arbitrary<readonly Doing[]> = fc
  .tuple(
    beginning,
    fc.array(fc.oneof(onGrid, onGrid, onGrid, wait), { minLength: 8, maxLength: 24 }),
  )
  .map(([first, all]) => [...first, ...all]);

/** What every run goes through, whatever chance brings: a free time is held and `minutes` go by. */
export const heldAfter = (minutes: number): readonly Doing[] => [
  { kind: 'service', service: 'care', minutes: 45, before: 0, after: 15, horizon: 2 },
  {
    ...{ kind: 'roster', person: 'p1', service: 'care', place: 'room-1', active: true },
    shifts: [1, 2].map((day) => ({ day, from: '08:00', to: '22:00' })),
    absences: [],
  },
  { kind: 'slot', which: 1, nth: 3, held: false },
  { kind: 'slot', which: 2, nth: 3, held: true },
  { kind: 'wait', minutes },
];
