import { keptOf } from '../src/ledger/retention.ts';
import { prepareStore } from '../src/main/foundation.ts';
import type { Room } from '../src/resources/define.ts';
import { loadMunicipality } from '../src/resources/municipality.ts';
import type { Database } from '../src/store/database.ts';
import { makeQueueTables } from '../src/workers/queue-backend.ts';
import { type Teardown, temporaryDir, testDatabase } from './database.ts';

/** What a house stands on. */
export interface HouseStore {
  readonly db: Database;
  readonly owner: Database;
  /** Of the installation's key. */
  readonly dataDir: string;
  /** To be indexed anew. */
  readonly changed: readonly Room[];
  /** When all that it holds was loaded; a store without is empty. Epoch milliseconds. */
  readonly loadedAt?: number;
}

/** Makes the store ready as its owner, as at each start. `queues`: theirs are in it too. */
export const makeStore = (
  { db, owner }: Pick<HouseStore, 'db' | 'owner'>,
  rooms: readonly Room[],
  queues: boolean,
): Promise<readonly Room[]> =>
  prepareStore(db, rooms, {
    owner,
    retention: keptOf(loadMunicipality('9999').retention),
    ...(queues && { queues: makeQueueTables }),
  });

/** An empty store, ready for these rooms. */
export async function emptyStore(
  t: Teardown,
  rooms: readonly Room[],
  queues: boolean,
): Promise<HouseStore> {
  const made = await testDatabase(t);
  const changed = await makeStore(made, rooms, queues);
  return { ...made, changed, dataDir: temporaryDir(t) };
}
