import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmsGateway } from '../../src/sandbox/sms-gateway.ts';
import { type Child, startChild } from './child.ts';
import type { World } from './world.ts';

/** How late messages left, milliseconds after they were due. */
interface Reminding {
  readonly sent: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** A Redis for the bench alone. */
async function startRedis(port: number) {
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''];
  const server = spawn('redis-server', flags);
  for await (const chunk of server.stdout) if (String(chunk).includes('Ready to accept')) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

/** Of so many appointments ahead whose citizens wish SMS, one reminder each, due evenly over a time from `from` on; no other is. */
async function makeDue(
  { db }: World,
  { count, from, spanMs }: { count: number; from: number; spanMs: number },
): Promise<number> {
  await db.query(`update reminder set state = 'skipped', reason = 'bench' where state = 'due'`);
  const { rowCount } = await db.query(
    `update reminder r set id = gen_random_uuid()::text, state = 'due', reason = null, sending_at = null, settled_at = null,
       channel = null, receipt = null, due_at = to_timestamp(at / 1000.0), next_at = to_timestamp(at / 1000.0)
     from (select r.id, $2::float8 + $3::float8 * (row_number() over (order by r.id) - 1) / $1::int as at from reminder r
       join patient p on p.id = r.patient and p.view & 1 <> 0 and p.content like '%"url":"wanted","valueBoolean":true%'
       where r.kind = 'reminder' and r.until > to_timestamp(($2::float8 + $3::float8) / 1000.0) limit $1::int) due
     where r.id = due.id`,
    [count, from, spanMs],
  );
  return rowCount;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

async function lateness({ db }: World, gatewayUrl: string, from: number): Promise<Reminding> {
  const messages = (await (await fetch(`${gatewayUrl}/messages`)).json()) as {
    id: string;
    acceptedAt: number;
  }[];
  const { rows } = await db.query<{ id: string; due: number }>(
    `select id, due_at as due from reminder where state = 'sent' and id = any($1::text[])`,
    [messages.map(({ id }) => id)],
  );
  const due = new Map(rows.map((row) => [row.id, row.due]));
  const late = messages
    .flatMap(({ id, acceptedAt }) => {
      const dueAt = due.get(id);
      return dueAt === undefined || dueAt < from ? [] : [acceptedAt - dueAt];
    })
    .sort((a, b) => a - b);
  const last = Math.max(...messages.map(({ acceptedAt }) => acceptedAt));
  return {
    sent: late.length,
    perSecond: (late.length * 1_000) / (last - from),
    ...{ p50: at(late, 0.5), p99: at(late, 0.99), worst: late.at(-1) ?? Number.NaN },
  };
}

async function drained({ db }: World): Promise<void> {
  for (;;) {
    const { rows } = await db.query(`select from reminder where state = 'due' limit 1`);
    if (rows.length === 0) return;
    await sleep(200);
  }
}

/** A worker that has just started cuts slots for a while. */
async function untilIdle({ ask }: Child): Promise<void> {
  for (let before = await ask<number>('cpuMs'); ; ) {
    await sleep(3_000);
    const now = await ask<number>('cpuMs');
    if (now - before < 600) return;
    before = now;
  }
}

/** So many reminders through one worker process, evenly over `spanMs`; 0: all at once. */
async function benchReminding(
  world: World,
  { count, spanMs, redis }: { count: number; spanMs: number; redis: boolean },
): Promise<Reminding> {
  const place = { port: 0, host: '127.0.0.1', secret: 'bench', now: Date.now };
  const gateway = await startSmsGateway(place);
  const queue = redis ? await startRedis(16_000 + (process.pid % 10_000)) : undefined;
  const worker = await startChild('reminder-worker', {
    ...world.settings,
    ...{ SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_SECRET: 'bench' },
    ...(queue && { REDIS_URL: queue.url }),
  });
  await untilIdle(worker);
  const from = Date.now() + 2_000;
  await makeDue(world, { count, from, spanMs });
  await drained(world);
  const found = await lateness(world, gateway.url, from);
  await worker.stop();
  await queue?.stop();
  await gateway.close();
  return found;
}

/** BENCH_REMINDERS=100000 with BENCH_REMIND_MINUTES=60 is what the aim is stated for; the rate is the same with the numbers here. */
const reminders = Number(process.env.BENCH_REMINDERS || 1_667);
const minutes = Number(process.env.BENCH_REMIND_MINUTES || 1);

const ms = (value: number): string => `${Math.round(value).toLocaleString('en')} ms`;

/** At the rate of the aim, and all at once, on each backend of the queues that there is. */
export async function tellReminding(
  world: World,
  line: (what: string, figure: string, aim: string, beside?: string) => void,
): Promise<void> {
  for (const redis of hasRedis() ? [true, false] : [false]) {
    const on = redis ? 'Redis' : 'PostgreSQL';
    const even = await benchReminding(world, { count: reminders, spanMs: minutes * 60_000, redis });
    const late = ({ p50, p99, worst }: Reminding): string =>
      `late p50 ${ms(p50)}, p99 ${ms(p99)}, worst ${ms(worst)}`;
    line(`${even.sent} reminders over ${minutes} min, ${on}`, late(even), 'p99 5,000 ms');
    const burst = await benchReminding(world, { count: reminders, spanMs: 0, redis });
    line(`${burst.sent} at once, ${on}`, `${Math.round(burst.perSecond)} /s`, '-', late(burst));
  }
}
