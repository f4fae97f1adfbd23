import { findOne } from '../resources/find-resource.ts';
import type { Stored } from '../resources/write-plan.ts';
import type { SyncPorts } from './ports.ts';

const rememberedMs = 10 * 60_000;

/**
 * The resource that the same act made a short while ago, if nothing was done to it since: who repeats a request that got no answer
 * gets its outcome, not a refusal of the repetition.
 */
export async function earlierAct(ports: SyncPorts, joinKey: string): Promise<Stored | undefined> {
  const { rows } = await ports.db.pipelined<{ room: string; id: string }>(
    `select i.room, i.resource_id as id from intent i
     where i.join_key = $1 and i.state = 'done' and i.settled_at > to_timestamp($2 / 1000.0)
       and not exists (select from intent later
         where later.resource_id = i.resource_id and later.made_at > i.made_at and later.state <> 'refused')
     order by i.made_at desc limit 1`,
    [joinKey, ports.now() - rememberedMs],
    { name: 'earlier-act' },
  );
  const found = rows[0];
  return found && findOne(ports.db, ports.room(found.room), found.id);
}
