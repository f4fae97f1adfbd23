import type pg from 'pg';
import t from 'tap';
import { prepareStore } from '../../src/main/foundation.ts';
import { closeAll, openStore } from '../../src/main/open-database.ts';
import { registry } from '../../src/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { roleNow, roleOf } from '../../src/store/role.ts';
import { weaknessOf } from '../../src/store/role-check.ts';
import { makeQueueTables } from '../../src/workers/queue-backend.ts';
import { askOnce, temporaryDir, testDatabase } from '../database.ts';
import { append, forbidden, refusedOf } from './role-right.ts';

t.setTimeout(120_000);

const silent = { info: () => undefined, error: () => undefined };

const urlOf = ({ host, port, database }: pg.PoolConfig, user: string): string =>
  `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;

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
