import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchBooking } from './booking.ts';
import { type Child, startChild } from './child.ts';
import { benchCreate } from './creating.ts';
import { benchEverything } from './everything.ts';
import { tellFind } from './finding.ts';
import { benchGuard } from './guarding.ts';
import { tellLedgerQueries } from './ledger-queries.ts';
import { tellLive } from './live.ts';
import { benchMapping } from './mapping.ts';
import { tellMeasuring } from './measuring.ts';
import { tellRace } from './race.ts';
import { benchOverview, benchRead, memoryOf } from './reading.ts';
import { tellReminding } from './reminding.ts';
import { benchStart } from './restart.ts';
import { benchSearches } from './searching.ts';
import { benchTree } from './tree.ts';
import { openWorld, type World } from './world.ts';

const number = (name: string, otherwise: number): number => Number(process.env[name] || otherwise);

/** BENCH_APPOINTMENTS=1000000 is the size that the aims are stated for; it takes most of an hour on two cores. */
const appointments = number('BENCH_APPOINTMENTS', 100_000);
const citizens = number('BENCH_CITIZENS', Math.max(200, Math.round(appointments / 50)));
const seconds = number('BENCH_SECONDS', 4);
const rounds = number('BENCH_ROUNDS', 3);
const bookings = number('BENCH_BOOKINGS', 2_000);
const trials = number('BENCH_TRIALS', 1_000);
/** BENCH_LEDGER_ROWS=10000000 is the size that the aims of the ledger are stated for. */
const ledgerRows = number('BENCH_LEDGER_ROWS', 1_000_000);
const only = process.env.BENCH_ONLY ? process.env.BENCH_ONLY.split(',') : undefined;
/** Kept and used again when given, so that a part can be measured without loading anew. */
const kept = process.env.BENCH_DATA_DIR || undefined;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** `overview search      7,900 /s   0.78 of the floor (10,100 /s)   aim 0.7`. */
function line(what: string, figure: string, aim: string, floor = ''): void {
  say(`${what.padEnd(34)}${figure.padEnd(42)}${floor.padEnd(40)}aim ${aim}`);
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

interface Ratio {
  readonly perSecond: number;
  readonly floor: number;
  readonly ratio: number;
}

const ratio = (one: Ratio): string =>
  `${one.ratio.toFixed(2)} of the floor (${whole(one.floor)} /s)`;

async function mapping(): Promise<void> {
  const { toFhir, toRecord } = await benchMapping(rounds, 500);
  line('mapping, aftale to FHIR', `${whole(toFhir.perSecond)} /s`, '300,000 /s', ratio(toFhir));
  line('mapping, back', `${whole(toRecord.perSecond)} /s`, '300,000 /s', ratio(toRecord));
}

/** The initial load, in a process of ours that does nothing else; its CPU time tells more than the clock where others are at work. */
async function loading({ db }: World, api: Child): Promise<void> {
  const { tookMs, cpuMs } = await api.ask<{ tookMs: number; cpuMs: number }>('load');
  const { rows } = await db.query<{ n: number }>('select count(*) as n from cura_record');
  const count = rows[0]?.n ?? 0;
  line(
    `initial sync, ${whole(count)} records`,
    `${whole((count * 1000) / tookMs)} /s, ${(cpuMs / count).toFixed(2)} ms of our CPU each`,
    '8,000 /s',
  );
  await db.query('vacuum analyze');
}

interface Urls {
  readonly ours: string;
  readonly floor: string;
}

async function overview(world: World, urls: Urls): Promise<void> {
  const found = await benchOverview(world, urls, { rounds, seconds });
  const figure = `${whole(found.perSecond)} /s, p50 ${ms(found.p50)}, p99 ${ms(found.p99)}`;
  line(`overview of ${found.entries.toFixed(1)} entries`, figure, '0.7', ratio(found));
}

async function reading(world: World, urls: Urls): Promise<void> {
  const found = await benchRead(world, urls, { rounds, seconds });
  const figure = `${whole(found.perSecond)} /s, p50 ${ms(found.p50)}, p99 ${ms(found.p99)}`;
  line('read of one Appointment', figure, '-', ratio(found));
}

async function searching(world: World, { ours }: Urls): Promise<void> {
  for (const { name, p50, p99, matches } of await benchSearches(world, ours)) {
    const figure = `p50 ${ms(p50)}, p99 ${ms(p99)}, ${matches.toFixed(1)} on a page`;
    line(`everybody, ${name}`, figure, 'p99 50 ms');
  }
}

async function creating(world: World): Promise<void> {
  const { perSecond, p50, p99 } = await benchCreate(world, world.dataDir, seconds);
  const figure = `${whole(perSecond)} /s, p50 ${ms(p50)}, p99 ${ms(p99)}`;
  line('durable create of an Observation', figure, '600 /s');
}

async function everything(world: World, urls: Urls): Promise<void> {
  const { ours, floor, resources } = await benchEverything(world, urls, rounds * 100);
  const figure = `p50 ${ms(ours.p50)}, p99 ${ms(ours.p99)}`;
  const beside = `the floor: p50 ${ms(floor.p50)}, p99 ${ms(floor.p99)}`;
  line(`$everything of ${whole(resources)} resources`, figure, 'p50 5 ms', beside);
}

async function guard(world: World, { ours }: Urls, api: Child): Promise<void> {
  const { search, read } = await benchGuard(world, api, ours, { rounds, seconds });
  const beside = (one: Ratio): string =>
    `${one.ratio.toFixed(2)} of that without (${whole(one.floor)} /s)`;
  line('guarded search of a citizen', `${whole(search.perSecond)} /s`, '0.9', beside(search));
  line('guarded read', `${whole(read.perSecond)} /s`, '0.7', beside(read));
}

async function booking(world: World, urls: Urls): Promise<void> {
  const { ours, floor, ratio: share } = await benchBooking(world, urls, bookings);
  const figure = `${whole(ours.perSecond)} /s, p50 ${ms(ours.p50)}, p99 ${ms(ours.p99)}`;
  const beside = ratio({ ...ours, floor: floor.perSecond, ratio: share });
  line(`booking, ${ours.refused} of ${bookings} refused`, figure, 'none refused', beside);
}

async function restart(dataDir: string): Promise<void> {
  const { first, second } = await benchStart(join(dataDir, 'house'));
  line('npm start, second time', `${ms(second)} (the first ${ms(first)})`, '3,000 ms');
}

const parts: Readonly<Record<string, (world: World, urls: Urls, api: Child) => Promise<void>>> = {
  overview,
  read: reading,
  guard,
  everything,
  search: searching,
  create: creating,
  booking,
  find: (world, urls) => tellFind(world, urls, line),
  race: (world, { ours: url }, api) => tellRace(world, { url, api }, trials, line),
  live: (world, { ours: url }, api) => tellLive(world, { url, api }, line),
  remind: (world) => tellReminding(world, line),
  measurements: (world, urls) => tellMeasuring(world, { ...urls, rounds, seconds }, line),
};

const wanted = (part: string): boolean => !only || only.includes(part);

/** For profiles, such as `--cpu-prof`. */
const nodeArgs = process.env.BENCH_NODE_ARGS?.split(' ') ?? [];

async function fill(world: World): Promise<void> {
  const api = await world.startApi(nodeArgs);
  const { rows } = await world.db.query<{ n: number }>('select count(*) as n from cura_record');
  if (rows[0]?.n === 0) await loading(world, api);
  const { rows: slots } = await world.db.query('select from slot limit 1');
  if (slots.length === 0) await api.ask('cutSlots', 300);
  await api.stop();
}

async function measure(world: World): Promise<void> {
  const api = await world.startApi(nodeArgs);
  const floor = await startChild('floor', world.connection);
  const urls = { ours: await api.ask<string>('url'), floor: await floor.ask<string>('url') };
  for (const [part, run] of Object.entries(parts)) if (wanted(part)) await run(world, urls, api);
  line('memory of the API process', `${whole(await memoryOf(api))} MB`, '250 MB');
  await api.stop();
  await floor.stop();
}

async function withWorld(dataDir: string): Promise<void> {
  const world = await openWorld({ citizens, appointments, dataDir });
  try {
    await fill(world);
    await measure(world);
  } finally {
    await world.stop();
  }
}

async function tree(dataDir: string): Promise<void> {
  const { sealed, both, proof } = await benchTree(ledgerRows, join(dataDir, 'tree'), seconds);
  line(`sealing ${whole(ledgerRows)} rows`, `${whole(sealed)} /s`, '5,000 /s');
  const meanwhile = `${whole(both.written)} /s, ${whole(both.left)} not sealed at the end`;
  line('writing and sealing at once', meanwhile, 'not behind');
  line('proof that a row is in the tree', `p50 ${ms(proof.p50)}, p99 ${ms(proof.p99)}`, 'p99 5 ms');
}

async function main(): Promise<void> {
  const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'samspil-bench-')));
  say(`${whole(appointments)} appointments, ${whole(citizens)} citizens, Node ${process.version}`);
  if (wanted('mapping')) await mapping();
  if (wanted('start')) await restart(dataDir);
  if (wanted('ledger')) await tellLedgerQueries(join(dataDir, 'ledger'), ledgerRows, line);
  if (wanted('tree')) await tree(dataDir);
  if (!only || only.some((part) => part in parts || part === 'sync')) await withWorld(dataDir);
  if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
}

await main();
