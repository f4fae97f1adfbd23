import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { registry } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';
import { testContext } from '../mapping/context.ts';
import { fixturesOf } from './door.ts';
import { faultsBy } from './fault.ts';

const definitions = await loadDefinitions(registry.map(({ type }) => type));

const faults = faultsBy(definitions);

const mappings = registry.flatMap((room) =>
  room.mappings.map((mapping): readonly [Room, RoomMapping] => [room, mapping]),
);

t.test('every value set that R4 requires for a room is known and checked', async (t) => {
  t.same(definitions.unexpanded, []);
});

for (const [room, mapping] of mappings) {
  t.test(`the fixtures of ${mapping.record} as ${mapping.type}`, async (t) => {
    const fixtures = fixturesOf(room, mapping);
    t.ok(fixtures.length >= 3, `there are ${fixtures.length}`);
    for (const { name, record, resource } of fixtures) {
      const context = testContext();
      t.strictSame(mapping.toFhir(record as never, context), resource, `${name} to FHIR`);
      t.strictSame(
        mapping.toRecord(resource as never, record as never, context),
        record,
        `${name} back to Cura`,
      );
      t.same(faults(resource), [], `${name} is valid R4`);
    }
  });
}

t.test('a fixture with a fault is found to be invalid', async (t) => {
  const [first] = mappings;
  const [fixture] = first ? fixturesOf(...first) : [];
  t.ok(fixture);
  t.same(faults({ ...fixture?.resource, gender: 'lady' }), [
    'Patient.gender: The code "lady" is not in the required value set.',
  ]);
});
