import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { aftaler, bornAs, type Scene, scene } from './scene.ts';

const note = 'Kan blive vred, gå evt. to';

/** Every column of every table that can hold text, searched for a piece of it. */
async function holdersOf({ sync }: Scene, text: string): Promise<string[]> {
  const { rows } = await sync.db.query<{ name: string; type: string }>(
    `select quote_ident(table_name) || '.' || quote_ident(column_name) as name, quote_ident(table_name) as type
     from information_schema.columns where table_schema = current_schema()`,
  );
  const found: string[] = [];
  for (const { name, type } of rows) {
    const { rowCount } = await sync.db.query(
      `select from ${type} where ${name}::text like $1 limit 1`,
      [`%${text}%`],
    );
    if (rowCount > 0) found.push(name);
  }
  return found;
}

t.test(
  'what we do not map stays in Cura when we move and cancel, and notes for staff never come here',
  async (t) => {
    const house = await scene(t);
    const { body } = await house.book('relative', await house.slot());
    const [born] = await bornAs(house, body.id);
    const own = { internNote: note, hjemmepleje: { distrikt: 'Nord', koder: [1, 2] } };
    house.cura.change('aftale', born?.id ?? '', own);
    await synchronise(house.sync);
    t.equal((await house.move('relative', body.id, await house.slot())).status, 200);
    t.match((await bornAs(house, body.id))[0], { ...own, version: 3, status: 'planlagt' });
    t.equal((await house.cancel('relative', body.id)).status, 200);
    t.match((await bornAs(house, body.id))[0], { ...own, version: 4, status: 'aflyst' });
    house.cura.faults.expireCursor = true;
    await synchronise(house.sync);
    const notes = (await aftaler(house)).flatMap(({ internNote }) => internNote ?? []);
    t.ok(notes.length > 1);
    for (const text of new Set(notes)) t.same(await holdersOf(house, text.slice(0, 20)), []);
    t.same(await holdersOf(house, 'internNote'), []);
    const seen = await holdersOf(house, 'Lindgaard');
    t.ok(seen.includes('patient.content'), 'the search finds what is there');
  },
);
