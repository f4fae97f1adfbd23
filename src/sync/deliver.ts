/** What was accepted while Cura may not have been there is brought to it, oldest first, each once. */
import type { Binary, Resource } from '@medplum/fhirtypes';
import { findOne } from '../resources/find-resource.ts';
import type { Transaction } from '../store/database.ts';
import { itself } from './act.ts';
import { roomOf } from './door.ts';
import type { Intent } from './intent.ts';
import type { SyncPorts } from './ports.ts';
import { storeHere } from './store-here.ts';
import { type InCura, takeBack } from './take-back.ts';

type Kept = Resource & { id: string };

/** Ids of ours in references and addresses such as `Binary/<id>`. */
const idsIn = (draft: object): string[] =>
  [...JSON.stringify(draft).matchAll(/"(?:[A-Z]\w+\/)([\w-]{36})(?:"|\/)/g)].flatMap(
    ([, id]) => id ?? [],
  );

/**
 * Whether something must reach Cura before this can: what it names and was born here, or an earlier write of the same. A file names the
 * message that it belongs to (`securityContext`), which comes after it.
 */
export async function mustWait({ db }: SyncPorts, intent: Intent): Promise<boolean> {
  const { securityContext: _, data: __, ...said } = (intent.draft ?? {}) as Partial<Binary>;
  const named = idsIn(said).filter((id) => id !== intent.resourceId);
  const { rows } = await db.query(
    `select from intent where state = 'open' and later
       and (resource_id = any($3::text[]) or (resource_id = $2 and id < $1)) limit 1`,
    [intent.id, intent.resourceId, named],
    { name: 'must-wait' },
  );
  return rows.length > 0;
}

/** What stands of writes that were accepted and that Cura refused for good: the room says so, or what Cura has stands again. */
export async function standDown(
  tx: Transaction,
  ports: SyncPorts,
  refused: readonly Intent[],
  held: InCura,
): Promise<void> {
  for (const intent of refused) {
    const { room: type, resourceId, later } = intent;
    const room = roomOf(ports, type);
    if (!later || !room.undelivered || (await takeBack(tx, ports, intent, held))) continue;
    const stored = await findOne<Kept>(tx, ports.room(type), resourceId);
    if (!stored) continue;
    const resource = room.undelivered(stored.resource as never) as Kept;
    const deed = { kind: 'undelivered', actor: itself(ports) };
    await storeHere(tx, ports, type, [{ resource, deed }]);
  }
}
