import { Agent, get } from 'node:http';
import type { Appointment } from '@medplum/fhirtypes';
import { uuidv7 } from '../../src/fhir/id.ts';
import { appointment } from '../../src/resources/appointment/index.ts';
import { putAll } from '../../src/store/put.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { median } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

const wanted = 1_000;

/** Gives a citizen so many appointments, like the first one there is. */
async function fill({ db }: World, { patient }: Somebody): Promise<void> {
  const { rows } = await db.query<{ content: string }>(
    'select content from appointment where patient = $1 and view & 1 <> 0 order by id',
    [patient],
  );
  const [first] = rows;
  if (!first) throw new Error('The citizen has no appointment.');
  const like = JSON.parse(first.content) as Appointment;
  const room = storeRoom(appointment, Buffer.alloc(32));
  const more = Array.from({ length: Math.max(0, wanted - rows.length) }, () => ({
    ...{ ...like, id: uuidv7(Date.now()) },
  }));
  await db.transaction((tx) => putAll(tx, room, more, Date.now()));
  await db.query('vacuum analyze appointment');
}

const agent = new Agent({ keepAlive: true });

/** Milliseconds until the whole answer is here, one request at a time, and its bytes. */
function timed(url: string, token: string): Promise<{ ms: number; bytes: Buffer }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const ms = performance.now() - started;
        if (answer.statusCode === 200) resolve({ ms, bytes: Buffer.concat(chunks) });
        else reject(new Error(`${url}: ${answer.statusCode}`));
      });
    }).on('error', reject);
  });
}

/** Milliseconds. */
interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const latencyOf = (times: readonly number[]): Latency => ({
  p50: median(times),
  p99: [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN,
});

/** Everything about one citizen, one request after the other, in turn with the floor. */
export async function benchEverything(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  requests: number,
): Promise<{ readonly ours: Latency; readonly floor: Latency; readonly resources: number }> {
  const people = await logIn(world, 20);
  const { rows } = await world.db.query<{ patient: string }>(
    'select patient from appointment where patient = any($1::text[]) limit 1',
    [people.map(({ patient }) => patient)],
  );
  const somebody = people.find(({ patient }) => patient === rows[0]?.patient);
  if (!somebody) throw new Error('Nobody in the bench has an appointment.');
  await fill(world, somebody);
  const path = `/fhir/Patient/${somebody.patient}/$everything`;
  const times: { ours: number[]; floor: number[] } = { ours: [], floor: [] };
  for (let at = -20; at < requests; at += 1)
    for (const one of ['floor', 'ours'] as const) {
      const { ms } = await timed(`${urls[one]}${path}`, somebody.token);
      if (at >= 0) times[one].push(ms);
    }
  const { bytes } = await timed(`${urls.ours}${path}`, somebody.token);
  const { entry } = JSON.parse(bytes.toString()) as { entry: unknown[] };
  return {
    ...{ ours: latencyOf(times.ours), floor: latencyOf(times.floor) },
    resources: entry.length,
  };
}
