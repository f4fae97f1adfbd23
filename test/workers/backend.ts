import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
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
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function startRedis(t: Test): Promise<string> {
  const port = await freePort();
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    temporaryDir(t),
  ];
  const server = spawn('redis-server', flags);
  t.teardown(async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  });
  for await (const chunk of server.stdout) if (String(chunk).includes('Ready to accept')) break;
  return `redis://127.0.0.1:${port}`;
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
