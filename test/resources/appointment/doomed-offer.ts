import { createCuraClient } from '../../../src/cura/client.ts';
import { sandboxCredentials } from '../../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { holdWorker } from '../../../src/workers/hold.ts';
import { callOf, type Fate, mortal, reaper } from '../../sync/mortal.ts';

/** One round of the worker that is killed before its nth statement, or says how many there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const fate = JSON.parse(text) as Fate & { readonly device: string };
  const end = reaper(fate.killAt);
  end.start();
  const db = openDatabase({ connection: fate.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: fate.curaUrl, ...sandboxCredentials });
  const { ports } = callOf(fate, mortal(db, end, true), client);
  const actor = { capacity: 'system', who: fate.device } as const;
  await holdWorker.run({}, { hold: { ports, actor } }, { attempt: 1 });
  process.stdout.write(String(end.count()));
  client.close();
  await db.close();
}

await main(process.argv.slice(2));
