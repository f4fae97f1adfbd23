import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type pg from 'pg';
import type { Test } from 'tap';
import { openQueues, type Queues, type QueuesOptions } from '../../src/workers/queue.ts';
import { temporaryDir, testPostgres } from '../database.ts';

/** Where the queues of a test live. */
export interface Place {
  readonly connection: pg.PoolConfig;
  readonly redisUrl?: string;
}

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Where it listens; nowhere if another program was given the port meanwhile. */
async function tryRedis(t: Test, port: number): Promise<string | undefined> {
  const where = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', temporaryDir(t)];
  const server = spawn('redis-server', [...where, '--save', '']);
  const exit = once(server, 'exit');
  t.teardown(() => {
    server.kill('SIGKILL');
    return exit;
  });
  for await (const chunk of server.stdout)
    if (/ready to accept/i.test(String(chunk))) return `redis://127.0.0.1:${port}`;
  return undefined;
}

async function startRedis(t: Test): Promise<string> {
  for (let tries = 0; tries < 5; tries += 1) {
    const url = await tryRedis(t, await freePort());
    if (url !== undefined) return url;
  }
  throw new Error('Redis does not start.');
}

const nowhere: pg.PoolConfig = { host: '/nowhere' };

export const places: Readonly<Record<'postgres' | 'redis', (t: Test) => Promise<Place>>> = {
  postgres: async (t) => ({ connection: (await testPostgres(t)).connection }),
  redis: async (t) => ({ connection: nowhere, redisUrl: await startRedis(t) }),
};

/** Queues that close with the test. */
export async function queuesOf(
  t: Test,
  place: Place,
  options: Partial<QueuesOptions> = {},
): Promise<Queues> {
  const queues = await openQueues({ ...place, ...options });
  t.teardown(() => queues.close());
  return queues;
}
