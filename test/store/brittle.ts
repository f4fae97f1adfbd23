import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type pg from 'pg';
import { type Teardown, temporaryDir } from '../database.ts';

export interface Brittle {
  /** Leads to the same database. */
  readonly connection: pg.PoolConfig;
  /** How many connections were broken. */
  readonly broken: () => number;
}

/** Breaks so many connections at the moment that they say `words`, and passes all else on. */
export async function brittle(
  t: Teardown,
  to: pg.PoolConfig,
  { words, times }: { readonly words: string; readonly times: number },
): Promise<Brittle> {
  const dir = temporaryDir(t);
  const name = `.s.PGSQL.${to.port}`;
  let broken = 0;
  const pass = (client: Socket): void => {
    const server = connect(join(`${to.host}`, name));
    const end = () => [client, server].map((socket) => socket.destroy());
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    server.pipe(client);
    client.on('data', (bytes) => {
      if (broken === times || !bytes.includes(words)) return server.write(bytes);
      broken += 1;
      return end();
    });
  };
  const proxy = createServer(pass).listen(join(dir, name));
  await once(proxy, 'listening');
  t.teardown(() => proxy.close());
  return { connection: { ...to, host: dir }, broken: () => broken };
}
