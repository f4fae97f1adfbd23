import t from 'tap';
import { compartmentVersion } from '../../src/store/compartment.ts';
import { putAll, removeAll } from '../../src/store/put.ts';
import { reindex } from '../../src/store/reindex.ts';
import { noon, openShelf, param, room, type Shelf } from './shelf.ts';

const rooms = [
  room(
    'Observation',
    { code: param('token', 'Observation.code') },
    {
      patient: (resource: { subject?: { reference?: string } }) =>
        resource.subject?.reference?.split('/')[1],
    },
  ),
  room('Organization', { name: param('string', 'Organization.name') }),
];

const observation = (id: string, patient: string, code = 'a') => ({
  ...{ resourceType: 'Observation', id, code: { coding: [{ code }] } },
  subject: { reference: `Patient/${patient}` },
});

async function versions({ db }: Shelf): Promise<Record<string, number>> {
  const { rows } = await db.query<{ patient: string; version: number }>(
    `select p as patient, ${compartmentVersion('p')} as version from unnest('{a,b,c}'::text[]) p`,
  );
  return Object.fromEntries(rows.map(({ patient, version }) => [patient, version]));
}

t.test('a compartment counts the transactions that change what lies in it', async (t) => {
  const shelf = await openShelf(t, rooms);
  const { db, put } = shelf;
  const stored = shelf.room('Observation');
  t.same(await versions(shelf), { a: 0, b: 0, c: 0 });
  await put(observation('1', 'a'), { resourceType: 'Organization', id: 'o', name: 'O' });
  t.same(await versions(shelf), { a: 1, b: 0, c: 0 });
  await put(observation('1', 'a'));
  t.same(await versions(shelf), { a: 1, b: 0, c: 0 }, 'not what stays the same');
  await put(observation('1', 'b'));
  t.same(await versions(shelf), { a: 2, b: 1, c: 0 }, 'both, when it moves');
  await db.transaction(async (tx) => {
    await putAll(tx, stored, [observation('2', 'b') as never], noon);
    await putAll(
      tx,
      stored,
      [observation('3', 'c') as never, observation('4', 'a') as never],
      noon,
    );
    await removeAll(tx, stored, ['1'], noon);
  });
  t.same(await versions(shelf), { a: 3, b: 2, c: 1 }, 'once a transaction');
  await db
    .transaction(async (tx) => {
      await putAll(tx, stored, [observation('5', 'a') as never], noon);
      throw new Error('no');
    })
    .catch(() => undefined);
  t.same(await versions(shelf), { a: 3, b: 2, c: 1 }, 'not what is undone');
  await reindex(db, stored);
  t.same(await versions(shelf), { a: 4, b: 3, c: 2 });
});

t.test('writers of the same citizens in any order do not wait in a circle', async (t) => {
  const shelf = await openShelf(t, rooms);
  const stored = shelf.room('Observation');
  const write = (id: string, patients: string) =>
    shelf.db.transaction(async (tx) => {
      for (const patient of patients)
        await putAll(tx, stored, [observation(`${id}${patient}`, patient) as never], noon);
    });
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => write(`${at}`, at % 2 === 0 ? 'abc' : 'cba')),
  );
  t.same(await versions(shelf), { a: 40, b: 40, c: 40 });
  const { rows } = await shelf.db.query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  t.equal(rows[0]?.deadlocks, 0);
});
