import { addDays, instantToWall } from '../src/fhir/instant.ts';
import type { House } from '../src/main/compose.ts';
import { deriveDueTeams } from '../src/resources/care-team/derive.ts';
import { deriveSlots } from '../src/resources/slot/derive.ts';

/** As far ahead as any test looks; the workers keep more. */
const testedDays = 28;

/** The slots of every schedule and the teams of all citizens, without a worker. */
export async function deriveAll({ sync }: House): Promise<void> {
  await deriveDueTeams(sync.db, sync);
  const { rows } = await sync.db.query<{ id: string }>(
    'select id from schedule where view & 1 <> 0',
  );
  const from = instantToWall(sync.now()).date;
  for (const { id } of rows)
    await sync.db.transaction((tx) =>
      deriveSlots(tx, sync, [id], { from, to: addDays(from, testedDays) }),
    );
}
