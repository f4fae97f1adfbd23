import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { buildApp } from '../src/http/app.ts';
import type { House } from '../src/main/compose.ts';
import { registry, registryFor } from '../src/registry.ts';
import type { Room } from '../src/resources/define.ts';
import { loadMunicipality } from '../src/resources/municipality.ts';
import type { SandboxCura } from '../src/sandbox/cura/server.ts';
import type { RunningIdentityProvider } from '../src/sandbox/identity-provider.ts';
import type { RunningSmsGateway } from '../src/sandbox/sms-gateway.ts';
import type { Database } from '../src/store/database.ts';
import { synchronise } from '../src/sync/inbound.ts';
import { deriveAll } from './derive-all.ts';
import { askingAs } from './house-ask.ts';
import { type OpenHouse, type Opening, openHouse } from './house-open.ts';
import { isPrepared, preparedStore } from './house-prepared.ts';
import { emptyStore, type HouseStore, makeStore } from './house-store.ts';
import { startWork } from './house-work.ts';
import { recordResponses } from './response-recording.ts';

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
  /** Its code, with `rooms` as it shows them; Sandby if absent. */
  readonly municipality?: string;
}

interface Sent {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

const listOf =
  ({ url }: RunningSmsGateway) =>
  async (): Promise<Sent[]> =>
    (await fetch(`${url}/messages`)).json() as Promise<Sent[]>;

/** What it opens with unless the test says otherwise. */
const usual = { citizens: 40, rooms: registry, now: noon };

/** A house as most tests want it is copied from one that was loaded before. */
async function storeFor(t: Test, options: HouseOptions, opening: Opening): Promise<HouseStore> {
  const { rooms, now, citizens } = opening;
  if (options.municipality !== undefined && isPrepared(citizens)) {
    const { municipality: _, ...common } = { ...opening, rooms: registry };
    const loaded = await preparedStore(t, common);
    // As when a municipality chooses anew: what is shown otherwise is made again.
    return { ...loaded, changed: await makeStore(loaded, rooms, true) };
  }
  if (rooms === registry && now === noon && isPrepared(citizens)) return preparedStore(t, opening);
  return emptyStore(t, rooms, options.workers === true && options.redisUrl === undefined);
}

async function listen(t: Test, { service }: House) {
  const app = buildApp(service);
  recordResponses(app, service.rooms);
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => {
    // An answer that a test did not read to its end would keep its connection, and the closing, for a minute.
    app.server.closeAllConnections();
    return app.close();
  });
  const place = app.server.address();
  return { app, url: `http://127.0.0.1:${typeof place === 'object' && place ? place.port : 0}` };
}

async function settle(t: Test, house: OpenHouse, store: HouseStore, options: HouseOptions) {
  await synchronise(house.sync);
  if (options.workers) await startWork(t, house, options.redisUrl);
  else if (store.loadedAt === undefined) await deriveAll(house);
}

/** A whole municipality in one process: real PostgreSQL, real HTTP, the sandbox's Cura, logins and SMS; loaded and with slots. */
export async function startHouse(t: Test, options: HouseOptions = {}): Promise<TestHouse> {
  const { municipality } = options;
  const own = municipality !== undefined && {
    rooms: registryFor(loadMunicipality(municipality)),
  };
  const opening = { ...usual, ...own, ...options };
  const store = await storeFor(t, options, opening);
  const house = await openHouse(t, store, opening);
  const { app, url } = await listen(t, house);
  await settle(t, house, store, options);
  const { outside, clock, ...parts } = house;
  const { cura, identity, sms } = outside;
  return {
    ...parts,
    ...{ owner: store.owner, app, base: `${url}/fhir`, cura, identity },
    sms: { ...sms, list: listOf(sms) },
    setNow: clock.set,
    as: askingAs(identity, url, clock.now),
  };
}
