import t from 'tap';
import { Unmappable } from '../../src/mapping/mapping.ts';
import { registry } from '../../src/registry.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';
import { fixturesOf } from '../contracts/door.ts';
import { testContext } from './context.ts';
import { edits } from './edit.ts';

const all = registry.flatMap((room) =>
  room.mappings.map((mapping) => ({ mapping, fixture: fixturesOf(room, mapping)[0] })),
);

function thrownBy(run: () => unknown): Unmappable | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Unmappable) return error;
    throw error;
  }
}

type Loose = Readonly<Record<string, unknown>>;

t.test(
  'misfits are found exactly where the way back refuses, the first of it among them',
  async (t) => {
    let refused = 0;
    for (const { mapping, fixture } of all) {
      const context = testContext();
      const resource = mapping.toFhir(fixture?.record as never, context);
      const wrong: string[] = [];
      for (const edit of edits(resource).filter((_, index) => index % 3 === 0)) {
        const args = [edit, fixture?.record, context] as never as Parameters<
          RoomMapping['misfits']
        >;
        const first = thrownBy(() => mapping.toRecord(...args));
        const found = mapping.misfits(...args).map(({ expression }) => expression);
        if (first) refused += 1;
        const isRight = first ? found.includes(first.expression) : found.length === 0;
        if (!isRight) wrong.push(`${first?.expression}: ${found}`);
      }
      t.same(wrong, [], mapping.record);
    }
    t.ok(refused > 1_000, `${refused} were refused`);
  },
);

const ofAppointment = () => {
  const found = all.find(({ mapping }) => mapping.record === 'aftale');
  if (!found) throw new Error('there is no aftale');
  const context = testContext();
  const { mapping, fixture } = found;
  return {
    mapping,
    context,
    record: fixture?.record,
    resource: mapping.toFhir(fixture?.record as never, context) as unknown as Loose,
  };
};

t.test('every misfit of a resource is told at once, with its path', async (t) => {
  const { mapping, context, record, resource } = ofAppointment();
  const { participant, ...rest } = resource as { participant: object[] };
  const [first, ...others] = participant;
  const bad = {
    ...rest,
    participant: [{ ...first, status: 'declined' }, ...others, { status: 'accepted' }],
    ...{ status: 'entered-in-terror', start: 'soon', priority: 1 },
  };
  const found = mapping.misfits(bad as never, record as never, context);
  t.same(found.map(({ expression }) => expression).sort(), [
    'Appointment.participant[0].status',
    'Appointment.participant[4]',
    'Appointment.priority',
    'Appointment.start',
    'Appointment.status',
  ]);
});

t.test('an id of another record is a misfit', async (t) => {
  const { mapping, context, record, resource } = ofAppointment();
  const found = mapping.misfits({ ...resource, id: 'other' } as never, record as never, context);
  t.same(
    found.map(({ expression }) => expression),
    ['Appointment.id'],
  );
});
