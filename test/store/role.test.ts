import t, { type Test } from 'tap';
import { prepareStore } from '../../src/main/foundation.ts';
import { registry } from '../../src/registry.ts';
import { reindex } from '../../src/store/reindex.ts';
import { roleNow } from '../../src/store/role.ts';
import { weaknessOf } from '../../src/store/role-check.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { analyse, dropIndexes, restoreIndexes } from '../../src/store/tables.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { makeQueueTables } from '../../src/workers/queue-backend.ts';
import { testDatabase } from '../database.ts';
import { append, forbidden, refusedOf } from './role-right.ts';

t.setTimeout(120_000);

async function prepared(t: Test) {
  const made = await testDatabase(t);
  await prepareStore(made.db, registry, { owner: made.owner, queues: makeQueueTables });
  return made;
}

t.test('who runs the service can append to the ledger, and never change it', async (t) => {
  const { db, owner } = await prepared(t);
  t.equal(await roleNow(db), 'samspil_api');
  t.equal(await refusedOf(db, append), 'done');
  for (const text of forbidden) t.equal(await refusedOf(db, text), '42501', text);
  const { rows } = await owner.query<{ count: number; low: number }>(
    'select count(*)::int as count, min(tx)::float8 as low from ledger',
  );
  t.match(rows, [{ count: 1 }]);
  t.ok((rows[0]?.low ?? 0) > 1, 'its place is the database’s own');
  t.equal(await weaknessOf(db), undefined);
});

t.test('no table but those of rooms, queues and work under way may be changed', async (t) => {
  const { db, owner } = await prepared(t);
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
     and not (has_table_privilege('samspil_api', oid, 'update') and has_table_privilege('samspil_api', oid, 'delete'))
     order by 1`,
  );
  const names = rows.map(({ name }) => name);
  for (const name of [
    'checkpoint',
    'installation',
    'ledger',
    'migration',
    'retention',
    'room_index',
  ])
    t.ok(names.includes(name), name);
  for (const { slug } of registry) t.notOk(names.includes(slug), slug);
  const { rows: owned } = await owner.query(
    `select relname from pg_class where relowner = 'samspil_api'::regrole
     union all select proname from pg_proc where proowner = 'samspil_api'::regrole`,
  );
  t.same(owned, [], 'and nothing is its own');
  t.equal(await refusedOf(db, 'delete from patient'), 'done');
  const queues = await openQueues({ connection: db.connection });
  t.teardown(() => queues.close());
  await queues.addBulk('any', [{ name: 'job', data: {} }]);
  t.match(await queues.counts('any'), { waiting: 1 });
});

t.test('the indexes of rooms come and go by the owner’s functions, and no others do', async (t) => {
  const { db, owner } = await prepared(t);
  const names = async () =>
    (
      await owner.query<{ name: string }>(
        `select indexname as name from pg_indexes where schemaname = 'public' order by 1`,
      )
    ).rows.map(({ name }) => name);
  const all = await names();
  await dropIndexes(db, registry);
  const left = await names();
  t.ok(left.length < all.length - 100 && left.includes('ledger_at'), `${left.length} are left`);
  await restoreIndexes(db, registry);
  t.same(await names(), all);
  await analyse(db, registry);
  const [room] = registry;
  if (room) await reindex(db, storeRoom(room, Buffer.alloc(32)));
  // A table of one's own, where PostgreSQL looks first.
  await db.transaction(async (tx) => {
    await tx.query('create temp table room_index (name text, slug text, definition text)');
    await tx.query(`insert into room_index values ('ledger_at', 'x', 'ledger (outcome)')`);
    await tx.query(`select drop_room_indexes('{x}'), make_room_indexes('{x}')`);
  });
  t.same(await names(), all);
});
