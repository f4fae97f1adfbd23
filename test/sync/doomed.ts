import type { Grant } from '../../src/access/grant.ts';
import { createCuraClient } from '../../src/cura/client.ts';
import { book } from '../../src/resources/appointment/book.ts';
import { cancelAs } from '../../src/resources/appointment/cancel.ts';
import { move } from '../../src/resources/appointment/move.ts';
import type { Call } from '../../src/resources/define.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { callOf, type Fate, mortal, mortalCura, reaper } from './mortal.ts';

/** What the process does. */
export interface Doom extends Fate {
  readonly grant: Grant;
  readonly act: 'book' | 'move' | 'cancel';
  readonly patient: string;
  readonly id: string;
  readonly slot: string;
  /** Also at each statement of a transaction, which falls with the process: the same as before its commit. */
  readonly inside: boolean;
}

async function perform(call: Call, { act, patient, id, slot }: Doom): Promise<void> {
  if (act === 'book') await book(call, { slot, patient });
  else if (act === 'move') await move(call, id, slot);
  else await cancelAs(call, id, {});
}

/** Does one act and is killed before its nth call of database or Cura, or says how many calls there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const doom = JSON.parse(text) as Doom;
  const end = reaper(doom.killAt);
  const db = openDatabase({ connection: doom.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: doom.curaUrl, ...sandboxCredentials });
  const call = callOf(doom, mortal(db, end, doom.inside), mortalCura(client, end));
  await perform({ ...call, grant: doom.grant }, doom);
  // Done, and not yet answered.
  end.tick();
  process.stdout.write(String(end.count()));
  client.close();
  await db.close();
}

await main(process.argv.slice(2));
