import type { Device } from '@medplum/fhirtypes';
import type { Verify } from '../access/token.ts';
import type { CuraPort } from '../cura/port.ts';
import { loadDefinitions } from '../fhir/definitions.ts';
import type { Service } from '../http/server.ts';
import { createAccessLog } from '../ledger/access-log.ts';
import { provenanceOf } from '../ledger/provenance.ts';
import { registry } from '../registry.ts';
import type { SmsGateway } from '../resources/communication/gateway.ts';
import { checkTexts, loadTexts } from '../resources/communication/sms-text.ts';
import type { Log, Ports, Room } from '../resources/define.ts';
import { defaultLaw } from '../resources/healthcare-service/policy.ts';
import { loadMunicipality } from '../resources/municipality.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { Installation } from '../store/installation.ts';
import { migrate } from '../store/migrate.ts';
import { putAll } from '../store/put.ts';
import { reindex } from '../store/reindex.ts';
import { schema } from '../store/schema.ts';
import { type StoredRoom, storeRoom } from '../store/stored-room.ts';
import { ensureTables, makeIndexes } from '../store/tables.ts';
import { earlierAct } from '../sync/earlier.ts';
import { deviceId } from '../sync/identity.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { writeThrough } from '../sync/write-through.ts';
import type { WorkerContext } from '../workers/all.ts';

/** The outside world of one installation. */
export interface World {
  readonly db: Database;
  readonly installation: Installation;
  readonly cura: CuraPort;
  readonly gateway: SmsGateway;
  readonly verify: (personKey: Buffer) => Verify;
  readonly municipality: string;
  readonly publicUrl: string;
  readonly smsSecret: string;
  readonly now: () => number;
  readonly log: Log;
  readonly rooms?: readonly Room[];
  /** How long a write may be under way before recovery takes it up, milliseconds. */
  readonly patienceMs?: number;
}

/** Everything made of the parts: what HTTP serves and what the workers run. */
export interface House {
  readonly service: Service;
  readonly workers: WorkerContext;
  readonly sync: SyncPorts;
  readonly ports: Ports;
}

const horizonDays = 60;
const defaultPatienceMs = 15_000;

const devices = { cura: 'Columna Cura', samspil: 'Samspil', 'sms-link': 'SMS-link' } as const;

const device = (namespace: string, name: keyof typeof devices): Device & { id: string } => ({
  resourceType: 'Device',
  id: deviceId(namespace, name),
  status: 'active',
  deviceName: [{ name: devices[name], type: 'user-friendly-name' }],
});

async function putDevices(
  tx: Transaction,
  room: (type: string) => StoredRoom,
  namespace: string,
  now: number,
): Promise<void> {
  const all = (Object.keys(devices) as (keyof typeof devices)[]).map((name) =>
    device(namespace, name),
  );
  const samspil = `Device/${deviceId(namespace, 'samspil')}`;
  const written = await putAll(tx, room('Device'), all, now);
  const acts = written
    .filter(({ outcome }) => outcome !== 'same')
    .map(({ id, version, outcome }) =>
      provenanceOf({
        target: { type: 'Device', id, version },
        patient: null,
        actor: { capacity: 'system', who: samspil },
        kind: 'setup',
        outcome: outcome === 'created' ? 'created' : 'updated',
        policy: defaultLaw,
        occurred: now,
        recorded: now,
        assembler: samspil,
      }),
    );
  await putAll(tx, room('Provenance'), acts, now);
}

/** Makes and updates the tables of the schema and of the rooms; what changed is indexed anew. */
export async function prepareStore(db: Database, rooms: readonly Room[]): Promise<readonly Room[]> {
  await migrate(db, schema);
  const changed = await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7001)');
    return ensureTables(tx, rooms);
  });
  await makeIndexes(db, rooms);
  return rooms.filter((one) => changed.includes(one));
}

const roomsOf = (rooms: readonly Room[], key: Buffer): ((type: string) => StoredRoom) => {
  const stored = new Map(rooms.map((one) => [one.type, storeRoom(one, key)]));
  return (type) => {
    const found = stored.get(type);
    if (!found) throw new Error(`No room of type ${type} is in the registry.`);
    return found;
  };
};

/** Puts the house together; the store must have been prepared. `changed` rooms are indexed anew. */
export async function compose(world: World, changed: readonly Room[]): Promise<House> {
  const { db, installation, now, log } = world;
  const rooms = world.rooms ?? registry;
  const { secret, namespace } = installation;
  const room = roomsOf(rooms, secret('person'));
  const definitions = await loadDefinitions([...rooms.map(({ type }) => type), 'Parameters']);
  const municipality = loadMunicipality(world.municipality);
  const texts = loadTexts(world.municipality);
  checkTexts(texts, {
    municipality: municipality.name,
    link: `${world.publicUrl}/a/${'x'.repeat(16)}`,
  });
  for (const one of changed) await reindex(db, room(one.type));
  await db.transaction((tx) => putDevices(tx, room, namespace, now()));
  const sync: SyncPorts = {
    db,
    cura: world.cura,
    now,
    rooms,
    room,
    secret,
    namespace,
    log,
    patienceMs: world.patienceMs ?? defaultPatienceMs,
  };
  const ports: Ports = {
    db,
    now,
    municipality,
    publicUrl: world.publicUrl,
    room,
    secret,
    log,
    write: (plan, actor) => writeThrough(sync, plan, actor),
    earlier: (joinKey) => earlierAct(sync, joinKey),
  };
  const send = {
    db,
    now,
    room,
    secret,
    municipality,
    publicUrl: world.publicUrl,
    gateway: world.gateway,
    texts,
    samspil: deviceId(namespace, 'samspil'),
  };
  const service: Service = {
    ports,
    rooms,
    definitions,
    verify: world.verify(secret('person')),
    access: createAccessLog(db),
    linkDevice: deviceId(namespace, 'sms-link'),
    samspil: deviceId(namespace, 'samspil'),
    smsSecret: world.smsSecret,
    startedAt: now(),
  };
  return { service, workers: { sync, send, horizonDays }, sync, ports };
}
