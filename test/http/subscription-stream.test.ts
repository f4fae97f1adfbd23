import t from 'tap';
import { citizenIdOf, verdict } from '../access/answer.ts';
import { startHouse } from '../house.ts';
import {
  type Ask,
  appointmentsOf,
  change,
  type Heard,
  heardIn,
  liveUrl,
  serverSentEvents,
  subscribe,
  tokenFor,
  until,
} from './subscriber.ts';

interface Stream {
  readonly response: Response;
  readonly heard: Heard[];
  readonly ids: string[];
  readonly ended: Promise<string>;
  readonly close: () => void;
}

/** Reads a stream of events as a browser would. */
function reading(response: Response, abort: AbortController): Stream {
  const heard: Heard[] = [];
  const ids: string[] = [];
  const take = (event: string): string => {
    const lines = event.split('\n');
    const of = (name: string) =>
      lines.filter((one) => one.startsWith(`${name}: `)).map((one) => one.slice(name.length + 2));
    ids.push(...of('id'));
    if (of('event').length > 0) return of('data').join('\n');
    const data = of('data').join('\n');
    if (data !== '') heard.push(heardIn(data));
    return '';
  };
  const read = async (): Promise<string> => {
    let text = '';
    let last = '';
    for await (const chunk of response.body ?? []) {
      const parts = (text + Buffer.from(chunk).toString()).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) last = take(part) || last;
    }
    return last;
  };
  const ended = read().catch(() => 'aborted');
  return { response, heard, ids, ended, close: () => abort.abort() };
}

t.test('Server-sent events', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const patient = await citizenIdOf(house, 'citizen');
  const [appointment] = await appointmentsOf(house, patient);
  if (!appointment) throw new Error('no appointments');
  const { id } = await subscribe(citizen, {
    content: 'id-only',
    channel: serverSentEvents,
  });
  const url = `${liveUrl(house.base)}/${id}`;
  const open = async (ask: Ask, address = url, headers = {}): Promise<Stream> => {
    const abort = new AbortController();
    const response = await ask(address, { headers, signal: abort.signal });
    const stream = reading(response, abort);
    t.teardown(() => stream.close());
    return stream;
  };

  await t.test('tell whoever is logged in, and go on where they were left', async (t) => {
    const stream = await open(citizen);
    t.match(stream.response.headers.get('content-type'), /^text\/event-stream/);
    t.ok(await until(() => stream.heard.length === 1));
    await change(house, appointment, 'one');
    t.ok(await until(() => stream.ids.length === 1));
    stream.close();
    await change(house, appointment, 'two');
    await change(house, appointment, 'three');
    const { heard, ids, close } = await open(citizen, url, { 'last-event-id': '1' });
    t.ok(await until(() => ids.at(-1) === '3'));
    t.same(
      heard.flatMap(({ numbers }) => numbers),
      [2, 3],
    );
    t.equal(heard[0]?.kind, 'handshake');
    close();
  });

  await t.test('take a token in the address, and end when it does', async (t) => {
    const token = await tokenFor(citizen, id);
    const stream = await open((address) => fetch(address), `${url}?token=${token}`);
    t.ok(await until(() => stream.heard.length === 1));
    const now = house.ports.now();
    house.setNow(now + 16 * 60_000);
    t.equal(await stream.ended, 'login-ended');
    house.setNow(now);
    const other = await subscribe(citizen);
    const elsewhere = `${liveUrl(house.base)}/${other.id}?token=${token}`;
    t.equal(await verdict(await fetch(elsewhere)), '401 binding-token');
    t.equal(await verdict(await fetch(`${url}?token=${token}x`)), '401 binding-token');
  });

  await t.test('are nobody else’s', async (t) => {
    t.equal((await fetch(url)).status, 401);
    t.equal(await verdict(await house.as('neighbour')(url)), '404 not-found');
    t.equal(await verdict(await house.as('relative')(url)), '404 not-found');
    t.equal(await verdict(await citizen(`${liveUrl(house.base)}/nothing`)), '404 not-found');
    t.equal(await verdict(await citizen(`${liveUrl(house.base)}/%00`)), '404 not-found');
  });

  await t.test('end when the subscription is deleted', async (t) => {
    const stream = await open(citizen);
    t.ok(await until(() => stream.heard.length === 1));
    t.equal((await citizen(`Subscription/${id}`, { method: 'DELETE' })).status, 204);
    t.equal(await stream.ended, 'subscription-ended');
    t.equal((await citizen(`Subscription/${id}`)).status, 404);
  });
});
