import type { Config } from '../config.ts';
import { keptOf } from '../ledger/retention.ts';
import { registryFor } from '../registry.ts';
import type { Log, Room } from '../resources/define.ts';
import { loadMunicipality } from '../resources/municipality.ts';
import { weaknessOf } from '../store/role-check.ts';
import { makeQueueTables } from '../workers/queue-backend.ts';
import { prepareStore } from './foundation.ts';
import type { Store } from './open-database.ts';

/** Makes the store ready as its owner, who leaves then; what those who run are not kept from is said once. */
export async function prepare(
  { db, owner }: Store,
  { redisUrl, municipality }: Pick<Config, 'redisUrl' | 'municipality'>,
  log: Log,
): Promise<readonly Room[]> {
  const chosen = loadMunicipality(municipality);
  const changed = await prepareStore(db, registryFor(chosen), {
    owner,
    retention: keptOf(chosen.retention),
    ...(redisUrl === undefined && { queues: makeQueueTables }),
  });
  await owner.close();
  const weakness = await weaknessOf(db);
  if (weakness !== undefined) log.error({}, weakness);
  return changed;
}
