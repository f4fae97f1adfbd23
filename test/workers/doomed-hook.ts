/** A process that tells an address of what changes until it is killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { createCuraClient } from '../../src/cura/client.ts';
import { dispatch } from '../../src/interactions/subscription-dispatch.ts';
import { compose } from '../../src/main/compose.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { deliverHook } from '../../src/workers/subscription-hook.ts';

/** Whom it tells, and the clock. */
export interface Doom {
  readonly connection: pg.PoolConfig;
  readonly curaUrl: string;
  readonly namespace: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly now: number;
  readonly subscription: string;
}

async function main([text = '']: readonly string[]): Promise<void> {
  const doom = JSON.parse(text) as Doom;
  const silent = { info: () => undefined, error: () => undefined };
  const { workers } = await compose(
    {
      db: openDatabase({ connection: doom.connection, applicationName: 'doomed' }),
      installation: {
        namespace: doom.namespace,
        secret: (purpose) => Buffer.from(doom.secrets[purpose] ?? '00'.repeat(32), 'hex'),
      },
      cura: createCuraClient({ baseUrl: doom.curaUrl, ...sandboxCredentials }),
      ...{ channels: {}, municipality: '9999', publicUrl: 'https://samspil.test' },
      verify: () => () => Promise.reject(new Error('nobody asks')),
      ...{ loopbackHooks: true, now: () => doom.now, log: silent },
    },
    [],
  );
  for (;;) {
    await dispatch(workers.subscription.teller);
    await deliverHook(workers.subscription, doom.subscription).catch(() => undefined);
    await sleep(50);
  }
}

await main(process.argv.slice(2));
