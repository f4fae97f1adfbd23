import t from 'tap';
import {
  type AppointmentStatus,
  mayTransition,
  transitionOf,
  transitions,
} from '../../src/scheduling/transitions.ts';

t.test(
  'the operations and people of the table make their changes, with the slot that follows',
  async (t) => {
    t.same(transitionOf(null, 'pending', '$hold')?.slot, 'busy-tentative');
    t.same(transitionOf(null, 'booked', '$book')?.slot, 'busy');
    t.same(transitionOf('pending', 'booked', '$book')?.slot, 'busy');
    t.same(transitionOf('pending', 'cancelled', 'sweeper')?.slot, 'free');
    t.same(transitionOf('booked', 'booked', '$reschedule')?.slot, 'moves');
    t.same(transitionOf('booked', 'cancelled', 'link-holder')?.slot, 'free');
    t.same(transitionOf('booked', 'noshow', 'staff')?.slot, 'kept');
  },
);

t.test('nobody but Cura enters in error, and Cura does from every status', async (t) => {
  const rows = transitions.filter(({ to }) => to === 'entered-in-error');
  t.equal(rows.length, 8);
  t.ok(rows.every(({ by }) => by.length === 1 && by[0] === 'cura'));
});

const refused: [
  AppointmentStatus | null,
  AppointmentStatus,
  Parameters<typeof mayTransition>[2],
][] = [
  ['cancelled', 'booked', '$book'],
  ['fulfilled', 'cancelled', 'self'],
  ['noshow', 'booked', 'staff'],
  ['booked', 'arrived', 'self'],
  ['pending', 'cancelled', 'self'],
  [null, 'proposed', 'create'],
  ['booked', 'booked', 'link-holder'],
];
for (const [from, to, by] of refused) {
  t.test(`${from ?? 'nothing'} does not become ${to} by ${by}`, async (t) => {
    t.notOk(mayTransition(from, to, by));
  });
}

t.test('no change is in the table twice', async (t) => {
  const changes = transitions.map(({ from, to }) => `${from} ${to}`);
  t.ok(changes.length > 20);
  t.equal(new Set(changes).size, changes.length);
});
