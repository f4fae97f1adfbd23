import { setTimeout as sleep } from 'node:timers/promises';
import type { Slot } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv5 } from '../../src/fhir/id.ts';
import { parseInstant } from '../../src/fhir/instant.ts';
import { registry } from '../../src/registry.ts';
import { sandboxPersonas } from '../../src/sandbox/start.ts';
import { measuring } from '../sync/scene.ts';
import { chance } from './chance.ts';
import { type Cluster, startCluster } from './cluster.ts';
import type { Call, Time } from './history.ts';
import { heal, torment } from './nemesis.ts';
import { type Actor, perform } from './workload.ts';

export interface Run {
  readonly cluster: Cluster;
  readonly calls: readonly Call[];
  readonly deeds: readonly string[];
}

const dayMs = 86_400_000;

/** Times that many want: those of two days that come, of all who do this. */
async function contested({ house, now }: Cluster, count: number): Promise<Time[]> {
  const service = uuidv5(house.sync.namespace, `ydelsestype/${measuring}`);
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select s.content from slot s join slot_link l on l.id = s.id and l.param = 'schedule'
     join schedule_link a on 'Schedule/' || a.id = l.value and a.param = 'actor' and a.value = $1
     where s.view & 1 <> 0 and s.p_status && '{free}' and s.sort > to_timestamp($2 / 1000.0) order by s.sort, s.id limit $3`,
    [`HealthcareService/${service}`, now() + 2 * dayMs, count],
  );
  return rows.map(({ content }) => {
    const { id, start, end } = JSON.parse(content) as Slot & { id: string };
    return { id, start: parseInstant(start), end: parseInstant(end) };
  });
}

/** Each citizen who can log in, at any process that serves. */
function actorsOf(cluster: Cluster, seed: number): Actor[] {
  const luck = chance(seed);
  return Object.entries(sandboxPersonas()).flatMap(([key, { borgerId, role, level }]) => {
    if (borgerId === undefined || role !== undefined || level !== undefined) return [];
    const door = {
      token: () => cluster.identity.token(key),
      url: () => luck.one(cluster.apis)?.url ?? '',
    };
    return [{ door, patient: uuidv5(cluster.house.sync.namespace, `borger/${borgerId}`) }];
  });
}

const openSql = `select (select count(*) from intent where state = 'open')::int as intents,
  (select count(*) from outbox)::int as outbox,
  (select count(*) from reservation where intent is not null)::int as reservations,
  (select cursor from sync_state where name = 'feed')::int as cursor`;

type Open = Readonly<Record<'intents' | 'outbox' | 'reservations' | 'unread', number>>;

/** What is under way: writes to Cura, events, and rows of its feed. */
async function openIn({ house }: Cluster): Promise<Open> {
  const { rows } = await house.sync.db.query<Omit<Open, 'unread'> & { cursor: number }>(openSql);
  const { intents = 1, outbox = 1, reservations = 1, cursor = 0 } = rows[0] ?? {};
  const page = await house.sync.cura.changes(0, 0);
  const latest = page.kind === 'rows' ? page.latest : Number.POSITIVE_INFINITY;
  return { intents, outbox, reservations, unread: latest - cursor };
}

/** Everybody is well again; what was left open is settled by whoever runs. */
async function settle(cluster: Cluster): Promise<void> {
  await heal(cluster);
  let open: unknown;
  for (let quiet = 0, tries = 0; quiet < 3; tries += 1) {
    if (tries > 300) throw new Error(`It did not come to rest: ${JSON.stringify(open)}`);
    const now = await openIn(cluster).catch((error: unknown) => ({ error: String(error) }));
    open = now;
    quiet = Object.values(now).every((value) => value === 0) ? quiet + 1 : 0;
    await sleep(200);
  }
}

const hasHolds = registry.some(({ operations }) => operations.some(({ code }) => code === 'hold'));

/** A machine that is busy elsewhere gets less done in a second. */
const leastDeeds = 4;
const mostMs = 120_000;

export interface Size {
  readonly apis: number;
  readonly workers: number;
  readonly durationMs: number;
  readonly slots: number;
  readonly seed: number;
}

/** Many processes book, hold, move and cancel the same times while everything around them fails; then all comes to rest. */
export async function run(t: Test, { durationMs, slots, seed, ...size }: Size): Promise<Run> {
  const cluster = await startCluster(t, size);
  const times = await contested(cluster, slots);
  const actors = actorsOf(cluster, seed);
  const stop = new AbortController();
  const deeds: string[] = [];
  const tormenting = torment(cluster, seed, stop.signal, deeds);
  const begun = performance.now();
  const goesOn = (): boolean => {
    const wentMs = performance.now() - begun;
    return wentMs < durationMs || (deeds.length < leastDeeds && wentMs < mostMs);
  };
  const work = { actors, seed, goesOn, slots: times, holds: hasHolds };
  const calls = await perform(work);
  stop.abort();
  await tormenting;
  await settle(cluster);
  return { cluster, calls, deeds };
}
