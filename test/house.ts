import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { sandboxIdentity } from '../src/config/identity.ts';
import { createCuraClient } from '../src/cura/client.ts';
import { buildApp } from '../src/http/app.ts';
import { compose, type House, type World } from '../src/main/compose.ts';
import { verifierOf } from '../src/main/identity.ts';
import { registry } from '../src/registry.ts';
import { createHttpGateway } from '../src/resources/communication/gateway.ts';
import type { Log, Room } from '../src/resources/define.ts';
import { loadMunicipality } from '../src/resources/municipality.ts';
import {
  type SandboxCura,
  sandboxCredentials,
  startSandboxCura,
} from '../src/sandbox/cura/server.ts';
import type { TokenRequest } from '../src/sandbox/identity/persona-token.ts';
import {
  type RunningIdentityProvider,
  startIdentityProvider,
} from '../src/sandbox/identity-provider.ts';
import { type RunningSmsGateway, startSmsGateway } from '../src/sandbox/sms-gateway.ts';
import { sandboxPersonas } from '../src/sandbox/start.ts';
import type { Database } from '../src/store/database.ts';
import { openInstallation } from '../src/store/installation.ts';
import { synchronise } from '../src/sync/inbound.ts';
import { startWorkers, workers } from '../src/workers/all.ts';
import { retriesOf } from '../src/workers/define-worker.ts';
import { relayBatch, startRelay } from '../src/workers/outbox.ts';
import { openQueues } from '../src/workers/queue.ts';
import { deriveAll } from './derive-all.ts';
import { houseStore } from './house-store.ts';

/** Tuesday 24 November 2026, 10:00 in Copenhagen: the present of every test that does not say otherwise. */
export const noon = Date.UTC(2026, 10, 24, 9, 0);

export interface TestHouse extends House {
  /** The store as its owner has it: for tests that break it. */
  readonly owner: Database;
  readonly app: FastifyInstance;
  readonly base: string;
  readonly cura: SandboxCura;
  readonly identity: RunningIdentityProvider;
  readonly sms: RunningSmsGateway & {
    readonly list: () => Promise<{ id: string; to: string; text: string }[]>;
  };
  /** Moves the house's clock; the sandbox goes with it. */
  readonly setNow: (now: number) => void;
  readonly lines: string[];
  /** Asks the API as a persona. */
  readonly as: (persona: string) => (path: string, init?: RequestInit) => Promise<Response>;
}

export interface HouseOptions {
  readonly citizens?: number;
  readonly patienceMs?: number;
  /** With queues, workers and relay; without, a test does each step itself. */
  readonly workers?: boolean;
  readonly redisUrl?: string;
  readonly rooms?: readonly Room[];
  readonly now?: number;
  readonly curaTimeoutMs?: number;
}

interface Clock {
  now: number;
  readonly startedAt: number;
}

const kept = (lines: string[]): Log => {
  const keep: Log['info'] = (facts, text) => void lines.push(JSON.stringify({ text, ...facts }));
  return { info: keep, error: keep };
};

/** A machine that asks for nothing only reads. */
const askedFor = (persona: string): TokenRequest =>
  persona === 'system' ? { scope: 'system/*.cruds' } : {};

/** A whole municipality in one process: real PostgreSQL, real HTTP, the sandbox's Cura, logins and SMS; loaded and with slots. */
export async function startHouse(t: Test, options: HouseOptions = {}): Promise<TestHouse> {
  const clock: Clock = { now: options.now ?? noon, startedAt: performance.now() };
  const now = (): number => Math.floor(clock.now + performance.now() - clock.startedAt);
  const lines: string[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'samspil-house-'));
  t.teardown(() => rm(dataDir, { recursive: true, force: true }));
  const rooms = options.rooms ?? registry;
  const queues = options.workers === true && options.redisUrl === undefined;
  const { db, owner, changed } = await houseStore(t, rooms, queues);
  const host = '127.0.0.1';
  const cura = await startSandboxCura({
    port: 0,
    host,
    now,
    size: { citizens: options.citizens ?? 40 },
  });
  t.teardown(() => cura.close());
  const sms = await startSmsGateway({ port: 0, host, secret: 'test', now });
  t.teardown(() => sms.close());
  const identity = await startIdentityProvider({
    port: 0,
    host,
    audience: 'samspil-test',
    personas: sandboxPersonas(),
    now,
  });
  t.teardown(() => identity.close());
  const client = createCuraClient({
    baseUrl: cura.url,
    ...sandboxCredentials,
    now,
    ...(options.curaTimeoutMs !== undefined && { timeoutMs: options.curaTimeoutMs }),
  });
  t.teardown(() => client.close());
  const installation = await openInstallation(db, dataDir);
  const address = { url: '' };
  const world: World = {
    db,
    installation,
    cura: client,
    gateway: createHttpGateway({ baseUrl: sms.url, secret: 'test', timeoutMs: 5_000 }),
    verify: verifierOf(
      sandboxIdentity(identity.url, 'samspil-test'),
      loadMunicipality('9999'),
      now,
    ),
    municipality: '9999',
    issuer: identity.issuers.nemlogin,
    origins: ['https://app.sandby.example'],
    publicUrl: 'https://samspil.test',
    smsSecret: 'test',
    now,
    log: kept(lines),
    rooms,
    patienceMs: options.patienceMs ?? 2_000,
  };
  const house = await compose(world, changed);
  const app = buildApp(house.service);
  await app.listen({ port: 0, host });
  t.teardown(() => app.close());
  const place = app.server.address();
  address.url = `http://${host}:${typeof place === 'object' && place ? place.port : 0}`;
  await synchronise(house.sync);
  if (options.workers) await work(t, house, options.redisUrl);
  else await deriveAll(house);
  return {
    ...house,
    owner,
    app,
    base: `${address.url}/fhir`,
    cura,
    identity,
    sms: {
      ...sms,
      list: async () =>
        (await fetch(`${sms.url}/messages`)).json() as Promise<
          { id: string; to: string; text: string }[]
        >,
    },
    setNow: (to) => {
      clock.now = to - (performance.now() - clock.startedAt);
    },
    lines,
    as:
      (persona) =>
      async (path, init = {}) => {
        const token = await identity.token(persona, askedFor(persona));
        const url = path.startsWith('http')
          ? path
          : `${address.url}${path.startsWith('/') ? path : `/fhir/${path}`}`;
        return fetch(url, {
          ...init,
          headers: {
            authorization: `Bearer ${token}`,
            ...(init.body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
            ...(init.headers as Record<string, string>),
          },
        });
      },
  };
}

async function work(
  t: Test,
  { sync, workers: context }: House,
  redisUrl: string | undefined,
): Promise<void> {
  const queues = await openQueues({
    connection: sync.db.connection,
    retries: retriesOf(workers),
    ...(redisUrl !== undefined && { redisUrl }),
  });
  t.teardown(() => queues.close());
  await startWorkers(queues, context);
  const relay = startRelay({ db: sync.db, queues, now: sync.now });
  t.teardown(() => relay.close());
  await relayBatch({ db: sync.db, queues, now: sync.now });
}
