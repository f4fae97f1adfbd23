import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './database.ts';

export interface Listening {
  readonly close: () => Promise<void>;
}

const ignored = () => undefined;
const againMs = 500;

/** Hears until the connection is lost. Rings at once too: what was told before it listened is not told again. */
async function listenOnce(
  { connection }: Pick<Database, 'connection'>,
  { channels, ring }: Hearing,
  stop: AbortSignal,
): Promise<void> {
  const client = new pg.Client({
    ...connection,
    ...{ keepAlive: true, application_name: 'samspil-listen' },
  });
  client.on('error', ignored);
  client.on('notification', ({ channel }) => ring(channel));
  // An error comes first where the connection breaks: it is lost then too, also while nobody waits for that yet.
  const lost = once(client, 'end').catch(ignored);
  try {
    await client.connect();
    for (const channel of channels) await client.query(`listen "${channel}"`);
    for (const channel of channels) ring(channel);
    // Whoever closes while it connects is not told of afterwards.
    if (!stop.aborted) await Promise.race([lost, once(stop, 'abort')]);
  } finally {
    await client.end();
  }
}

interface Hearing {
  readonly channels: readonly string[];
  readonly ring: (channel: string) => void;
}

async function keepListening(
  db: Pick<Database, 'connection'>,
  hearing: Hearing,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await listenOnce(db, hearing, stop).catch(ignored);
    await sleep(againMs, undefined, { signal: stop }).catch(ignored);
  }
}

/** Rings whenever a channel of PostgreSQL is told, on a connection of its own, until it is closed. A crash may swallow a ring: poll too. */
export function listen(db: Pick<Database, 'connection'>, hearing: Hearing): Listening {
  const stop = new AbortController();
  const listening = keepListening(db, hearing, stop.signal);
  return {
    close: async () => {
      stop.abort();
      await listening;
    },
  };
}
