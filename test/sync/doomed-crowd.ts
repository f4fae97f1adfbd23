import type { Grant } from '../../src/access/grant.ts';
import { createCuraClient } from '../../src/cura/client.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { book } from '../../src/resources/appointment/book.ts';
import type { Call } from '../../src/resources/define.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { callOf, type Fate, mortal, mortalCura, reaper } from './mortal.ts';

/** What one of the crowd asks for. */
export interface Wish {
  readonly grant: Grant;
  readonly patient: string;
  readonly slot: string;
}

/** Many who book at the same moment in one process. */
export interface Crowd extends Fate {
  readonly wishes: readonly Wish[];
}

/** 201, or the status of the refusal. */
async function ask(call: Omit<Call, 'grant'>, { grant, patient, slot }: Wish): Promise<number> {
  try {
    await book({ ...call, grant }, { slot, patient });
    return 201;
  } catch (error) {
    if (error instanceof FhirError) return error.status;
    throw error;
  }
}

/** Books for all at once and is killed before its nth call of database or Cura, or says how each ended and how many calls there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const crowd = JSON.parse(text) as Crowd;
  const end = reaper(crowd.killAt);
  const db = openDatabase({ connection: crowd.connection, applicationName: 'doomed' });
  const client = createCuraClient({ baseUrl: crowd.curaUrl, ...sandboxCredentials });
  const call = callOf(crowd, mortal(db, end, false), mortalCura(client, end));
  const statuses = await Promise.all(crowd.wishes.map((wish) => ask(call, wish)));
  process.stdout.write(JSON.stringify({ statuses, calls: end.count() }));
  client.close();
  await db.close();
}

await main(process.argv.slice(2));
