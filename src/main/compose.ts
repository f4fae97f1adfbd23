import { loginDirectory } from '../access/login-directory.ts';
import type { Verify } from '../access/token.ts';
import type { CuraPort } from '../cura/port.ts';
import { ourTerminology } from '../fhir/our-terminology.ts';
import type { Service } from '../http/server.ts';
import { operationDefinitions } from '../interactions/operation-definition.ts';
import { createAccessLog } from '../ledger/access-log.ts';
import { openLedger } from '../ledger/checkpoint-log.ts';
import type { MinLog } from '../ledger/minlog.ts';
import { createRefusalCount } from '../ledger/unauthenticated.ts';
import type { WitnessPlace } from '../ledger/witness.ts';
import { registryFor } from '../registry.ts';
import { codeTables } from '../resources/code-tables.ts';
import type { Channel } from '../resources/communication/channel.ts';
import { checkTexts, loadTexts } from '../resources/communication/sms-text.ts';
import { transitionMap } from '../resources/concept-map/transitions.ts';
import type { Ports, Room } from '../resources/define.ts';
import { type ChannelName, loadMunicipality } from '../resources/municipality.ts';
import { loadWords, withWords } from '../resources/municipality-code.ts';
import { measurementCodes } from '../resources/observation/code-tables.ts';
import { structureMapsFor } from '../resources/structure-map/published.ts';
import type { Database } from '../store/database.ts';
import { itself } from '../sync/act.ts';
import { deviceId, fhirId } from '../sync/identity.ts';
import type { MandateLookup } from '../sync/mandate-lookup.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { grantsBy } from '../sync/ticket-mandate.ts';
import type { WorkerContext } from '../workers/all.ts';
import { definitionsOf, type Ground, type GroundPorts, layFoundation } from './foundation.ts';
import { setUp } from './set-up.ts';
import { termsOf } from './terminology.ts';
import type { Video } from './video.ts';
import { writingOf } from './writing.ts';

/** A channel, and the secret that its receipts are signed with. */
export interface Connected {
  readonly port: Channel;
  readonly secret: string;
}

const eachOf = <K extends keyof Connected>(
  { channels }: Pick<World, 'channels'>,
  part: K,
): Partial<Record<ChannelName, Connected[K]>> =>
  Object.fromEntries(Object.entries(channels).map(([name, one]) => [name, one[part]]));

