import { cpSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { registry } from '../src/registry.ts';
import type { Database } from '../src/store/database.ts';
import { synchronise } from '../src/sync/inbound.ts';
import { temporaryDir } from './database.ts';
import { deriveAll } from './derive-all.ts';
import { noon, startHouse } from './house.ts';
import { contentOf, isChangedSince } from './house-content.ts';
import { type OpenHouse, openHouse } from './house-open.ts';
import { dropStale, isPrepared, nameOf, preparedStore } from './house-prepared.ts';
import { emptyStore } from './house-store.ts';

const opening = { citizens: 10, rooms: registry, now: noon };

const tablesOf = async (db: Database, having: string): Promise<string[]> =>
  (
    await db.query<{ name: string }>(
      `select relname as name from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
         and exists (select from pg_attribute where attrelid = c.oid and attname like $1) order by 1`,
      [having],
    )
  ).rows.map(({ name }) => name);

/** How many rows each table has. */
async function countsOf(db: Database): Promise<Record<string, number>> {
  const tables = await tablesOf(db, '%');
  const each = tables.map((one) => `select '${one}' as name, count(*)::int as count from "${one}"`);
  const { rows } = await db.query<{ name: string; count: number }>(each.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** What stands in a table, but for when it was written. */
const contentIn = async (db: Database, table: string): Promise<unknown[]> =>
  (
    await db.query(
      `select id, view, version, regexp_replace(content, '"lastUpdated":"[^"]*"', '') as content
       from "${table}" order by id, view`,
    )
  ).rows;

/** Two openings of the same moment of one Cura hold the same; a load from Cura is the measure. */
async function loadedWith(t: Test, key: string): Promise<OpenHouse> {
  const store = await emptyStore(t, registry, true);
  await copyFile(key, join(store.dataDir, 'installation.key'));
  const house = await openHouse(t, store, opening);
  await synchronise(house.sync);
  await deriveAll(house);
  return house;
}

t.test('a prepared house holds what a loaded one holds, and Cura has nothing new', async (t) => {
  const store = await preparedStore(t, opening);
  const house = await openHouse(t, store, opening);
  const { db } = house.sync;
  const loaded = await loadedWith(t, join(store.dataDir, 'installation.key'));
  const counts = await countsOf(db);
  t.same(counts, await countsOf(loaded.sync.db));
  t.ok((counts.slot ?? 0) > 100 && (counts.ledger ?? 0) > 100, 'it holds much');
  const written = (await tablesOf(db, 'content')).filter((one) => !/^provenance|history/.test(one));
  t.ok(written.includes('patient') && written.includes('appointment'));
  for (const table of written.filter((one) => registry.some(({ type }) => tableOf(type) === one)))
    t.same(await contentIn(db, table), await contentIn(loaded.sync.db, table), table);
  t.ok(house.clock.now() > noon, 'nothing in it is of a time to come');
  house.outside.cura.faults.expireCursor = true;
  await synchronise({ ...house.sync, cura: healing(house) });
  // What a load may have changed is told to those who make slots and care teams of it.
  t.same(await countsOf(db), { ...counts, outbox: 4 }, 'a full load changes nothing');
});

const tableOf = (type: string): string =>
  type.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** The first question is answered as if the cursor had expired. */
function healing({ sync, outside }: OpenHouse): OpenHouse['sync']['cura'] {
  return {
    ...sync.cura,
    changes: async (...asked) => {
      const answer = await sync.cura.changes(...asked);
      outside.cura.heal();
      return answer;
    },
  };
}

t.test('what happens in one house is not seen in the next', async (t) => {
  const first = await startHouse(t, { citizens: 10 });
  const second = await startHouse(t, { citizens: 10 });
  const nameIn = async ({ sync }: typeof first): Promise<boolean> =>
    JSON.stringify(
      (await sync.db.query(`select content from patient where view & 1 <> 0`)).rows,
    ).includes('Nyborgsen');
  first.cura.change('borger', 'borger-00001', { efternavn: 'Nyborgsen' });
  await synchronise(first.sync);
  await synchronise(second.sync);
  const third = await startHouse(t, { citizens: 10 });
  t.same(await Promise.all([first, second, third].map(nameIn)), [true, false, false]);
});

t.test('only houses that several tests want are prepared', async (t) => {
  t.same([10, 11, 14, 40].map(isPrepared), [true, false, true, true]);
});

t.test('content has another name when a file is changed, renamed, added or gone', async (t) => {
  const root = temporaryDir(t);
  mkdirSync(join(root, 'src/fhir'), { recursive: true });
  const file = join(root, 'src/fhir/id.ts');
  writeFileSync(file, 'one');
  const names = [contentOf(root)];
  writeFileSync(file, 'two');
  names.push(contentOf(root));
  renameSync(file, join(root, 'src/fhir/name.ts'));
  names.push(contentOf(root));
  cpSync(join(root, 'src/fhir/name.ts'), join(root, 'src/fhir/other.ts'));
  names.push(contentOf(root), contentOf(root));
  t.equal(new Set(names).size, 4);
  t.equal(isChangedSince(root, Date.now() - 60_000), true);
  t.equal(isChangedSince(root, Date.now() + 60_000), false);
  t.throws(() => contentOf(temporaryDir(t)), /Nothing of a house is in/);
});

t.test('what other content or a clone long gone has left is taken away', async (t) => {
  const parent = temporaryDir(t);
  const clone = (name: string): string =>
    nameOf('1'.repeat(12), 40).replace(/-[^-]+-1/, `-${name}-1`);
  const stays = [nameOf('2'.repeat(12), 10), nameOf('2'.repeat(12), 40), clone('near'), 'other'];
  for (const name of [...stays, nameOf('1'.repeat(12), 40), clone('past')])
    mkdirSync(join(parent, name));
  utimesSync(join(parent, clone('past')), 1_000, 1_000);
  dropStale(parent, '2'.repeat(12));
  t.same(readdirSync(parent).sort(), stays.sort());
});
