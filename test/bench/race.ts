import http from 'node:http';
import { createCuraClient } from '../../src/cura/client.ts';
import type { Faults } from '../../src/sandbox/cura/faults.ts';
import { noFaults } from '../../src/sandbox/cura/faults.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { type Free, freeTimes, hitOf, type Town, townOf } from './booking.ts';
import type { Child } from './child.ts';
import { type Hit, median } from './measure.ts';
import type { World } from './world.ts';

const callers = 64;
const agent = new http.Agent({ keepAlive: true, maxSockets: callers });

interface Told {
  readonly status: number;
  readonly body: string;
}

function book(url: string, { path, token }: Hit): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>();
  const headers = { authorization: `Bearer ${token}` };
  const request = http.request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  });
  request.on('error', reject).end();
  return promise;
}

/** What goes wrong in Cura in a trial, each at random. */
const mishaps: readonly Partial<Faults>[] = [
  { failNext: { n: 1, status: 409 } },
  { failNext: { n: 1, status: 422 } },
  { failNext: { n: 1, status: 500 } },
  { failNext: { n: 1, status: 503, afterCommit: true } },
  { cutBeforeCommit: 1 },
  { cutAfterCommit: 1 },
  { latencyMs: 100 },
  {},
];

const order = async ({ place }: World, faults: Partial<Faults>): Promise<void> => {
  const answer = await fetch(`${place.cura}/sandbox/fejl`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...noFaults(), ...faults }),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
};

interface Trial {
  readonly won: number;
  /** Nobody knows yet whether that one has it. */
  readonly open: number;
  readonly tookMs: number;
}

const counts = (told: readonly Told[]): string =>
  told
    .map(({ status }) => status)
    .sort()
    .join(' ');

/** One has the time or may have it, and everybody else is told why not. */
function outcomeOf(told: readonly Told[], isWell: boolean): Omit<Trial, 'tookMs'> {
  const won = told.filter(({ status }) => status === 200 || status === 201).length;
  const open = told.filter(({ status }) => status === 503).length;
  const refused = told.filter(
    ({ status, body }) => (status === 409 || status === 422) && body.includes('"issue"'),
  );
  const isFair = isWell ? won === 1 && open === 0 : won + open <= 1;
  if (!isFair || won + open + refused.length !== told.length)
    throw new Error(`A time was asked for by ${callers}, and they were told ${counts(told)}.`);
  return { won, open };
}

async function trial(url: string, town: Town, time: Free, isWell: boolean): Promise<Trial> {
  const people = town.able(time.hour, callers);
  const started = performance.now();
  const told = await Promise.all(people.map((one) => book(url, hitOf(time, one))));
  const outcome = { ...outcomeOf(told, isWell), tookMs: performance.now() - started };
  const isRefused = (at: number): boolean => [409, 422].includes(told[at]?.status ?? 0);
  town.keep(
    time.hour,
    people.filter((_, at) => !isRefused(at)),
  );
  return outcome;
}

/** What stands in the end, counted in the store and in Cura. */
async function assertSingle({ db, place }: World): Promise<number> {
  const { rows } = await db.query<{ doubles: number; open: number }>(
    `select (select count(*) from reservation a join reservation b on a.actor = b.actor and a.during && b.during
         and a.appointment < b.appointment where a.exclusive and b.exclusive) as doubles,
       (select count(*) from intent where state = 'open') as open`,
  );
  if (!rows[0] || rows[0].doubles > 0 || rows[0].open > 0)
    throw new Error('A time was given twice.');
  const { rows: done } = await db.query<{ id: string }>(
    `select resource_id as id from intent where kind = 'book' and record = 'aftale' and state = 'done'`,
  );
  const ours = new Set(done.map(({ id }) => id));
  const born = (await bornHere(place.cura)).filter((id) => !ours.delete(id));
  if (born.length + ours.size > 0)
    throw new Error(`Cura has ${born.length} that we have not, and lacks ${ours.size}.`);
  return done.length;
}

/** Our ids of what Cura was sent, and has; one that it has twice stands there twice. */
async function bornHere(baseUrl: string): Promise<string[]> {
  const cura = createCuraClient({ baseUrl, ...sandboxCredentials });
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await cura.list('aftale', { max: 1_000, ...(after !== undefined && { after }) });
    ids.push(...page.poster.flatMap(({ eksternReference = '' }) => eksternReference || []));
    after = page.naeste;
  } while (after !== undefined);
  cura.close();
  return ids;
}

interface Race {
  readonly trials: number;
  readonly won: number;
  readonly open: number;
  /** From the first request sent to the last answered, milliseconds. */
  readonly p50: number;
  readonly worst: number;
  /** Bookings in the store, each of them once in Cura. */
  readonly standing: number;
}

/**
 * 64 callers ask for one time at once, again and again; `isWell` or not, Cura fails at random. Throws unless each time has one winner
 * at most, and store and Cura agree when all that was open is settled.
 */
async function benchRace(
  world: World,
  { url, api }: { readonly url: string; readonly api: Child },
  { trials, isWell }: { readonly trials: number; readonly isWell: boolean },
): Promise<Race> {
  const town = await townOf(world, 1_000);
  const all: Trial[] = [];
  for (const time of await freeTimes(world, trials)) {
    if (!isWell) await order(world, mishaps[Math.floor(Math.random() * mishaps.length)] ?? {});
    all.push(await trial(url, town, time, isWell));
  }
  if (!isWell) await order(world, {});
  await api.ask('settle');
  const took = all.map(({ tookMs }) => tookMs);
  const sum = (of: (one: Trial) => number): number => all.reduce((so, one) => so + of(one), 0);
  return {
    ...{ trials, won: sum(({ won }) => won), open: sum(({ open }) => open) },
    ...{ p50: median(took), worst: Math.max(...took) },
    standing: await assertSingle(world),
  };
}

const ms = (value: number): string => `${Math.round(value)} ms`;

/** Says how the races went, Cura well and Cura failing. */
export async function tellRace(
  world: World,
  at: { readonly url: string; readonly api: Child },
  trials: number,
  line: (what: string, figure: string, aim: string) => void,
): Promise<void> {
  for (const isWell of [true, false]) {
    const { p50, worst, won, open, standing } = await benchRace(world, at, { trials, isWell });
    const figure = `p50 ${ms(p50)}, worst ${ms(worst)}, ${won} won, ${open} settled later, ${standing} stand`;
    const what = `64 callers, one slot${isWell ? '' : ', Cura failing'}, ${trials}`;
    line(what, figure, isWell ? 'one winner each' : 'one at most');
  }
}
