import { quantile } from './measure.ts';
import { logIn, type World } from './world.ts';

const practitioners = 200;
const days = 30;
const dayMs = 86_400_000;

/** A day of one person: 14 times of half an hour, from seven in the morning (UTC) on. */
const fillSql = `
insert into free_time (schedule, day, place, service, practitioner, starts, ends, until, held)
select md5('bench-' || p)::uuid::text, d::date, 'bench-place-' || p, $1, 'bench-' || p,
  array(select ((extract(epoch from d) + 25200 + 1800 * n) * 1000)::bigint from generate_series(0, 13) n),
  array(select ((extract(epoch from d) + 27000 + 1800 * n) * 1000)::bigint from generate_series(0, 13) n),
  array_fill(0::bigint, array[14]), false
from generate_series(1, ${practitioners}) p, generate_series($2::date, $2::date + ${days - 1}, interval '1 day') d`;

/** What a citizen finds of it at least: some have an appointment meanwhile. */
const least = practitioners * days * 14 * 0.9;

/** A service that every citizen may book. */
async function serviceOf({ db }: World): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `select id from healthcare_service where view & 1 <> 0 and p_active && '{true}'
       and content like '%{"url":"book","valueCode":"direct"}%'
       and content like '%{"url":"requiresGrantedService","valueBoolean":false}%' order by id limit 1`,
  );
  if (!rows[0]) throw new Error('There is no service that anybody may book.');
  return rows[0].id;
}

/** Latencies at one caller, milliseconds. */
interface Latency {
  readonly p50: number;
  readonly p99: number;
}

interface FoundTimes {
  readonly ours: Latency;
  readonly floor: Latency;
  /** How many there are to be found. */
  readonly times: number;
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function ask(
  url: string,
  token: string | undefined,
): Promise<{ took: number; total: number }> {
  const started = performance.now();
  const response = await fetch(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  const text = await response.text();
  const took = performance.now() - started;
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 300)}`);
  const { total, entry = [] } = JSON.parse(text) as { total: number; entry?: unknown[] };
  if (entry.length < 50) throw new Error(`A page has ${entry.length} times.`);
  return { took, total };
}

const latency = (took: number[]): Latency => {
  const sorted = took.sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
};

/** `$find` of many citizens over 200 people and 30 days, a page of 50 and the number of all. */
async function benchFind(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  times: number,
): Promise<FoundTimes> {
  const service = await serviceOf(world);
  const [from, to] = [dateOf(Date.now() + 3 * dayMs), dateOf(Date.now() + 34 * dayMs)];
  await world.db.query(fillSql, [service, from]);
  await world.db.query('analyze free_time');
  const people = await logIn(world, 200);
  const path = `/fhir/Appointment/$find?start=${from}&end=${to}&service=HealthcareService/${service}`;
  const took = { ours: [] as number[], floor: [] as number[] };
  let total = 0;
  for (let at = -50; at < times; at += 1) {
    const somebody = people[(at + 50) % people.length];
    const floor = await ask(`${urls.floor}${path}`, undefined);
    const ours = await ask(
      `${urls.ours}${path}&patient-reference=Patient/${somebody?.patient}`,
      somebody?.token,
    );
    if (ours.total < least) throw new Error(`Only ${ours.total} times are found.`);
    total = Math.max(total, ours.total);
    if (at >= 0) {
      took.ours.push(ours.took);
      took.floor.push(floor.took);
    }
  }
  await world.db.query(`delete from free_time where practitioner like 'bench-%'`);
  return { ours: latency(took.ours), floor: latency(took.floor), times: total };
}

/** Says how long it takes. */
export async function tellFind(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  line: (what: string, figure: string, aim: string, beside?: string) => void,
): Promise<void> {
  const { ours, floor, times } = await benchFind(world, urls, 400);
  const said = ({ p50, p99 }: Latency): string =>
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  const what = `$find in ${times.toLocaleString('en')} free times`;
  line(what, said(ours), 'p99 20 ms', `the floor: ${said(floor)}`);
}
