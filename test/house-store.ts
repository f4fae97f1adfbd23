import type { Test } from 'tap';
import { keptOf } from '../src/ledger/retention.ts';
import { prepareStore } from '../src/main/foundation.ts';
import type { Room } from '../src/resources/define.ts';
import { loadMunicipality } from '../src/resources/municipality.ts';
import { makeQueueTables } from '../src/workers/queue-backend.ts';
import { testDatabase } from './database.ts';

/** The store of a house, made ready by its owner, as at each start. `queues`: theirs are in it too. */
export async function houseStore(t: Test, rooms: readonly Room[], queues: boolean) {
  const made = await testDatabase(t);
  const changed = await prepareStore(made.db, rooms, {
    owner: made.owner,
    retention: keptOf(loadMunicipality('9999').retention),
    ...(queues && { queues: makeQueueTables }),
  });
  return { ...made, changed };
}
