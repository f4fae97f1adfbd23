import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { partOf, wished } from '../http/subscriber.ts';
import type { Child } from './child.ts';
import { quantile } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

const sockets = 1_000;
const events = 1_000;
/** Events a second, each of another citizen. */
const pace = 50;

interface Ear {
  readonly appointment: string;
  readonly socket: WebSocket;
  /** When each notification came, epoch milliseconds; the first is the handshake. */
  readonly at: number[];
}

const asking = (url: string, token: string) => async (path: string, body?: object) => {
  const response = await fetch(`${url}/fhir/${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<never>;
};

/** One citizen at the websocket, told of the own appointments in full. */
async function connect(url: string, { token }: Somebody, appointment: string): Promise<Ear> {
  const ask = asking(url, token);
  const { id }: { id: string } = await ask('Subscription', wished());
  const word = partOf(await ask(`Subscription/${id}/$get-ws-binding-token`), 'token');
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/live`);
  const at: number[] = [];
  socket.on('message', () => at.push(Date.now()));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(`bind-with-token: ${word}`);
  while (at.length === 0) await sleep(5);
  return { appointment, socket, at };
}

async function connectAll(world: World, url: string): Promise<Ear[]> {
  const people = await logIn(world, sockets);
  const { rows } = await world.db.query<{ patient: string; id: string }>(
    `select patient, min(id) as id from appointment where patient = any($1::text[]) and view & 2 <> 0 group by patient`,
    [people.map(({ patient }) => patient)],
  );
  const known = new Map(rows.map(({ patient, id }) => [patient, id]));
  const ears: Ear[] = [];
  const work = async () => {
    for (let next = people.pop(); next; next = people.pop()) {
      const appointment = known.get(next.patient);
      if (appointment !== undefined) ears.push(await connect(url, next, appointment));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return ears;
}

interface Told {
  readonly sockets: number;
  readonly lost: number;
  readonly p50: number;
  readonly p99: number;
}

/** From the commit of a change to its arrival, with all websockets open. */
export async function benchLive(
  world: World,
  { url, api }: { readonly url: string; readonly api: Child },
): Promise<Told> {
  const ears = await connectAll(world, url);
  const committed = new Map<Ear, number[]>(ears.map((ear) => [ear, []]));
  for (let n = 0; n < events; n += 1) {
    const ear = ears[n % ears.length];
    if (!ear) throw new Error('Nobody is connected.');
    committed.get(ear)?.push(await api.ask<number>('comment', [ear.appointment, `change ${n}`]));
    await sleep(1_000 / pace);
  }
  await sleep(1_000);
  const took = ears.flatMap((ear) =>
    (committed.get(ear) ?? []).map((at, n) => (ear.at[n + 1] ?? Number.NaN) - at),
  );
  for (const { socket } of ears) socket.terminate();
  const came = took.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
  return {
    ...{ sockets: ears.length, lost: took.length - came.length },
    ...{ p50: quantile(came, 0.5), p99: quantile(came, 0.99) },
  };
}

/** Writes the line of the report. */
export async function tellLive(
  world: World,
  place: { readonly url: string; readonly api: Child },
  line: (what: string, figure: string, aim: string) => void,
): Promise<void> {
  const { sockets: open, lost, p50, p99 } = await benchLive(world, place);
  const figure = `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${lost} lost`;
  line(`told over ${open} websockets`, figure, 'p99 250 ms, none lost');
}
