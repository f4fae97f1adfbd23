import t from 'tap';
import { openDatabase } from '../../src/store/database.ts';
import { reindex } from '../../src/store/reindex.ts';
import type { Shape } from '../../src/store/shape.ts';
import { columnOf, tableOf } from '../../src/store/shape.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { ensureTables, makeIndexes } from '../../src/store/tables.ts';
import { openShelf, param, room } from './shelf.ts';

t.test(
  'names that SQL keeps to itself, or would cut or fold, are names of their own',
  async (t) => {
    const slug = (of: string): string => tableOf({ type: '', slug: of, search: {} });
    t.same(['group', 'binary', 'list', 'practitioner-role'].map(slug), [
      ...['group_resource', 'binary_resource', 'list', 'practitioner_role'],
    ]);
    const long = 'medicinal-product-undesirable-effect-of-a-long-name';
    t.not(slug(`${long}-one`), slug(`${long}-two`));
    t.ok(slug(long).length + '_history_updated'.length <= 63);
    t.equal(columnOf('_tag'), 'p_x_tag');
    t.equal(columnOf('code-value'), 'p_code_value');
    t.equal(new Set(['aB', 'ab', 'a-b', 'a_B', 'AB'].map(columnOf)).size, 5);
    const name = 'x'.repeat(80);
    t.not(columnOf(`${name}a`), columnOf(`${name}b`));
    t.ok(`${columnOf(name)}_from`.length <= 63);
  },
);

t.test('rooms of any name are stored and found', async (t) => {
  const rooms = ['Group', 'Binary', 'List'].map((type) =>
    room(type, {
      upperCase: param('token', `${type}.code`),
      ['q'.repeat(70)]: param('date', `${type}.date`),
      end: param('string', `${type}.title`),
    }),
  );
  const { put, find } = await openShelf(t, rooms);
  for (const { type } of rooms) {
    await put({
      ...{ resourceType: type, id: 'one', code: { coding: [{ code: 'c' }] } },
      ...{ title: 'Select', date: '2026-01-01' },
    });
    t.same(await find(`${type}?upperCase=c`), ['one']);
    t.same(await find(`${type}?end=sel&_sort=upperCase`), ['one']);
    t.same(await find(`${type}?${'q'.repeat(70)}=2026`), ['one']);
  }
});

t.test('a room that changes is indexed anew, also after a start that was cut short', async (t) => {
  const before = room('Organization', { name: param('string', 'Organization.name') });
  const shelf = await openShelf(t, [before]);
  const { db, owner } = shelf;
  await shelf.put({ resourceType: 'Organization', id: 'o', name: 'Å', type: [{ text: 'Enhed' }] });
  const after: Shape = {
    ...before,
    search: { ...before.search, type: param('token', 'Organization.type') },
  };
  const ensure = () => owner.transaction((tx) => ensureTables(tx, [after]));
  t.same(await ensure(), [after]);
  t.same(await ensure(), [after], 'still to be indexed');
  await makeIndexes(owner, [after]);
  // As after a start: a connection keeps the statements of the room that it knew.
  const fresh = openDatabase({ connection: db.connection, applicationName: 'test' });
  t.teardown(() => fresh.close());
  t.equal(await reindex(fresh, storeRoom(after, Buffer.alloc(32))), 1);
  t.same(await ensure(), []);
  const { rows } = await db.query(
    'select param, value, version from organization_link natural join organization order by 1',
  );
  t.same(rows, [
    { param: 'name', value: 'å', version: 1 },
    { param: 'type:text', value: 'enhed', version: 1 },
  ]);
});

t.test('a decimal stays as it was written, whatever is made of its row', async (t) => {
  const charge = room('ChargeItem', { factor: param('number', 'ChargeItem.factorOverride') });
  const { db, find, put, room: roomOf } = await openShelf(t, [charge]);
  const { parseJson } = await import('../../src/fhir/json.ts');
  await put(parseJson(Buffer.from('{"resourceType":"ChargeItem","id":"c","factorOverride":1.50}')));
  const content = async () =>
    (await db.query<{ content: string }>('select content from chargeitem')).rows[0]?.content;
  t.match(await content(), /"factorOverride":1\.50}/);
  await reindex(db, roomOf('ChargeItem'));
  t.match(await content(), /"factorOverride":1\.50}/);
  t.same(await find('ChargeItem?factor=1.5'), ['c']);
});
