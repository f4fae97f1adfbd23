import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { askOnce, temporaryDir, testPostgres } from '../database.ts';
import { whole } from '../whole.ts';

const isRoot = process.getuid?.() === 0;

const serverPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** A Node of its own that starts the server, says so and waits to be killed. */
async function startElsewhere(dataDir: string) {
  const launcher = new URL('../../src/store/embedded-postgres.ts', import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import('${launcher}');
    await startEmbeddedPostgres({ dataDir: process.argv[1] });
    process.stdout.write('started');
    setInterval(() => undefined, 1000);`;
  const args = ['--input-type=module', '-e', script, dataDir];
  // A process group of its own, so that a test can strike it as Ctrl-C does.
  const child = spawn(process.execPath, args, { detached: true });
  await once(child.stdout, 'data');
  return child;
}

t.test(
  'a server whose Node and its group were killed is taken over and can be stopped',
  whole,
  async (t) => {
    const { dataDir, stop } = await testPostgres(t);
    await stop();
    const child = await startElsewhere(dataDir);
    const pid = serverPid(dataDir);
    if (child.pid === undefined) throw new Error('There is no child.');
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
    const adopted = await startEmbeddedPostgres({ dataDir });
    t.equal(serverPid(dataDir), pid, 'it is the same server');
    await adopted.stop();
    t.notOk(existsSync(join(dataDir, 'cluster', 'postmaster.pid')));
  },
);

t.test('the server of a living process is used and left running', whole, async (t) => {
  const { dataDir, stop } = await testPostgres(t);
  await stop();
  const owner = await startElsewhere(dataDir);
  const guest = await startEmbeddedPostgres({ dataDir });
  await guest.stop();
  t.same(await askOnce(guest.connection, 'select 1 as n'), [{ n: 1 }]);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await (await startEmbeddedPostgres({ dataDir })).stop();
});

t.test(
  'a killed server starts again where it was, though a query of it still runs',
  whole,
  async (t) => {
    const { dataDir, stop } = await testPostgres(t);
    await stop();
    const before = await startEmbeddedPostgres({ dataDir });
    await askOnce(before.connection, 'create table kept as select 7 as n');
    const busy = askOnce(before.connection, 'select count(*) from generate_series(1, 1500000)');
    const ended = Promise.allSettled([busy]);
    await sleep(200);
    process.kill(serverPid(dataDir), 'SIGKILL');
    const after = await startEmbeddedPostgres({ dataDir });
    t.same(after.connection, before.connection);
    t.same(await askOnce(after.connection, 'select n from kept'), [{ n: 7 }]);
    await ended;
    await after.stop();
  },
);

t.test('a pid file that names another program does not keep it down', whole, async (t) => {
  const { dataDir, stop } = await testPostgres(t);
  await stop();
  // PostgreSQL takes a living process of its own user for a server.
  const other = spawn('sleep', ['60'], isRoot ? { uid: 65534, gid: 65534 } : {});
  t.teardown(() => other.kill());
  const stale = [
    other.pid,
    join(dataDir, 'cluster'),
    1,
    5432,
    '/tmp/samspil-none',
    '',
    '',
    'ready',
  ];
  writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), stale.join('\n'));
  const server = await startEmbeddedPostgres({ dataDir });
  t.same(await askOnce(server.connection, 'select 1 as n'), [{ n: 1 }]);
  await server.stop();
});

t.test('starting twice at the same moment gives one server', whole, async (t) => {
  const dataDir = temporaryDir(t);
  const settings = { fsync: 'off' };
  const both = await Promise.all([
    startEmbeddedPostgres({ dataDir, settings }),
    startEmbeddedPostgres({ dataDir, settings }),
  ]);
  t.same(both[0].connection, both[1].connection);
  await both[0].stop();
  await both[1].stop();
});
