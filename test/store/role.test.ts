import type pg from 'pg';
import t, { type Test } from 'tap';
import { prepareStore } from '../../src/main/foundation.ts';
import { closeAll, openStore } from '../../src/main/open-database.ts';
import { registry } from '../../src/registry.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { reindex } from '../../src/store/reindex.ts';
import { roleNow, roleOf } from '../../src/store/role.ts';
import { weaknessOf } from '../../src/store/role-check.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { analyse, dropIndexes, restoreIndexes } from '../../src/store/tables.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { makeQueueTables } from '../../src/workers/queue-backend.ts';
import { askOnce, temporaryDir, testDatabase } from '../database.ts';

t.setTimeout(120_000);

const silent = { info: () => undefined, error: () => undefined };

async function prepared(t: Test) {
  const made = await testDatabase(t);
  await prepareStore(made.db, registry, { owner: made.owner, queues: makeQueueTables });
  return made;
}

const urlOf = ({ host, port, database }: pg.PoolConfig, user: string): string =>
  `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;

const refusedOf = async (db: Database, text: string): Promise<string> => {
  try {
    await db.query(text);
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

const append = `insert into ledger (commitment, at) values ('\\x00', now())`;

/** What nobody may do who runs the service, whatever he has got hold of. */
const forbidden = [
  `update ledger set agent = 'somebody'`,
  'delete from ledger',
  'truncate ledger',
  `insert into ledger (commitment, at, tx) values ('\\x00', now(), 1)`,
  `insert into ledger (seq, commitment, at) overriding system value values (1, '\\x00', now())`,
  'alter table ledger disable trigger all',
  'drop table ledger',
  'drop index ledger_at',
  'create table mine (id int)',
  'create index mine on ledger (outcome)',
  `create function mine() returns int language sql as 'select 1'`,
  'create schema mine',
  'create role mine',
  `insert into migration (id, checksum) values ('x', 'x')`,
  'update room_index set definition = name',
  `update installation set value = 'x'`,
  'delete from installation',
  'set session_replication_role = replica',
  'set role samspil',
  'alter role samspil_api superuser',
  `update checkpoint set jws = ''`,
  'delete from checkpoint',
  'delete from tile',
  `update retention set keep = interval '1 year'`,
  `update room_index set name = name`,
] as const;

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

t.test('processes that start at once on one login find one role and the same rights', async (t) => {
  const { ownerConnection } = await testDatabase(t);
  await askOnce(ownerConnection, 'create role single login createrole');
  await askOnce(ownerConnection, `alter database ${ownerConnection.database} owner to single`);
  await askOnce(ownerConnection, 'grant all on schema public to single');
  const databaseUrl = urlOf(ownerConnection, 'single');
  const closers: (() => Promise<void>)[] = [];
  t.teardown(() => closeAll(closers));
  const start = async () => {
    const store = await openStore({ databaseUrl, dataDir: temporaryDir(t) }, silent, closers);
    await prepareStore(store.db, registry, { owner: store.owner, queues: makeQueueTables });
    return store;
  };
  const [{ db }] = await Promise.all([start(), start(), start()]);
  t.equal(await roleNow(db), roleOf(ownerConnection.database ?? ''));
  t.equal(await refusedOf(db, append), 'done');
  t.equal(await refusedOf(db, 'delete from ledger'), '42501');
  t.equal(await refusedOf(db, 'create table mine (id int)'), '42501');
  t.match(await weaknessOf(db), /SET ROLE.*DATABASE_OWNER_URL/, 'and the log says what it is not');
  const own = openDatabase({ connection: db.connection, applicationName: 'test' });
  t.teardown(() => own.close());
  t.equal(await roleNow(own), await roleNow(db), 'connections of queues and listeners have it too');
});

t.test('an owner’s address beside the service’s leaves the service its own login', async (t) => {
  const { ownerConnection } = await testDatabase(t);
  await askOnce(ownerConnection, 'create role lesser login');
  const closers: (() => Promise<void>)[] = [];
  t.teardown(() => closeAll(closers));
  const databaseUrl = urlOf(ownerConnection, 'lesser');
  const databaseOwnerUrl = urlOf(ownerConnection, 'samspil');
  const store = await openStore(
    { databaseUrl, databaseOwnerUrl, dataDir: temporaryDir(t) },
    silent,
    closers,
  );
  await prepareStore(store.db, registry, { owner: store.owner });
  t.equal(await roleNow(store.db), 'lesser');
  t.equal(await refusedOf(store.db, append), 'done');
  for (const text of forbidden.slice(0, 12))
    t.equal(await refusedOf(store.db, text), '42501', text);
  t.equal(await weaknessOf(store.db), undefined);

  const alone = await openStore({ databaseUrl, dataDir: '' }, silent, closers);
  t.same(await prepareStore(alone.db, registry, { owner: alone.owner }), [], 'it can start alone');
  t.equal(await roleNow(alone.db), 'lesser');
  await store.owner.query(`update room set print = 'of another version' where slug = 'patient'`);
  await t.rejects(prepareStore(alone.db, registry, { owner: alone.owner }), {
    ...{ name: 'OwnerNeeded', message: /DATABASE_OWNER_URL first/ },
  });
});

t.test('who may make no role runs as the owner, and the log says so', async (t) => {
  const { ownerConnection } = await testDatabase(t);
  await askOnce(ownerConnection, 'create role lonely login');
  await askOnce(ownerConnection, 'create extension btree_gist; create extension pg_trgm');
  await askOnce(ownerConnection, 'grant all on schema public to lonely');
  const closers: (() => Promise<void>)[] = [];
  t.teardown(() => closeAll(closers));
  const databaseUrl = urlOf(ownerConnection, 'lonely');
  const { db, owner } = await openStore({ databaseUrl, dataDir: '' }, silent, closers);
  await prepareStore(db, registry, { owner });
  t.equal(await roleNow(db), 'lonely');
  t.match(await weaknessOf(db), /can change and delete rows of the ledger/);
});
