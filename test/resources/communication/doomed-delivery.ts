import type pg from 'pg';
import { createCuraClient } from '../../../src/cura/client.ts';
import { registry } from '../../../src/registry.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import { sandboxCredentials } from '../../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { storeRoom } from '../../../src/store/stored-room.ts';
import { recover } from '../../../src/sync/recovery.ts';
import { mortal, mortalCura, reaper } from '../../sync/mortal.ts';

/** Where a process that delivers to Cura finds the house, and at which of its calls it dies. */
export interface Doom {
  readonly connection: pg.PoolConfig;
  readonly curaUrl: string;
  readonly namespace: string;
  readonly personKey: string;
  readonly now: number;
  readonly killAt: number;
}

/** Delivers what is on its way, and is killed before its nth call of database or Cura. */
async function main([text = '']: readonly string[]): Promise<void> {
  const doom = JSON.parse(text) as Doom;
  const end = reaper(doom.killAt);
  end.start();
  const open = openDatabase({ connection: doom.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: doom.curaUrl, ...sandboxCredentials });
  const key = Buffer.from(doom.personKey, 'hex');
  const rooms = new Map(registry.map((one) => [one.type, storeRoom(one, key)]));
  await recover({
    ...{ db: mortal(open, end, false), cura: mortalCura(client, end), now: () => doom.now },
    ...{ municipality: loadMunicipality('9999'), rooms: registry, namespace: doom.namespace },
    room: (type) => rooms.get(type) ?? storeRoom(registry[0] as never, key),
    secret: () => Buffer.alloc(32),
    log: { info: () => undefined, error: () => undefined },
    patienceMs: 0,
  });
  client.close();
  await open.close();
}

await main(process.argv.slice(2));
