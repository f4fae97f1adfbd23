import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import t from 'tap';
import { DatabaseUnavailable, openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { testDatabase, testPostgres } from '../database.ts';

t.test(
  'columns arrive as numbers and plain text, without a time zone of the machine',
  async (t) => {
    const { owner: db } = await testDatabase(t);
    const { rows } = await db.query(
      `select timestamptz '2026-11-24T13:15:00.250+01:00' as at, 'infinity'::timestamptz as never,
            9007199254740991::int8 as large, date '2026-11-24' as day, null::timestamptz as nothing`,
    );
    t.same(rows, [
      {
        at: 1795522500250,
        never: Infinity,
        large: 9007199254740991,
        day: '2026-11-24',
        nothing: null,
      },
    ]);
  },
);

t.test('a transaction that throws leaves nothing', async (t) => {
  const { owner: db } = await testDatabase(t);
  await db.query('create table thing (id int)');
  const failing = db.transaction(async (tx) => {
    await tx.query('insert into thing values (1)');
    throw new Error('stop');
  });
  await t.rejects(failing, { message: 'stop' });
  t.same((await db.query('select * from thing')).rows, []);
});

t.test('a statement that fails and is ignored makes its transaction fail', async (t) => {
  const { owner: db } = await testDatabase(t);
  const ignoring = db.transaction(async (tx) => {
    await tx.query('select 1/0').catch(() => undefined);
  });
  await t.rejects(ignoring, { message: 'A failed statement was ignored inside a transaction.' });
});

t.test('two transactions that deadlock both end well', async (t) => {
  const { owner: db } = await testDatabase(t);
  await db.query('create table counter (id int primary key, n int)');
  await db.query('insert into counter values (1, 0), (2, 0)');
  const bump = (first: number, second: number) =>
    db.transaction(async (tx) => {
      await tx.query('update counter set n = n + 1 where id = $1', [first]);
      await tx.query('select pg_sleep(0.1)');
      await tx.query('update counter set n = n + 1 where id = $1', [second]);
    });
  await Promise.all([bump(1, 2), bump(2, 1)]);
  t.same((await db.query('select n from counter order by id')).rows, [{ n: 2 }, { n: 2 }]);
});

t.test(
  'pipelined reads share a connection, and the error of one does not touch the others',
  async (t) => {
    const { owner: db } = await testDatabase(t);
    const one = (value: number) =>
      db.pipelined('select $1::int as value', [value], { name: 'one' });
    const broken = db.pipelined('select 1/0').then(
      () => 'answered',
      () => 'refused',
    );
    const answers = await Promise.all([one(1), broken, one(2), one(3)]);
    t.same(
      answers.map((answer) => (typeof answer === 'string' ? answer : answer.rows)),
      [[{ value: 1 }], 'refused', [{ value: 2 }], [{ value: 3 }]],
    );
  },
);

t.test('a stopped database is an error of its own class, whatever was under way', async (t) => {
  const { connection, stop } = await testPostgres(t);
  const db = openDatabase({ connection, applicationName: 'test' });
  t.teardown(() => db.close());
  await Promise.all([1, 2, 3, 4].map(() => db.query('select 1')));
  const pending = t.rejects(db.query('select pg_sleep(30)'), DatabaseUnavailable);
  const between = db.transaction(async (tx) => {
    await tx.query('select 1');
    await stop();
    await sleep(50);
    await tx.query('select 1');
  });
  await t.rejects(between, DatabaseUnavailable);
  await pending;
  await t.rejects(db.query('select 1'), DatabaseUnavailable);
  await t.rejects(db.pipelined('select 1'), DatabaseUnavailable);
});

t.test('after a crash of the database the same connections serve again', async (t) => {
  const { connection, dataDir } = await testPostgres(t);
  const db = openDatabase({ connection, applicationName: 'test', pipelineConnections: 1 });
  t.teardown(() => db.close());
  const pidFile = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8');
  await Promise.all([db.query('select 1'), db.pipelined('select 1')]);
  process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
  await sleep(100);
  await t.rejects(db.query('select 1'), DatabaseUnavailable);
  await t.rejects(db.pipelined('select 1'), DatabaseUnavailable);
  const again = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  const [one, two] = await Promise.all([db.query('select 1 as n'), db.pipelined('select 2 as n')]);
  t.same([one.rows, two.rows], [[{ n: 1 }], [{ n: 2 }]]);
  await again.stop();
});

t.test('migrations run once, in order, and one whose text changed is refused', async (t) => {
  const { owner: db } = await testDatabase(t);
  const steps = [
    { id: 'a', sql: 'create table a (id int); insert into a values (1)' },
    { id: 'b', sql: 'insert into a select id + 1 from a' },
  ];
  const [first, second] = await Promise.all([migrate(db, steps), migrate(db, steps)]);
  t.same([...first, ...second], ['a', 'b'], 'two processes at once apply each step once');
  t.same((await db.query('select id from a order by id')).rows, [{ id: 1 }, { id: 2 }]);
  await t.rejects(migrate(db, [{ id: 'a', sql: 'select 1' }]), {
    name: 'MigrationChanged',
    message: /^Migration a was applied with another text/,
  });
});

t.test(
  'listeners hear of what a transaction committed, and never of what it did not',
  async (t) => {
    const { owner: db, ownerConnection: connection } = await testDatabase(t);
    const listener = new pg.Client(connection);
    await listener.connect();
    t.teardown(() => listener.end());
    const heard: string[] = [];
    listener.on('notification', ({ channel }) => heard.push(channel));
    await listener.query('listen kept; listen lost');
    const failed = db.transaction(async (tx) => {
      tx.notify('lost');
      throw new Error('stop');
    });
    await t.rejects(failed, { message: 'stop' });
    await Promise.all([1, 2, 3].map(() => db.transaction(async (tx) => tx.notify('kept'))));
    for (let tries = 0; tries < 3_000 && heard.length === 0; tries += 1) await sleep(5);
    t.same([...new Set(heard)], ['kept']);
  },
);
