import { sandboxIdentity } from '../src/config/identity.ts';
import { compose, type House, type World } from '../src/main/compose.ts';
import { verifierOf } from '../src/main/identity.ts';
import { videoOf } from '../src/main/video.ts';
import { createHttpGateway } from '../src/resources/communication/gateway.ts';
import type { Log, Room } from '../src/resources/define.ts';
import { loadMunicipality } from '../src/resources/municipality.ts';
import { openInstallation } from '../src/store/installation.ts';
import type { Teardown } from './database.ts';
import { type Clock, standingClock } from './house-clock.ts';
import {
  audience,
  type Outside,
  publicUrl,
  smsSecret,
  startOutside,
  videoServer,
} from './house-outside.ts';
import type { HouseStore } from './house-store.ts';

export interface Opening {
  readonly citizens: number;
  readonly rooms: readonly Room[];
  readonly now: number;
  readonly patienceMs?: number;
  readonly curaTimeoutMs?: number;
  /** Its code; Sandby if absent. */
  readonly municipality?: string;
}

/** A house with all that is around it, before it has loaded anything. */
export interface OpenHouse extends House {
  readonly outside: Outside;
  readonly clock: Clock;
  readonly lines: string[];
}

const kept = (lines: string[]): Log => {
  const keep: Log['info'] = (facts, text) => void lines.push(JSON.stringify({ text, ...facts }));
  return { info: keep, error: keep };
};

async function worldOf(
  { db, dataDir }: HouseStore,
  { client, sms, identity }: Outside,
  { rooms, patienceMs = 2_000, municipality = '9999' }: Opening,
  { now, log }: Pick<World, 'now' | 'log'>,
): Promise<World> {
  const { nemlogin } = identity.issuers;
  const place = { baseUrl: sms.url, secret: smsSecret, timeoutMs: 5_000 };
  const configured = sandboxIdentity(identity.url, audience);
  const video = { ...videoServer, url: 'https://video.samspil.test', clientId: 'samspil-video' };
  return {
    db,
    installation: await openInstallation(db, dataDir),
    cura: client,
    channels: { sms: { port: createHttpGateway(place), secret: smsSecret } },
    verify: verifierOf(configured, loadMunicipality(municipality), now),
    municipality,
    issuer: nemlogin,
    video: videoOf(video, configured, now),
    origins: ['https://app.sandby.example'],
    publicUrl,
    loopbackHooks: true,
    ...{ now, log, rooms, patienceMs },
  };
}

/** Puts a house together on its store. Its clock stands while the sandbox is filled, then goes on from where the store is. */
export async function openHouse(
  t: Teardown,
  store: HouseStore,
  opening: Opening,
): Promise<OpenHouse> {
  const clock = standingClock(opening.now);
  const outside = await startOutside(t, { ...opening, now: clock.now });
  clock.set(store.loadedAt ?? opening.now);
  const lines: string[] = [];
  const world = await worldOf(store, outside, opening, { now: clock.now, log: kept(lines) });
  const house = await compose(world, store.changed);
  return { ...house, outside, clock, lines };
}
