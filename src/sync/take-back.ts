/** A change that was accepted and that Cura refuses for good: it ends visible as refused, and what Cura has stands again. */
import type { Resource } from '@medplum/fhirtypes';
import type { CuraRecords, CuraType } from '../cura/records.ts';
import { isAwaitingDelivery } from '../resources/delivery-state.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Transaction } from '../store/database.ts';
import { itself } from './act.ts';
import { commitRecords } from './commit.ts';
import { doorsOf, mapped, roomOf } from './door.ts';
import type { Intent } from './intent.ts';
import { lockStanding } from './on-top.ts';
import type { SyncPorts } from './ports.ts';
import { storeHere } from './store-here.ts';

type Kept = Resource & { id: string };
type CuraRecord = CuraRecords[CuraType];

/** What Cura had of the records when it refused a change of them, by intent; null where it had none. */
export type InCura = ReadonlyMap<string, CuraRecord | null>;

const withoutMeta = (resource: Kept): string => JSON.stringify({ ...resource, meta: undefined });

/** What was accepted as it will stay once it is refused; undefined of what is no change, or where its room says more of a refusal. */
function refusedOf(ports: SyncPorts, { later, method, room, draft }: Intent): Kept | undefined {
  const { undelivered } = roomOf(ports, room);
  if (!later || method !== 'replace' || !draft || !undelivered) return undefined;
  if (!isAwaitingDelivery(draft)) return undefined;
  const refused = undelivered(draft as never) as Kept;
  return withoutMeta(refused) === withoutMeta(draft) ? refused : undefined;
}

/** Asks Cura before the transaction: nobody is to wait for it there. Throws `CuraUnavailable`. */
export async function heldInCura(ports: SyncPorts, refused: readonly Intent[]): Promise<InCura> {
  const held = new Map<string, CuraRecord | null>();
  for (const intent of refused.filter((one) => refusedOf(ports, one))) {
    const { rows } = await ports.db.query<{ cura_id: string }>(
      'select cura_id from cura_record where record = $1 and id = $2',
      [intent.record, intent.resourceId],
      { name: 'cura-id' },
    );
    const id = rows[0]?.cura_id;
    held.set(intent.id, id === undefined ? null : await ports.cura.get(intent.record, id));
  }
  return held;
}

/** A newer change has been accepted on top of it: that one is what stands, and goes to Cura with all it says. */
async function isCovered(tx: Transaction, { id, resourceId }: Intent): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from intent where state = 'open' and later and resource_id = $2 and id > $1 limit 1`,
    [id, resourceId],
    { name: 'covered-by' },
  );
  return rowCount > 0;
}

/** The record as the resource that it is here. */
async function shownOf(
  tx: Transaction,
  ports: SyncPorts,
  { room, record: type }: Intent,
  record: CuraRecord,
): Promise<Kept | undefined> {
  const door = doorsOf(ports.rooms, type).find((one) => one.room.type === room);
  if (!door) throw new Error(`No mapping of ${type} in ${room}.`);
  const delivery = { curaId: record.id, version: record.version, record };
  const [made] = await mapped(tx, ports, door, type, [delivery]);
  return made?.resource;
}

/** Cura's own takes the place of what was refused: as a change of Cura's where nobody has heard of it, else as it stood. */
async function reinstate(
  tx: Transaction,
  ports: SyncPorts,
  intent: Intent,
  { record, stood }: { readonly record: CuraRecord; readonly stood: Kept },
): Promise<void> {
  const { room, record: type } = intent;
  const delivery = { curaId: record.id, version: record.version, record };
  const reason = { kind: 'import', round: 0, bulk: false };
  const news = await commitRecords(tx, ports, type, [delivery], reason);
  if (news.has(record.id)) return;
  const own = isAwaitingDelivery(stood) ? await shownOf(tx, ports, intent, record) : stood;
  const deed = { kind: 'reinstate', actor: itself(ports) };
  if (own) await storeHere(tx, ports, room, [{ resource: own, deed }]);
}

/** Takes a refused change back, when it is one; whether it was. */
export async function takeBack(
  tx: Transaction,
  ports: SyncPorts,
  intent: Intent,
  held: InCura,
): Promise<boolean> {
  const record = held.get(intent.id);
  const { room } = intent;
  const refused = refusedOf(ports, intent);
  if (!record || !refused) return false;
  await lockStanding(tx, ports, room, [intent.resourceId]);
  const stands = await findOne<Kept>(tx, ports.room(room), intent.resourceId);
  if (!stands) return false;
  if (await isCovered(tx, intent)) return true;
  const deed = { kind: 'undelivered', actor: itself(ports) };
  await storeHere(tx, ports, room, [{ resource: refused, deed }]);
  await reinstate(tx, ports, intent, { record, stood: stands.resource });
  return true;
}
