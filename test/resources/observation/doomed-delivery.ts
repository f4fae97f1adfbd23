/** A process that brings accepted measurements to Cura and is killed at one of its calls. */
import { createCuraClient } from '../../../src/cura/client.ts';
import { registry } from '../../../src/registry.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import { sandboxCredentials } from '../../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { storeRoom } from '../../../src/store/stored-room.ts';
import type { SyncPorts } from '../../../src/sync/ports.ts';
import { recover } from '../../../src/sync/recovery.ts';
import { type Fate, mortal, mortalCura, reaper } from '../../sync/mortal.ts';

async function main([text = '']: readonly string[]): Promise<void> {
  const fate = JSON.parse(text) as Fate;
  const end = reaper(fate.killAt);
  const db = openDatabase({ connection: fate.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: fate.curaUrl, ...sandboxCredentials });
  const rooms = new Map(
    registry.map((one) => [one.type, storeRoom(one, Buffer.from(fate.personKey, 'hex'))]),
  );
  const ports: SyncPorts = {
    ...{ db: mortal(db, end, false), cura: mortalCura(client, end), rooms: registry },
    room: (type) => {
      const room = rooms.get(type);
      if (!room) throw new Error(`No room ${type}.`);
      return room;
    },
    ...{ now: () => fate.now, secret: () => Buffer.alloc(32), namespace: fate.namespace },
    ...{ municipality: loadMunicipality('9999'), patienceMs: -1_000 },
    log: { info: () => undefined, error: () => undefined },
  };
  end.start();
  await recover(ports);
  client.close();
  await db.close();
}

await main(process.argv.slice(2));
