import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Caller, unlimited } from '../access/grant.ts';
import { type Config, ConfigError, type Environment, readConfig } from '../config.ts';
import { allResourceTypes } from '../fhir/definitions.ts';
import { buildApp } from '../http/app.ts';
import type { Service } from '../http/server.ts';
import { createAccessLog } from '../ledger/access-log.ts';
import type { Ports } from '../resources/define.ts';
import { loadMunicipality } from '../resources/municipality.ts';
import { plainRoom } from '../resources/plain.ts';
import type { Database } from '../store/database.ts';
import { openInstallation } from '../store/installation.ts';
import { bulkWorkers, startBulkWorkers } from '../workers/bulk.ts';
import { retriesOf } from '../workers/define-worker.ts';
import { startRelay } from '../workers/outbox.ts';
import { openQueues } from '../workers/queue.ts';
import { makeQueueTables } from '../workers/queue-backend.ts';
import { definitionsOf, type Ground, layFoundation, prepareStore } from './foundation.ts';
import { openLog } from './log.ts';
import { type Closers, closeAll, openStore } from './open-database.ts';
import { termsOf } from './terminology.ts';

const loopback: readonly string[] = ['127.0.0.1', '::1'];

/** The settings of the plain server: those of the product, with a port and a data folder of its own. Throws `ConfigError`. */
export function readPlainConfig({ HOST, PORT, DATA_DIR, LOG_LEVEL }: Environment): Config {
  const config = readConfig({
    ...{ HOST, LOG_LEVEL: LOG_LEVEL?.trim() || 'warn' },
    PORT: PORT?.trim() || '3010',
    DATA_DIR: DATA_DIR?.trim() || '.samspil-conformance',
  });
  if (loopback.includes(config.host)) return config;
  throw new ConfigError(
    `HOST is ${JSON.stringify(config.host)}, and must be one of ${loopback.join(', ')}: the conformance server asks nobody who they are, so only this machine may reach it.`,
  );
}

/** Everybody is the machine of the house: there is no login. */
const anybody: Caller = {
  ...unlimited,
  ...{ kind: 'system', id: 'anybody', name: 'anybody', client: 'plain' },
};

const presented = {
  name: 'SamspilConformance',
  title: 'Samspil: the engine alone, for all of R4, without login',
};

const noRecord = (): Promise<never> =>
  Promise.reject(new Error('No care record stands behind this registry.'));

/** What the plain server is made of, besides the types that it serves: all of R4's unless they are named. */
export interface PlainWorld extends Omit<Ground, 'rooms' | 'installation' | 'publicUrl'> {
  /** Makes the tables; `db` where there is none. */
  readonly owner?: Database;
  readonly dataDir: string;
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  readonly types?: readonly string[];
  /** Types that are not served and may be contained in others. */
  readonly contained?: readonly string[];
}

/** Known before listening unless any port will do; references to it count as our own. */
const knownUrl = ({ host, port }: PlainWorld): string =>
  port === 0 ? '' : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

async function plainService(world: PlainWorld, address: { url: string }): Promise<Service> {
  const { db, owner = db, now, log, dataDir, types = allResourceTypes(), contained = [] } = world;
  const definitions = await definitionsOf([...types, ...contained]);
  const rooms = types.map((type) => plainRoom(type, definitions));
  const changed = await prepareStore(db, rooms, { owner, queues: makeQueueTables });
  const installation = await openInstallation(db, dataDir);
  const ground = await layFoundation(
    { db, installation, rooms, publicUrl: knownUrl(world), now, log },
    changed,
  );
  const ports: Ports = {
    ...ground,
    municipality: loadMunicipality('9999'),
    get publicUrl() {
      return address.url;
    },
    write: noRecord,
    ...{ writeTogether: noRecord, writeLater: noRecord },
    earlier: noRecord,
  };
  return {
    ...{ ports, rooms, definitions, presented, startedAt: now() },
    terms: termsOf(),
    verify: async () => anybody,
    grant: async (caller) => ({ caller, at: now(), mandates: [], units: [] }),
    access: createAccessLog(db),
    countRefusal: async () => undefined,
    isReady: async () => true,
  };
}

const addressOf = (app: FastifyInstance, host: string): string => {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

/** A FHIR server of plain rooms, listening. `base` is its FHIR base. */
export async function servePlain(
  world: PlainWorld,
): Promise<{ app: FastifyInstance; base: string; service: Service }> {
  const address = { url: '' };
  const service = await plainService(world, address);
  const app = buildApp(service);
  await app.listen({ port: world.port, host: world.host });
  address.url = addressOf(app, world.host);
  return { app, base: `${address.url}/fhir`, service };
}

const welcome = (base: string, types: number, dataDir: string): string => `
${base} serves all ${types} resource types of R4, to this machine only and without any login, so that test suites can judge the engine.
What can be asked: ${base.replace(/\/fhir$/, '/docs')}
Ctrl-C stops it; the data stays in ${dataDir}: delete that folder to begin afresh.

Try it in another terminal:
  curl -s ${base}/metadata
  curl -s -X PUT -H 'Content-Type: application/fhir+json' -d '{"resourceType":"Patient","id":"one","name":[{"family":"Holm"}]}' ${base}/Patient/one
  curl -s '${base}/Patient?family=holm'
`;

/** Bulk Data is the one thing here that is done afterwards. */
async function makeExports(service: Service, closers: Closers): Promise<void> {
  const { ports, rooms, definitions, terms } = service;
  const { db, now } = ports;
  const queues = await openQueues({ connection: db.connection, retries: retriesOf(bulkWorkers) });
  closers.push(() => queues.close());
  await startBulkWorkers(queues, { bulk: { ports, rooms, definitions, ...terms } });
  const relay = startRelay({ db, queues, now });
  closers.push(() => relay.close());
}

/** Starts the plain server. What was started is stopped again when something fails. */
export async function startConformanceServer(
  config: Config,
): Promise<{ readonly stop: () => Promise<void>; readonly welcome: string }> {
  const closers: Closers = [];
  const { dataDir, host, port } = config;
  try {
    const log = openLog(config.logLevel);
    const { db, owner } = await openStore({ dataDir }, log, closers);
    const plain = await servePlain({ db, owner, log, now: Date.now, dataDir, host, port });
    closers.push(() => plain.app.close());
    await owner.close();
    plain.service.terms?.terminology();
    await makeExports(plain.service, closers);
    const text = welcome(plain.base, plain.service.rooms.length, dataDir);
    return { welcome: text, stop: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers).catch(() => undefined);
    throw error;
  }
}
