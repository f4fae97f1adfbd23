import type { Appointment } from '@medplum/fhirtypes';
import type { Caller, Grant } from '../../src/access/grant.ts';
import { readConfig } from '../../src/config.ts';
import { buildApp } from '../../src/http/app.ts';
import { start } from '../../src/main/start.ts';
import { findAll } from '../../src/resources/find-resource.ts';
import { deriveWhole } from '../../src/resources/slot/derive.ts';
import { putAll } from '../../src/store/put.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { recover } from '../../src/sync/recovery.ts';
import { answerCommands, setupOf } from './child.ts';

/** Our own API as `serve` starts it; settings as in the environment. */
export type ApiSetup = Readonly<Record<string, string>>;

const running = await start(readConfig(setupOf<ApiSetup>()), { serve: true, work: false });
const { sync } = running.house;
const address = running.app?.server.address();
const port = typeof address === 'object' && address ? address.port : 0;

/** What `work` does on a first start, timed without the workers. */
async function load(): Promise<{ tookMs: number; cpuMs: number }> {
  const before = process.cpuUsage();
  const started = performance.now();
  await synchronise(sync);
  const tookMs = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { tookMs, cpuMs: (user + system) / 1000 };
}

/** Settles what nobody knows the outcome of, as the workers would in a while. */
async function settle(): Promise<void> {
  while ((await recover({ ...sync, patienceMs: -1_000 })) > 0);
  await synchronise(sync);
}

/** Free time of some Schedules, so that there is something to book. */
async function cutSlots(count: number): Promise<void> {
  const { rows } = await sync.db.query<{ id: string }>(
    'select id from schedule where view & 1 <> 0 order by id limit $1',
    [count],
  );
  for (const { id } of rows) await sync.db.transaction((tx) => deriveWhole(tx, sync, [id]));
}

/** The same service without its guards: it takes every token for what it was the first time, asks no mandate and keeps no record. */
async function unguarded(): Promise<string> {
  const { service } = running.house;
  const callers = new Map<string, Promise<Caller>>();
  const grants = new Map<Caller, Promise<Grant>>();
  const app = buildApp({
    ...service,
    verify: (authorization = '') => {
      const caller = callers.get(authorization) ?? service.verify(authorization);
      callers.set(authorization, caller);
      return caller;
    },
    grant: (caller) => {
      const grant = grants.get(caller) ?? service.grant(caller);
      grants.set(caller, grant);
      return grant;
    },
    access: { record: async () => undefined },
  });
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** Writes an appointment again with another comment, as the feed would; gives when it was committed, epoch milliseconds. */
async function comment([id, text]: readonly [string, string]): Promise<number> {
  const room = sync.room('Appointment');
  const [found] = await findAll<Appointment>(sync.db, room, [id]);
  if (!found) throw new Error(`There is no Appointment/${id}.`);
  const { meta: _, ...rest } = found.resource;
  await sync.db.transaction((tx) => putAll(tx, room, [{ ...rest, comment: text }], sync.now()));
  return Date.now();
}

answerCommands(
  {
    comment,
    unguarded,
    url: () => `http://127.0.0.1:${port}`,
    load,
    settle,
    cutSlots,
    memory: () => process.memoryUsage().rss,
  },
  running.stop,
);
