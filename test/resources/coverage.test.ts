import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { registry } from '../../src/registry.ts';
import { elementsOf, fieldsOf } from '../../src/resources/coverage.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';
import { fixturesOf } from '../contracts/door.ts';

const definitions = await loadDefinitions(registry.map(({ type }) => type));

const all = registry.flatMap((room) => room.mappings.map((mapping) => ({ room, mapping })));

const mappingOf = (record: string): RoomMapping => {
  const found = all.find(({ mapping }) => mapping.record === record);
  if (!found) throw new Error(`there is no mapping of ${record}`);
  return found.mapping;
};

t.test('every field of every record is accounted for, nested ones too', async (t) => {
  t.ok(all.length >= 31, `${all.length} mappings`);
  for (const { mapping } of all) {
    const fields = fieldsOf(mapping).map(({ field }) => field);
    t.equal(fields.length, new Set(fields).size, `${mapping.record}: once`);
    const rows = mapping.rows.flatMap(({ field }) => field ?? []);
    t.same(
      rows.filter((field) => !fields.includes(field)),
      [],
      `${mapping.record}: no row is of a field that the contract does not have`,
    );
  }
});

t.test('an appointment is covered as its mapping says', async (t) => {
  t.match(
    fieldsOf(mappingOf('aftale')).map(({ field, kind, rows, reason }) => [
      field,
      kind,
      rows[0]?.path ?? reason?.en,
    ]),
    [
      ['id', 'mapped', 'id'],
      ['version', 'carried'],
      ['aendret', 'carried'],
      ['aendretAf', 'carried'],
      ['eksternReference', 'carried', 'the id of what was born here'],
      ['borgerId', 'mapped', 'participant.where(actor.resolve() is Patient)'],
      ['ydelseId', 'mapped', 'supportingInformation'],
    ],
  );
});

t.test('why somebody is away is told as carried, and its dates as mapped', async (t) => {
  const fields = new Map(fieldsOf(mappingOf('tjeneste')).map((one) => [one.field, one]));
  t.equal(fields.get('fravaer.aarsag')?.kind, 'carried');
  t.equal(fields.get('fravaer.dato')?.kind, 'mapped');
});

t.test('a field that is forgotten is found', async (t) => {
  const mapping = mappingOf('aftale');
  const { internNote: _, ...unmapped } = mapping.unmapped;
  t.throws(() => fieldsOf({ ...mapping, unmapped }), { message: /aftale\.internNote/ });
  const rows = mapping.rows.filter(({ field }) => field !== 'start');
  t.throws(() => fieldsOf({ ...mapping, rows }), { message: /aftale\.start/ });
});

t.test(
  'an element that no fixture has is never said to be filled, and none that has one never there',
  async (t) => {
    for (const { room, mapping } of all) {
      const elements = elementsOf(mapping, room, definitions);
      const shown = fixturesOf(room, mapping).flatMap(({ resource }) => Object.keys(resource));
      const names = definitions.shape(room.type)?.names ?? new Map<string, readonly string[]>();
      const never = elements.filter(({ kind }) => kind === 'never').map(({ element }) => element);
      const wrong = never.filter((element) =>
        (names.get(element) ?? []).some((name: string) => shown.includes(name)),
      );
      t.same(wrong, [], `${mapping.record} as ${room.type}`);
      t.ok(elements.some(({ kind }) => kind === 'filled'));
    }
  },
);

t.test('extensions are elements, each with its fields', async (t) => {
  const found = all.find(({ mapping }) => mapping.record === 'aftale');
  const elements = found ? elementsOf(found.mapping, found.room, definitions) : [];
  const acting = elements.find(({ element }) => element.includes('acting-party'));
  t.match(acting, { kind: 'filled', rows: [{ field: 'udfoertAf' }] });
  t.match(
    elements.find(({ element }) => element === 'slot'),
    { kind: 'ours', reason: { en: /derived/ } },
  );
});
