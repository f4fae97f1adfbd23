import type { Consent, RelatedPerson } from '@medplum/fhirtypes';
import { MalformedRecord } from '../cura/check.ts';
import { performedBy } from '../cura/performer.ts';
import { CuraUnavailable, type Draft, type WriteOutcome } from '../cura/port.ts';
import type { Udfoerer } from '../cura/post.ts';
import type { CuraType } from '../cura/records.ts';
import { formatInstant } from '../fhir/instant.ts';
import { together } from '../resources/binary/content.ts';
import { findOne } from '../resources/find-resource.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';
import { doorsOf, roomOf } from './door.ts';
import { outboundContext } from './identity.ts';
import type { Intent } from './intent.ts';
import type { SyncPorts } from './ports.ts';

/** What became of sending; `unsent`: Cura was not reached with it, so nothing can have happened. */
export type Sent = WriteOutcome | { readonly kind: 'unsent' };

const mappingOf = (ports: SyncPorts, intent: Intent): RoomMapping => {
  const door = doorsOf(ports.rooms, intent.record).find(({ room }) => room.type === intent.room);
  if (!door) throw new Error(`No mapping of ${intent.record} in ${intent.room}.`);
  return door.mapping;
};

/** Cura's id of a record of ours. */
async function curaIdOf(ports: SyncPorts, record: string, id: string): Promise<string | undefined> {
  const { rows } = await ports.db.pipelined<{ cura_id: string }>(
    'select cura_id from cura_record where record = $1 and id = $2',
    [record, id],
    { name: 'cura-id' },
  );
  return rows[0]?.cura_id;
}

async function reference(ports: SyncPorts, who: string): Promise<string | undefined> {
  const [type = '', id = ''] = who.split('/');
  if (type === 'RelatedPerson') return curaIdOf(ports, 'paaroerende', id);
  return type === 'Practitioner' ? curaIdOf(ports, 'medarbejder', id) : undefined;
}

/** Who acts, as staff will see it in Cura: name, relation and the reference of the mandate. */
async function performer(ports: SyncPorts, { actor, madeAt }: Intent): Promise<Udfoerer> {
  const { mandate } = actor;
  const relative = await findOne<RelatedPerson>(
    ports.db,
    ports.room('RelatedPerson'),
    mandate?.relatedPerson,
  );
  const consent = await findOne<Consent>(ports.db, ports.room('Consent'), mandate?.consent);
  const relation = relative?.resource.relationship?.[0]?.coding?.[0]?.display;
  const own = await reference(ports, actor.who);
  const mandateReference = consent?.resource.identifier?.[0]?.value;
  return performedBy({
    capacity: actor.capacity,
    at: formatInstant(madeAt),
    ...(actor.name !== undefined && { name: actor.name }),
    ...(relation !== undefined && { relation }),
    ...(own !== undefined && { reference: own }),
    ...(mandateReference !== undefined && { mandate: mandateReference }),
    ...(actor.reason !== undefined && { reason: actor.reason }),
  });
}

/** What is to be sent, with the bytes that are kept apart of it. */
async function wholeDraft(ports: SyncPorts, { draft, room }: Intent): Promise<Intent['draft']> {
  const { data } = roomOf(ports, room);
  return data && draft ? together(draft, await data(ports.db, draft.id)) : draft;
}

async function sendNew(ports: SyncPorts, intent: Intent, by: Udfoerer): Promise<Sent> {
  const whole = await wholeDraft(ports, intent);
  const context = await outboundContext(
    { query: ports.db.pipelined },
    ports.namespace,
    whole ?? ({ resourceType: 'Basic' } as never),
  );
  const made = mappingOf(ports, intent).toRecord(
    whole as never,
    undefined as never,
    context,
  ) as object;
  const draft = { ...made, eksternReference: intent.resourceId, udfoertAf: by };
  return ports.cura.create(intent.record, draft as unknown as Draft<CuraType>, intent.id);
}

/** Reads the record as it is now, so that what we do not map survives, and writes it back if it is what we decided on. */
async function sendChange(ports: SyncPorts, intent: Intent, by: Udfoerer): Promise<Sent> {
  const curaId = await curaIdOf(ports, intent.record, intent.resourceId);
  const base = curaId === undefined ? null : await ports.cura.get(intent.record, curaId);
  if (!base || base.version !== intent.baseVersion)
    return { kind: 'stale', ...(base && { current: base.version }) };
  const context = await outboundContext(ports.db, ports.namespace, intent.draft as never);
  const made = mappingOf(ports, intent).toRecord(
    intent.draft as never,
    base as never,
    context,
  ) as object;
  return ports.cura.replace(intent.record, { ...made, udfoertAf: by } as never, intent.id);
}

/** Sends an intent to Cura under its own key: sending it twice is the same as once. */
export async function send(ports: SyncPorts, intent: Intent): Promise<Sent> {
  const by = await performer(ports, intent);
  try {
    return await (intent.method === 'create'
      ? sendNew(ports, intent, by)
      : sendChange(ports, intent, by));
  } catch (error) {
    // What cannot be read cannot be changed: nothing was sent.
    if (error instanceof CuraUnavailable || error instanceof MalformedRecord)
      return { kind: 'unsent' };
    throw error;
  }
}