/** The outside world of one installation. */
export interface World extends Omit<Ground, 'rooms'> {
  readonly cura: CuraPort;
  /** By what citizens are told; one that is not set up is absent. */
  readonly channels: Readonly<Partial<Record<ChannelName, Connected>>>;
  readonly verify: (personKey: Buffer) => Verify;
  readonly municipality: string;
  /** Who logs citizens in. */
  readonly issuer?: string;
  /** Web sites whose scripts may call. */
  readonly origins?: readonly string[];
  readonly trustedProxies?: readonly string[];
  /** A register of mandates that is asked at each use; absent where there is none. */
  readonly mandateLookup?: MandateLookup;
  /** Meetings by video; absent where there are none. */
  readonly video?: Video;
  /** Who is shown the checkpoints of the ledger. */
  readonly witness?: WitnessPlace | undefined;
  /** Who is told who looked; absent where nobody is. */
  readonly minLog?: MinLog;
  readonly rooms?: readonly Room[];
  /** Notifications may go to this machine itself, and without TLS there: for a sandbox. */
  readonly loopbackHooks?: boolean;
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

const defaultPatienceMs = 15_000;

/** The address that meetings by video begin with. A server that knows its port late has none. */
const videoPageOf = ({ video, publicUrl }: World): { videoPage?: string } =>
  video && publicUrl !== '' ? { videoPage: `${publicUrl}/video` } : {};

const presented = {
  name: 'Samspil',
  title: 'Samspil: FHIR R4 over Columna Cura',
  security:
    "Bearer tokens of the municipality's identity provider, narrowed by SMART scopes: see .well-known/smart-configuration. Citizen, relative with a mandate, staff, auditor, system, association. Who brings no token sees services, activities, units, places and terminology.",
};

/** Cura's feed has been read to its end once. */
async function isLoaded(db: Database): Promise<boolean> {
  const { rows } = await db.query<{ loaded: boolean }>(
    `select loaded_at is not null as loaded from sync_state where name = 'feed'`,
  );
  return rows[0]?.loaded === true;
}

function syncPorts(world: World, rooms: readonly Room[], ground: GroundPorts): SyncPorts {
  const { db, now, room, secret, log } = ground;
  const { cura, installation, patienceMs = defaultPatienceMs } = world;
  const municipality = loadMunicipality(world.municipality);
  return {
    municipality,
    db,
    cura,
    now,
    rooms,
    room,
    secret,
    namespace: installation.namespace,
    log,
    patienceMs,
    ...videoPageOf(world),
  };
}

function sendPorts(world: World, ports: Ports): WorkerContext['send'] {
  const { db, now, room, secret, municipality, publicUrl, record } = ports;
  const channels = eachOf(world, 'port');
  const texts = loadTexts(world.municipality);
  const { name, placeLength } = municipality;
  checkTexts(texts, { municipality: name, link: `${publicUrl}/a/${'x'.repeat(16)}`, placeLength });
  const samspil = deviceId(world.installation.namespace, 'samspil');
  const made = { channels, texts, samspil, ...(record && { record }) };
  return { ...{ db, now, room, secret, municipality, publicUrl, ...made } };
}

const minLogPorts = (
  { minLog, log }: World,
  { db, municipality }: Ports,
): WorkerContext['minLog'] =>
  minLog && {
    ...{ db, minLog, organisation: municipality },
    onUnknown: (count) => log.error({ count }, 'looks at citizens who are gone were not told'),
  };

/** Puts the house together; the store must have been prepared. `changed` rooms are indexed anew. */
export async function compose(world: World, changed: readonly Room[]): Promise<House> {
  const rooms = world.rooms ?? registryFor(loadMunicipality(world.municipality));
  const ground = await layFoundation({ ...world, rooms }, changed);
  const { db, room, secret, now } = ground;
  const { namespace } = world.installation;
  const types = rooms.map(({ type }) => type);
  const definitions = await definitionsOf(types);
  const tables = withWords(codeTables, loadWords(world.municipality));
  const known = ourTerminology(definitions.profiles, tables, measurementCodes);
  const terminology = { ...known, conceptMaps: [...known.conceptMaps, transitionMap] };
  const operations = operationDefinitions(rooms);
  const structureMaps = structureMapsFor(rooms);
  const setting = { room, types, terminology, operations, structureMaps, namespace, now: now() };
  await db.transaction((tx) => setUp(tx, setting));
  const sync = syncPorts(world, rooms, ground);
  const { witness, publicUrl } = world;
  const tree = { db, now, origin: publicUrl, seed: secret('ledger'), witness };
  const ledger = await openLedger(tree);
  const ports: Ports = {
    ...{ ...ground, ledger, ...videoPageOf(world) },
    ...(world.video && { video: world.video.rooms }),
    ...(world.loopbackHooks && { loopbackHooks: true }),
    transform: {
      fhirId: (record, curaId) => fhirId(namespace, record, curaId),
      isOpen: world.loopbackHooks ?? false,
    },
    municipality: loadMunicipality(world.municipality),
    ...writingOf(sync, definitions),
  };
  const calendarDevice = deviceId(namespace, 'calendar-feed');
  const [samspil, linkDevice] = [deviceId(namespace, 'samspil'), deviceId(namespace, 'sms-link')];
  const service: Service = {
    ...{ ports, rooms, definitions, presented, startedAt: now() },
    ...(world.issuer !== undefined && { login: loginDirectory(world.issuer, now) }),
    ...(world.origins && { origins: world.origins }),
    ...(world.trustedProxies && { trustedProxies: world.trustedProxies }),
    terms: termsOf(terminology),
    verify: world.verify(secret('person')),
    grant: grantsBy(sync, world.mandateLookup),
    access: createAccessLog(db),
    ...{ calendarDevice, countRefusal: createRefusalCount(db) },
    ...(world.video && { video: world.video.door }),
    isReady: () => isLoaded(db),
    sms: { samspil, linkDevice, secrets: eachOf(world, 'secret') },
  };
  const bulk = { ports, rooms, definitions };
  const hold = { ports, actor: itself(sync) };
  const subscription = { teller: service };
  const minLog = minLogPorts(world, ports);
  const workers = { sync, send: sendPorts(world, ports), bulk, hold, ledger, minLog, subscription };
  return { service, workers, sync, ports };
}
