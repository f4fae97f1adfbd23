import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../../src/main/compose.ts';
import { registry } from '../../src/registry.ts';
import {
  type RunningIdentityProvider,
  startIdentityProvider,
} from '../../src/sandbox/identity-provider.ts';
import { sandboxPersonas } from '../../src/sandbox/start.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { type Teardown, temporaryDir } from '../database.ts';
import { noon } from '../house.ts';
import { audience } from '../house-outside.ts';
import { preparedStore } from '../house-prepared.ts';
import type { HouseStore } from '../house-store.ts';
import { reading, type SharedClock } from './clock.ts';
import { composed, type Site } from './composed.ts';
import { freePort, type Mortal, mortal } from './process.ts';

/** Everything that runs: processes of ours, those of others, and PostgreSQL. */
export interface Cluster {
  readonly apis: readonly (Mortal & { readonly url: string })[];
  readonly workers: readonly Mortal[];
  readonly cura: Mortal & { readonly url: string };
  readonly sms: Mortal & { readonly url: string };
  readonly identity: RunningIdentityProvider;
  /** Kills PostgreSQL outright and starts it on what it left. */
  readonly restartPostgres: () => Promise<void>;
  /** A look at store and Cura from outside all this. */
  readonly house: House;
  readonly now: () => number;
}

const citizens = 40;

/** A commit must be on its way to the disk before it is told, or a killed server would lose it. */
const durable = { fsync: 'off', synchronous_commit: 'on', shared_buffers: '32MB' };

async function restarter({ owner }: HouseStore): Promise<() => Promise<void>> {
  const { rows } = await owner.query<{ data_directory: string }>('show data_directory');
  const cluster = rows[0]?.data_directory ?? '';
  return async () => {
    const [pid = ''] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await sleep(200);
    await startEmbeddedPostgres({ dataDir: dirname(cluster), settings: durable });
  };
}

async function openSite(t: Teardown, store: HouseStore, clock: SharedClock) {
  const ports = { cura: await freePort(), sms: await freePort() };
  const identity = await startIdentityProvider({
    ...{ port: 0, host: '127.0.0.1', audience, personas: sandboxPersonas(), now: reading(clock) },
  });
  t.teardown(() => identity.close());
  const { host, user, database } = store.db.connection;
  const site: Site = {
    clock,
    connection: { ...(host && { host }), ...(user && { user }), ...(database && { database }) },
    dataDir: store.dataDir,
    curaUrl: `http://127.0.0.1:${ports.cura}`,
    smsUrl: `http://127.0.0.1:${ports.sms}`,
    identityUrl: identity.url,
  };
  return { ports, identity, site };
}

function outsider(t: Teardown, what: 'cura' | 'sms', port: number, clock: SharedClock): Mortal {
  const told = { what, port, clock, citizens, filledAt: noon, dataDir: temporaryDir(t) };
  const made = mortal(what, 'outside.ts', told);
  t.teardown(made.kill);
  return made;
}

async function members(t: Teardown, site: Site, role: 'api' | 'worker', count: number) {
  const made = [];
  for (let at = 0; at < count; at += 1) {
    const port = await freePort();
    const name = `${role}-${at + 1}`;
    const one = mortal(name, 'member.ts', { role, name, port, site });
    t.teardown(one.kill);
    made.push({ ...one, url: `http://127.0.0.1:${port}` });
  }
  return made;
}

/** Starts so many processes on a municipality that was loaded before. */
export async function startCluster(
  t: Teardown,
  size: { readonly apis: number; readonly workers: number },
): Promise<Cluster> {
  const store = await preparedStore(t, { citizens, rooms: registry, now: noon });
  const { rows } = await store.owner.query<{ name: string }>('select current_database() as name');
  await store.owner.query(`alter database ${rows[0]?.name} set synchronous_commit = 'on'`);
  const clock = { base: store.loadedAt ?? noon, since: Date.now() };
  const { ports, identity, site } = await openSite(t, store, clock);
  const cura = outsider(t, 'cura', ports.cura, clock);
  const sms = outsider(t, 'sms', ports.sms, clock);
  await Promise.all([cura.start(), sms.start()]);
  const house = await composed(site, 'onlooker');
  t.teardown(house.close);
  const apis = await members(t, site, 'api', size.apis);
  const workers = await members(t, site, 'worker', size.workers);
  await Promise.all([...apis, ...workers].map((one) => one.start()));
  return {
    ...{ apis, workers, identity, house, now: reading(clock) },
    cura: { ...cura, url: site.curaUrl },
    sms: { ...sms, url: site.smsUrl },
    restartPostgres: await restarter(store),
  };
}
