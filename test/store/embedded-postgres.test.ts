import {
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/store/embedded-postgres.ts';
import { explain } from '../../src/store/embedded-postgres-error.ts';
import { askOnce, temporaryDir, testPostgres } from '../database.ts';

const isRoot = process.getuid?.() === 0;

t.test('a second start keeps the data, and removing it leaves nothing', async (t) => {
  const dataDir = join(temporaryDir(t), 'deep', 'inside');
  const first = await startEmbeddedPostgres({ dataDir });
  await askOnce(first.connection, 'create table kept as select 7 as n');
  t.same(
    await askOnce(
      first.connection,
      `select current_setting('fsync') as fsync, lower('ÆØÅ') as lower`,
    ),
    [{ fsync: 'on', lower: 'æøå' }],
  );
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir });
  t.same(await askOnce(second.connection, 'select n from kept'), [{ n: 7 }]);
  await removeEmbeddedPostgres(dataDir);
  t.notOk(existsSync(dataDir));
  t.notOk(existsSync(String(second.connection.host)), 'the socket directory is gone');
});

t.test('it listens on its socket only, and nobody else may enter the directory', async (t) => {
  const { connection } = await testPostgres(t);
  t.match(await askOnce(connection, 'show listen_addresses'), [{ listen_addresses: '' }]);
  t.equal(statSync(String(connection.host)).mode & 0o777, 0o700);
});

t.test('data of another version is refused in one sentence', async (t) => {
  const { dataDir, stop } = await testPostgres(t);
  await stop();
  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '16\n');
  await t.rejects(startEmbeddedPostgres({ dataDir }), {
    name: 'EmbeddedPostgresError',
    message: `The data in ${dataDir}/cluster is of PostgreSQL 16, and this is 18: use another folder or move the data over.`,
  });
});

t.test('damaged data is refused in one sentence with the reason PostgreSQL gives', async (t) => {
  const { dataDir, stop } = await testPostgres(t);
  await stop();
  truncateSync(join(dataDir, 'cluster', 'global', 'pg_control'), 100);
  await t.rejects(startEmbeddedPostgres({ dataDir }), {
    name: 'EmbeddedPostgresError',
    message: /^PostgreSQL does not start on .*, whose data may be damaged: .*pg_control.*\.$/,
  });
});

t.test('a full disk is called a full disk', (t) => {
  const written = 'initdb: error: could not write to file "x": No space left on device';
  t.equal(
    explain(written, '/data').message,
    'The disk is full, so PostgreSQL cannot work in /data.',
  );
  t.end();
});

t.test(
  'root may keep the data below a closed directory, and is told where it lies',
  { skip: isRoot ? false : 'only root runs PostgreSQL as another user' },
  async (t) => {
    const closed = join(temporaryDir(t), 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    const lines: string[] = [];
    const dataDir = join(closed, 'data');
    const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
    t.match(lines, [/^.*closed\/data cannot be read by the user nobody: .* lies in \/var\/tmp\//]);
    t.same(await askOnce(server.connection, 'select 1 as n'), [{ n: 1 }]);
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
    const twin = lines[0]?.match(/lies in (\S+)\.$/)?.[1] ?? '';
    t.match(twin, /samspil-/);
    t.notOk(existsSync(twin));
    rmSync(closed, { recursive: true });
  },
);
