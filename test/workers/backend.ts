import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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

async function startRedis(t: Test): Promise<string> {
  const dir = temporaryDir(t);
  const socket = join(dir, 'redis.sock');
  const where = ['--port', '0', '--unixsocket', socket, '--dir', dir, '--save', ''];
  const server = spawn('redis-server', where);
  t.teardown(async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  });
  for await (const chunk of server.stdout) if (/ready to accept/i.test(String(chunk))) break;
  return socket;
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
